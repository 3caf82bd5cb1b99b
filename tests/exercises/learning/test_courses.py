"""A course knows whose turn it is, and compares what was shown before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from exercises.learning import before_and_after, courses, progress, standing
from exercises.marking import Detection, KeptResult
from exercises.store import Assignment, Past

COURSE = courses()[0]
NOW = datetime(2031, 3, 3, 8, tzinfo=UTC)


def assigned(slug: str) -> Assignment:
    return Assignment(f"{slug}-1", slug, "medium", NOW, None, None, None, {}, 60, slug, "stream", False)


def past(slug: str, counts: Detection | None, day: int = 3, **more: object) -> Past:
    result = KeptResult.model_validate({"detection": counts, **more})
    return Past("a", f"{slug}-1", slug, "medium", slug, "stream", NOW.replace(day=day), result)


def test_parts_come_one_after_the_other() -> None:
    slugs = [part.exercise for part in COURSE.parts]
    every = [assigned(slug) for slug in slugs]
    first = standing(COURSE, every, [])
    assert [one.next for one in first] == [True, False, False]
    seen = Detection(2, 2, 3, 53)
    second = standing(COURSE, every, [past(slugs[0], seen)])
    assert [one.next for one in second] == [False, True, False] and second[0].detection == seen
    assert before_and_after(second) is None
    assert standing(COURSE, every[:1], [])[2].assignment is None


def test_the_newest_attempt_counts_and_the_shift_needs_both_ends() -> None:
    slugs = [part.exercise for part in COURSE.parts]
    old, new, after = Detection(1, 3, 0, 56), Detection(2, 2, 3, 53), Detection(3, 1, 8, 48)
    parts = standing(COURSE, [], [past(slugs[0], old, 3), past(slugs[0], new, 4), past(slugs[2], after, 5)])
    assert before_and_after(parts) == (new, after)


def test_progress_replays_the_answers_that_were_kept_and_bears_attempts_without_any() -> None:
    answer = {"declaration_id": "D-1", "family": "route", "difficulty": 0.0, "right": False, "there": True}
    batch = replace(past("x", None, 3, answers=[answer] * 6), mode="targeting")
    found = progress([batch, past("y", None, 4)])
    assert found.skill.families["route"].answers == 6 and found.skill.families["route"].mean < 0
    assert found.weak == ("route",) and set(found.due) == {"route"}
    assert progress([]).due == {}
