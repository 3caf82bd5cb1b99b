"""Parcels: the fields of what goes by post or by courier hang together, and both carry lawful trade and violations."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from generators.odds import AIR, EXPORT, IMPORT, Settings, indicators, open_routes, parcels, patterns, shelf, typologies
from generators.traffic import draw, generate
from generators.traffic.declarations import Batch
from simulator import formats
from simulator.credibility import inspect
from simulator.packs import pack
from simulator.reference import CATEGORIES

PACKS = ("eu-nl", "ge")
HEAVIEST = {"courier": 30.0, "post": 20.0}
"""Kg, gross, of one parcel: what every post takes, and what one person carries (the tests' own figures)."""
each_pack = pytest.mark.parametrize("office", PACKS)
pytestmark = pytest.mark.slow


@cache
def batch(office: str) -> Batch:
    """Traffic with some violations of every typology, and more of this one."""
    weights = dict.fromkeys(typologies(), 1.0) | {"parcels": 20.0, "listed_party": 0.0}
    asked = {"declarations": 20_000, "pack": office, "prevalence": 0.1, "typologies": weights}
    return generate(Settings.model_validate(asked), 6)


def channel(office: str) -> np.ndarray:
    return batch(office).declarations["channel"].astype(str).to_numpy()


def sent(office: str) -> pd.DataFrame:
    rows: pd.DataFrame = batch(office).declarations.loc[channel(office) != "freight"]
    return rows


@each_pack
def test_post_and_courier_carry_a_few_of_the_lawful_consignments(office: str) -> None:
    lawful = ~batch(office).truth["violation"].to_numpy()
    shares = pd.Series(channel(office)[lawful]).value_counts(normalize=True)
    assert 0.005 < shares["post"] < shares["courier"] < 0.06


@each_pack
def test_a_parcel_is_light_and_has_no_container_and_no_ship(office: str) -> None:
    frame = sent(office)
    assert set(frame["package_type"].astype(str)) == {"PC"} and set(frame["container_indicator"].astype(str)) == {"0"}
    assert frame["package_count"].isin([1.0, 2.0, 3.0]).all() and (frame["transport_units"] == 1.0).all()
    each = frame["gross_mass"] / frame["package_count"]
    assert (each <= frame["channel"].astype(str).map(HEAVIEST)).all() and (frame["net_mass"] >= 0.1).all()
    for empty in ("container_id", "transport_unit_ids"):
        assert set(frame[empty].astype(str)) == {""}
    assert (frame["notify_party"].astype(str) == frame["consignee_name"].astype(str)).all()
    assert set(frame["incoterm_code"].astype(str)) <= {"CPT", "CIP", "DAP", "DDP"}
    assert (frame["declaration_type"].astype(str) != "TR").all()


@each_pack
def test_mode_document_and_means_are_those_of_the_channel(office: str) -> None:
    frame = sent(office)
    post = frame["channel"].astype(str) == "post"
    number, means = frame["transport_document_number"].astype(str), frame["active_border_transport_id"].astype(str)
    assert (frame["mode_at_border"].astype(str) == np.where(post, "5", "4")).all()
    assert formats.valid_parcel(number[post]).all() and not formats.air_waybill_form(number[~post]).any()
    assert (means == "").equals(post) and (frame["border_transport_nationality"].astype(str) == "").equals(post)
    freight = batch(office).declarations[channel(office) == "freight"]
    assert (freight["mode_at_border"].astype(str) != "5").all()
    assert not freight["additional_information_text"].astype(str).str.contains("sample").any()


@each_pack
def test_a_parcel_holds_nothing_that_post_and_couriers_refuse(office: str) -> None:
    """Live animals, food, chemicals, medicines, explosives, jewels, weapons; and no piece is heavier than a parcel."""
    codes = sent(office)["hs_code"].astype(str)
    assert not codes.str[:2].astype(int).isin([*range(1, 33), 36, 38, 71, 93, 97]).any()
    assert not codes.str.startswith(("8401", "8506", "8507", "870895")).any()
    number = codes.map(shelf().index).to_numpy()
    assert (shelf().kg_per_unit[number][shelf().piece[number]] <= 15).all() and not shelf().bulk[number].any()


@each_pack
def test_no_parcel_is_impossible_and_few_are_unlikely_for_what_they_are(office: str) -> None:
    found = inspect(sent(office), pack(office)).found
    assert [one.check.id for one in found if one.check.severity == "impossible" and len(one.rows)] == []
    assert [one.check.id for one in found if one.check.id.startswith(("parcel.", "load.")) and len(one.rows)] == []


@each_pack
def test_every_violation_of_the_typology_goes_in_parcels_by_post_and_by_courier(office: str) -> None:
    own = (batch(office).truth["typology"] == "parcels").to_numpy()
    counts = pd.Series(channel(office)[own]).value_counts()
    assert counts.sum() > 500 and set(counts.index) == {"courier", "post"} and counts.min() > 0.3 * counts.sum()
    samples = batch(office).declarations["additional_information_text"].astype(str).str.startswith("Commercial sample")
    lawful = ~batch(office).truth["violation"].to_numpy() & (channel(office) != "freight")
    assert samples[own].mean() > 0.4 and 0.05 < samples[lawful].mean() < 0.2


def test_every_buyer_of_the_typologys_goods_can_get_them_in_parcels() -> None:
    """So that its story is true whoever buys, in every pattern of traffic and with every theme."""
    planted = [str(name) for name in typologies()["parcels"].plants["goods.category"]]
    levels = indicators()["goods.category"].levels
    kinds = len(indicators()["goods.kind"].levels)
    for traffic in patterns():
        for theme in ("", *CATEGORIES):
            orders = parcels(traffic, theme).orders.reshape(len(shelf().sectors), kinds, len(levels), 2)
            for category in planted:
                assert orders[:, 1, levels.index(category)].all(), (traffic, theme, category)


@each_pack
def test_whoever_trades_across_the_border_can_send_a_parcel(office: str) -> None:
    """There is a way by air between all countries between which goods travel by another mode."""
    for direction in (EXPORT, IMPORT):
        able = open_routes(office, direction)
        assert (able[AIR] | ~able.any(axis=0)).all()


def test_a_parcel_has_more_than_the_lightest_piece_of_what_it_could_hide() -> None:
    drawn = draw(Settings(declarations=20_000), 6, 0, 20_000)
    frame = generate(Settings(declarations=20_000), 6).declarations
    stock, rows = shelf(), np.flatnonzero(drawn.levels["transport.channel"] > 0)
    piece = np.where(stock.piece, stock.kg_per_unit, 0.0)
    for row in rows.tolist():
        good = int(drawn.good[row])
        hides = stock.hidden.flat[stock.hidden.start[good] : stock.hidden.start[good] + stock.hidden.count[good]]
        assert frame["net_mass"].iat[row] >= max(piece[good], piece[hides].min(initial=np.inf) if len(hides) else 0.0)
