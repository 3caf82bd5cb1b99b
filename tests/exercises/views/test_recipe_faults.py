"""Faults of an instructor's recipe, by the labels of the form, in the reader's language."""

from __future__ import annotations

import pytest

from exercises.engine import EngineState
from exercises.language import languages
from exercises.views.instructor.recipe import recipe
from simulator.errors import InputError

VALUES: dict[str, object] = {
    "title": "",
    "briefing": "Choose.",
    "visible_tier": "document",
    "profiles": False,
    "classifier": False,
    "judge_first": True,
    "engine": EngineState(),
    "means": {},
    "officer_minutes": None,
    "columns": ["hs_code"],
    "declarations": 100,
    "pack": "eu-nl",
    "theme": "",
    "prevalence": 6,
    "subtlety": 30,
    "masking": 30,
    "clutter": 20,
    "red": 80,
    "yellow": 0,
    "minutes": 0,
}


def faults(**changed: object) -> list[str]:
    with pytest.raises(InputError) as refusal:
        recipe({**VALUES, "title": "A", "judge_first": False, "red": 10, **changed}, seed=1)
    return refusal.value.faults


def test_a_fault_is_told_by_the_label_of_its_field() -> None:
    assert faults(title="") == ["Title: is empty; write a text"]
    assert faults(title="", briefing="") == [
        "Title: is empty; write a text",
        "Briefing (Markdown): is empty; write a text",
    ]
    assert faults(red=80) == [
        "Examinations: 80 controls of 100 consignments leave nothing to choose; control at most half"
    ]


def test_each_fault_of_the_whole_is_a_line() -> None:
    (judge, minutes) = faults(judge_first=True, officer_minutes=60)[::-1]
    assert judge.startswith("Show them after the trainee's own judgement: the risk engine is withheld;")
    assert minutes.endswith("there is nothing to spend them on; name means, or leave it out")


def test_faults_are_in_the_readers_language() -> None:
    languages.use("fr")
    try:
        assert faults(title="") == ["Titre : est vide ; écrivez un texte"]
        assert "contrôlez-en au plus la moitié" in faults(red=80)[0]
    finally:
        languages.use(languages.SOURCE)
