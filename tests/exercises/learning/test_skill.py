"""Answers are read off a debrief, and ratings recover who reads which family well."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, ndtri
from scipy.stats import spearmanr

from exercises.debrief import debrief, review
from exercises.debrief.answers import EASIEST, answers, designed
from exercises.design import ExerciseBatch, ExerciseCard, build, catalogue
from exercises.engine import Engine
from exercises.learning import Skill
from exercises.learning.rasch import FEW, PRIOR_SD, Estimate
from exercises.learning.skill import estimate, practised, strong, weak
from exercises.marking import CITE_FROM, Answer, KeptResult
from exercises.play import MemoryAttempt
from exercises.record import Decision, Record
from exercises.rehearsal.players import PLAYERS, Player
from simulator.draws import uniform
from tests.exercises.conftest import FLAG_A, FLAG_B, make_batch, make_card

pytestmark = pytest.mark.slow

DAY = datetime(2031, 3, 3, tzinfo=UTC)


def attempt() -> Record:
    """D-02 shows A and B, of which A was cited; B was cited on D-00, where it is not; D-05 was opened and released."""
    decisions = {
        "D-02": Decision("D-02", "red", (FLAG_A,), 4),
        "D-00": Decision("D-00", "red", (FLAG_B,), 2),
        "D-01": Decision("D-01", "yellow", (), 3),
    }
    return Record(decisions=decisions, opened=dict.fromkeys(["D-05"]))


def test_each_consignment_that_asks_for_reasons_answers_for_each_family_worth_citing(
    small_batch: ExerciseBatch,
) -> None:
    found = answers(review(small_batch, make_card(), attempt()))
    assert set(found) == {
        Answer("D-02", "product", designed(2.0), right=True),
        Answer("D-02", "route", designed(3.0), right=False),
        Answer("D-01", "product", designed(2.0), right=False),
        Answer("D-05", "route", designed(3.0), right=False),
        Answer("D-00", "route", designed(CITE_FROM), right=False, there=False),
    }
    assert len(found) == 5


def test_what_was_never_opened_counts_by_its_lane(small_batch: ExerciseBatch) -> None:
    """Released although the evidence called for a control, its flags were overlooked; a right release asks nothing."""
    card = make_card().model_copy(update={"capacity": {"red": 1, "yellow": 0}})
    found = answers(review(small_batch, card, Record()))
    assert {(answer.declaration_id, answer.right) for answer in found} == {("D-02", False)}
    assert set(found) == set(answers(review(small_batch, card, Record(opened=dict.fromkeys(["D-02"])))))


def test_what_was_opened_and_rightly_released_needs_no_reasons(small_batch: ExerciseBatch) -> None:
    """With one place, of the consignments opened only D-02 calls for a control; D-05, released, still shows a flag."""
    card = make_card().model_copy(update={"capacity": {"red": 1, "yellow": 0}})
    opened = Record(opened=dict.fromkeys(["D-02", "D-05"]))
    assert {answer.declaration_id for answer in answers(review(small_batch, card, opened))} == {"D-02"}
    cited = Record(opened=opened.opened, decisions={"D-05": Decision("D-05", "green", (FLAG_B,))})
    assert Answer("D-05", "route", designed(3.0), right=True) in answers(review(small_batch, card, cited))


def test_without_an_oracle_nobody_can_say_what_was_right() -> None:
    assert answers(review(make_batch(oracle=False), make_card(), attempt())) == ()


def test_weak_evidence_is_hard_and_no_evidence_is_sure() -> None:
    found = [designed(weight) for weight in (0.5, 0.8, 1.5, 2.4, 3.0, 9.0)]
    assert found[0] == 0.0 and found[-1] == found[-2] == EASIEST
    assert all(one > other for one, other in pairwise(found[:5]))


@given(
    st.lists(
        st.builds(
            Answer,
            st.text(),
            st.sampled_from(practised()),
            st.floats(allow_nan=False, allow_infinity=False),
            st.booleans(),
            st.booleans(),
        )
    )
)
def test_answers_come_back_from_json(kept: list[Answer]) -> None:
    stored = json.loads(json.dumps(KeptResult(answers=tuple(kept)).model_dump(mode="json")))
    assert KeptResult.model_validate(stored).answers == tuple(kept)


def told(rights: str, family: str = "route", difficulty: float = -1.0) -> list[Answer]:
    """Answers written as r(ight) and w(rong)."""
    return [Answer(f"D-{place}", family, difficulty, letter == "r") for place, letter in enumerate(rights)]


def test_a_rating_moves_with_the_answers_of_its_own_family_and_grows_surer() -> None:
    before = estimate([]).families
    assert list(before) == list(practised()) and before["route"] == Estimate(0.0, PRIOR_SD, 0)
    good, bad = (estimate([(DAY, told(rights))]).families for rights in ("rrrrrr", "wwwwww"))
    assert bad["route"].mean < 0.0 < good["route"].mean and good["payment"] == before["payment"]
    assert good["route"].answers == 6
    longer = estimate([(DAY + timedelta(days=day), told("rrwrrr")) for day in range(6)]).families["route"]
    assert longer.high - longer.low < good["route"].high - good["route"].low < 4 * PRIOR_SD


def test_to_read_hard_flags_counts_more_than_to_read_easy_ones() -> None:
    hard, easy = (estimate([(DAY, told("rwrw", difficulty=at))]).families["route"].mean for at in (0.0, -3.0))
    assert hard > easy


def test_attempts_count_by_time_and_late_ones_more() -> None:
    first, second = (DAY, told("wwwwwwww")), (DAY + timedelta(days=9), told("rrrrrrrr"))
    assert estimate([first, second]) == estimate([second, first])
    assert estimate([(DAY, told("rrrrww"))]) == estimate([(DAY, told("wrrwrr"))])
    swapped = estimate([(second[0], first[1]), (first[0], second[1])])
    assert swapped.families["route"].mean < estimate([first, second]).families["route"].mean


def test_ratings_recover_the_order_of_true_skill() -> None:
    """40 trainees, 5 attempts of 6 answers a family: mean rank correlation over the families 0.90 or so."""
    trainees, attempts, each = 40, 5, 6
    orders = []
    for family in practised():
        skill = ndtri(uniform(2, f"skill {family}", 0, trainees))
        luck = uniform(2, f"luck {family}", 0, trainees * attempts * each).reshape(trainees, attempts, each)
        difficulty = 2.0 * uniform(2, f"cases {family}", 0, luck.size).reshape(luck.shape) - 2.0
        right = luck < expit(skill[:, None, None] - difficulty)
        found = [
            estimate(
                [
                    (
                        DAY + timedelta(days=day),
                        [
                            Answer("D", family, float(difficulty[who, day, k]), bool(right[who, day, k]))
                            for k in range(each)
                        ],
                    )
                    for day in range(attempts)
                ]
            )
            .families[family]
            .mean
            for who in range(trainees)
        ]
        orders.append(spearmanr(found, skill).statistic)
    assert np.mean(orders) == pytest.approx(0.90, abs=0.03) and min(orders) > 0.75


def test_weak_and_strong_families_are_those_that_answers_bear_out() -> None:
    ratings = {
        "product": Estimate(-1.0, 0.3, 30),
        "end_user": Estimate(-1.1, 1.2, 6),
        "end_use": Estimate(0.1, 0.3, 30),
        "route": Estimate(1.0, 0.3, 30),
        "payment": Estimate(1.2, 1.3, 6),
        "documents": Estimate(-3.0, 0.2, FEW - 1),
        "behaviour": Estimate(),
    }
    assert weak(Skill(ratings)) == ("product", "end_use") and strong(Skill(ratings)) == ("route", "payment")
    assert weak(estimate([])) == () == strong(estimate([]))
    assert weak(Skill({"route": ratings["route"]})) == ("route",) and strong(Skill({"route": ratings["route"]})) == ()


def test_simulated_trainees_are_rated_in_the_order_of_their_skill(engine: Engine) -> None:
    """Mean over the families after three days; who cites all sorts of flags pays for those that are not there."""
    spec = catalogue()[0]
    batch = build(spec, engine)
    card = ExerciseCard.of(spec.slug, spec.record(), len(batch.declarations))
    mean = {}
    for habits in PLAYERS:
        history = []
        for day in range(3):
            played = MemoryAttempt(card, batch)
            Player(habits, batch, day).play(played)
            history.append((DAY + timedelta(days=day), answers(debrief(played))))
        mean[habits.name] = np.mean([rating.mean for rating in estimate(history).families.values()])
    assert mean["random"] < mean["novice"] < mean["over-cautious"] < mean["competent"] < mean["expert"]
    assert mean["expert"] - mean["novice"] > 1.0
