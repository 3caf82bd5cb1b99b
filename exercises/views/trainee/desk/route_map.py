"""The picture of a route: the world, which the browser fetches once, and the route over it with its numbered stops.

The page takes no inline SVG, so the route is a separate picture made from text.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, hypot
from typing import NamedTuple

from markupsafe import Markup

from exercises.dossier import HEIGHT, WIDTH, Itinerary, Point, project
from exercises.language import _
from exercises.views import values
from exercises.web import ADDRESS, at
from simulator.reference import countries

ASPECT = 2.4
LEAST = 90.0
"""Width of the narrowest view, in degrees: at more than four times, the coasts of this map are coarse."""
MARGIN = 0.12
LONGEST = 12
"""Letters of a place that fit on the map; the list under it shows all letters."""
RADIUS = 1.3
"""Of a stop's mark, as all sizes here in hundredths of the picture's width."""
CODE, NAME, LINE = 2.2, 1.8, 2.4
"""Size of a stop's code and of the rest of its label; height of a line."""
CODE_WIDTH, LETTER = 4.0, 1.0
"""Room for a code, and for a letter of the rest (assumption: a sans-serif face)."""
STYLE = (
    "path{fill:none;stroke:#1f4e79;stroke-linejoin:round}circle{fill:#1f4e79;stroke:#fff}"
    "text{font-family:sans-serif;fill:#fff;text-anchor:middle;dominant-baseline:central;font-weight:bold}"
    ".n,.m{fill:#1b1f24;stroke:#fff;paint-order:stroke;text-anchor:start}.m{font-weight:normal}"
    "@media (prefers-color-scheme:dark){path{stroke:#7fb0dc}circle{fill:#7fb0dc;stroke:#14181c}"
    "text{fill:#14181c}.n,.m{fill:#e4e7eb;stroke:#14181c}}"
)


class Box(NamedTuple):
    """A rectangle on the map, in degrees from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def shared(self, other: Box) -> float:
        """The area that both cover."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)


class Stop(NamedTuple):
    """A stop: its number on the route, its code, the lines of words next to it, its place on the map."""

    number: int
    code: str
    words: tuple[str, ...]
    at: Point


@lru_cache(maxsize=1024)
def html(route: Itinerary, loaded: str, unloaded: str, language: str) -> Markup:
    """The map, cut to what the route needs; "" where no stop is on it. One for each language.

    ``loaded``, ``unloaded``: the declared places, "" where unknown; shown at the stops in their countries.
    """
    lines = _unwound(route)
    ends = [lines[0][0], *(line[-1] for line in lines)] if lines else _alone(route)
    if not ends:
        return Markup("")
    view = _view([point for line in lines for point in line] or ends)
    turns = range(floor(view.left / WIDTH), ceil((view.left + view.width) / WIDTH))
    worlds = Markup("").join(_world(view, turn * WIDTH) for turn in turns)
    picture = b64encode(_overlay(lines, _stops(route, ends, loaded, unloaded), view).encode()).decode()
    said = _("Map of the route: {}").format(", ".join(values.country(code) for code in route.stops))
    return Markup('<div class="rl-map">{}<img src="data:image/svg+xml;base64,{}" alt="{}"></div>').format(
        worlds, picture, said
    )


def _alone(route: Itinerary) -> list[Point]:
    """The places of the stops of a route without legs: one or none."""
    return [project(countries()[code].lat, countries()[code].lon) for code in route.stops if code in countries()]


def _unwound(route: Itinerary) -> list[list[Point]]:
    """Legs on the map, none broken at the map's edge: a leg that crosses the edge continues beyond it."""
    lines: list[list[Point]] = []
    here: Point | None = None
    for leg in route.legs:
        line = []
        for lat, lon in leg.line:
            x, y = project(lat, lon)
            here = (x, y) if here is None else (x + round((here[0] - x) / WIDTH) * WIDTH, y)
            line.append(here)
        lines.append(line)
    return lines


def _stops(route: Itinerary, ends: list[Point], loaded: str, unloaded: str) -> list[Stop]:
    """The stops on the map; the numbers are those of the list, which also names the stops that are not on the map."""
    known = [(number, code) for number, code in enumerate(route.stops) if code in countries()]
    return [
        Stop(
            number + 1,
            code,
            (
                values.country(code),
                *([f"{_('Place of loading')} {loaded}"] if number == route.loading and _short(loaded) else []),
                *([f"{_('Place of unloading')} {unloaded}"] if number == route.unloading and _short(unloaded) else []),
            ),
            at,
        )
        for (number, code), at in zip(known, ends, strict=True)
    ]


def _short(place: str) -> bool:
    return 0 < len(place) <= LONGEST and place.isprintable()


