"""What the licence register answers: the duty by the context pack, and the document as declared."""

from __future__ import annotations

import json

import pytest

from exercises.design import ExerciseSpec, build
from exercises.engine import Engine
from simulator.packs import licence_duty, pack
from simulator.profiles import ProfileScorer, load
from simulator.reference import strategic


@pytest.mark.parametrize("name", ["eu-nl", "ge"])
def test_the_licence_register_knows_the_duty_by_the_pack(name: str) -> None:
    spec = ExerciseSpec.model_validate(
        {
            "slug": "one",
            "title": "One",
            "briefing": "Read.",
            "seed": 3,
            "capacity": {"red": 5, "yellow": 5},
            "means": {"licence": {"minutes": 5, "delay_hours": 0}},
            "traffic": {"declarations": 60, "pack": name, "strategic": 0.2},
        }
    )
    batch = build(spec, Engine(ProfileScorer(load())))
    assert batch.means_answers is not None
    answers = [json.loads(text) for text in batch.means_answers["licence"]]
    met = set()
    for answer, (_row, one) in zip(answers, batch.declarations.iterrows(), strict=True):
        assert answer["duty"] == licence_duty(pack(name), one["declaration_type"], one["country_of_destination"])
        assert (answer["type"], answer["reference"]) == (one["document_type_code"], one["document_reference"])
        known = strategic().get(one["hs_code"])
        assert answer["listed"] == (known.match if known else "")
        met.add(answer["duty"])
    assert met == {"needed", "incoming", "transit"}
