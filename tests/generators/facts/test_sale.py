"""Sale, parties and papers fit each other: terms and mode, dates in order, who sells, whose marks, whose site."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from generators import geography
from generators.odds import EXPORT, FORWARDING, IMPORT, market, pattern, shelf
from generators.traffic import others
from simulator.packs import currencies, pack
from simulator.reference import countries, places, towns
from tests.generators.facts.offices import OFFICES, declared, drawn

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("office", OFFICES)]

FOR_SHIPS = {"FAS", "FOB", "CFR", "CIF"}
HANDED_OVER, AT_BUYER = {"FCA", "FAS", "FOB"}, {"DAP", "DPU", "DDP"}


def landlocked(code: str) -> bool:
    return countries()[code].landlocked


def sellers(office: str) -> pd.Series:
    """The line of business of each row's consignor."""
    known = drawn(office)
    own = others(known.seed, pack(known.settings.pack).home).columns()
    line = dict(zip(own["id"].to_pylist(), own["activity"].arrow().to_pylist(), strict=True))  # type: ignore[union-attr]
    return declared(office)["consignor_id"].astype(str).map(line)


def test_delivery_terms_for_ships_are_agreed_for_ships_alone(office: str) -> None:
    frame = declared(office)
    terms, by_sea = frame["incoterm_code"].astype(str), frame["mode_at_border"].astype(str) == "1"
    assert not terms[~by_sea].isin(FOR_SHIPS).any()
    assert terms[by_sea].isin(FOR_SHIPS).any() == by_sea.any()


def test_the_place_of_delivery_is_where_the_terms_hand_over(office: str) -> None:
    """The seller's town, the place of loading, the buyer's town, or where the carrier brings the goods."""
    frame, rules = declared(office), pack(drawn(office).settings.pack)
    terms, named = frame["incoterm_code"].astype(str), frame["incoterm_place"].astype(str)

    def names(field: str) -> pd.Series:
        codes = frame[field].astype(str)
        return codes.map(lambda code: places()[code].name if code in places() else rules.place_of(code))

    seller = frame["consignor_country"].astype(str).map(lambda code: towns()[code])
    at_seller = [place in own for place, own in zip(named, seller, strict=True)]
    at_buyer = [place in address for place, address in zip(named, frame["consignee_address"].astype(str), strict=True)]
    assert np.array(at_seller)[terms == "EXW"].all() and np.array(at_buyer)[terms.isin(AT_BUYER)].all()
    assert (named == names("place_of_loading"))[terms.isin(HANDED_OVER)].all()
    brought = ~terms.isin({"EXW", *HANDED_OVER, *AT_BUYER})
    there = named == names("place_of_unloading")
    known = {place.name: place.country for place in places().values()}
    beyond = [known.get(place) in (code, None) for place, code in zip(named, frame["consignee_country"], strict=True)]
    assert brought.sum() > 100 and there[brought].mean() > 0.7
    assert np.array(beyond)[brought & ~there & ~frame["consignee_country"].map(landlocked).astype(bool)].all()


def test_dates_are_in_the_order_of_events(office: str) -> None:
    """Invoice, packing list, transport document, acceptance; the company is older than all of them."""
    frame = declared(office)
    names = ("invoice_date", "packing_list_date", "transport_document_date", "acceptance_date")
    for earlier, later in pairwise(names):
        assert (frame[earlier] <= frame[later]).all(), (earlier, later)
    assert (frame["acceptance_date"] - frame["invoice_date"]).dt.days.between(0, 90).all()
    by_sea = (frame["mode_at_border"].astype(str) == "1") & (frame["declaration_type"].astype(str) == "IM")
    far = by_sea & frame["country_of_export"].astype(str).isin(["CN", "KR", "JP", "US", "BR"])
    days = (frame["acceptance_date"] - frame["transport_document_date"]).dt.days
    assert office == "korea" or not far.any() or days[far].min() >= 7  # no ship is faster
    first = frame["acceptance_date"].min()
    assert (frame["consignee_founded"] < first).all()


def test_the_total_is_the_value_in_a_currency_that_the_pair_uses(office: str) -> None:
    frame = declared(office)
    money = frame["invoice_currency"].astype(str)
    rate = money.map(lambda code: currencies()[code].units_per_eur).astype(float)
    assert (frame["exchange_rate"] == rate).all()
    assert np.abs(frame["invoice_total"] - frame["statistical_value"] * rate).max() <= 0.0051
    for pair in zip(money, frame["country_of_export"], frame["country_of_destination"], strict=True):
        assert pair[0] in {"USD", "EUR", *(countries()[str(code)].currency for code in pair[1:])}, pair


def test_sellers_are_those_who_sell_such_goods(office: str) -> None:
    """Never a hospital, a university or a forwarder; one line of business sells the goods of a code."""
    line = sellers(office)
    assert line.notna().all() and not set(line) & {"hospital", "university", FORWARDING}
    by_code = line.groupby(declared(office)["hs_code"].astype(str)).nunique()
    assert by_code.max() == 1
    assert (line == np.array(shelf().sectors)[shelf().line[drawn(office).good]]).all()


def test_the_consignor_is_in_the_country_of_export_and_the_buyer_where_the_goods_go(office: str) -> None:
    frame = declared(office)
    for party, end in (("consignor_country", "country_of_export"), ("consignee_country", "country_of_destination")):
        assert (frame[party].astype(str) == frame[end].astype(str)).all()
        assert (frame[party.replace("country", "id")].astype(str).str[:2] == frame[end].astype(str)).all()
    home = pack(OFFICES[office].pack).home
    assert frame["declarant_id"].astype(str).str.startswith(home).all()