def _view(points: list[Point]) -> Box:
    """The part of the map that shows all points; it is wider than the map for a route round the world."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    across, down = ((max(along) - min(along)) * (1 + 2 * MARGIN) for along in (xs, ys))
    width = max(across, min(down, HEIGHT) * ASPECT, LEAST)
    height = width / ASPECT
    left, top = (max(xs) + min(xs) - width) / 2, (max(ys) + min(ys) - height) / 2
    return Box(left, min(max(top, 0.0), HEIGHT - height) if height <= HEIGHT else (HEIGHT - height) / 2, width, height)


def _world(view: Box, move: float) -> Markup:
    place = (
        f"width:{100 * WIDTH / view.width:.2f}%;left:{100 * (move - view.left) / view.width:.2f}%;"
        f"top:{-100 * view.top / view.height:.2f}%"
    )
    return Markup('<img src="{}" alt="" style="{}">').format(at(ADDRESS), place)


def _overlay(lines: list[list[Point]], stops: list[Stop], view: Box) -> Markup:
    unit = view.width / 100
    paths = Markup("").join(
        Markup('<path stroke-width="{:.2f}" d="M{}"/>').format(
            0.45 * unit, "L".join(f"{x:.1f} {y:.1f}" for x, y in line)
        )
        for line in lines
    )
    apart = _apart(stops, view)
    marks = Markup("").join(
        Markup(
            '<circle cx="{:.1f}" cy="{:.1f}" r="{:.2f}" stroke-width="{:.2f}"/>'
            '<text x="{:.1f}" y="{:.1f}" font-size="{:.2f}">{}</text>'
        ).format(x, y, RADIUS * unit, 0.25 * unit, x, y, NAME * unit, number)
        for number, _code, _words, (x, y) in apart
    )
    places = _boxes(apart, [point for line in lines for point in _along(line, unit)], view)
    labels = Markup("").join(_label(stop, box, unit) for stop, box in zip(apart, places, strict=True))
    box = f"{view.left:.1f} {view.top:.1f} {view.width:.1f} {view.height:.1f}"
    return Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}"><style>{}</style>{}{}{}</svg>').format(
        box, STYLE, paths, marks, labels
    )


def _apart(stops: list[Stop], view: Box) -> list[Stop]:
    """The stops with overlapping marks moved apart, towards the middle of the view, so that each number can be read."""
    size, middle, found = 2 * RADIUS * view.width / 100, view.left + view.width / 2, list[Stop]()
    for stop in stops:
        x, y = stop.at
        step = size if x <= middle else -size
        while any(hypot(x - other.at[0], y - other.at[1]) < 0.95 * size for other in found):
            x += step
        found.append(stop._replace(at=(x, y)))
    return found


def _along(line: list[Point], unit: float) -> Iterator[Point]:
    """Points of a line, close enough together that no label fits between two."""
    for (x, y), (next_x, next_y) in pairwise(line):
        pieces = ceil(hypot(next_x - x, next_y - y) / (LINE * unit)) or 1
        for piece in range(pieces):
            yield x + (next_x - x) * piece / pieces, y + (next_y - y) * piece / pieces


def _boxes(stops: list[Stop], line: list[Point], view: Box) -> list[Box]:
    """Where each stop's label stands: next to, below or above it, where it covers least and stays inside the view."""
    unit = view.width / 100
    side = 2 * RADIUS * unit
    taken = [Box(x - side / 2, y - side / 2, side, side) for _number, _code, _words, (x, y) in stops]
    found: list[Box] = []
    for stop in stops:
        width = max(CODE_WIDTH + len(stop.words[0]) * LETTER, *(len(words) * LETTER for words in stop.words)) * unit
        room = _around(stop.at, width, len(stop.words) * LINE * unit, (RADIUS + 0.7) * unit)
        best = min(room, key=_cost(taken, line, view))
        taken.append(best)
        found.append(best)
    return found


def _around(at: Point, width: float, height: float, gap: float) -> list[Box]:
    """Places for a label round a stop, the better ones first."""
    x, y = at
    lefts, tops = (x + gap, x - gap - width), (y - height / 2, y, y - height)
    beside = [Box(left, top, width, height) for top in tops for left in lefts]
    return beside + [Box(x - width / 2, top, width, height) for top in (y + gap, y - gap - height)]


def _cost(taken: list[Box], line: list[Point], view: Box) -> Callable[[Box], float]:
    """How much of a label is lost there: what it shares with others or the route, and what lies outside the view."""
    crossing = (LINE * view.width / 100) ** 2

    def cost(box: Box) -> float:
        right, below = box.left + box.width, box.top + box.height
        crossed = sum(box.left < x < right and box.top < y < below for x, y in line)
        beyond = box.width * box.height - box.shared(view)
        return sum(map(box.shared, taken)) * 2 + beyond * 2 + crossed * crossing

    return cost


def _label(stop: Stop, box: Box, unit: float) -> str:
    """Code and name, below it the rest."""
    size = Markup('font-size="{:.2f}" stroke-width="{:.2f}"').format(NAME * unit, 0.5 * unit)
    lines = Markup("").join(
        Markup('<text class="m" x="{:.1f}" y="{:.1f}" {}>{}</text>').format(
            box.left + (0 if row else CODE_WIDTH * unit), box.top + (row + 0.5) * LINE * unit, size, line
        )
        for row, line in enumerate(stop.words)
    )
    code = Markup('<text class="n" x="{:.1f}" y="{:.1f}" font-size="{:.2f}" stroke-width="{:.2f}">{}</text>').format(
        box.left, box.top + LINE * unit / 2, CODE * unit, 0.5 * unit, stop.code
    )
    return code + lines
