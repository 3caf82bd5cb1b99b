"""Campaigns: the traffic, what a policy learns from, the grid on disk, and the figures."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.analysis import campaign_figures, campaign_summary, draw_campaign, read_plan
from exercises.analysis.campaign import play, policies
from exercises.analysis.campaign.drift import WAVES, typology_weights
from exercises.analysis.campaign.plan import Cell, Grid, Office
from exercises.analysis.campaign.weeks import SURVEY, Weeks, weeks
from generators.odds import typologies
from simulator.errors import InputError
from simulator.office import Known, Tally
from simulator.profiles import ProfileScorer
from simulator.reference import KEY

pytestmark = pytest.mark.slow

SMALL = Office(weeks=2, declarations=200, prevalence=0.1, capacity=0.1, audits=5, delay=3)
PROFILES = Grid(policies=("profiles",), shares=(0.0, 0.2), seeds=1, drift=(False,))


@pytest.fixture
def short_lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning in a moment; what is learned does not matter here."""
    monkeypatch.setattr(policies, "LESSON", 400)


def test_every_fault_of_office_and_grid_is_told_with_its_option() -> None:
    with pytest.raises(InputError) as refusal:
        read_plan({"weeks": 0, "prevalence": 2, "capacity": 0}, {"shares": (1.5,), "policies": ("luck",), "seeds": 0})
    told = "\n".join(refusal.value.faults)
    for option in ("--weeks", "--prevalence", "--capacity", "--shares", "--policy", "--seeds"):
        assert option in told
    office, grid = read_plan({"capacity": 0.1}, {"shares": (0.1, 0.1), "seeds": 2})
    assert office.places == 400 and Office(capacity=30).places == 30 and Office(capacity=0.0001).places == 1
    assert len(grid.cells) == len({cell.name for cell in grid.cells}) == 3 * 1 * 2 * 2


def test_the_delay_of_audits_is_the_offices_own() -> None:
    assert (SMALL.controls.first_day, SMALL.controls.last_day) == (3, 3)
    assert (Office().controls.first_day, Office().controls.last_day) == (30, 180)


@given(length=st.integers(1, 120), week=st.integers(-10, 200))
def test_typologies_fade_into_each_other_and_always_add_up(length: int, week: int) -> None:
    now = typology_weights(week, length)
    assert set(now) <= set(WAVES) <= set(typologies()) and sum(now.values()) == pytest.approx(1)
    assert len(now) <= 2 or length < 4
    if week <= 0:
        assert now == {WAVES[0]: 1.0}
    if week >= length:
        assert now == {WAVES[-1]: 1.0}


def test_typologies_never_met_before_appear_during_the_year() -> None:
    first = {name: min(week for week in range(52) if name in typology_weights(week, 52)) for name in WAVES}
    assert [first[name] for name in WAVES] == sorted(first.values()) and 0 < first[WAVES[1]] < first[WAVES[2]] < 45


def test_weeks_are_one_traffic_cut_with_the_same_traders_and_nothing_of_the_truth_to_be_seen() -> None:
    office = Office(weeks=20, declarations=400, prevalence=0.3)
    drifting, stable = Weeks(office, 3, True), Weeks(office, 3, False)
    seen, truth = zip(*(drifting(week) for week in (0, 10, 19)), strict=True)
    declarations = pd.concat(seen)
    assert declarations[KEY].is_unique and declarations["acceptance_date"].is_monotonic_increasing
    assert declarations["acceptance_date"].iloc[-1] - declarations["acceptance_date"].iloc[0] > pd.Timedelta(days=120)
    assert set(declarations.columns) & set(truth[0].columns) == {KEY}
    assert [one.loc[one["violation"], "typology"].unique().tolist() for one in truth] == [
        [WAVES[0]],
        [WAVES[1]],
        [WAVES[2]],
    ]
    assert seen[0]["consignee_id"].astype(str).equals(stable(0)[0]["consignee_id"].astype(str))
    assert stable(10)[1]["typology"].nunique() > 8
    chance = truth[1]["posterior"]
    assert abs(chance.sum() - truth[1]["violation"].sum()) < 4 * np.sqrt(400 * 0.3)
    assert chance[truth[1]["violation"]].mean() > 1.5 * chance.mean()


def test_the_survey_is_what_examining_everything_finds_before_the_first_week() -> None:
    traffic = weeks(SMALL, 1, False)
    survey = traffic.survey
    assert len(survey.declarations) == SURVEY * SMALL.declarations == len(survey.found)
    assert not set(survey.declarations[KEY]) & set(traffic(0)[0][KEY])
    violation = pd.concat([traffic(week)[1]["violation"] for week in range(-SURVEY, 0)], ignore_index=True)
    assert not survey.found[~violation].any() and 0.6 < survey.found[violation].mean() < 1
    assert (survey.stands_for == 1).all()


