"""Every fact that the oracle weighs has plain words, in each language."""

from __future__ import annotations

import pytest

from exercises.debrief import Step
from exercises.language import languages
from exercises.report import fact_words, words_of
from generators.odds import indicators

SIDED = ("consignee.others", "consignee.group", "declaration.direction", "means.scan")
"""Steps of the oracle that are no indicator: they have words for the side on which they spoke."""


def test_every_indicator_every_level_and_every_other_step_has_words_and_nothing_else_has() -> None:
    wanted = {(name, level) for name, known in indicators().items() for level in ("", *known.levels)}
    wanted |= {(name, side) for name in SIDED for side in ("for", "against")}
    assert set(fact_words()) == wanted


def test_no_two_levels_say_the_same() -> None:
    assert len(set(fact_words().values())) == len(fact_words())


def test_words_can_stand_in_a_sentence() -> None:
    for said in fact_words().values():
        assert said[0].isupper() and said[-1] not in ".:;,"


def test_french_has_words_of_its_own_for_each() -> None:
    languages.use("fr")
    try:
        said = {key: words_of(Step(key[0], "", 1.0, key[1])) for key in fact_words()}
    finally:
        languages.use("en")
    assert all(text != fact_words()[key] for key, text in said.items()) and len(set(said.values())) == len(said)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step("licence.register", "", -1.0, "fits"), "The licence in the register fits goods and buyer"),
        (Step("licence.register", "", 1.0, ""), "The answer of the licence register"),  # stored before levels were
        (Step("consignee.others", "", 1.0), "The consignee's other consignments here raise doubts"),
        (Step("consignee.others", "", -1.0), "The consignee's other consignments here look lawful"),
        (Step("something.else", "", 1.0, "odd"), "something.else"),
    ],
)
def test_a_fact_says_what_it_showed_or_on_which_side_it_spoke(step: Step, said: str) -> None:
    assert words_of(step) == said
