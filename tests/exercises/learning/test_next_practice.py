"""Next is the family read least well among those due, and ratings come from exercises that ask for red flags."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from exercises.learning import Progress, Skill, next_practice, progress
from exercises.learning.rasch import Estimate
from exercises.learning.skill import practised
from exercises.marking import Answer, KeptResult
from exercises.store import Past

TODAY = date(2031, 3, 3)
LATER = TODAY + timedelta(days=9)


def found(due: dict[str, date], few: str = "", **ratings: float) -> Progress:
    """Progress with these ratings after 20 answers each, and two answers for the family ``few``."""
    known = {name: Estimate(mean, 0.4, 2 if name == few else 20) for name, mean in ratings.items()}
    return Progress(Skill({name: known.get(name, Estimate()) for name in practised()}), (), (), due)


def test_the_weakest_of_what_is_due_comes_first_then_the_weakest_of_all() -> None:
    due = {"route": TODAY, "payment": LATER, "product": TODAY - timedelta(days=3)}
    asked = found(due, route=0.5, payment=-1.0, product=1.0)
    now = next_practice(asked, TODAY)
    assert (now.family, now.due, now.families) == ("route", True, ("route",))
    before = next_practice(found(dict.fromkeys(due, LATER), route=0.5, payment=-1.0), TODAY)
    assert (before.family, before.due) == ("payment", False)
    assert "Payment" in before.sentence() and "20 answers" in before.sentence() and "refresher" not in before.sentence()
    assert "Route" in now.sentence() and "refresher is due" in now.sentence()


def test_a_family_with_few_answers_is_never_called_weak() -> None:
    asked = next_practice(found({"payment": TODAY}, few="payment", route=0.5, payment=-3.0), TODAY)
    assert asked.family == "route"
    nothing = next_practice(found({}, few="payment", payment=-3.0), TODAY)
    assert nothing.families == () and "all families" in nothing.sentence()


@pytest.mark.parametrize(("mode", "rated"), [("targeting", True), ("stream", False)])
def test_a_stream_asks_for_no_flags_and_lowers_no_rating(mode: str, rated: bool) -> None:
    missed = tuple(Answer(f"D-{n}", "route", -2.0, right=False) for n in range(49))
    at = datetime(2031, 3, 3, tzinfo=UTC)
    past = Past("a", "e", "Counter", "medium", "counter", mode, at, KeptResult(version=2, answers=missed))
    skill = progress([past]).skill.families["route"]
    assert (skill.mean < -1.0) == rated and (skill.answers == 49) == rated
    assert ("route" in progress([past]).due) == rated
