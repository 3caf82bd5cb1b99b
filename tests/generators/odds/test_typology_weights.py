"""Which typologies occur, and how often, can be set; what is drawn and what is weighed follow together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from generators import oracle
from generators.odds import Settings, load_settings, typologies, world
from generators.traffic import draw, generate
from simulator.errors import InputError

HIDDEN, OPEN = {"misclassified_goods": 3.0, "vague_cover": 1.0}, {"licence_missing": 1.0}


def asking(weights: Any, **others: Any) -> Settings:
    """Settings with these weights, given as a mapping; the type of the field is what it keeps."""
    return Settings(typologies=weights, **others)


def statuses(settings: Settings, seed: int = 5, rows: int = 60_000) -> np.ndarray:
    """The status of each row."""
    return np.array([status.id for status in world(settings).statuses])[draw(settings, seed, 0, rows).status]


def test_typologies_occur_as_weighed_and_no_others() -> None:
    asked = asking(HIDDEN, declarations=60_000, prevalence=0.05)
    drawn = statuses(asked)
    bad = drawn[np.isin(drawn, list(typologies()))]
    assert set(bad) == set(HIDDEN)
    assert abs((bad == "misclassified_goods").mean() - 0.75) < 4 * np.sqrt(0.75 * 0.25 / len(bad))
    assert world(asked).prior == pytest.approx(0.05)


def test_typologies_change_neither_the_traders_nor_lawful_trade() -> None:
    """Rows that are lawful under both are the same consignments, so that typologies can change from week to week."""
    one, other = (generate(asking(weights, declarations=2_000), 8) for weights in (HIDDEN, OPEN))
    lawful = ~(one.truth["violation"] | other.truth["violation"])
    assert lawful.mean() > 0.8
    assert one.declarations[lawful].astype(str).equals(other.declarations[lawful].astype(str))
    assert one.declarations["consignee_id"].astype(str).equals(other.declarations["consignee_id"].astype(str))


@pytest.mark.parametrize("weights", [HIDDEN, OPEN], ids=["hidden", "open"])
def test_the_oracle_weighs_the_typologies_that_were_drawn(weights: dict[str, float]) -> None:
    """Calibrated with the typologies drawn, and far better than an oracle that expects others."""
    asked = asking(weights, declarations=60_000, prevalence=0.05)
    expecting = asking(OPEN if weights is HIDDEN else HIDDEN, declarations=60_000, prevalence=0.05)
    drawn = draw(asked, 5, 0, 60_000, "declaration")
    happened = world(asked).violating[drawn.status]
    chance, mistaken = (oracle.of_drawn(drawn, own, "declaration").posterior() for own in (asked, expecting))
    for part in np.array_split(np.argsort(chance), 10):
        spread = np.sqrt((chance[part] * (1 - chance[part])).sum())
        # a trader's consignments hang together, hence more than three times the spread of single ones
        assert abs(happened[part].sum() - chance[part].sum()) < 5 * spread + 5
    best, other = (happened[np.argsort(-score)[:3_000]].sum() for score in (chance, mistaken))
    assert best > 3 * other


def test_without_weights_the_shares_are_those_of_the_files() -> None:
    assert asking({}) == Settings() and hash(asking({})) == hash(Settings())
    drawn = statuses(Settings(declarations=60_000, prevalence=0.3))
    assert set(typologies()) <= set(drawn)


def test_typologies_come_back_from_what_is_written_of_them(tmp_path: Path) -> None:
    asked = asking({"vague_cover": 1, "licence_missing": 0.3, "late_change": 0})
    assert Settings.model_validate_json(asked.model_dump_json()) == asked == Settings(**asked.model_dump())
    assert asked.typologies == (("licence_missing", 0.3), ("vague_cover", 1.0))
    file = tmp_path / "settings.yaml"
    file.write_text("typologies: {vague_cover: 1, licence_missing: 0.3}\n", encoding="utf-8")
    assert load_settings(file, {}) == asked


def test_the_former_name_of_the_weights_is_read(tmp_path: Path) -> None:
    asked = asking({"vague_cover": 1, "licence_missing": 0.3}, days=10)
    written = asked.model_dump()
    assert "ways" not in written
    weights = written.pop("typologies")
    assert Settings.model_validate({**written, "ways": weights}) == asked
    file = tmp_path / "settings.yaml"
    file.write_text("days: 10\nways: {vague_cover: 1, licence_missing: 0.3}\n", encoding="utf-8")
    assert load_settings(file, {}) == asked
    file.write_text("days: 10\nways: {x: 2}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"settings\.yaml:2: ways\.x: not a typology; use one of "):
        load_settings(file, {})
    with pytest.raises(ValidationError):
        Settings.model_validate({"typologies": weights, "ways": weights})


def test_a_typology_that_is_none_is_told_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("days: 10\ntypologies: {vague_covers: 1, x: 2, late_change: -1}\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_settings(file, {})
    for fault, said in zip(
        refusal.value.faults,
        (
            "vague_covers: not a typology; perhaps you mean vague_cover",
            "x: not a typology; use one of",
            "late_change: is -1; write 0 or more",
        ),
        strict=True,
    ):
        assert f"settings.yaml:2: typologies.{said}" in fault
    for nothing in (
        {"vague_cover": 0},
        {"vague_cover": float("inf")},
        {"vague_cover": float("nan")},
        {"vague_cover": "x"},
    ):
        with pytest.raises(ValidationError, match="typologies"):
            asking(nothing)
