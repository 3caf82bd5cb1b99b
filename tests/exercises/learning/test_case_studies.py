"""Case studies load, can be played from kept answers, and tell nothing that would name the case they follow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exercises.learning import CaseStudy, Play, cases
from exercises.learning.case_studies import load_cases
from simulator.errors import InputError
from simulator.reference import codes, strategic

ANSWERS = st.lists(st.tuples(st.integers(-1, 6), st.integers(-1, 4)), max_size=12)
ROUTES = {
    "C01": "United States, China, Iran",
    "C02": "Belgium, Syria, Lebanon",
    "C03": "United States, South Africa, Johannesburg, Pakistan",
    "C04": "Malaysia, Emirates, Dubai, Suez, Libya, Italy",
    "C05": "Cuba, Caribbean, Panama, Far East",
    "C06": "Germany, Turkey, Türkiye, Azerbaijan, India",
    "C07": "Nampo, China, Dalian, Shanghai, Emirates",
    "C08": "China, Busan, Syria",
    "C09": "United States, Emirates, Georgia, Iran",
    "C10": "Germany, Switzerland, Swiss, Lithuania, Russia",
    "C11": "United States, Taiwan",
    "C12": "Germany, China, Chinese, Mediterranean",
    "C13": "United States, Hong Kong, China, Russia",
    "C14": "United States, Turkey, Türkiye, Hong Kong, India, China, Emirates, Russia",
    "C15": "United States, Singapore, Pakistan, Canada, Iran",
    "C16": "Korea, China, Chinese, Malaysia",
    "C17": "United States, Tanzania, East Africa, Texas",
    "C18": "Korea, India, Indian, Malta, Mediterranean",
    "C19": "Britain, British, London, Taiwan, Malta, Libya",
    "C20": "Britain, British, London, Iraq, Vienna, Austria",
    "C21": "Italy, Italian, Genoa, Saudi, Gulf",
    "C22": "India, New Jersey, California, United States",
    "C23": "United States, Russia, Russian, Germany, Armenia, Cyprus",
    "C24": "Kazakhstan, Kyrgyzstan, Armenia, Russia, Baltic",
    "C25": "Korea, Yemen, Arabian, Spain, United States",
    "C26": "United States, New York, New Jersey, Spain",
}


def texts(case: CaseStudy) -> str:
    """All that is told of a case before its sources."""
    steps = " ".join(
        " ".join((step.ask, step.shows, *(f"{option.say} {option.because}" for option in step.options)))
        for step in case.steps
    )
    lines = " ".join(line.value for line in case.declared)
    return f"{case.title} {case.opening} {lines} {steps} {case.outcome} {case.lesson}"


def test_there_are_cases_enough_and_each_is_worth_five_minutes() -> None:
    assert len(cases()) >= 26
    for case in cases():
        assert 3 <= len(case.steps) <= 5 and case.sources and case.after
        assert 150 <= len(texts(case).split()) <= 900
        for step in case.steps:
            assert len({option.say for option in step.options}) == len(step.options)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_nothing_told_names_the_public_case(case: CaseStudy) -> None:
    """No year, no place of judgment, none of the countries that the public cases turn on."""
    told = texts(case)
    assert not re.search(r"\b(19|20)\d\d\b", told)
    for name in ("Iran", "Korea", "Syria", "Libya", "Russia", "Pakistan", "Hamburg", "Stuttgart", "Antwerp", "Boston"):
        assert name not in told


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_no_country_of_the_public_route_is_told(case: CaseStudy) -> None:
    """The countries through which the goods of the public case really went."""
    told = texts(case)
    assert [name for name in ROUTES[case.after].split(", ") if re.search(rf"\b{name}\b", told)] == []


CODES = {case.id: line.value for case in cases() for line in case.declared if line.label == "HS code"}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_what_is_said_of_a_code_is_true_of_it(case: CaseStudy) -> None:
    """Each code is one of the tariff, and only codes of the high-priority list are said to be on it."""
    code = CODES[case.id].replace(" ", "")
    assert re.fullmatch(r"\d{4} \d{2}", CODES[case.id]) and code in codes()
    others = re.findall(r"\b\d{4} \d{2}\b", texts(case))
    assert {one.replace(" ", "") for one in others} <= set(codes())
    listed = code in strategic() and bool(strategic()[code].tier)
    assert ("product.high_priority_list" in case.flags) <= listed
    assert ("high-priority" in case.regime) <= listed


def test_the_goods_of_the_cases_stand_under_their_codes() -> None:
    """The goods whose codes were wrong once."""
    assert CODES["five-buyers-one-story"] == "8524 92" and codes()["852492"].label.startswith("OLED display")
    assert CODES["fibre-with-a-new-name"] == "5501 30" and "tow" in codes()["550130"].label
    assert CODES["the-cousins-company"] == "8460 23" and "numerically controlled" in codes()["846023"].label


@given(st.sampled_from(cases()), ANSWERS)
def test_any_answers_give_a_play_that_the_same_answers_give_again(
    case: CaseStudy, answers: list[tuple[int, int]]
) -> None:
    play = Play.of(case, answers)
    assert 0.0 <= play.score <= 1.0
    assert play == Play.of(case, [*answers, *answers])
    assert play == Play.of(case, list(enumerate(play.chosen)))
    assert play.done == (len(play.chosen) == len(case.steps))
    assert sorted(play.shown(1)) == list(range(0 if play.step is None else len(play.step.options)))


def test_the_best_choices_score_all_and_the_poorest_nothing() -> None:
    for case in cases():
        order = {"good": 0, "fair": 1, "poor": 2}
        for worst, score in ((False, 1.0), (True, None)):
            play = Play(case)
            while play.step is not None:
                options = play.step.options
                ranked = sorted(range(len(options)), key=lambda k: order[options[k].worth])
                play = play.choose(ranked[-1] if worst else ranked[0])
            assert play.done and (play.score == score if score is not None else play.score < 0.5)
        with pytest.raises(IndexError):
            play.choose(0)


def test_the_good_option_does_not_always_stand_in_the_same_place() -> None:
    places = [
        next(place for place, option in enumerate(Play(case).shown(1)) if case.steps[0].options[option].worth == "good")
        for case in cases()
    ]
    assert len(set(places)) == 3
    assert any(Play(case).shown(1) != Play(case).shown(2) for case in cases())


def test_a_violation_shows_two_red_flags_at_least() -> None:
    told = next(case for case in cases() if case.ending == "violation").model_dump()
    with pytest.raises(ValidationError, match="two red flags"):
        CaseStudy.model_validate({**told, "flags": told["flags"][:1]})
    assert CaseStudy.model_validate({**told, "flags": (), "ending": "accident"}).flags == ()


def test_every_fault_of_every_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: A b\ntitle: x\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: b\nflags: [no.such, route.abnormal]\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_cases(tmp_path)
    told = " ".join(refused.value.faults)
    assert "a.yaml:1" in told and "b.yaml:2" in told and "no.such" in told
