"""The route of the open consignment: on a world map, then leg by leg in words, then how the goods travel.

The map is two pictures one upon the other: the world, which the browser fetches once, and the route over it. The page
takes no inline SVG, so the route is a picture made of its own text.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from html import escape

from exercises import languages
from exercises.itinerary import Itinerary, itinerary
from exercises.languages import _
from exercises.views import values
from exercises.views.trainee.desk import facts
from exercises.web.worldmap import ADDRESS
from exercises.worldmap import HEIGHT, WIDTH, Point, project
from simulator.declaration import Consignment
from simulator.reference import countries

ASPECT = 2.4
LEAST = 45.0
"""Width of the narrowest view, in degrees: closer in, the coasts of this map are coarse."""
MARGIN = 0.12
STYLE = (
    "path{fill:none;stroke:#1f4e79;stroke-linejoin:round}circle{fill:#1f4e79;stroke:#fff}"
    "text{font-family:sans-serif;fill:#fff;text-anchor:middle;dominant-baseline:central;font-weight:bold}"
    ".n{fill:#1b1f24;stroke:#fff;paint-order:stroke;text-anchor:start}"
    "@media (prefers-color-scheme:dark){path{stroke:#7fb0dc}circle{fill:#7fb0dc;stroke:#14181c}"
    "text{fill:#14181c}.n{fill:#e4e7eb;stroke:#14181c}}"
)
TRANSPORT = (
    "mode_at_border",
    "inland_mode",
    "active_border_transport_id",
    "border_transport_nationality",
    "container_indicator",
    "container_id",
    "office_of_exit",
    "transport_document_number",
    "previous_document",
    "incoterm_code",
    "incoterm_place",
)
COUNTRIES = ("country_of_origin", "country_of_export", "country_of_destination")


def html(consignment: Consignment) -> str:
    """Map, legs, and the sheets of transport and countries."""
    way = itinerary(consignment)
    sheets = facts.sheet(_("Transport"), consignment, TRANSPORT) + facts.sheet(_("Countries"), consignment, COUNTRIES)
    return f'{_map(way, languages.current())}{_legs(way, consignment)}<div class="rl-sheets">{sheets}</div>'


@lru_cache(maxsize=1024)
def _map(way: Itinerary, language: str) -> str:
    """The world and the route, cut to what the route needs; nothing where no stop is on the map. One a language."""
    stops = [project(countries()[code].lat, countries()[code].lon) for code in way.stops if code in countries()]
    if not stops:
        return ""
    lines, line_ends = _unwound(way, stops)
    left, top, width = _view([*line_ends, *(point for line in lines for point in line)])
    worlds = "".join(_world(left, top, width, turn * WIDTH) for turn in (-1, 0, 1) if _seen(left, width, turn * WIDTH))
    picture = b64encode(_overlay(way, lines, line_ends, left, top, width).encode()).decode()
    said = _("Map of the route: {}").format(", ".join(values.country(code) for code in way.stops))
    return f'<div class="rl-map">{worlds}<img src="data:image/svg+xml;base64,{picture}" alt="{escape(said)}"></div>'


def _unwound(way: Itinerary, stops: list[Point]) -> tuple[list[list[Point]], list[Point]]:
    """Legs and stops on the map, none broken at the map's edge: what crosses it goes on beyond."""
    lines, ends, here = [], [stops[0]], stops[0]
    for leg in way.legs:
        line = []
        for lat, lon in leg.line:
            x, y = project(lat, lon)
            here = (x + round((here[0] - x) / WIDTH) * WIDTH, y)
            line.append(here)
        lines.append(line)
        ends.append(here)
    return lines, ends


def _view(points: list[Point]) -> tuple[float, float, float]:
    """Left, top and width of the part of the map that shows all points."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    width = max((max(xs) - min(xs)) * (1 + 2 * MARGIN), (max(ys) - min(ys)) * (1 + 2 * MARGIN) * ASPECT, LEAST)
    width = min(width, HEIGHT * ASPECT)
    height = width / ASPECT
    left, top = (max(xs) + min(xs) - width) / 2, (max(ys) + min(ys) - height) / 2
    return left, min(max(top, 0.0), HEIGHT - height), width


def _seen(left: float, width: float, move: float) -> bool:
    return left < move + WIDTH and move < left + width


def _world(left: float, top: float, width: float, move: float) -> str:
    height = width / ASPECT
    place = f"width:{100 * WIDTH / width:.2f}%;left:{100 * (move - left) / width:.2f}%;top:{-100 * top / height:.2f}%"
    return f'<img src="{ADDRESS}" alt="" style="{place}">'


def _overlay(way: Itinerary, lines: list[list[Point]], ends: list[Point], left: float, top: float, width: float) -> str:
    unit = width / 100
    paths = "".join(
        f'<path stroke-width="{0.5 * unit:.2f}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in line)}"/>'
        for line in lines
    )
    codes = [code for code in way.stops if code in countries()]
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1.7 * unit:.2f}" stroke-width="{0.3 * unit:.2f}"/>'
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{2.2 * unit:.2f}">{number}</text>'
        f'<text class="n" x="{x + 2.4 * unit:.1f}" y="{y:.1f}" font-size="{2.6 * unit:.2f}" '
        f'stroke-width="{0.6 * unit:.2f}">{escape(code)}</text>'
        for number, (code, (x, y)) in enumerate(zip(codes, ends, strict=True), start=1)
    )
    box = f"{left:.1f} {top:.1f} {width:.1f} {width / ASPECT:.1f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{STYLE}</style>{paths}{marks}</svg>'


def _legs(way: Itinerary, consignment: Consignment) -> str:
    last = len(way.stops) - 1
    ends = {0: consignment.text("place_of_loading"), last: consignment.text("place_of_unloading")}
    known = [code for code in way.stops if code in countries()]
    items = "".join(
        f"<li><code>{escape(code)}</code> {escape(values.country(code))}"
        + (f" <small>{escape(ends[place])}</small>" if ends.get(place) else "")
        + ("" if code in known else f' <small class="rl-muted">{escape(_("not on the map"))}</small>')
        + "</li>"
        for place, code in enumerate(way.stops)
    )
    return f'<ol class="rl-route">{items}</ol><p class="rl-muted">{escape(_length(way))}</p>'


def _length(way: Itinerary) -> str:
    if not way.legs:
        return _("The declaration names one country only.")
    said = ", ".join(f"{leg.start}–{leg.end} {values.number(leg.km)} km" for leg in way.legs)
    if len(way.legs) == 1 or not way.direct_km:
        return f"{said}."
    return _("{legs}; {km} km in all, {ratio} times the direct way of {direct} km.").format(
        legs=said,
        km=values.number(way.km),
        ratio=values.number(way.km / way.direct_km, 1),
        direct=values.number(way.direct_km),
    )
