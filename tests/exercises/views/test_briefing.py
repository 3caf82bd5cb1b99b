"""The briefing says what counts as a violation, about how many there are, and what lanes, means and engine do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from exercises.design import ExerciseCard, ExerciseSpec, catalogue
from exercises.engine import EngineState
from exercises.language import languages
from exercises.views.trainee.briefing import office, violations
from simulator.office import MEANS, control_settings

SPECS = [one for one in catalogue() if isinstance(one, ExerciseSpec)]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    languages.use("en")
    yield
    languages.use("en")


def card(spec: ExerciseSpec) -> ExerciseCard:
    return ExerciseCard.of(f"{spec.slug}-1", spec.record(), spec.traffic.declarations)


def shipped(slug: str) -> ExerciseSpec:
    return next(one for one in SPECS if one.slug == slug)


def test_violations_are_those_of_the_pack_and_revenue_is_none() -> None:
    union, georgia = (violations.html(card(shipped(slug))) for slug in ("first-shift", "inquiry-desk"))
    for told in (union, georgia):
        for word in ("listed goods without a licence", "embargoed country", "catch-all", "false for such goods"):
            assert word in told
        assert "Not counted: goods declared below their value" in told
        assert "somewhere between 3 and 15 are violations" in told
        assert "Iran" in told and "North Korea" in told
    assert (
        "outside the customs territory (European Union)" in union
        and "Here (Georgia)" in georgia
        and "to every destination:" in georgia
    )


def test_a_file_from_elsewhere_says_whose_word_counts() -> None:
    plain = ExerciseCard(id="a", title="A", level="easy", volume=20)
    told = violations.html(plain)
    assert "controls of that office recorded" in told and "Of a hundred" not in told


def test_each_lane_has_its_places_costs_and_findings() -> None:
    told = office.lanes(card(shipped("first-shift")))
    for cell in ("<td>8</td>", "<td>12</td>", "<td>2 h</td>", "<td>24 h</td>", "<td>30 min</td>", "<td>16 h</td>"):
        assert cell in told
    red = control_settings().of_lane("red")
    assert red is not None and f"{100 * red.sensitivity['goods']:.0f}" in told
    assert "audit of the company" in told and "after 30 to 180 days" in told


def test_a_stream_says_what_holding_costs() -> None:
    told = office.lanes(card(shipped("live-counter")))
    assert "Hold" in told and "Release" in told and "no limit" in told and "audit" not in told


def test_each_means_has_its_cost_and_what_it_shows() -> None:
    told = office.means(card(shipped("inquiry-desk")))
    assert told.count("<tr>") == len(MEANS) and "6 min" in told and "360 minutes" in told
    assert not office.means(card(shipped("first-shift")))


def test_the_engine_is_told_alike_whatever_its_state() -> None:
    """Nobody learns from the briefing that an engine is out of date or blind."""
    spec = shipped("inquiry-desk")
    states = (EngineState(), EngineState(state="outdated"), EngineState(state="blind", blind_to="sea"))
    told = {office.engine(card(spec.model_copy(update={"engine": state}))) for state in states}
    assert len(told) == 1 and "reads the declaration alone" in told.pop()
    assert not office.engine(card(shipped("watch-2-burst")))