def test_marks_are_the_consignors_letters_an_order_and_the_packages(office: str) -> None:
    frame = declared(office)
    for marks, name, packages in zip(
        frame["shipping_marks"].astype(str), frame["consignor_name"].astype(str), frame["package_count"], strict=True
    ):
        letters = "".join(word[0] for word in name.split()[:3]).upper()
        assert re.fullmatch(rf"{re.escape(letters)}/\d{{5}} 1-{packages:.0f}", marks), (marks, name)


def test_the_site_of_end_use_is_in_the_consignees_own_town_and_line(office: str) -> None:
    frame = declared(office)
    told = frame["end_use_statement"].astype(str).str.extract(r"^For use at our (.*) site in (.*); no re-export\.$")
    named = told[1].notna()
    assert named.sum() > 100
    address = frame["consignee_address"].astype(str)
    assert all(town in text for town, text in zip(told[1][named], address[named], strict=True))
    country = frame["consignee_country"].astype(str)
    assert all(town in towns()[code] for town, code in zip(told[1][named], country[named], strict=True))
    assert (told[0][named].groupby(frame["consignee_activity"].astype(str)[named]).nunique() == 1).all()


def test_what_comes_in_and_what_was_stored_has_a_previous_document(office: str) -> None:
    frame, known = declared(office), drawn(office)
    before = frame["previous_document"].astype(str)
    stored = (known.direction == EXPORT) & (known.levels["declaration.procedure"] == 2)
    entered = known.direction != EXPORT
    assert before[entered].str.fullmatch(r"ENS-\d{8}").all() and before[stored].str.fullmatch(r"WHS-\d{8}").all()
    assert (before[~entered & ~stored] == "").all()
    assert entered.any() and (known.direction == IMPORT).any()


def test_codes_are_those_of_the_pack(office: str) -> None:
    frame, rules = declared(office), pack(OFFICES[office].pack)
    own = (rules.procedures.export, rules.procedures.import_, rules.procedures.transit)
    for kind, codes in zip(("EX", "IM", "TR"), own, strict=True):
        rows = frame["declaration_type"].astype(str) == kind
        assert set(frame["procedure_requested"].astype(str)[rows]) <= set(codes.codes)
    assert set(frame["nature_of_transaction"].astype(str)) <= {one.code for one in rules.natures}
    assert set(frame["office_of_exit"].astype(str)) <= {one.code for one in rules.offices}
    assert set(frame["declaration_office"].astype(str)) <= {one.code for one in rules.home_offices()}
    documents = frame["document_type_code"].astype(str)
    day = frame["acceptance_date"].max().date()
    assert set(documents) <= {"", *rules.codes("licence", day), *rules.codes("not_listed", day)}
    assert ((frame["document_reference"].astype(str) != "") == documents.isin(rules.codes("licence"))).all()


def test_a_licence_is_declared_only_where_the_pack_asks_for_one(office: str) -> None:
    frame, rules = declared(office), pack(OFFICES[office].pack)
    asked = np.array([rules.needs_licence(str(code)) for code in frame["country_of_destination"]])
    asked &= (drawn(office).direction == EXPORT) & (shelf().kind[drawn(office).good] > 0)
    assert (frame["document_type_code"].astype(str)[~asked] == "").all()
    if office != "korea":
        assert (frame["document_type_code"].astype(str)[asked] != "").any()


def test_what_moves_for_a_time_is_lent_and_all_else_is_sold(office: str) -> None:
    frame, rules = declared(office), pack(drawn(office).settings.pack)
    nature, procedure = frame["nature_of_transaction"].astype(str), frame["procedure_requested"].astype(str)
    own = rules.procedures
    lent = procedure.isin({kind.temporary.code for kind in (own.export, own.import_, own.transit)})
    assert set(nature[lent]) == {rules.nature_code("loan")} and set(nature[~lent]) == {rules.nature_code("sale")}


def test_cheap_goods_are_passed_on_near_where_they_were_made(office: str) -> None:
    """Unless a table or the list of producers says where they come from."""
    known, frame = drawn(office), declared(office)
    if pattern(known.settings.traffic).origins:
        return
    numbers = {code: place for place, code in enumerate(countries())}
    fields = "country_of_origin", "country_of_export"
    made, sent = (frame[name].astype(str).map(numbers).to_numpy() for name in fields)
    km = geography.distance_km()[made, sent]
    free = (made != sent) & (shelf().produce[known.good] < 0)
    cheap = market(known.settings.traffic).eur_per_kg[known.good] < 6.0
    assert (km[free & cheap] > 5_000.0).mean() < 0.5 * (km[free & ~cheap] > 5_000.0).mean()
    assert np.median(km[free & cheap]) < np.median(km[free & ~cheap])


def test_transit_is_declared_where_the_goods_cross_the_border_if_that_is_at_home(office: str) -> None:
    frame, rules = declared(office), pack(drawn(office).settings.pack)
    home = {one.code for one in rules.offices if one.country == rules.home and one.kind != "inland"}
    passing = (frame["declaration_type"].astype(str) == "TR") & frame["office_of_exit"].astype(str).isin(home)
    same = frame["declaration_office"].astype(str) == frame["office_of_exit"].astype(str)
    assert same[passing].all()
    assert passing.any() == (frame["declaration_type"].astype(str) == "TR").any()


def test_what_a_lorry_or_train_carries_over_the_border_it_brings_there(office: str) -> None:
    frame = declared(office)
    border, inland = frame["mode_at_border"].astype(str), frame["inland_mode"].astype(str)
    by_land = border.isin({"2", "3"})
    assert (inland[by_land] == border[by_land]).all()
