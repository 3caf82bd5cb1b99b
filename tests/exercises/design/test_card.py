"""What a card says of the traffic: its context pack, and nothing else; also of exercises that early editions stored."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from exercises.design import ExerciseCard, ExerciseSpec, RealSpec, StoredSpec, Terms, catalogue
from exercises.design.card import RANGES
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


@pytest.mark.parametrize("one", [one for one in catalogue() if isinstance(one, ExerciseSpec)], ids=lambda one: one.slug)
def test_a_card_tells_a_range_that_holds_the_base_rate_and_gives_no_number_away(one: ExerciseSpec) -> None:
    record, volume = one.record(), one.traffic.declarations
    stored = StoredSpec.model_validate(record).card("one-1", "One", "easy", {}, volume)
    for card in (ExerciseCard.of("one-1", record, volume), stored):
        assert card.base_rate is not None
        low, high = card.base_rate
        assert low < 100 * one.traffic.prevalence < high
        assert (high - low) * volume / 100 >= 5  # violations between the ends of the range
        assert card.base_rate in [told for _most, told in RANGES]


def test_every_share_has_a_range_that_holds_it() -> None:
    for permille in range(1, 501):
        low, high = next(told for most, told in RANGES if permille / 1000 <= most)
        assert low <= permille / 10 <= high
