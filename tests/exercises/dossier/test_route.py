"""The Route tab: every stop in order, on the map and in words; the map it lies on."""

from __future__ import annotations

import re
from base64 import b64decode
from html import unescape
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette

from exercises.classroom import open_session
from exercises.dossier import HEIGHT, WIDTH, picture, project
from exercises.dossier.world_map import PARTS
from exercises.views.trainee.desk import route
from exercises.web import worldmap
from exercises.web.gate import Gate
from exercises.web.site import Site
from simulator.reference import Consignment, Value, countries
from tests.conftest import School
from tests.exercises.web.browser import SECRET, Browser

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<img src=x onerror="alert(1)">&'
codes = st.lists(st.sampled_from(sorted(countries())), min_size=1, max_size=6)


class Drawn(NamedTuple):
    """What the picture over the world holds: its view, the legs' points, marks (number and place), all its words."""

    view: tuple[float, ...]
    lines: list[list[tuple[float, float]]]
    marks: list[tuple[str, float, float]]
    words: list[str]


def page(stops: str, mode: str = "4", **fields: Value) -> str:
    named: dict[str, Value] = {"declaration_id": "D-1", "countries_of_routing": stops, "mode_at_border": mode, **fields}
    return route.html(Consignment("D-1", MappingProxyType(named)))


def drawn(html: str) -> Drawn:
    found = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert found is not None
    svg = ElementTree.fromstring(b64decode(found[1]))
    lines = [
        [(float(x), float(y)) for x, y in (pair.split() for pair in path.attrib["d"][1:].split("L"))]
        for path in svg.iter(f"{SVG}path")
    ]
    texts = list(svg.iter(f"{SVG}text"))
    marks = [
        (text.text or "", float(text.attrib["x"]), float(text.attrib["y"]))
        for text in texts
        if "class" not in text.attrib
    ]
    view = tuple(map(float, svg.attrib["viewBox"].split()))
    return Drawn(view, lines, marks, [text.text or "" for text in texts if "class" in text.attrib])


def items(html: str) -> list[str]:
    """The lines of the list of stops, as they are read."""
    listed = re.search(r'<ol class="rl-route">(.*?)</ol>', html)
    assert listed is not None
    return [unescape(re.sub(r"<[^>]+>", "|", item)) for item in re.findall(r"<li>(.*?)</li>", listed[1])]


def test_stops_are_told_in_order_each_with_the_leg_that_leads_there() -> None:
    html = page("NL;DE;PL", "3", place_of_loading="NLRTM", place_of_unloading="PLWAW")
    first, second, third = items(html)
    assert first == "1 |NL| Netherlands|Place of loading NLRTM Rotterdam|"
    assert re.fullmatch(r"2 \|DE\| Germany\|road · \d+ km\|", second)
    assert re.fullmatch(r"3 \|PL\| Poland\|road · \d+ km\|\|Place of unloading PLWAW Warsaw\|", third)
    assert re.search(r"NL–DE–PL; [\d,]+ km in all, 1\.\d times the direct distance of \d+ km\.", html)
    assert 'alt="Map of the route: Netherlands, Germany, Poland"' in html
    assert "Roads and railways are longer than the direct way." in html
    assert "Roads and railways" not in page("NL;DE;PL", "4") + page("NL", "3")


@pytest.mark.parametrize("mode", ["1", "4"])
def test_goods_are_loaded_in_the_country_of_the_port_and_go_there_by_another_mode(mode: str) -> None:
    word = {"1": "sea", "4": "air"}[mode]
    html = page("DE;NL;CA;US", mode, place_of_loading="NLRTM", place_of_unloading="CAHAL")
    first, second, third, fourth = items(html)
    assert "Place of" not in first + fourth
    assert re.fullmatch(r"2 \|NL\| Netherlands\|\d+ km\|\|Place of loading NLRTM Rotterdam\|", second)
    assert f"{word} ·" in third and "Place of unloading CAHAL Halifax" in third and word not in fourth
    assert [name for name in drawn(html).words if name.startswith("Place")] == [
        "Place of loading NLRTM",
        "Place of unloading CAHAL",
    ]
    assert len(drawn(html).lines[0]) < len(drawn(html).lines[1])  # the inland leg is a plain line


def test_the_direct_way_by_sea_begins_at_the_port_of_loading() -> None:
    html = page("DE;NL;US", "1", place_of_loading="NLRTM", place_of_unloading="USSAV")
    assert ", 1.0 times the direct distance" in html


def test_a_place_off_the_route_is_shown_at_the_ends() -> None:
    first, last = items(page("NL;TR", "1", place_of_loading="DEHAM", place_of_unloading="NLRTM"))
    assert "Place of loading DEHAM Hamburg" in first and "Place of unloading NLRTM Rotterdam" in last


def test_a_long_way_by_road_names_every_country() -> None:
    html = page("NL;DE;AT;HU;RS;BG;TR", "3", place_of_loading="NLAMS", place_of_unloading="TRMER")
    assert len(items(html)) == 7 and all("road ·" in item for item in items(html)[1:])
    assert "NL–DE–AT–HU–RS–BG–TR; " in html
    straight = drawn(html).lines
    assert len(straight) == 6 and all(len(line) >= 2 for line in straight)


