"""Drawing and weighing stay one thing: every level that is written as fields is read back from those fields."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.facts import READERS, Sight, company
from generators.odds import Settings, indicators, market, shelf
from generators.realism.report import korean_settings
from generators.table import frame
from generators.traffic import declare, draw

pytestmark = pytest.mark.slow

ROWS = 400
EVERY = Settings(declarations=ROWS, traders=ROWS)
HOME = EVERY.home


def sight(declarations: pd.DataFrame) -> Sight:
    return Sight(declarations, HOME, market(EVERY.traffic))


def written(seed: int) -> tuple[dict[str, np.ndarray], pd.DataFrame]:
    """Levels drawn evenly, rare ones as often as common ones, and the frame they are written to."""
    rng = np.random.default_rng(seed)
    drawn = draw(EVERY, seed, 0, ROWS)
    of_trader = {known.id for known in indicators().values() if known.about == "trader"}
    levels = {
        name: drawn.levels[name] if name in of_trader else rng.integers(0, len(known.levels), ROWS)
        for name, known in indicators().items()
    }
    sector = drawn.traders.companies.sector[drawn.trader]
    levels["goods.fit"] = np.where(shelf().in_line(sector, levels["goods.kind"]) == 1, 1, levels["goods.fit"])
    good = market("world").pick(rng.random(ROWS), sector, levels["goods.kind"], levels["goods.fit"])
    return levels, frame(declare(replace(drawn, levels=levels, good=good)))


def test_the_levels_of_a_company_are_drawn_into_its_fields_evenly() -> None:
    """Ages and capital of every level, as the traders' own levels are drawn by their odds."""
    level = np.repeat(np.arange(4), 50)
    u = np.random.default_rng(1).random(200)
    founded = pd.Timestamp(company.TODAY) - pd.to_timedelta(company.ages(level, u), unit="D")
    drawn = pd.DataFrame({"consignee_founded": founded, "consignee_capital": company.capital(level, u)})
    assert (READERS["consignee.founded"](sight(drawn)) == level).all()
    assert (READERS["consignee.capital"](sight(drawn)) == level).all()


def test_every_indicator_has_a_reader() -> None:
    assert set(READERS) == set(indicators())


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_levels_are_read_back_from_the_fields_they_were_written_to(seed: int) -> None:
    levels, frame = written(seed)
    for name, read in READERS.items():
        wrong = np.flatnonzero(read(sight(frame)) != levels[name])
        assert not len(wrong), f"{name}: row {wrong[0]} {frame.iloc[wrong[0]].to_dict()} level {levels[name][wrong[0]]}"


@pytest.mark.parametrize("name", [n for n, known in indicators().items() if not set(known.fields) <= {"hs_code"}])
def test_an_indicator_is_seen_in_the_fields_it_names(name: str) -> None:
    """Shuffling those fields alone changes what is read; shuffling all others does not."""
    _, frame = written(11)
    order = np.random.default_rng(0).permutation(ROWS)
    context = {"hs_code", "consignee_name", "consignee_country", "country_of_export", "country_of_origin"}
    own = [field for field in indicators()[name].fields if field in frame]
    moved = frame.assign(**{field: frame[field].to_numpy()[order] for field in own})
    fixed = {*own, *context, "consignee_activity"}
    others = [field for field in map(str, frame) if field not in fixed]
    kept = frame.assign(**{field: frame[field].to_numpy()[order] for field in others})
    before = READERS[name](sight(frame))
    assert (READERS[name](sight(moved)) != before).any()
    assert (READERS[name](sight(kept)) == before).all()


@pytest.mark.parametrize("settings", [Settings(declarations=60_000), korean_settings(30_000)], ids=["world", "korea"])
def test_at_volume_every_fact_reads_as_it_was_drawn(settings: Settings) -> None:
    """Rounding to cents, kilograms and whole packages never carries a fact into another level."""
    drawn = draw(settings, 4, 0, settings.declarations)
    seen = Sight(frame(declare(drawn)), settings.home, market(settings.traffic))
    for name, read in READERS.items():
        assert (read(seen) == drawn.levels[name]).all(), name
