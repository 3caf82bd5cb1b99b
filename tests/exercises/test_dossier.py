"""The dossier's tabs: the route on a map, who else is connected, the price among lawful trade, papers to print."""

from __future__ import annotations

import base64
import re
from itertools import pairwise
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.itinerary import itinerary
from exercises.papers import sheets
from exercises.relations import Relations
from exercises.unit_value import unit_value
from exercises.views.trainee.desk import goods, parties, route
from exercises.worldmap import draw, picture, project
from generators.settings import Settings
from generators.traffic import generate
from simulator import reference
from simulator.declaration import Consignment, visible
from simulator.reference import countries
from simulator.tariff import goods as tariff

HOSTILE = '<script>alert("x")</script>&amp;'


def consignment(**fields: object) -> Consignment:
    return Consignment("D-1", MappingProxyType({"declaration_id": "D-1", **fields}))  # type: ignore[arg-type]


def overlay(html: str) -> str:
    found = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert found is not None
    return base64.b64decode(found[1]).decode()


def test_a_route_is_measured_leg_by_leg_and_against_the_direct_way() -> None:
    way = itinerary(consignment(countries_of_routing="DE;AE;IN", mode_at_border="4"))
    assert [(leg.start, leg.end) for leg in way.legs] == [("DE", "AE"), ("AE", "IN")]
    assert way.km > way.direct_km > 3000
    assert itinerary(consignment(country_of_export="DE", country_of_destination="TR")).stops == ("DE", "TR")


def test_a_way_by_sea_keeps_to_the_sea_lanes() -> None:
    by_air = itinerary(consignment(countries_of_routing="NL;SG", mode_at_border="4"))
    by_sea = itinerary(consignment(countries_of_routing="NL;SG", mode_at_border="1"))
    assert by_sea.km > 1.3 * by_air.km  # round Africa or through Suez, not over the Himalayas
    assert len(by_sea.legs[0].line) > 5


@given(st.lists(st.sampled_from(sorted(countries())), min_size=1, max_size=6), st.sampled_from(["1", "3", "4"]))
def test_any_route_is_drawn_with_every_stop_and_said_in_words(codes: list[str], mode: str) -> None:
    html = route.html(consignment(countries_of_routing=";".join(codes), mode_at_border=mode))
    drawn = overlay(html)
    assert drawn.count("<circle") == len(codes)
    assert all(f">{code}</text>" in drawn and f"<code>{code}</code>" in html for code in codes)
    assert len(html) < 40_000


def test_a_leg_over_the_date_line_is_not_drawn_round_the_world() -> None:
    drawn = overlay(route.html(consignment(countries_of_routing="JP;US", mode_at_border="4")))
    xs = [float(pair.split()[0]) for pair in re.findall(r"[ML](-?[\d.]+ -?[\d.]+)", drawn)]
    assert max(abs(a - b) for a, b in pairwise(xs)) < 40


def test_an_unknown_place_is_listed_and_said_not_to_be_on_the_map() -> None:
    html = route.html(consignment(countries_of_routing="DE;XX;TR"))
    assert "not on the map" in html and overlay(html).count("<circle") == 2


def test_the_world_is_drawn_by_the_projection_of_the_routes() -> None:
    assert project(84.0, -180.0) == (0.0, 0.0) and project(0.0, 0.0) == (180.0, 84.0)
    assert b"prefers-color-scheme" in picture() and len(picture()) < 80_000
    square = {"scale": [1.0, 1.0], "translate": [0.0, 0.0]}
    topology = {
        "transform": square,
        "arcs": [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]],
        "objects": {"countries": {"geometries": [{"type": "Polygon", "id": "1", "arcs": [[0, 1]]}]}},
    }
    assert "M180 84l10 0 0 -10 -10 0 0 10z" in draw(topology)


@pytest.fixture(scope="module")
def traffic() -> pd.DataFrame:
    return generate(Settings(declarations=150, prevalence=0.1, traders=40), 5).declarations


def test_others_who_share_a_party_or_the_address_are_found_and_nobody_else(traffic: pd.DataFrame) -> None:
    queue = visible(traffic, "declaration")
    relations = Relations(queue)
    by_name = queue.set_index("declaration_id")
    for name in by_name.index[:40]:
        own = by_name.loc[name]
        found = {relation.field: {one.declaration_id for one in relation.others} for relation in relations.of(name)}
        expected = set(by_name.index[by_name["consignee_id"] == own["consignee_id"]]) - {name}
        assert found.get("consignee_id", set()) == expected
        assert relations.history(name).consignments == len(expected) + 1
    html = parties.html(Consignment.from_row(queue, str(by_name.index[0])), relations)
    assert "No company check has been made." in html


def test_the_price_lies_where_it_lies_among_lawful_trade() -> None:
    code, known = next(iter(tariff().items()))
    for factor, low, high in ((0.05, 0.0, 0.02), (1.0, 0.45, 0.55), (20.0, 0.98, 1.0)):
        found = unit_value(
            consignment(hs_code=code, statistical_value=known.eur_per_kg * factor * 100.0, net_mass=100.0)
        )
        assert found is not None and low <= found.below <= high
        assert sum(share for _start, _end, share in found.bins) == pytest.approx(1.0)
    assert unit_value(consignment(hs_code="999999", statistical_value=1.0, net_mass=1.0)) is None
    assert unit_value(consignment(hs_code=code, statistical_value=5.0)) is None


def test_an_ex_code_is_said_to_need_identification() -> None:
    code = next(code for code, known in reference.strategic().items() if known.match == "ex")
    html = goods.html(consignment(hs_code=code))
    assert "identify the commodity" in html and "ex: a part" in html


def test_every_text_of_a_trader_is_escaped(traffic: pd.DataFrame) -> None:
    whole = Consignment.from_row(traffic, str(traffic["declaration_id"].iloc[0]))
    hostile = {name: HOSTILE if isinstance(value, str) else value for name, value in whole.fields.items()}
    bad = Consignment(whole.declaration_id, MappingProxyType(hostile))
    frame = pd.DataFrame([hostile, {**hostile, "declaration_id": "D-2"}]).assign(declaration_id=["D-1", "D-2"])
    one = Consignment("D-1", bad.fields)
    shown = (
        route.html(one) + goods.html(one) + parties.html(one, Relations(frame)) + "".join(s.html for s in sheets(one))
    )
    assert "<script" not in shown and "&lt;script&gt;" in shown
