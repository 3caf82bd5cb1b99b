"""Loads and means of transport: vehicles carry what is declared, and every number of theirs is a valid one."""

from __future__ import annotations

import pandas as pd
import pytest

from generators import geography
from generators.facts import transport
from generators.odds import AIR, IMPORT, SEA, market, open_routes, pattern, shelf
from simulator import formats
from simulator.packs import pack
from simulator.reference import countries, package_types, places, units
from tests.generators.facts.offices import OFFICES, declared, drawn

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("office", OFFICES)]

PAYLOADS = {"1": 26_000.0, "2": 60_000.0, "3": 25_000.0}
"""Kg of a container of 40 feet, a wagon and a lorry (tests' own figures, as an officer knows them)."""
LITRES = {"1": 67_000.0, "2": 130_000.0, "3": 90_000.0}
"""Litres of cargo that they hold, and kg of a litre of unpacked vehicles and machines (tests' own figures)."""
UNPACKED_KG = 0.15
MOST_BY_AIR = 100_000.0


def lists(frame: pd.DataFrame, field: str) -> pd.Series:
    """The entries of each row's list; an empty list where there is none."""
    return (
        frame[field]
        .astype(str)
        .str.split(";")
        .where(frame[field].astype(str) != "")
        .map(lambda own: own if isinstance(own, list) else [])
    )


def mode(frame: pd.DataFrame) -> pd.Series:
    return frame["mode_at_border"].astype(str)


def bulk(frame: pd.DataFrame) -> pd.Series:
    return frame["package_type"].astype(str).str.startswith("V")


def litres(frame: pd.DataFrame) -> pd.Series:
    """The least volume of each load."""
    kind = frame["package_type"].astype(str)
    packed = frame["package_count"] * kind.map(lambda code: package_types()[code].least_litres).astype(float)
    return packed.where(kind != "NE", frame["gross_mass"] / UNPACKED_KG)


def test_vehicles_carry_the_gross_mass_and_none_travels_without_need(office: str) -> None:
    frame = declared(office)
    boxed = frame["container_indicator"].astype(str) == "1"
    gross, count = frame["gross_mass"], frame["transport_units"]
    assert (count == count.round()).all() and (count >= 1).all()
    for code, payload in PAYLOADS.items():
        rows = (mode(frame) == code) & (boxed if code == "1" else True)
        assert (gross[rows] <= payload * count[rows]).all(), code
        full = gross[rows] > 0.9 * payload * (count[rows] - 1)
        assert (full | (litres(frame)[rows] > 0.6 * LITRES[code] * (count[rows] - 1))).all(), code
    alone = (mode(frame) == "4") | ((mode(frame) == "1") & ~boxed)
    assert (count[alone] == 1).all() and (gross[mode(frame) == "4"] <= MOST_BY_AIR).all()


def test_no_load_is_beyond_the_most_of_its_mode_and_goods_in_bulk_fill_a_vehicle(office: str) -> None:
    """A load may weigh more only where its one or two packages do."""
    frame, known = declared(office), drawn(office)
    boxed = (frame["container_indicator"].astype(str) == "1").to_numpy()
    stock = market(known.settings.traffic)
    sector = known.traders.companies.sector[known.trader]
    channel = known.levels["transport.channel"]
    least, most, bulk_from = transport.limits(known.mode, known.good, sector, boxed, channel, known.settings.traffic)
    gross, few = frame["gross_mass"], (frame["package_count"] <= 2) & ~bulk(frame)
    assert (gross <= most)[~few].all()
    assert (gross[few & (gross > most)] > 0.4 * most[few & (gross > most)]).all()
    assert (few & (gross > most)).mean() < 0.001
    assert (gross >= bulk_from)[bulk(frame)].all()
    cheap = stock.loose[known.good] & (known.mode != AIR)
    assert (cheap.sum() > 20) == (office != "korea") and (gross >= least)[cheap].all() and bulk(frame)[cheap].all()