@given(
    found=st.lists(st.booleans(), max_size=300).map(lambda some: np.array(some, dtype=bool)),
    weight=st.floats(1, 500),
)
def test_a_lesson_has_rows_of_what_is_known_and_no_more_violations_than_are_known(
    found: np.ndarray, weight: float
) -> None:
    stands_for = np.where(np.arange(len(found)) % 3 == 0, weight, 1.0)
    rows = policies.lesson(found, stands_for)
    assert (np.diff(rows) >= 0).all() and set(rows) <= set(range(len(found)))
    assert found[rows].sum() == min(found.sum(), round(policies.LESSON * policies.VIOLATIONS))
    assert len(rows) <= policies.LESSON
    if weight == 1:
        assert rows.tolist() == list(range(len(found)))


def test_what_stands_for_more_enters_a_lesson_more_often_by_the_square_root(short_lessons: None) -> None:
    found = np.zeros(4_000, dtype=bool)
    stands_for = np.where(np.arange(4_000) < 40, 100.0, 1.0)
    drawn = (policies.lesson(found, stands_for) < 40).sum()
    assert drawn == pytest.approx(400 * 40 * 10 / (40 * 10 + 3_960), abs=1)


def test_a_learner_keeps_its_scorer_where_too_little_is_known(short_lessons: None) -> None:
    traffic = weeks(SMALL, 1, False)
    survey = traffic.survey
    few = Known(survey.declarations[:50], survey.found[:50], survey.stands_for[:50])
    first = ProfileScorer([])
    learner = policies.Learner(1, first)
    assert learner(few) is first
    learned = learner(survey)
    assert learned is not first and learner(few) is learned


def test_both_is_above_each_of_its_parts(short_lessons: None) -> None:
    traffic = weeks(SMALL, 1, False)
    plan = policies.policy("both", 0.1, SMALL, traffic.survey, 1)
    assert plan.retrain is not None
    both = plan.retrain(traffic.survey)
    assert isinstance(both, policies.Both)
    seen = traffic(0)[0]
    assert (both.score(seen).value >= both.classifier.score(seen).value - 1e-12).all()


def test_a_policy_examines_and_audits_its_share_at_random() -> None:
    plan = policies.policy("profiles", 0.2, SMALL, weeks(SMALL, 1, False).survey, 1)
    assert plan.capacity.red == 20 and plan.capacity.quota("red") == 4 and plan.audit_random_share == 0.2
    assert plan.retrain is None and plan.known is None


def test_a_campaign_has_a_twin_and_another_share_plays_otherwise(short_lessons: None) -> None:
    one = play.play(SMALL, Cell("classifier", 0.2, 1, False))
    assert one.equals(play.play(SMALL, Cell("classifier", 0.2, 1, False)))
    assert not one["tally_reach"].equals(play.play(SMALL, Cell("profiles", 0.1, 1, False))["tally_reach"])
    assert one["policy"].eq("classifier").all() and one["week"].tolist() == [0, 1]
    assert one["labels"].iloc[0] == SURVEY * SMALL.declarations


def test_an_office_that_only_follows_its_scores_loses_sight_of_new_ways_and_random_checks_find_them() -> None:
    """The finding itself, in small: how well the classifier ranks all traffic at the beginning and at the end."""
    office = Office(weeks=20, declarations=1_500, capacity=0.03, prevalence=0.08)
    ends = []
    for seed in (1, 2, 3):
        skill = [play.play(office, Cell("classifier", share, seed, True))["skill"] for share in (0.0, 0.3)]
        assert min(own[:2].mean() for own in skill) > 0.7
        ends.append([own[15:].mean() for own in skill])
    alone, at_random = np.mean(ends, axis=0)
    assert alone < 0.2 and at_random > alone + 0.1, ends


def test_what_is_played_is_not_played_again_and_a_grid_may_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "campaigns"
    shares: list[float] = []
    whole = play.play_grid(SMALL, PROFILES, folder, progress=shares.append)
    assert shares == [0.0, 0.5, 1.0]
    (folder / "campaigns" / "profiles-stable-0-1.parquet").unlink()
    (folder / "campaigns" / ".profiles-stable-0-1.parquet.99.partial").write_bytes(b"half")
    played: list[str] = []
    original = play.play

    def noted(office: Office, cell: Cell) -> pd.DataFrame:
        played.append(cell.name)
        return original(office, cell)

    monkeypatch.setattr(play, "play", noted)
    assert play.play_grid(SMALL, PROFILES, folder).equals(whole)
    assert played == ["profiles-stable-0-1"] and not list(folder.rglob("*.partial"))
    more = play.play_grid(SMALL, PROFILES.model_copy(update={"shares": (0.0, 0.1, 0.2)}), folder)
    assert played[1:] == ["profiles-stable-0.1-1"] and 2 * len(more) == 3 * len(whole)


def test_a_campaign_that_fails_leaves_no_file_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = play.play

    def fails(office: Office, cell: Cell) -> pd.DataFrame:
        if cell.share:
            raise KeyboardInterrupt
        return original(office, cell)

    monkeypatch.setattr(play, "play", fails)
    with pytest.raises(KeyboardInterrupt):
        play.play_grid(SMALL, PROFILES, tmp_path)
    assert [file.name for file in (tmp_path / "campaigns").iterdir()] == ["profiles-stable-0-1.parquet"]


