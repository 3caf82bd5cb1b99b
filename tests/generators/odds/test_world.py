"""The odds of a world: they add up in every frame, and give the prevalence that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generators.odds import CLASSES, FRAMES, Settings, typologies, world
from generators.traffic import draw

KZ = str(Path(__file__).parents[2] / "data" / "packs" / "kz")
OFFICES: dict[str, dict[str, Any]] = {
    "eu-nl": {},
    "ge": {"pack": "ge"},
    "kz": {"pack": KZ},
    "korea": {"pack": "kr", "traffic": "korea"},
}
every_office = pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
PREVALENCES = (0.001, 0.06, 0.3)


@every_office
@pytest.mark.parametrize("prevalence", PREVALENCES)
def test_odds_add_up_in_every_frame_and_the_prevalence_is_exact(office: dict[str, Any], prevalence: float) -> None:
    odds = world(Settings(prevalence=prevalence, **office))
    assert odds.status_odds.shape == (len(FRAMES), len(CLASSES), len(odds.statuses))
    assert odds.status_odds.min() >= 0 and np.abs(odds.status_odds.sum(axis=2) - 1).max() < 1e-12
    assert odds.frame_odds.shape == (len(CLASSES), len(FRAMES))
    assert np.abs(odds.frame_odds.sum(axis=1) - 1).max() < 1e-12 and odds.class_odds.sum() == pytest.approx(1)
    assert odds.prior == pytest.approx(prevalence, abs=1e-12)


@pytest.mark.parametrize("pack", ["eu-nl", "ge", KZ], ids=["eu-nl", "ge", "kz"])
@pytest.mark.parametrize("only", sorted(typologies()))
def test_a_typology_that_cannot_occur_everywhere_keeps_the_prevalence(pack: str, only: str) -> None:
    """It occurs in its own frames only, the more often there."""
    asked = Settings.model_validate({"pack": pack, "prevalence": 0.02, "typologies": {only: 1}})
    odds = world(asked)
    assert odds.prior == pytest.approx(0.02, abs=1e-9)
    for frame, own in zip(FRAMES, odds.status_odds, strict=True):
        assert own[:, odds.violating].any() == typologies()[only].occurs(frame)


def test_no_class_violates_all_the_time_even_where_that_costs_prevalence() -> None:
    """Diversion through hubs cannot be half of all consignments, as far fewer go there."""
    odds = world(Settings.model_validate({"prevalence": 0.5, "typologies": {"hub_diversion": 1}}))
    violates = odds.status_odds[:, :, odds.violating].sum(axis=2)
    assert violates.max() == pytest.approx(0.95) and odds.prior < 0.5


@every_office
def test_typologies_occur_only_in_their_directions(office: dict[str, Any]) -> None:
    asked = Settings(declarations=40_000, prevalence=0.4, **office)
    drawn, odds = draw(asked, 6, 0, 40_000), world(asked)
    for number, status in enumerate(odds.statuses):
        frames = {FRAMES[frame] for frame in np.unique(drawn.frame[drawn.status == number])}
        if status.typology is not None:
            assert all(status.typology.occurs(frame) for frame in frames), status.id
            assert {frame.split("_")[0] for frame in frames} <= set(status.typology.directions)
            assert not status.typology.to_hub or all(frame.endswith("_to_hub") for frame in frames)


def test_every_typology_can_occur_at_every_office_that_exports() -> None:
    for pack in ("eu-nl", "ge", KZ):
        odds = world(Settings(pack=pack))
        reached = (odds.frame_odds.T[:, :, None] * odds.status_odds).sum(axis=(0, 1))
        assert (reached > 0).all()


def test_frames_share_the_violations_where_all_kinds_of_typology_occur() -> None:
    """By default a consignment of each frame violates equally often, given its trader's class."""
    odds = world(Settings())
    of_listed = CLASSES.index("listed")  # all that listed parties receive is a violation, and they receive no imports
    violates = np.delete(odds.status_odds[:, :, odds.violating].sum(axis=2), of_listed, axis=1)
    assert np.abs(violates - violates[0]).max() < 1e-12
