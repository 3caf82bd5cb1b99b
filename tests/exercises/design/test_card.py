"""What a card says of the traffic: its context pack, and nothing else; also of exercises that early editions stored."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from exercises.design import ExerciseCard, ExerciseSpec, RealSpec, StoredSpec, Terms
from simulator.packs import pack

KZ = Path(__file__).parents[2] / "data" / "packs" / "kz"


def spec(**traffic: object) -> ExerciseSpec:
    capacity = {"red": 2, "yellow": 3}
    return ExerciseSpec.model_validate(
        {"slug": "one", "title": "One", "briefing": "Read.", "seed": 1, "capacity": capacity, "traffic": traffic}
    )


@pytest.mark.parametrize(("name", "home"), [("eu-nl", "NL"), ("ge", "GE")])
def test_a_card_knows_the_pack_of_its_traffic(name: str, home: str) -> None:
    record = spec(pack=name).record()
    stored = StoredSpec.model_validate(record).card("one-1", "One", "easy", {"red": 2}, 20)
    for card in (ExerciseCard.of("one-1", record, 20), stored, Terms.model_validate(record)):
        assert card.pack == name and card.rules is not None and card.rules.home == home
        assert "prevalence" not in card.model_dump_json()


def test_the_country_of_an_early_edition_is_its_pack() -> None:
    def early(home: str) -> dict[str, Any]:
        return {"slug": "old", "traffic": {"declarations": 20, "home": home}}

    assert StoredSpec.model_validate(early("GE")).pack == "ge"
    other = StoredSpec.model_validate(early("JP"))
    assert other.pack == "" and other.rules is None


def test_a_file_from_elsewhere_has_no_pack() -> None:
    capacity = {"red": 2, "yellow": 3}
    real = RealSpec.model_validate(
        {"slug": "one", "title": "One", "briefing": "Read.", "seed": 1, "capacity": capacity, "source": "a.csv"}
    )
    card = ExerciseCard.of("one-1", real.record(), 20)
    assert card.pack == "" and card.rules is None


def test_a_pack_that_is_gone_leaves_the_exercise_without_one(tmp_path: Path) -> None:
    folder = tmp_path / "my-office"
    shutil.copytree(KZ, folder)
    record = spec(pack=str(folder)).record()
    card = ExerciseCard.of("one-1", record, 20)
    assert card.rules is not None and card.rules.home == "KZ"
    shutil.move(folder, tmp_path / "elsewhere")
    pack.cache_clear()
    again = ExerciseCard.of("one-1", record, 20)
    assert (again.pack, again.rules) == ("", None)
    assert ExerciseCard.model_validate(card.model_dump()).rules is None