def test_nobody_flies_tonnes_of_cheap_goods(office: str) -> None:
    """Except where one or two packages weigh more, and in a pattern with goods of its own."""
    frame, known = declared(office), drawn(office)
    flies = ((mode(frame) == "4") & (frame["package_count"] > 2)).to_numpy()
    stock = market(known.settings.traffic)
    cheap, dear = stock.eur_per_kg[known.good] < 10, stock.eur_per_kg[known.good] < 100
    if office == "korea":
        assert (frame["gross_mass"][flies & cheap] > 1_000).any()
    else:
        assert (frame["gross_mass"][flies & cheap] <= 1_000).all()
        assert (frame["gross_mass"][flies & dear] <= 10_000).all()
    assert (flies & cheap).sum() > 10


def test_containers_go_by_sea_with_valid_numbers_one_for_each_unit(office: str) -> None:
    frame = declared(office)
    boxed = frame["container_indicator"].astype(str) == "1"
    numbers = lists(frame, "container_id")
    assert ((mode(frame) == "1") | ~boxed).all() and not (boxed & bulk(frame)).any()
    assert (numbers.map(len) == frame["transport_units"].where(boxed, 0)).all()
    every = numbers.explode().dropna()
    assert formats.valid_container(every).all() and set(every.str[:3]) <= set(formats.OWNER_CODES)
    assert (numbers.map(len) == numbers.map(lambda own: len(set(own)))).all()


def test_lorries_and_wagons_are_listed_one_for_each_unit(office: str) -> None:
    frame = declared(office)
    land = mode(frame).isin(["2", "3"])
    numbers = lists(frame, "transport_unit_ids")
    assert (numbers.map(len) == frame["transport_units"].where(land, 0)).all()
    assert (numbers.map(len) == numbers.map(lambda own: len(set(own)))).all()
    wagons, plates = (numbers[mode(frame) == code].explode().dropna() for code in ("2", "3"))
    assert formats.valid_wagon(wagons).all()
    assert plates.str.fullmatch(r"[A-Z]{2} [A-Z]{2}\d{4}").all() and set(plates.str[:2]) <= set(countries())


def test_the_means_at_the_border_is_one_of_the_mode(office: str) -> None:
    frame = declared(office)
    means, sort = frame["active_border_transport_id"].astype(str), mode(frame)
    assert formats.valid_imo(means[sort == "1"]).all()
    assert means[sort == "1"].str.startswith("IMO ").all()
    assert means[sort == "2"].str.fullmatch(r"Train \d+").all()
    first = lists(frame, "transport_unit_ids").str[0]
    assert (means == first)[sort == "3"].all()
    assert means[sort == "4"].str.fullmatch(r"[A-Z]\d \d{3,4}").all()
    flags = frame.assign(means=means)[sort == "1"].groupby("means", observed=True)["border_transport_nationality"]
    assert (flags.nunique() == 1).all(), "a ship has one flag"
    assert (sort == "1").any() == (office != "kz"), "no ship calls at a country without a coast"


def test_the_transport_document_is_one_of_the_mode(office: str) -> None:
    frame = declared(office)
    number, sort = frame["transport_document_number"].astype(str), mode(frame)
    courier = frame["channel"].astype(str) == "courier"
    assert number[courier].str.fullmatch("QC[0-9]{10}").all() and (sort[courier] == "4").all()
    assert formats.valid_parcel(number[sort == "5"]).all()
    assert (number[sort == "5"].str[-2:] == frame["country_of_export"].astype(str)[sort == "5"]).all()
    sort = sort.mask(courier, "courier")
    assert formats.valid_air_waybill(number[sort == "4"]).all()
    assert set(number[sort == "4"].str[:3]) <= set(formats.AIRLINES)
    assert not formats.air_waybill_form(number[sort != "4"]).any()
    for code, letters in (("1", "BL"), ("2", "RW"), ("3", "CM")):
        assert number[sort == code].str.startswith(letters).all()


