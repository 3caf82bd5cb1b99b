"""Who trades with whom: no declaration inside a union, the pack's shares hold, and no hub is the lesson."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generators import geography
from generators.odds import EXPORT, FRAMES, IMPORT, TRANSIT, Settings, indicators, open_routes, partners, world
from generators.odds.indicators import lawful
from generators.odds.partners import _at_most
from generators.traffic import draw
from simulator.packs import pack

KZ = str(Path(__file__).parents[2] / "data" / "packs" / "kz")
ROWS = 60_000
WORLDS = {
    "eu-nl": Settings(declarations=ROWS),
    "ge": Settings(declarations=ROWS, pack="ge"),
    "kz": Settings(declarations=ROWS, pack=KZ),
    "korea": Settings(declarations=ROWS, pack="kr", traffic="korea"),
}
every_world = pytest.mark.parametrize("settings", WORLDS.values(), ids=WORLDS)


@every_world
def test_imports_come_from_outside_the_union_and_exports_leave_it(settings: Settings) -> None:
    drawn, inside = draw(settings, 3, 0, ROWS), partners(settings).inside
    home = partners(settings).home
    out, within = inside[drawn.origin], inside[drawn.destination]
    assert (out & ~within)[drawn.direction == EXPORT].all()
    assert (~out & within)[drawn.direction == IMPORT].all()
    transit = drawn.direction == TRANSIT
    assert not out[transit].any()
    assert not ((drawn.origin == home) | (drawn.destination == home))[transit].any()
    assert (drawn.origin != drawn.destination).all()


@every_world
def test_every_consignment_has_a_route_of_its_mode(settings: Settings) -> None:
    drawn = draw(settings, 4, 0, ROWS)
    able = np.stack([open_routes(settings.pack, direction) for direction in range(3)])
    assert able[drawn.direction, drawn.mode, drawn.origin, drawn.destination].all()


@every_world
def test_frames_occur_as_often_as_their_odds_say(settings: Settings) -> None:
    """Each frame is what its name says, and its share over all seeds lies within 4 standard errors of its odds."""
    odds, hub = world(settings), geography.flag("hub")
    expected = odds.class_odds @ odds.frame_odds
    assert odds.frame_odds.sum(axis=1) == pytest.approx(1)
    found = []
    for seed in range(12):
        drawn = draw(settings, seed, 0, 5_000)
        for number, name in enumerate(FRAMES):
            direction, _, to_hub = name.partition("_to_")
            rows = drawn.frame == number
            assert (drawn.direction[rows] == ("export", "import", "transit").index(direction)).all()
            assert direction == "import" or (hub[drawn.destination[rows]] == bool(to_hub)).all()
        found.append(np.bincount(drawn.frame, minlength=len(FRAMES)) / 5_000)
    error = np.std(found, axis=0, ddof=1) / np.sqrt(len(found))
    assert (np.abs(np.mean(found, axis=0) - expected) <= 4 * error + 1e-9).all()


@pytest.mark.parametrize("name", ["eu-nl", "ge", "kz"])
def test_shares_of_the_pack_hold_in_plain_lawful_trade(name: str) -> None:
    settings = WORLDS[name]
    own, shares = partners(settings), pack(settings.pack).shares
    dest = own.destinations
    assert dest.sum() == pytest.approx(1)
    assert dest @ own.transit == pytest.approx(shares.transit)
    left = dest * (1 - own.transit)
    away = np.where(own.inside, 0.0, left)
    others = np.where(own.inside, True, False)
    others[own.home] = False
    assert (own.exporters[others] @ away).sum() / away.sum() == pytest.approx(shares.exports_of_members, abs=1e-9)
    imports = np.where(own.inside, left, 0.0)
    assert imports[others].sum() / imports.sum() == pytest.approx(shares.imports_for_members)


def test_shares_are_the_nearest_that_routes_allow() -> None:
    """Where too little can pass, nearly all that can does; where nothing can, nothing does."""
    for wanted, base, factor in ((0.3, 0.5, 0.6), (0.4, 0.1, 0.9), (-0.1, 0.5, 0.0), (0.4, 0.0, 0.0)):
        assert _at_most(wanted, base, 0.9) == pytest.approx(factor)
    korea = partners(WORLDS["korea"])
    assert korea.destinations @ korea.transit == 0, "all buyers are at home"


@pytest.mark.parametrize("name", ["eu-nl", "ge", "kz"])
def test_shares_of_the_pack_hold_among_lawful_traders_within_sampling_error(name: str) -> None:
    """Over seeds of plain trade (no clutter, next to no violations); 4 standard errors."""
    settings = WORLDS[name].model_copy(update={"clutter": 0.0, "prevalence": 0.0001})
    own, shares, found = partners(settings), pack(settings.pack).shares, []
    for seed in range(20):
        drawn = draw(settings, seed, 0, 4_000)
        export, imported = drawn.direction == EXPORT, drawn.direction == IMPORT
        found.append(
            [
                (drawn.direction == TRANSIT).mean(),
                (drawn.origin[export] != own.home).mean(),
                (drawn.destination[imported] != own.home).mean(),
            ]
        )
    error = np.std(found, axis=0, ddof=1) / np.sqrt(len(found))
    wanted = np.array([shares.transit, shares.exports_of_members, shares.imports_for_members])
    assert (np.abs(np.mean(found, axis=0) - wanted) <= 4 * error).all(), np.mean(found, axis=0)


def test_no_member_sends_what_all_members_trade() -> None:
    """Cyprus is the one member whose goods for Britain may use Dutch ports; it does not stand for all of the Union."""
    own = partners(WORLDS["eu-nl"])
    place = geography.codes().index
    members = np.where(own.inside, geography.trade_shares()[:, place("GB")], 0.0)
    members[own.home] = 0.0
    assert own.exporters[place("CY"), place("GB")] <= members[place("CY")] / members.sum() / 0.5


@every_world
def test_no_hub_is_home_to_more_than_a_fifth_of_the_buyers_in_hubs(settings: Settings) -> None:
    elsewhere, hubs, members = partners(settings).buyers
    hub, inside = geography.flag("hub"), partners(settings).inside
    assert hubs.max() <= 0.2 + 1e-12 and hubs.sum() == pytest.approx(1) and np.count_nonzero(hubs) >= 12
    assert (hub & ~inside)[hubs > 0].all() and (~hub & ~inside)[elsewhere > 0].all() and inside[members > 0].all()


def test_partners_that_a_pack_names_have_its_shares() -> None:
    for name in ("eu-nl", "ge"):
        own = partners(WORLDS[name])
        for one in pack(name).partners:
            assert own.trade[geography.codes().index(one.country)] == one.share
        assert own.trade[~own.inside].sum() == pytest.approx(1)
        assert own.trade[own.home] == 0


def test_the_level_of_a_country_is_where_it_lies() -> None:
    drawn = draw(WORLDS["eu-nl"], 5, 0, ROWS)
    own, hub = partners(WORLDS["eu-nl"]), geography.flag("hub")
    level = drawn.traders.levels["consignee.country"][drawn.trader]
    assert (level == np.where(own.inside, 2, hub)[drawn.destination]).all()
    assert lawful(indicators()["consignee.country"], "world").shape == (1, 3)
