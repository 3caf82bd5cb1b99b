"""A class's answers correct the designed difficulty of cases, and the design keeps them from being misread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, ndtri

from exercises.learning import calibrate
from exercises.learning.difficulty import DESIGN_SD
from exercises.marking import Answer
from simulator.draws import Floats, uniform

CASES, TRAINEES = 60, 30
Room = dict[str, list[tuple[str, list[Answer]]]]


def classroom(seed: int, each: int) -> tuple[Room, Floats]:
    """Cases of difficulties N(-1, 1) that were designed with a correlation of 0.75, ``each`` answered that often by
    trainees of abilities N(0, 1); the answers and the true difficulties."""

    def normal(stream: str, count: int) -> Floats:
        drawn: Floats = ndtri(uniform(seed, stream, 0, count))
        return drawn

    truth, ability = normal("truth", CASES) - 1.0, normal("ability", TRAINEES)
    design = -1.0 + 0.75 * (truth + 1.0) + np.sqrt(1.0 - 0.75**2) * normal("design", CASES)
    lots, luck = (uniform(seed, stream, 0, CASES * TRAINEES).reshape(CASES, TRAINEES) for stream in ("who", "luck"))
    room: Room = {f"trainee {number}": [("harbour", [])] for number in range(TRAINEES)}
    for case in range(CASES):
        for trainee in np.argsort(lots[case])[:each]:
            right = bool(luck[case, trainee] < expit(ability[trainee] - truth[case]))
            room[f"trainee {trainee}"][0][1].append(Answer(f"D-{case}", "route", float(design[case]), right))
    return room, truth


def unseeded(room: Room) -> Room:
    return {
        trainee: [(exercise, [replace(answer, difficulty=-1.0) for answer in given]) for exercise, given in attempts]
        for trainee, attempts in room.items()
    }


def agreement(room: Room, truth: Floats) -> float:
    found = calibrate(room)
    means = [found[("harbour", f"D-{case}", "route")].mean for case in range(CASES)]
    return float(np.corrcoef(means, truth)[0, 1])


def test_seeding_by_design_recovers_difficulty_better_than_answers_alone() -> None:
    """Mean correlation with the truth over 20 classes after 9 answers a case: 0.84 seeded, 0.74 by answers alone."""
    rooms = [classroom(seed, 9) for seed in range(20)]
    seeded = np.array([agreement(room, truth) for room, truth in rooms])
    alone = np.array([agreement(unseeded(room), truth) for room, truth in rooms])
    assert seeded.mean() == pytest.approx(0.84, abs=0.01)
    assert alone.mean() == pytest.approx(0.74, abs=0.01)
    assert (seeded > alone).mean() > 0.9


def test_more_answers_bring_it_nearer_to_the_truth() -> None:
    few, many = (np.mean([agreement(*classroom(seed, each)) for seed in range(5)]) for each in (3, 27))
    assert few < many and many > 0.9


def test_a_case_that_all_miss_becomes_harder_and_surer() -> None:
    hard, easy = Answer("D-1", "route", -1.0, right=False), Answer("D-2", "route", -1.0, right=True)
    found = calibrate({f"trainee {number}": [("harbour", [hard, easy])] for number in range(8)})
    one, other = found[("harbour", "D-1", "route")], found[("harbour", "D-2", "route")]
    assert one.mean > -1.0 > other.mean
    assert one.answers == 8 and one.sd < DESIGN_SD


def test_flags_that_are_not_there_have_no_difficulty_of_their_own() -> None:
    invented = Answer("D-1", "route", 0.0, right=False, there=False)
    assert calibrate({"trainee": [("harbour", [invented])]}) == {} == calibrate({})
