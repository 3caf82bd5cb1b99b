"""Derived facts: what they say, and that unknown inputs give unknown facts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.derived import DERIVED, derive, with_facts
from simulator.packs import document_kinds, pack, packs
from simulator.reference import apart_km, goods, land_km, schema

PUMP = goods()["841410"]


def one(**fields: object) -> pd.Series:
    return derive(pd.DataFrame([{"declaration_id": "a"} | fields])).iloc[0]


def test_ratios_are_measured_against_the_goods_own_benchmark() -> None:
    fact = one(
        hs_code="841410",
        statistical_value=10 * PUMP.eur_per_kg * 3,
        net_mass=10.0,
        gross_mass=11.0,
        package_count=10 / (PUMP.kg_per_package * 2),
    )
    assert fact["value_per_kg"] == pytest.approx(3 * PUMP.eur_per_kg)
    assert fact["unit_value_ratio"] == pytest.approx(3)
    assert fact["gross_to_net"] == pytest.approx(1.1)
    assert fact["kg_per_package_ratio"] == pytest.approx(2)


def test_longer_national_codes_count_by_their_first_six_digits() -> None:
    known = {"statistical_value": 70.0, "net_mass": 1.0, "consignee_activity": "textiles"}
    national, international = one(hs_code="8414108990", **known), one(hs_code="841410", **known)
    for name in ("strategic_match", "unit_value_ratio", "buyer_fit"):
        assert national[name] == international[name] and not pd.isna(national[name])


def test_a_code_without_benchmark_has_a_value_per_kg_but_no_ratio() -> None:
    fact = one(hs_code="999999", statistical_value=50.0, net_mass=10.0)
    assert fact["value_per_kg"] == 5 and np.isnan(fact["unit_value_ratio"])
    assert pd.isna(fact["strategic_match"]), "of a code that HS 2022 does not have nothing is known"


def test_goods_in_bulk_have_no_usual_package() -> None:
    fact = one(hs_code="270900", statistical_value=50.0, net_mass=1_000_000.0, package_count=1.0)
    assert np.isnan(fact["kg_per_package_ratio"]) and not np.isnan(fact["unit_value_ratio"])


@pytest.mark.parametrize("wrong", [0.0, -5.0, np.inf, None, "much"])
def test_a_mass_that_cannot_be_gives_no_ratio(wrong: object) -> None:
    assert np.isnan(one(statistical_value=50.0, net_mass=wrong)["value_per_kg"])


@pytest.mark.parametrize(
    ("routing", "office", "stops", "hub"),
    [
        ("DE;TR", "DE000101", 0, ""),
        ("DE;AE;KE", "DE000101", 1, "AE"),
        ("DE;FR;KE", "DE000101", 1, ""),
        ("DE;FR;AE;KE", "DE000101", 2, "AE"),
        ("AE;DE;SG", "NL000101", 1, ""),
        ("DE;AE;AE", "NL000101", 0, ""),
        ("DE;NL;KE", "NL000101", 0, ""),
        ("DE;NL;AE;KE", "NL000101", 1, "AE"),
        ("DE; AE ;KE", None, 1, "AE"),
        ("", None, 0, ""),
    ],
)
@pytest.mark.parametrize("mode", ["1", "4"])
def test_stops_lie_between_the_ends_and_outside_the_offices_own_country(
    routing: str, office: str | None, stops: int, hub: str, mode: str
) -> None:
    fact = one(countries_of_routing=routing, declaration_office=office, mode_at_border=mode)
    assert fact["routing_stops"] == stops and fact["routing_hub"] == hub


@pytest.mark.parametrize(
    ("routing", "mode", "hub"),
    [
        ("NL;DE;AT;HU;RS;BG;TR", "3", ""),  # the shortest way to Turkey passes Serbia, a hub
        ("HU;RS;BG;RO", "3", "RS"),  # Hungary and Romania are neighbours
        ("HU;RS;BG;RO", "2", "RS"),
        ("HU;SK;UA;RO", "3", ""),
        ("HU;XX;RO", "3", ""),
        ("NL;US;BR", "3", ""),  # no lorry goes there
    ],
)
def test_by_land_no_country_is_a_stop_and_a_hub_counts_off_the_shortest_way_alone(
    routing: str, mode: str, hub: str
) -> None:
    fact = one(countries_of_routing=routing, mode_at_border=mode)
    assert np.isnan(fact["routing_stops"]) and fact["routing_hub"] == hub


def test_a_route_is_measured_against_the_shortest_way_of_its_mode() -> None:
    def detour(routing: str, mode: str | None) -> float:
        return float(one(countries_of_routing=routing, mode_at_border=mode)["routing_detour"])

    apart, road = apart_km, land_km("road")
    assert detour("NL;SG;JP", "1") == (apart("NL", "SG") + apart("SG", "JP")) / apart("NL", "JP")
    assert detour("NL;JP", "4") == 1 and detour("NL;DE;AT;HU;RS;BG;TR", "3") == pytest.approx(1)
    assert detour("HU;RS;BG;RO", "3") == (road["HU", "RS"] + road["RS", "BG"] + road["BG", "RO"]) / road["HU", "RO"]
    assert detour("NL;RO", "3") == 1  # countries left out are no detour
    for unknown in ("NL", "", "NL;DE;NL", "NL;XX;JP"):
        assert np.isnan(detour(unknown, "1")), unknown
    assert np.isnan(detour("NL;US", "3")) and np.isnan(detour("NL;US", None)) and np.isnan(detour("NL;US", "7"))


@pytest.mark.parametrize("mode", [None, "", "7"])
def test_without_a_mode_that_is_understood_the_way_is_unknown(mode: str | None) -> None:
    fact = one(countries_of_routing="DE;AE;KE", declaration_office="DE000101", mode_at_border=mode)
    assert all(pd.isna(fact[name]) for name in ("routing_stops", "routing_hub", "routing_detour"))


@pytest.mark.parametrize(
    ("code", "claim"),
    [
        *(("X060", "licence"), ("X002", "licence"), ("GE01", "licence"), ("KR01", "licence")),
        *(("Y901", "not_listed"), ("GE09", "not_listed"), ("KR09", "not_listed")),
        *(("N380", "none"), ("", "none"), ("C999", None), (None, None)),
    ],
)
def test_documents_of_all_packs_claim_a_licence_or_that_goods_are_not_listed(
    code: str | None, claim: str | None
) -> None:
    found = one(document_type_code=code)["licence_claim"]
    assert pd.isna(found) if claim is None else found == claim


def test_no_shipped_document_code_has_two_kinds() -> None:
    every = {(one.code, one.kind) for name in packs() for one in pack(name).documents}
    assert dict(every) == dict(document_kinds()) and len(every) == len(document_kinds())


def test_goods_fit_the_buyers_that_use_them() -> None:
    assert one(hs_code="841410", consignee_activity=PUMP.sectors[0])["buyer_fit"] == "usual"
    assert one(hs_code="841410", consignee_activity="textiles")["buyer_fit"] == "unusual"
    for unknown in ({"consignee_activity": ""}, {"hs_code": "999999"}, {"hs_code": None}):
        assert pd.isna(one(**{"hs_code": "841410", "consignee_activity": "textiles"} | unknown)["buyer_fit"])


def test_without_any_known_field_every_fact_is_unknown() -> None:
    facts = derive(pd.DataFrame({"declaration_id": ["a", "b"]}, index=[7, 3]))
    assert facts.isna().all().all() and list(facts.columns) == list(DERIVED) and facts.index.tolist() == [7, 3]


def test_an_empty_batch_gives_empty_facts() -> None:
    assert derive(pd.DataFrame({"declaration_id": []})).shape == (0, len(DERIVED))


def test_sources_are_fields_of_the_declaration_tier_and_closed_sets_are_kept() -> None:
    for fact in DERIVED.values():
        assert all(schema()[name].tier == "declaration" for name in fact.sources)
    facts = derive(pd.DataFrame({"hs_code": pd.Categorical(list(goods())), "consignee_activity": "textiles"}))
    for name in ("strategic_match", "buyer_fit"):
        assert set(facts[name].dropna()) <= set(DERIVED[name].choices)


ANYTHING = st.one_of(st.none(), st.text(max_size=8), st.floats(), st.integers(-5, 10**12), st.booleans())
SOURCES = sorted({source for fact in DERIVED.values() for source in fact.sources} | {"declaration_office"})


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(SOURCES, ANYTHING)), max_size=5))
def test_whatever_stands_in_the_fields_facts_are_given_without_an_error(rows: list[dict[str, object]]) -> None:
    facts = derive(pd.DataFrame([{"declaration_id": str(k)} | row for k, row in enumerate(rows)]))
    assert len(facts) == len(rows)
    assert all(facts[fact.name].dtype == np.float64 for fact in DERIVED.values() if fact.kind == "number")


def test_facts_are_the_same_for_few_and_many_routes() -> None:
    """A column of few categories has codes of one byte, which must not overflow."""
    places = [a + b for a in "ABCDEFGHIJ" for b in "KLMNOPQRST"]
    frame = pd.DataFrame(
        {
            "countries_of_routing": pd.Categorical([f"DE;{place};KE" for place in places]),
            "declaration_office": pd.Categorical([f"NL000{row % 4}01" for row in range(len(places))]),
            "mode_at_border": pd.Categorical(["4"] * len(places)),
        }
    )
    assert (derive(frame)["routing_stops"] == 1).all()


def test_facts_that_are_there_are_not_derived_again() -> None:
    frame = with_facts(pd.DataFrame([{"declaration_id": "a", "hs_code": "841410"}]))
    assert derive(frame.assign(hs_code="950300"))["strategic_match"].tolist() == ["ex"]


@pytest.mark.parametrize(
    ("fields", "fact", "value"),
    [
        ({"consignee_activity": "general_trading"}, "consignee_trade", "trader"),
        ({"consignee_activity": "freight_forwarding"}, "consignee_trade", "forwarder"),
        ({"consignee_activity": "textiles"}, "consignee_trade", "user"),
        ({"consignee_activity": ""}, "consignee_trade", None),
        ({"consignee_country": "NL", "declaration_office": "NL000101"}, "consignee_place", "home"),
        ({"consignee_country": "AE", "declaration_office": "NL000101"}, "consignee_place", "hub"),
        ({"consignee_country": "KE", "declaration_office": "NL000101"}, "consignee_place", "elsewhere"),
        ({"consignee_country": "KE", "declaration_office": None}, "consignee_place", None),
        ({"consignee_address": "PO Box 7, Elmham Mail Centre"}, "address_kind", "mail"),
        ({"consignee_address": "7 Quay Street, Elmham"}, "address_kind", "street"),
        ({"consignee_address": " "}, "address_kind", None),
        ({"country_of_export": "SG"}, "export_through_hub", "yes"),
        ({"country_of_origin": "FR"}, "origin_in_hub", "no"),
        ({"country_of_origin": "XX"}, "origin_in_hub", None),
        ({"hs_code": "841410"}, "goods_kind", "strategic"),
        ({"hs_code": "999999"}, "goods_kind", None),
    ],
)
def test_places_trades_and_addresses_are_told_apart(fields: dict[str, object], fact: str, value: str | None) -> None:
    found = one(**fields)[fact]
    assert pd.isna(found) if value is None else found == value


def test_a_rows_facts_do_not_depend_on_the_other_rows() -> None:
    frame = pd.DataFrame(
        {
            "hs_code": pd.Categorical(["841410", "950300", "841410", None]),
            "countries_of_routing": pd.Categorical(["DE;AE;KE", "DE;KE", None, "DE;SG;MY;KE"]),
            "mode_at_border": pd.Categorical(["1", "3", "1", "4"]),
            "consignee_activity": pd.Categorical(["textiles", "mining", "university", ""]),
            "consignee_name": pd.Series(["Zelvatrix Process Systems", "Alder", None, "Alder"], dtype="str"),
            "net_mass": [1.0, 2.0, 3.0, 4.0],
            "statistical_value": [10.0, None, 30.0, 40.0],
        }
    )
    whole = derive(frame)
    for row in range(len(frame)):
        alone = derive(frame.iloc[[row]])
        assert [str(value) for value in alone.iloc[0]] == [str(value) for value in whole.iloc[row]]