@example(["AE"] * 5 + ["MX"], "3")
@given(codes, st.sampled_from(["1", "3", "4"]))
def test_marks_are_numbered_in_order_apart_and_within_the_view(stops: list[str], mode: str) -> None:
    found = drawn(page(";".join(stops), mode))
    assert [number for number, _x, _y in found.marks] == [str(place) for place in range(1, len(stops) + 1)]
    left, top, width, height = found.view
    for place, (_number, x, y) in enumerate(found.marks):
        assert left <= x <= left + width and top <= y <= top + height
        for _other, other_x, other_y in found.marks[:place]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > (0.02 * width) ** 2


@given(codes, st.sampled_from(["1", "3", "4"]))
def test_a_route_is_light_and_never_drawn_closer_than_four_times(stops: list[str], mode: str) -> None:
    html = page(";".join(stops), mode, place_of_loading="NLRTM", place_of_unloading="PLWAW")
    assert len(html.encode()) < 15_000
    assert drawn(html).view[2] >= WIDTH / 4 - 0.1


@pytest.mark.parametrize("stops", ["JP;US", "US;JP", "FJ;NZ;CL", "NZ;FJ;US;JP"])
def test_a_leg_over_the_date_line_goes_on_beyond_the_maps_edge_where_the_world_is_drawn_again(stops: str) -> None:
    html = page(stops)
    found = drawn(html)
    points = [point for line in found.lines for point in line]
    assert max(abs(x - y) for (x, _), (y, _) in pairwise(points)) < WIDTH / 4
    left, _top, width, _height = found.view
    assert left < 0 or left + width > WIDTH
    assert html.count(f'<img src="{worldmap.ADDRESS}"') == 2


def test_an_unknown_stop_keeps_its_number_and_the_leg_over_it_names_its_ends() -> None:
    html = page("DE;XX;TR")
    _first, unknown, last = items(html)
    assert "XX" in unknown and "not on the map" in unknown and "km" not in unknown
    assert re.search(r"air · DE–TR [\d,]+ km", last)
    assert [number for number, _x, _y in drawn(html).marks] == ["1", "3"]
    nowhere = page("XX;QQ")
    assert "rl-map" not in nowhere and len(items(nowhere)) == 2


def test_without_a_coast_no_leg_by_sea_is_claimed() -> None:
    _first, by_ship, inland = items(page("CN;IT;CH", "1"))
    assert "sea ·" in by_ship and "sea" not in inland and "km" in inland


def test_the_ends_are_marked_on_the_map_where_the_place_is_short_enough() -> None:
    said = drawn(page("NL;SG", place_of_loading="NLRTM", place_of_unloading="a place of many letters")).words
    assert "Place of loading NLRTM" in said and "Netherlands" in said
    assert not any("many letters" in word for word in said)


@pytest.mark.parametrize("place", [HOSTILE, "<b>&", "a\x00b"])
def test_hostile_text_is_shown_as_text_and_breaks_no_picture(place: str) -> None:
    html = page(f"DE;{place.replace(';', '')};TR", place_of_loading=place, place_of_unloading=place)
    assert "<img src=x" not in html and "<b>" not in html
    assert len(drawn(html).marks) == 2
    assert place in items(html)[0]


def test_the_worlds_picture_is_small_dark_at_night_and_within_its_frame() -> None:
    svg = ElementTree.fromstring(picture())
    assert len(picture()) < 60_000 and b"prefers-color-scheme:dark" in picture()
    assert svg.attrib["viewBox"] == f"0 0 {WIDTH * PARTS:g} {HEIGHT * PARTS:g}"
    land = next(svg.iter(f"{SVG}path")).attrib["d"]
    starts = [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) ?(-?\d+)l", land)]
    assert len(starts) > 250
    assert all(-WIDTH * PARTS <= x <= 2 * WIDTH * PARTS and 0 <= y <= HEIGHT * PARTS for x, y in starts)


@pytest.mark.parametrize(("name", "lat", "lon"), [("Iceland", 65.0, -19.0), ("Madagascar", -19.0, 46.5)])
def test_land_lies_where_the_routes_projection_puts_it(name: str, lat: float, lon: float) -> None:
    x, y = project(lat, lon)
    near = [
        (left, top)
        for left, top in re.findall(r"M(-?\d+) ?(-?\d+)l", picture().decode())
        if abs(int(left) / PARTS - x) < 9 and abs(int(top) / PARTS - y) < 9
    ]
    assert near, name


def test_the_world_is_for_those_who_signed_in_and_kept_by_their_browser(school: School) -> None:
    site = Site.of(school.store, SECRET)
    browser = Browser(Gate(Starlette(routes=worldmap.routes()), lambda: site, lambda page: 0), site)
    assert browser.ask("GET", worldmap.ADDRESS).status == 401
    person = school.store.register.add_member(school.class_id, "Ada", "ada", "trainee", "-")
    assert person is not None
    answer = browser.ask("GET", worldmap.ADDRESS, site.cookie(open_session(school.store, person)))
    assert answer.status == 200 and answer.text.encode() == picture()
    assert answer.header("content-type") == "image/svg+xml"
    age = re.search(r"max-age=(\d+)", answer.header("cache-control"))
    assert age is not None and int(age[1]) >= 86_400
