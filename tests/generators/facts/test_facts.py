"""Drawing and weighing stay one thing: every level that is written as fields is read back from those fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.facts import READERS, Sight, company, goods
from generators.odds import Settings, indicators, world
from generators.table import frame
from generators.traffic import KNOWN, carried, declare, draw, group
from tests.generators.facts.offices import OFFICES

pytestmark = pytest.mark.slow

ROWS = 400
EVERY = Settings(declarations=ROWS, traders=ROWS)
every_office = pytest.mark.parametrize("office", OFFICES)


def sight(declarations: pd.DataFrame, settings: Settings = EVERY) -> Sight:
    return Sight(declarations, settings)


def written(asked: Settings, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], pd.DataFrame]:
    """Levels drawn evenly among those possible in a row's group, their groups, and the frame they are written to."""
    rng = np.random.default_rng(seed)
    drawn, odds = draw(asked, seed, 0, ROWS), world(asked)
    known: dict[str, Any] = {"direction": drawn.direction, "destination": drawn.destination}
    known["sector"] = drawn.traders.companies.sector[drawn.trader]
    levels = {name: drawn.levels[name] for name in odds.traders}
    groups = {name: drawn.groups[name] for name in odds.traders}
    for name, table in odds.consignments.items():
        groups[name] = group(table.indicator.given, known, asked)
        possible = (table.odds[groups[name]] > 0).any(axis=1)
        levels[name] = np.where(possible, rng.random(possible.shape), -1).argmax(axis=1)
        if name in KNOWN:
            known[KNOWN[name]] = levels[name]
        if name == "goods.wording":
            known["says"] = goods.variety(levels[name], known["good"], drawn.numbers)
        if name == "transport.channel":
            known |= carried(known, asked, drawn.numbers)
    own = {name: known[name] for name in ("good", "origin", "mode")}
    return levels, groups, frame(declare(replace(drawn, levels=levels, groups=groups, **own)))


def test_the_levels_of_a_company_are_drawn_into_its_fields_evenly() -> None:
    """Ages and capital of every level, as the traders' own levels are drawn by their odds."""
    level = np.repeat(np.arange(4), 50)
    u = np.random.default_rng(1).random(200)
    founded = pd.Timestamp(company.first_day(EVERY.days)) - pd.to_timedelta(company.ages(level, u), unit="D")
    drawn = pd.DataFrame({"consignee_founded": founded, "consignee_capital": company.capital(level, u)})
    assert (READERS["consignee.founded"](sight(drawn)) == level).all()
    assert (READERS["consignee.capital"](sight(drawn)) == level).all()


def test_every_indicator_has_a_reader() -> None:
    assert set(READERS) == set(indicators())


@every_office
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_levels_are_read_back_from_the_fields_they_were_written_to(office: str, seed: int) -> None:
    asked = OFFICES[office].model_copy(update={"declarations": ROWS, "traders": ROWS})
    levels, _, frame = written(asked, seed)
    for name, read in READERS.items():
        wrong = np.flatnonzero(read(sight(frame, asked)) != levels[name])
        assert not len(wrong), f"{name}: row {wrong[0]} {frame.iloc[wrong[0]].to_dict()} level {levels[name][wrong[0]]}"


def test_every_level_of_every_group_is_tried() -> None:
    """So that the test above means something: all that lawful trade can show, in every group of its indicator."""
    met: dict[str, set[tuple[int, int]]] = {name: set() for name in indicators()}
    for office in ("eu-nl", "ge"):
        for seed in range(12):
            asked = OFFICES[office].model_copy(update={"declarations": ROWS, "traders": ROWS})
            levels, groups, _ = written(asked, seed)
            for name, level in levels.items():
                met[name] |= set(zip(groups[name].tolist(), level.tolist(), strict=True))
    for name, known in indicators().items():
        if name == "goods.category":  # so many groups that some combinations are rare
            assert {level for _, level in met[name]} == set(range(len(known.levels)))
        elif known.about == "consignment":
            odds = world(EVERY).consignments[name].odds
            possible = {(g, k) for g, k in np.argwhere((odds > 0).any(axis=1)).tolist()}
            assert met[name] == possible, name


@pytest.mark.parametrize("name", [n for n, known in indicators().items() if not set(known.fields) <= {"hs_code"}])
def test_an_indicator_is_seen_in_the_fields_it_names(name: str) -> None:
    """Shuffling those fields alone changes what is read; shuffling all others does not.

    A way has a meaning only together with its direction and its two ends.
    """
    _, _, frame = written(EVERY, 11)
    order = np.random.default_rng(0).permutation(ROWS)
    context = {"hs_code", "consignee_name", "consignee_country", "country_of_export", "country_of_origin"}
    context |= {"declaration_type", "country_of_destination"}
    own = [field for field in indicators()[name].fields if field in frame]
    if name == "route.itinerary":
        own += ["declaration_type", "country_of_export", "country_of_destination"]
    if name == "licence.register":
        own += ["net_mass", "acceptance_date"]  # what is left of a licence, and whether it is still valid
    moved = frame.assign(**{field: frame[field].to_numpy()[order] for field in own})
    fixed = {*own, *context, "consignee_activity"}
    others = [field for field in map(str, frame) if field not in fixed]
    kept = frame.assign(**{field: frame[field].to_numpy()[order] for field in others})
    before = READERS[name](sight(frame))
    assert (READERS[name](sight(moved)) != before).any()
    assert (READERS[name](sight(kept)) == before).all()


@every_office
def test_at_volume_every_fact_reads_as_it_was_drawn(office: str) -> None:
    """Rounding to cents, kilograms and whole packages never carries a fact into another level."""
    asked = OFFICES[office].model_copy(update={"declarations": 60_000})
    drawn = draw(asked, 4, 0, asked.declarations)
    seen = Sight(frame(declare(drawn)), asked)
    for name, read in READERS.items():
        assert (read(seen) == drawn.levels[name]).all(), name
