"""Traffic drawn for some indicator families shows more of their red flags than the usual mix does."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pytest

from exercises.learning.aim import AIMED, shows, typology_weights
from exercises.learning.skill import practised
from generators.odds import Settings, indicators, typologies
from generators.traffic import generate

PAIRS = [("payment", "documents"), ("end_use", "route"), ("product", "behaviour")]


def of(about: str) -> set[str]:
    """The red flags of facts about a trader, or about a consignment."""
    return {flag for fact in indicators().values() if fact.about == about for flag in fact.flags.values()}


def flags(settings: Settings, seed: int = 3, without: Collection[str] = ()) -> dict[str, float]:
    """Red flags of each family on a violation, in the mean."""
    truth = generate(settings, seed).truth
    told = [flag for text in truth.loc[truth["violation"], "flags"] for flag in text.split(";") if flag]
    shown = [flag.split(".")[0] for flag in told if flag not in without]
    return {family: shown.count(family) / truth["violation"].sum() for family in practised()}


@pytest.fixture(scope="module")
def usual() -> dict[str, float]:
    """The usual mix."""
    return flags(Settings(declarations=6_000, prevalence=0.25))


@pytest.mark.parametrize("aim", [*((family,) for family in practised()), *PAIRS], ids="+".join)
def test_violations_show_more_of_the_families_aimed_at(aim: tuple[str, ...], usual: dict[str, float]) -> None:
    """On a violation, aimed to usual: radiation 6.0, licence 4.8, route 1.65, payment 1.57, documents, end-use and
    product 1.5, behaviour 1.35, end-user 1.05 (most flags of an end-user belong to the trader, which no typology
    plants)."""
    found = flags(Settings(declarations=6_000, prevalence=0.25, typologies=tuple(typology_weights(aim).items())))
    assert sum(found[family] for family in aim) > 1.02 * sum(usual[family] for family in aim)
    if aim == ("payment",):
        assert found["payment"] > 1.4 * usual["payment"]


def test_what_typologies_show_is_what_they_plant() -> None:
    """How the expected counts differ between typologies is how the flags drawn without any knob differ.

    Flags of the trader alone do not count: which traders violate depends on the direction, and no typology plants them.
    """
    of_traders = of("trader") - of("consignment")
    plain = {"declarations": 15_000, "prevalence": 0.04, "subtlety": 0.0, "masking": 0.0, "clutter": 0.0}
    drawn = np.array(
        [
            list(flags(Settings.model_validate({**plain, "typologies": {name: 1}}), without=of_traders).values())
            for name in shows()
        ]
    )
    expected = np.array([list(counts.values()) for counts in shows().values()])
    differ = [(table - table.mean(axis=0)).ravel() for table in (drawn, expected)]
    assert np.corrcoef(*differ)[0, 1] > 0.95


def test_every_typology_may_still_come() -> None:
    found = typology_weights(("payment",))
    assert found.keys() == typologies().keys() and all(weight > 0 for weight in found.values())
    assert sum(found.values()) == pytest.approx(1.0, abs=0.001)
    assert max(found, key=found.__getitem__) == "front_company" and found["front_company"] < AIMED


def test_no_family_is_the_usual_mix() -> None:
    assert typology_weights(()) == {}
