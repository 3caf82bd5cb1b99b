"""No habit answers a case study: place, length, figures, lane and wording do not tell the right option."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from exercises.language import _, languages
from exercises.learning import CaseStudy, Play, Step, cases
from exercises.learning.case_studies import POINTS

MARGIN = 0.05
"""What a habit may earn above chance, in points a step. One step varies by 0.4 points, so 97 steps vary by 0.04."""
WORDS_MARGIN = 0.09
"""For the words of other cases: two standard errors, because good advice does repeat some words."""
LONGEST = 1.3
"""How many times as long as the shortest option of its step an option may be."""
LANES = ("Red", "Yellow", "Blue", "Green")

STEPS: list[tuple[CaseStudy, int, Step]] = [
    (case, number, step) for case in cases() for number, step in enumerate(case.steps)
]
HABITS: dict[str, Callable[[str], float]] = {
    "the longest": len,
    "the shortest": lambda said: -len(said),
    "the most words": lambda said: len(said.split()),
    "the fewest words": lambda said: -len(said.split()),
    "the longest words": lambda said: len(re.sub(r"\W", "", said)) / len(re.findall(r"\w+", said)),
    "the most punctuation": lambda said: len(re.findall(r"[,;:.]", said)),
    "the least punctuation": lambda said: -len(re.findall(r"[,;:.]", said)),
    "the most figures": lambda said: len(re.findall(r"\d", said)),
    "the most names": lambda said: len(re.findall(r"(?<=\w )[A-Z]", said)),
}


@contextmanager
def reading(language: str) -> Iterator[None]:
    before = languages.current()
    languages.use(language)
    try:
        yield
    finally:
        languages.use(before)


def worth(step: Step) -> list[float]:
    return [POINTS[option.worth] for option in step.options]


def mean(points: list[float]) -> float:
    return sum(points) / len(points)


CHANCE = mean([mean(worth(step)) for _case, _number, step in STEPS])


def earned(prefer: Callable[[str], float]) -> float:
    """The points a step of always taking the option that is preferred; among equals by lot."""
    total = []
    for _case, _number, step in STEPS:
        liking = [prefer(_(option.say)) for option in step.options]
        best = max(liking)
        total.append(mean([points for points, likes in zip(worth(step), liking, strict=True) if likes == best]))
    return mean(total)


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_form_of_an_option_tells_its_worth(language: str, habit: str) -> None:
    with reading(language):
        assert earned(HABITS[habit]) <= CHANCE + MARGIN


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_options_of_a_step_are_of_like_length(language: str) -> None:
    with reading(language):
        lengths = {
            f"{case.id} {number + 1}": sorted(len(_(option.say)) for option in step.options)
            for case, number, step in STEPS
        }
    assert {name: found for name, found in lengths.items() if found[-1] > LONGEST * found[0]} == {}


@pytest.mark.parametrize("rounds", [1, 6])
def test_no_place_on_the_page_tells_the_right_option(rounds: int) -> None:
    """In the first round and over six, each place earns what chance earns, and has 1/4 to 5/12 of the right options."""
    points: list[list[float]] = [[], [], []]
    for turn in range(1, rounds + 1):
        for case, number, step in STEPS:
            for place, option in enumerate(Play(case, (0,) * number).shown(turn)):
                points[place].append(worth(step)[option])
    right = [sum(one == 1.0 for one in found) for found in points]
    assert all(mean(found) <= CHANCE + MARGIN for found in points), right
    assert all(sum(right) / 4 <= count <= sum(right) * 5 / 12 for count in right), right


def test_the_number_of_options_does_not_tell_how_many_are_right() -> None:
    """Every step shows three options; one is right, or two are."""
    kinds = Counter(tuple(sorted(worth(step), reverse=True)) for _case, _number, step in STEPS)
    assert {len(kind) for kind in kinds} == {3}
    assert {(1.0, 0.5, 0.0), (1.0, 1.0, 0.0)} <= set(kinds) and len(kinds) >= 3
    assert kinds[(1.0, 1.0, 0.0)] >= 6


def test_no_lane_is_right_by_habit() -> None:
    """Each lane is right and wrong somewhere, and right in at most half of the steps that offer it."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    steps = 0
    for _case, _number, step in STEPS:
        lanes = [option.say.partition(":")[0] for option in step.options]
        if set(lanes) <= set(LANES):
            steps += 1
            good = {lane for lane, points in zip(lanes, worth(step), strict=True) if points == 1.0}
            right.update(good)
            wrong.update(set(lanes) - good)
    assert steps >= 10
    for lane in LANES:
        assert right[lane] and wrong[lane], lane
        assert right[lane] <= (right[lane] + wrong[lane]) / 2, lane


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_words_of_other_cases_do_not_tell_the_right_option(language: str) -> None:
    """Who learns from all other cases which words right options use earns little more than chance in a new case."""
    with reading(language):
        said = [
            (
                case.id,
                [(set(re.findall(r"\w+", _(option.say).lower())), POINTS[option.worth]) for option in step.options],
            )
            for case, _number, step in STEPS
        ]
    earned_here = []
    for case in cases():
        likes = _learnt([options for name, options in said if name != case.id])
        for options in (options for name, options in said if name == case.id):
            liking = [mean([likes(word) for word in words]) for words, _points in options]
            earned_here.append(
                mean([points for (_words, points), one in zip(options, liking, strict=True) if one == max(liking)])
            )
    assert mean(earned_here) <= CHANCE + WORDS_MARGIN


def _learnt(steps: list[list[tuple[set[str], float]]]) -> Callable[[str], float]:
    """How much a word speaks for a right option, in log-odds; words in fewer than three options say nothing."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for options in steps:
        for words, points in options:
            (right if points == 1.0 else wrong).update(words)
    rights = sum(points == 1.0 for options in steps for _words, points in options)
    wrongs = sum(points < 1.0 for options in steps for _words, points in options)

    def likes(word: str) -> float:
        if right[word] + wrong[word] < 3:
            return 0.0
        return math.log((right[word] + 1) / (rights + 2) / ((wrong[word] + 1) / (wrongs + 2)))

    return likes


def test_cases_end_in_several_ways_and_no_list_tells_how() -> None:
    endings = Counter(case.ending for case in cases())
    assert endings["lawful"] >= 2 and endings["accident"] >= 2
    told = re.compile(r"lawful|legal|innocent|harmless|false|violation|accident|smuggl", re.IGNORECASE)
    assert [case.title for case in cases() if told.search(case.title)] == []
    for theme in {case.theme for case in cases() if case.ending != "violation"}:
        assert len({case.ending for case in cases() if case.theme == theme}) > 1, theme
