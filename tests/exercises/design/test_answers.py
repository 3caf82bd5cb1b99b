"""What the scan and the hint answer; the other means reveal fields, and have no stored answer."""

from __future__ import annotations

import json
from functools import cache

from exercises.design import ExerciseBatch, ExerciseSpec, build
from exercises.design.answers import tiers_key
from exercises.engine import Engine
from simulator.office import REVEALS, Means, usual_costs
from simulator.profiles import ProfileScorer, load
from simulator.reference import TIERS, catalogue

BOUGHT: tuple[Means, ...] = ("documents", "company", "licence")


@cache
def batch() -> ExerciseBatch:
    """An exercise that shows the declaration, and offers three means beside the scan and the hint."""
    costs = usual_costs().means
    spec = ExerciseSpec.model_validate(
        {
            "slug": "one",
            "title": "One",
            "briefing": "Read.",
            "seed": 3,
            "capacity": {"red": 5, "yellow": 5},
            "visible_tier": "declaration",
            "means": {name: cost.model_dump() for name, cost in costs.items() if name in (*BOUGHT, "scan", "hint")},
            "traffic": {"declarations": 60, "prevalence": 0.3},
        }
    )
    return build(spec, Engine(ProfileScorer(load())))


def hints() -> list[dict[str, str]]:
    answers = batch().means_answers
    assert answers is not None
    return [json.loads(text)["families"] for text in answers["hint"]]


def test_only_the_scan_and_the_hint_have_stored_answers() -> None:
    answers = batch().means_answers
    assert answers is not None and set(answers.columns) == {"declaration_id", "scan", "hint"}


def test_a_hint_has_an_answer_for_each_choice_of_what_can_be_asked() -> None:
    tiers = [REVEALS[name] for name in BOUGHT]
    choices = {
        tiers_key(["declaration", *(tier for number, tier in enumerate(tiers) if chosen >> number & 1)])
        for chosen in range(2 ** len(tiers))
    }
    assert all(set(families) == choices for families in hints())


def test_a_hint_names_a_family_that_what_was_seen_can_show() -> None:
    """And more is named to who has seen more."""
    at = {tier: {flag.family for flag in catalogue().values() if flag.tier == tier} for tier in TIERS}
    named = {"declaration": 0, tiers_key(["declaration", *(REVEALS[name] for name in BOUGHT)]): 0}
    for families in hints():
        for choice, family in families.items():
            assert not family or any(family in at[tier] for tier in TIERS if tier in choice.split()), (choice, family)
        for choice in named:
            named[choice] += bool(families[choice])
    assert 0 < named["declaration"] < max(named.values())
