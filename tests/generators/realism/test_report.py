"""Generated trade keeps to the published figures: margins of the world pattern, joints of the Korean one."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generators.odds import Settings, market
from generators.realism import measures as realism
from generators.realism import report as realism_report
from generators.table import frame
from generators.traffic import declare, draw, generate
from simulator.errors import InputError
from simulator.packs import pack
from simulator.reference import chapters, countries

PUBLIC = Path(os.environ.get("REDLANE_THIRD_PARTY", Path(__file__).resolve().parents[4] / "shared" / "third_party"))
KOREA = PUBLIC / "customs_declarations_kr_train.csv"


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return realism_report._figures(realism_report.WORLD, 7, PUBLIC)


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [
        ("sd of ln price per kg, imports", 2.0, 2.8),
        ("sd of ln price per kg within an HS6, half the middle 68 %", 0.2, 0.4),
        ("air : sea, value per kg", 20, 100),
        ("top 1 % of importers, share of value", 0.50, 0.72),
        ("share of declarations on a Monday", 0.25, 0.32),
        ("share at the weekend", 0.03, 0.07),
        ("strategic codes, share of value", 0.01, 0.03),
        ("chapters, 1 - total variation from world export shares", 0.85, 1),
        ("origin is the country of export", 0.7, 0.9),
        ("countries of consignors and consignees", 100, 300),
    ],
)
def test_the_world_pattern_keeps_to_public_figures(
    figures: dict[str, float], what: str, low: float, high: float
) -> None:
    assert low <= figures[what] <= high


@pytest.mark.parametrize("share", [0.01, 0.02, 0.10])
def test_the_share_of_strategic_goods_in_value_is_what_was_asked_for(share: float) -> None:
    """By the usual value of a consignment, so that one dear shipment does not decide; within a fifth."""
    settings = Settings(declarations=150_000, prevalence=0.0001, strategic=share)
    drawn, shop = draw(settings, 3, 0, 150_000), market("world")
    worth = (shop.eur_per_kg * shop.kg)[drawn.good]
    listed = shop.shelf.kind[drawn.good] == 2
    assert worth[listed].sum() / worth.sum() == pytest.approx(share, rel=0.2)


def test_every_chapter_and_nearly_every_country_trades() -> None:
    made = frame(declare(draw(Settings(declarations=150_000), 3, 0, 150_000)))
    assert set(made["hs_code"].astype(str).str[:2]) == set(chapters())
    met = set(made["consignor_country"].astype(str)) | set(made["consignee_country"].astype(str))
    assert len(met) >= 100 and met <= set(countries())
    assert set(made["declaration_type"].astype(str)) == {"IM", "EX", "TR"}
    assert set(made["mode_at_border"].astype(str)) == {"1", "2", "3", "4", "5"}


def test_places_are_of_their_countries_and_modes() -> None:
    made = generate(Settings(declarations=5_000), 3).declarations
    by_air = made[made["mode_at_border"] == "4"]
    loaded = by_air["place_of_loading"].astype(str)
    routes = by_air["countries_of_routing"].astype(str).str.split(";")
    assert all(place[:2] in route for place, route in zip(loaded, routes, strict=True))
    named = {office.unlocode for office in pack("eu-nl").offices if office.kind == "airport"}
    assert all(place in countries()[place[:2]].airports or place in named for place in loaded.unique())
    boxed = made["container_id"] != ""
    assert (boxed == (made["container_indicator"] == "1")).all() and (made.loc[boxed, "mode_at_border"] == "1").all()


def test_declarations_are_numbered_as_they_are_accepted() -> None:
    days = generate(Settings(declarations=4_000, days=31), 2).declarations["acceptance_date"]
    assert days.is_monotonic_increasing and days.nunique() > 25


@pytest.mark.skipif(not KOREA.is_file(), reason="no public trade data here: set REDLANE_THIRD_PARTY to their folder")
def test_the_korean_pattern_is_like_the_korean_set() -> None:
    """What was asked for: pair trends of at least 0.90 and an AUC of at most 0.75 on the shared columns."""
    real = realism.shared_columns(realism.korean_declarations(KOREA))
    made = draw(realism_report.korean_settings(len(real)), 11, 0, len(real))
    scores = realism.compare(real, realism.shared_columns(frame(declare(made))))
    assert scores.pair_trend >= 0.90
    assert scores.auc <= 0.75
    assert scores.marginal >= 0.95


@pytest.mark.skipif(not KOREA.is_file(), reason="no public trade data here: set REDLANE_THIRD_PARTY to their folder")
def test_the_committed_page_tells_what_the_command_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deterministic lines of one seed stand between the least and the most of the page."""
    page = (Path(realism_report.__file__).parents[2] / "docs" / "realism.md").read_text(encoding="utf-8")
    found = realism_report._figures(realism_report.WORLD, realism_report.SEEDS[0], PUBLIC)
    for what, number in found.items():
        cell = next(line for line in page.splitlines() if line.startswith(f"| {what} |")).split("|")[2]
        low, high = (float(part) for part in cell.split("(")[1].rstrip(") ").split("–"))
        digits = len(cell.split("(")[1].split("–")[0].partition(".")[2])
        assert low - 10.0**-digits <= number <= high + 10.0**-digits, what


def test_without_the_korean_set_one_line_tells_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        realism_report.page(tmp_path)


def test_a_line_shows_median_least_and_most() -> None:
    line = realism_report.Line("what", [0.3, 0.1, 0.2], "0.2", "a source")
    assert line.cells() == ("what", "0.20 (0.10–0.30)", "0.2", "a source")


def test_korean_imports_come_to_korea_alone() -> None:
    made = generate(realism_report.korean_settings(2_000), 1).declarations
    assert set(made["declaration_type"]) == {"IM"} and set(made["consignee_country"]) == {"KR"}
    assert np.isclose(made["acceptance_date"].dt.day_of_week.eq(0).mean(), 0.28, atol=0.05)
    assert isinstance(made["hs_code"].dtype, pd.CategoricalDtype)
