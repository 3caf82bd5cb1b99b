"""The dossier's tabs: the route on a map, who else is connected, the price among lawful trade, papers to print."""

from __future__ import annotations

import base64
import re
from html import unescape
from itertools import pairwise
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from exercises.dossier import Other, Relations, itinerary, picture, project, sheets, unit_value
from exercises.dossier.world_map import draw
from exercises.views.trainee.desk import declaration, goods, licence, papers, parties, price, route
from generators.odds import Settings
from generators.traffic import generate
from simulator import reference
from simulator.reference import Consignment, Value, countries, headings, visible
from simulator.reference import goods as tariff

HOSTILE = '<script>alert("x")</script>&amp;'


def consignment(**fields: Value) -> Consignment:
    return Consignment("D-1", MappingProxyType({"declaration_id": "D-1", **fields}))


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


def test_the_direct_way_by_sea_to_a_country_without_a_coast_goes_through_the_declared_port() -> None:
    """Else it would lead over land, and an ordinary route would look like a detour."""
    plain = itinerary(consignment(countries_of_routing="CN;NL;CH", mode_at_border="1"))
    assert plain.km == plain.direct_km
    round_about = itinerary(consignment(countries_of_routing="CN;ZA;NL;CH", mode_at_border="1"))
    assert round_about.km > round_about.direct_km == plain.km


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
    assert "M1800 840l100 0 0-100-100 0 0 100z" in draw(topology)


@pytest.fixture(scope="module")
def traffic() -> pd.DataFrame:
    return generate(Settings(declarations=150, prevalence=0.1, traders=40), 5).declarations


def test_the_parties_tab_names_who_else_and_where_the_rest_is(traffic: pd.DataFrame) -> None:
    queue = visible(traffic, "declaration")
    relations = Relations(queue)
    for name in map(str, queue["declaration_id"]):
        html = parties.html(Consignment.from_row(queue, name), relations)
        assert "No company check has been made." in html
        for relation in relations.of(name):
            named = relation.others[: parties.MOST + parties.NAMED]
            assert all(one.declaration_id in html for one in named)
            for one in relation.others[: parties.MOST]:
                assert "consignee_id" in relation.fields or escape(one.consignee) in html
                assert "consignor_id" in relation.fields or escape(one.consignor) in html
            rest = len(relation.others) - parties.MOST
            assert rest <= 0 or f"and {rest} more" in html


def test_whoever_is_alone_in_the_queue_is_said_to_be() -> None:
    alone = consignment(consignee_id="BE1", consignee_name="Alone NV")
    html = parties.html(alone, Relations(pd.DataFrame([alone.fields])))
    assert "Nobody else in this queue" in html and "has 1 consignment here" in html


def test_a_value_that_jumps_and_goods_that_are_new_are_told_as_facts() -> None:
    rows = [
        {"declaration_id": f"D-{number}", "consignee_id": "BE1", "hs_code": code, "statistical_value": value}
        for number, (code, value) in enumerate([("841410", 9000.0), ("150790", 900.0), ("150710", 1100.0)], 1)
    ]
    html = parties.html(consignment(consignee_id="BE1"), Relations(pd.DataFrame(rows)))
    assert "others' median value is 1,000 EUR, this one's 9,000 EUR: 9.0 times as much" in unescape(html)
    assert "heading is not among them" in html


def test_the_goods_tab_shows_the_labels_of_chapter_heading_and_code() -> None:
    html = unescape(goods.html(consignment(hs_code="854110")))
    tab = html[html.index("Tariff: chapter, heading, code") :].partition("</section>")[0]
    told = [
        ("85", "Electrical and electronic goods"),
        ("8541", headings()["8541"].label),
        ("8541 10", "Diodes, not photosensitive and not light-emitting"),
    ]
    at = [(tab.index(f">{code}<"), tab.index(label)) for code, label in told]
    assert [place for pair in at for place in pair] == sorted(place for pair in at for place in pair)
    assert "panel" not in tab.casefold()  # solar panels are a sibling


def test_a_code_of_national_length_has_the_label_of_its_six_digits_and_an_unknown_one_says_so() -> None:
    assert "Diodes, not photosensitive" in goods.html(consignment(hs_code="85411000"))
    assert "no wording in the reference" in goods.html(consignment(hs_code="999999"))


def priced(factor: float) -> Consignment:
    code, known = next(iter(tariff().items()))
    return consignment(hs_code=code, statistical_value=known.eur_per_kg * factor * 100.0, net_mass=100.0)


def test_the_price_lies_where_it_lies_among_lawful_trade() -> None:
    for factor, low, high in ((0.05, 0.0, 0.02), (1.0, 0.45, 0.55), (20.0, 0.98, 1.0)):
        found = unit_value(priced(factor))
        assert found is not None and low <= found.below <= high
        assert sum(share for _start, _end, share in found.bins) == pytest.approx(1.0)
    code, _known = next(iter(tariff().items()))
    assert unit_value(consignment(hs_code="999999", statistical_value=1.0, net_mass=1.0)) is None
    assert unit_value(consignment(hs_code=code, statistical_value=5.0)) is None
    assert "<img" not in goods.html(consignment(hs_code=code, statistical_value=5.0))


def test_a_quarter_half_and_three_quarters_of_lawful_trade_lie_below_the_quartiles() -> None:
    found = unit_value(priced(1.0))
    assert found is not None
    for quartile, share in zip(found.quartiles, (0.25, 0.5, 0.75), strict=True):
        again = unit_value(priced(quartile / found.value))
        assert again is not None and again.below == pytest.approx(share, abs=1e-6)


