"""An exercise keeps ids and names of what its consignments were, and the words are found where they are shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TypeVar

import pandas as pd

from exercises.debrief import Debrief, debrief
from exercises.design import ExerciseBatch, Story
from exercises.language import languages
from exercises.language.stories import earlier, story_label
from exercises.play import MemoryAttempt
from exercises.report import Case, Text, fate, kind, report, story_of
from generators.odds import story_texts
from generators.odds.sentence import FIELDS
from tests.exercises.conftest import FLAG_A, make_card

Made = TypeVar("Made")
SENTENCE = "Alder GmbH never used such goods; the real buyer had been left out of the papers."


def stored_before(batch: ExerciseBatch) -> ExerciseBatch:
    """The exercise as it was stored when its truth had finished English sentences, read back from its parts."""
    assert batch.truth is not None
    violation = batch.truth["violation"]
    truth = batch.truth.drop(columns="story_fields").assign(
        label=violation.map({True: "False end-user", False: "Lawful trade"}).astype("str"),
        story=pd.Series([SENTENCE if bad else "Lawful trade." for bad in violation], dtype="str"),
    )
    return ExerciseBatch.from_parts(dataclasses.replace(batch, truth=truth).to_parts())


def played(batch: ExerciseBatch) -> MemoryAttempt:
    """Held what is a violation, with the outcome told at once."""
    attempt = MemoryAttempt(make_card().model_copy(update={"feedback": True}), batch)
    attempt.decide("D-02", "red", [FLAG_A], 4)
    return attempt


def test_an_exercise_stored_before_still_plays_and_is_debriefed(small_batch: ExerciseBatch) -> None:
    attempt = played(stored_before(small_batch))
    outcome = attempt.outcome("D-02")
    assert outcome is not None and outcome.story.fields == {"sentence": SENTENCE, "label": "False end-user"}
    attempt.submit()
    case = debrief(attempt).case("D-02")
    assert (case.typology, kind(case), story_of(case)) == ("false_end_user", "False end-user", SENTENCE)


def test_the_story_of_a_row_is_its_status_and_the_names_it_kept(small_batch: ExerciseBatch) -> None:
    outcome = played(small_batch).outcome("D-02")
    assert outcome is not None and outcome.story == Story("false_end_user", {"consignee": "SECRET buyer 2"})


def test_one_debrief_serves_every_language(small_batch: ExerciseBatch) -> None:
    """Whatever language was in use when the attempt was marked, the words are the reader's."""
    attempt = played(small_batch)
    attempt.submit()
    french, english = (using(language, lambda: debrief(attempt)) for language in ("fr", "en"))
    assert french.cases == english.cases
    read = using("en", lambda: words(french))
    assert read == using("en", lambda: words(english))
    assert "SECRET buyer 2 never used such goods" in read
    assert "SECRET buyer 2 n’a jamais utilisé" in using("fr", lambda: words(english))


def test_a_story_tells_its_clauses_in_the_readers_language(small_batch: ExerciseBatch) -> None:
    assert small_batch.truth is not None
    told = "no_trace;newly_founded;given_up"
    truth = small_batch.truth.assign(story_clauses=pd.Series([told] * len(small_batch.truth), dtype="str"))
    attempt = played(ExerciseBatch.from_parts(dataclasses.replace(small_batch, truth=truth).to_parts()))
    outcome = attempt.outcome("D-02")
    assert outcome is not None and outcome.story.clauses == ("no_trace", "newly_founded", "given_up")
    assert using("en", outcome.story.text) == (
        "SECRET buyer 2 ordered the goods for somebody else. No paper named the real user. "
        "This left no trace in the papers. The company check shows a firm less than a year old."
    )
    assert using("fr", outcome.story.text).startswith("SECRET buyer 2 a commandé les marchandises")


def test_a_story_without_clauses_is_told_as_it_was(small_batch: ExerciseBatch) -> None:
    """Those that were drawn then, one of them no more; what came later is only told with clauses."""
    for status, sentence in earlier().items():
        assert Story(status, {}).text() == sentence.format_map(dict.fromkeys(FIELDS, "…"))
    assert set(earlier()) - set(story_texts()) == {"undervaluation"}


def test_a_status_that_is_drawn_no_more_is_still_told() -> None:
    kept = Story("undervaluation", {"declared": "pumps"}, ("value_low",))
    assert kept.text() == "A second invoice for the goods (pumps) showed a higher price than the declaration."
    assert story_label(kept.id, kept.fields) == "Undervalued sensitive goods"


def test_the_outcome_tells_what_the_control_found_or_why_it_did_not(small_batch: ExerciseBatch) -> None:
    attempt = played(small_batch)
    attempt.submit()
    case = debrief(attempt).case("D-02")
    assert case.violation and case.nature == "party" and case.control == "physical"
    seen = {
        fate(dataclasses.replace(case, nature=nature, control=control, control_finding=found))
        for nature in ("goods", "licence", "party", "papers")
        for control in ("physical", "documents")
        for found in (True, False)
    }
    assert len(seen) == 4 + 8
    for found, said in ((True, "Your control found it."), (False, "Your control did not find it.")):
        assert fate(dataclasses.replace(case, nature="documentary", control_finding=found)).startswith(said)


def words(found: Debrief) -> str:
    """The texts of a debrief's report and what it tells of each consignment."""
    blocks = list(report(found))
    texts = [block.text for block in blocks if isinstance(block, Text)]
    return "\n".join(
        texts + [f"{kind(block.case)} {story_of(block.case)}" for block in blocks if isinstance(block, Case)]
    )


def using(language: str, call: Callable[[], Made]) -> Made:
    """What a call makes in a language."""
    languages.use(language)
    try:
        return call()
    finally:
        languages.use(languages.SOURCE)
