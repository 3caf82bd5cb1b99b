"""What an engine in service learned: only what controls found, in the past of its own office, and what it lacks."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from exercises.engine import EngineState
from exercises.engine import past as module
from exercises.engine.past import MIX, Past, past
from generators.odds import Settings
from generators.traffic import generate
from generators.traffic.declarations import Batch
from simulator.profiles import load
from simulator.reference import KEY, fields_at

pytestmark = pytest.mark.slow

SMALL = 24_000
"""Enough for several controls a week: of each kind at least one is by lot."""
PROFILES = tuple(load())


@cache
def of(state: str = "current", blind_to: str = "") -> tuple[Past, tuple[Batch, ...]]:
    """What an engine learned, and the traffic it learned from with its truth."""
    drawn: list[Batch] = []

    def watched(settings: Settings, seed: int) -> Batch:
        drawn.append(generate(settings, seed))
        return drawn[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "generate", watched)
        engine = EngineState.model_validate({"state": state, "blind_to": blind_to})
        return past(Settings(), engine, PROFILES, SMALL), tuple(drawn)


def truth_of(known: Past, traffic: tuple[Batch, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Whether each labelled declaration was a violation, and its typology. Blocks repeat ids, but not their goods."""
    fields = [KEY, "hs_code", "statistical_value", "gross_mass"]
    parts = [batch.declarations[fields].assign(**batch.truth[["violation", "typology"]]) for batch in traffic]
    truth = pd.concat(parts).astype({"hs_code": "str"}).drop_duplicates(fields)
    found = known.declarations[fields].astype({"hs_code": "str"}).merge(truth, on=fields, how="left", validate="m:1")
    return found["violation"].to_numpy(dtype=bool), found["typology"].astype("str").to_numpy()


def test_few_declarations_have_a_label_and_some_violations_among_them_were_missed() -> None:
    known, traffic = of()
    violation, _typology = truth_of(known, traffic)
    assert known.learned.declarations == SMALL
    assert 0.05 < len(known.found) / SMALL < 0.2
    assert not (known.found & ~violation).any()
    assert 0 < known.found.sum() < violation.sum()
    assert known.learned.controlled == len(known.found) and known.learned.found == known.found.sum()


def test_the_office_looked_where_it_suspected_something() -> None:
    known, traffic = of()
    violation, _typology = truth_of(known, traffic)
    assert violation.mean() > 2 * np.mean([batch.truth["violation"].mean() for batch in traffic])


def test_it_reads_the_declaration_alone() -> None:
    beyond = set(fields_at("check")) - set(fields_at("declaration"))
    assert beyond and not beyond & set(of()[0].declarations.columns)


def test_seeded_twins_learn_the_same_and_each_block_is_other_traffic() -> None:
    first, traffic = of()
    again = past(Settings(), EngineState(), PROFILES, SMALL)
    assert first.declarations.equals(again.declarations) and (first.found == again.found).all()
    assert len({str(batch.declarations["consignee_name"].iloc[0]) for batch in traffic}) == len(traffic) == len(MIX)


def test_an_engine_out_of_date_never_met_the_frequent_typologies_and_lacks_their_profiles() -> None:
    known, traffic = of("outdated")
    met = {name for batch in traffic for name in batch.truth["typology"].unique()}
    today = [name for batch in of()[1] for name in batch.truth["typology"][batch.truth["violation"]]]
    assert known.learned.unknown and not met & set(known.learned.unknown)
    assert 0.3 < np.isin(today, known.learned.unknown).mean() < 0.8
    assert 0 < len(known.learned.profiles_off) < len(PROFILES)


def test_a_typology_that_the_engine_is_blind_to_occurs_and_is_never_found() -> None:
    spot = of("outdated")[0].learned.unknown[0]
    known, traffic = of("blind", spot)
    violation, typology = truth_of(known, traffic)
    its = violation & (typology == spot)
    assert its.any() and not (known.found & its).any()
    assert known.found.any() and known.learned.unknown == (spot,)
    assert set(known.learned.profiles_off) < {profile.id for profile in PROFILES}


def test_declarations_of_a_mode_that_the_engine_is_blind_to_never_reach_it() -> None:
    known, _traffic = of("blind", "air")
    modes = set(known.declarations["mode_at_border"].astype("str"))
    assert "4" not in modes and len(modes) > 1
    assert known.learned.unread_mode == "4" and known.learned.profiles_off == ()