@given(st.floats(1e-4, 1e4), st.lists(st.floats(1e-4, 1e4), max_size=5))
def test_any_price_is_drawn_inside_its_picture_and_said_in_words(factor: float, others: list[float]) -> None:
    beside = [Other(f"D-{n}", None, "", "", "", "", "", "", None, per_kg) for n, per_kg in enumerate(others)]
    html = goods.html(priced(factor), beside)
    drawn = overlay(html)
    xs = [float(x) for x in re.findall(r'(?:[ "]x="|[M ])(-?\d+(?:\.\d+)?)[ "]', drawn)]
    assert xs and min(xs) >= 0 and max(xs) <= price.WIDTH
    ticks = re.search(r'class="o" d="([^"]*)"', drawn)
    assert ticks is not None and ticks[1].count("M") == len(others)
    alternative = re.search(r'alt="([^"]*)"', html)
    assert alternative is not None and f"<p>{alternative[1]}</p>" in html
    assert ("higher than" in alternative[1]) != ("lower than" in alternative[1])
    if not 0.2 < factor < 5:
        assert "nearly all" in alternative[1] and "100" not in alternative[1].split("lawful")[0].split("than")[1]


def test_the_axis_has_several_figures_and_none_covers_another() -> None:
    for factor in (0.001, 0.3, 1.0, 7.0, 900.0):
        drawn = overlay(goods.html(priced(factor)))
        at = [float(x) for x in re.findall(rf'<text class="q" x="([\d.]+)" y="{price.BASE + 17:g}"', drawn)]
        assert len(at) >= 3 and all(b - a >= price.APART for a, b in pairwise(at))


def test_an_ex_code_is_said_to_need_identification() -> None:
    code = next(code for code, known in reference.strategic().items() if known.match == "ex")
    html = goods.html(consignment(hs_code=code))
    assert "identify the commodity" in html and "ex: a part" in html


def test_ex_and_watch_are_never_called_controlled() -> None:
    for code, known in reference.strategic().items():
        html = goods.html(consignment(hs_code=code))
        assert escape(known.description) in html and all(list_ in html for list_ in known.regimes)
        meaning = re.search(r"<h6>Strategic list</h6>.*?<td>(.*?)</td>", html)
        assert meaning is not None
        assert "controlled" not in meaning[1].replace("The code alone does not show that the goods are controlled.", "")
        assert ("identify the commodity" in meaning[1]) == (known.match == "ex")
    assert "Not on the strategic list." in goods.html(consignment(hs_code="950300"))


def test_box_numbers_show_on_demand() -> None:
    one = consignment(hs_code="841410")
    assert "rl-unnumbered" in declaration.html(one, numbers=False)
    assert "rl-unnumbered" not in declaration.html(one, numbers=True)
    assert "<b>33</b>" in declaration.html(one, numbers=True)


def test_without_documents_the_tab_says_why() -> None:
    assert "Ask for the documents" in papers.html("a", consignment(), (), {"documents": False})
    assert "declaration only" in papers.html("a", consignment(), (), {})


def test_nobody_signed_an_unsigned_certificate() -> None:
    html = papers.certificate(consignment(end_use_statement="For use", end_use_user="Acme", end_use_signatory=""))
    assert "not signed" in html and "Acme" in html


def test_the_register_calls_who_was_refused_an_applicant() -> None:
    known = {"licence_holder": "Acme", "consignor_name": "Acme", "licence_consignee": "", "licence_goods": ""}
    refused = licence.html(consignment(licence_note="application refused", **known), None)
    on_file = licence.html(consignment(licence_note="licence on file", **known), None)
    assert "Applicant" in refused and "Holder" not in refused and "Holder" in on_file


def test_a_data_sheet_of_other_goods_reads_as_a_sentence() -> None:
    html = goods.html(consignment(hs_code="902300", data_sheet="goods: other than pumps", expert_opinion="not listed"))
    assert "goods other than pumps" in html


def test_documents_link_to_their_print_view(traffic: pd.DataFrame) -> None:
    whole = Consignment.from_row(traffic, str(traffic["declaration_id"].iloc[0]))
    html = papers.html("a-1", whole, sheets(whole), {"documents": True})
    assert f'href="/papers/a-1/{whole.declaration_id}" target="_blank"' in html


def test_the_office_stamps_what_it_received_and_not_its_own_paper(traffic: pd.DataFrame) -> None:
    whole = Consignment.from_row(traffic, str(traffic["declaration_id"].iloc[0]))
    made = sheets(whole)
    assert {sheet.kind for sheet in made if "rl-stamp" not in sheet.html} == {"company_check"}


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


def test_a_code_of_an_older_edition_shows_its_heirs_and_is_never_told_to_be_ordinary() -> None:
    html = unescape(goods.html(consignment(hs_code="854140"), edition="2017"))
    told = html[html.index("Strategic list") :].partition("</section>")[0]
    assert "A code of HS 2017" in told
    assert all(f"{heir[:4]} {heir[4:]}" in told for heir in ("854141", "854142", "854143", "854149"))
    assert "Only a part of the code is listed" in told and "Not on the strategic list" in told, "the heirs differ"
    assert "has the wording of HS 2022 only" in html


def test_an_older_code_without_known_heirs_is_not_known() -> None:
    html = unescape(goods.html(consignment(hs_code="940540"), edition="2017"))
    assert "Not known: this is a code of HS 2017" in html and "Not on the strategic list" not in html


def test_a_code_that_is_in_both_editions_with_another_scope_is_not_told_to_be_ordinary() -> None:
    html = unescape(goods.html(consignment(hs_code="841480"), edition="2017"))
    assert "8414 70" in html and "A code of HS 2017" in html
    same = unescape(goods.html(consignment(hs_code="841391"), edition="2017"))
    assert same == unescape(goods.html(consignment(hs_code="841391")))