def test_any_number_of_workers_plays_the_same(tmp_path: Path) -> None:
    alone = play.play_grid(SMALL, PROFILES, tmp_path / "one")
    assert play.play_grid(SMALL, PROFILES, tmp_path / "two", workers=2).equals(alone)


def test_a_folder_of_another_office_or_of_something_else_is_refused(tmp_path: Path) -> None:
    play.play_grid(SMALL, PROFILES, tmp_path / "held")
    with pytest.raises(InputError, match=r"another office \(prevalence 0\.1, not 0\.2\)"):
        play.play_grid(SMALL.model_copy(update={"prevalence": 0.2}), PROFILES, tmp_path / "held")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path / "other", tmp_path / "other" / "thesis.txt"):
        with pytest.raises(InputError, match="other content"):
            play.play_grid(SMALL, PROFILES, place)
    assert (tmp_path / "other" / "thesis.txt").read_text(encoding="utf-8") == "mine"


def rows_of(policy: str, drift: bool, share: float, seed: int, caught: list[int]) -> pd.DataFrame:
    """Weeks in which 20 of 1,000 violate, 40 are examined and the best choice catches 10."""
    tally = Tally(1_000, 0, sent=10.0, sent_variance=1.0, met=10.0, met_variance=90.0, others=900, reach=90.0)
    common = {"policy": policy, "drift": drift, "share": share, "seed": seed}
    counts = {"declarations": 1_000, "violations": 20, "examined": 40, "severity": 60.0, "skill": 0.5}
    best = {"best_caught": 10, "best_severity_caught": 40.0, "delay_hours": 960.0, "labels": 70, "labels_positive": 7}
    frame = pd.DataFrame([common | counts | best | {f"tally_{k}": v for k, v in vars(tally).items()}] * len(caught))
    frame["caught"], frame["week"] = caught, range(len(caught))
    return frame.assign(severity_caught=2.0 * frame["caught"], lawful_held=40 - frame["caught"])


def test_the_figures_of_a_campaign_are_shares_of_its_sums() -> None:
    (row,) = campaign_figures(rows_of("classifier", True, 0.1, 1, [8, 8, 2, 4])).to_dict("records")
    expected = {
        "caught": 22 / 80,
        "severity_caught": 44 / 240,
        "of_best": 22 / 40,
        "severity_of_best": 44 / 160,
        "late_of_best": 4 / 10,
        "hit_rate": 22 / 160,
        "lawful_released": 1 - (160 - 22) / (4_000 - 80),
        "delay_hours": 0.96,
        "rate": 0.02,
        "estimate": 0.02,
        "covers": 1.0,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)
    assert row["estimate_low"] < 0.02 < row["estimate_high"] and row["labels"] == 70


def test_means_have_students_interval_over_the_seeds_and_none_for_one() -> None:
    played = pd.concat([rows_of("both", False, 0.0, seed, [caught] * 4) for seed, caught in ((1, 2), (2, 4), (3, 6))])
    (row,) = campaign_summary(campaign_figures(played)).to_dict("records")
    half = 4.302652729911275 * 0.2 / math.sqrt(3)
    assert (row["of_best"], row["of_best_from"], row["of_best_to"]) == pytest.approx((0.4, 0.4 - half, 0.4 + half))
    assert row["seeds"] == 3 and row["covers"] == 1
    (single,) = campaign_summary(campaign_figures(rows_of("both", False, 0.0, 1, [2] * 4))).to_dict("records")
    assert math.isnan(single["of_best_from"])


def test_a_campaign_without_random_checks_has_no_estimate_and_no_coverage() -> None:
    played = rows_of("both", False, 0.0, 1, [2] * 4).assign(tally_blind=900)
    (row,) = campaign_figures(played).to_dict("records")
    assert math.isnan(row["estimate"]) and math.isnan(row["covers"])


def test_the_chart_is_svg_that_says_what_it_shows_and_asks_nobody(tmp_path: Path) -> None:
    parts = [
        rows_of(policy, drift, share, seed, [2, 3, 4, 5, 6, 7])
        for policy in ("classifier", "profiles")
        for drift in (False, True)
        for share in (0.0, 0.1)
        for seed in (1, 2)
    ]
    played = pd.concat(parts)
    means = campaign_summary(campaign_figures(played))
    for name in ("one.svg", "twin.svg"):
        draw_campaign(played, means, tmp_path / name)
    text = (tmp_path / "one.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg") and "<script" not in text
    for label in ("10% at random", "stable typologies: whole campaign", "drift: classifier, week by week", "profiles"):
        assert f">{label}<" in text
    assert text == (tmp_path / "twin.svg").read_text(encoding="utf-8")
    draw_campaign(played[played["drift"]], means[means["drift"]], tmp_path / "drift.svg")
    assert "stable" not in (tmp_path / "drift.svg").read_text(encoding="utf-8")