def test_goods_in_bulk_are_one_load_without_packages(office: str) -> None:
    frame = declared(office)
    own = frame[bulk(frame)]
    assert len(own) > 50 or office == "korea"
    assert (own["package_count"] == 1).all() and (own["gross_mass"] == own["net_mass"]).all()
    assert (own["container_indicator"].astype(str) == "0").all()
    rest = frame[~bulk(frame)]
    assert (rest["gross_mass"] > rest["net_mass"]).all() and (rest["package_count"] >= 1).all()


def test_nothing_flies_in_bulk_and_what_else_travels_in_bulk_flies_as_a_sample(office: str) -> None:
    frame, known = declared(office), drawn(office)
    by_air = mode(frame) == "4"
    assert not (bulk(frame) & by_air).any()
    samples = by_air & shelf().bulk[known.good]
    assert ((frame["gross_mass"] <= 1_000) | (frame["package_count"] <= 2))[samples].all()


def test_pieces_fit_the_mass(office: str) -> None:
    """A supplementary quantity is stated where the code has a unit, in whole units of about their usual mass."""
    frame, known, stock = declared(office), drawn(office), shelf()
    quantity, net = frame["supplementary_quantity"], frame["net_mass"]
    counted = stock.counted[known.good]
    assert (quantity.notna() == counted).all()
    unit = frame["supplementary_unit"].astype(str)
    assert ((unit != "") == counted).all() and set(unit[counted]) <= {one.rec20 for one in units().values()}
    own = quantity[counted]
    assert (own >= 1).all() and (own == own.round()).all()
    usual = stock.kg_per_unit[known.good]
    rest = counted & (quantity > 1)
    off = (net / quantity / usual)[rest]
    assert off.between(0.25, 2.0).all(), off.describe()
    whole = stock.piece[known.good] & ~stock.parted[known.good]
    assert (quantity >= frame["package_count"])[whole].all(), "a package holds at least one piece"


def test_places_are_of_the_countries_and_modes(office: str) -> None:
    frame = declared(office)
    known = places()
    kinds = {"1": {"seaport"}, "2": {"rail", "inland", "airport"}, "3": {"inland", "road", "airport"}, "4": {"airport"}}
    kinds["5"] = kinds["4"]
    for field in ("place_of_loading", "place_of_unloading"):
        pairs = pd.DataFrame({"place": frame[field].astype(str), "mode": mode(frame)}).drop_duplicates()
        for place, sort in pairs.itertuples(index=False):
            if place in known:
                assert kinds[sort] & set(known[place].kinds), (field, place, sort)
    route = frame["countries_of_routing"].astype(str).str.split(";")
    for field, end in (("place_of_loading", 0), ("place_of_unloading", -1)):
        at = frame[field].astype(str).str[:2]
        assert all(code in way for code, way in zip(at, route, strict=True))
        by_land = mode(frame).isin(["2", "3"])
        assert (at == route.str[end])[by_land].all()


def test_barges_reach_a_port_only_where_there_are_waterways(office: str) -> None:
    frame, home = declared(office), pack(drawn(office).settings.pack).home
    by_barge = frame["inland_mode"].astype(str) == "8"
    assert by_barge.any() == (home == "NL")
    assert set(mode(frame)[by_barge]) <= {"1"}


def test_cheap_goods_from_far_come_by_ship_if_one_sails(office: str) -> None:
    known, frame = drawn(office), declared(office)
    loads = pattern(known.settings.traffic).loads
    if loads is None:
        return
    far = geography.distance_km()[known.origin, known.destination] > loads.cheap_km
    sails = open_routes(known.settings.pack, IMPORT)[SEA, known.origin, known.destination]
    rows = market(known.settings.traffic).cheap[known.good] & far & sails & (known.direction == IMPORT)
    assert set(mode(frame)[rows]) <= {"1"}
