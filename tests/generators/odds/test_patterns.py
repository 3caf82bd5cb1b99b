"""Patterns of traffic: their files and tables are checked whole, and what was fitted can be fitted again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generators.odds import Pattern, market, pattern, shares, traffic_pattern
from generators.odds.traffic_pattern import patterns
from generators.realism import fitting
from generators.realism.measures import korean_declarations, shared_columns
from simulator.errors import InputError
from simulator.files import read_yaml
from simulator.reference import chapters, countries, goods
from simulator.reference import lists as reference

DATA = Path(traffic_pattern.__file__).parents[1] / "data" / "traffic"
PUBLIC = Path(os.environ.get("REDLANE_THIRD_PARTY", Path(__file__).resolve().parents[4] / "shared" / "third_party"))
KOREA = PUBLIC / "customs_declarations_kr_train.csv"
needs_korea = pytest.mark.skipif(
    not KOREA.is_file(), reason="no public trade data here: set REDLANE_THIRD_PARTY to their folder"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the patterns, to be broken, in the place of the shipped ones."""
    shutil.copytree(DATA, tmp_path / "traffic")
    monkeypatch.setattr(traffic_pattern, "_FOLDER", tmp_path / "traffic")
    return tmp_path / "traffic"


def test_every_pattern_is_whole() -> None:
    assert patterns() == ("korea", "world")
    for name in patterns():
        assert pattern(name).evidence and market(name).weight[market(name).shelf.kind == 0].sum() == pytest.approx(1)


def test_an_unknown_pattern_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="'mars' is not known; choose one of korea, world"):
        pattern("mars")


def test_all_faults_of_a_pattern_come_at_once_with_their_lines(folder: Path) -> None:
    text = (folder / "world.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("weekdays: [0.285,", "weekdays: [0.385,"),
        ("ferries: 0.5", "ferries: 5"),
        ("containers: 0.80", "containers: 1.80"),
        ("label:", "colour: red\nlabel:"),
        ("mass_spread: 1.3", "mass_spread: -1"),
        ("FCA: 0.20", "Fca: 0.20"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_yaml(folder / "world.yaml", Pattern)
    for said in ("shares add up to 1.1; make it 1", "containers", "colour", "mass_spread", "ferries", "Fca"):
        fault = next(fault for fault in error.value.faults if said in fault)
        assert "world.yaml:" in fault


def test_all_faults_of_a_table_of_shares_come_at_once(folder: Path) -> None:
    lines = (folder / "korea_partners.csv").read_text(encoding="utf-8").splitlines()
    lines[1:4] = ["a,01,QQ,0.5", "b,98,DE,0.5", "c,01,DE,1.5"]
    (folder / "korea_partners.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        shares("korea_partners.csv", "code", "country", known=list(chapters()))
    told = "\n".join(error.value.faults)
    assert ":2: country 'QQ'" in told and ":3: code '98'" in told and ":4: share is '1.5'" in told


def test_tables_hold_shares_that_add_up() -> None:
    for name, of, column in (("korea_partners.csv", "code", "country"), ("korea_origins.csv", "export", "origin")):
        table = pd.read_csv(DATA / name, dtype={of: str}, keep_default_na=False)
        assert table.groupby(of)["share"].sum().between(0.99, 1.01).all()
        assert set(table[column]) <= set(countries())


@needs_korea
def test_what_is_committed_is_what_fitting_gives() -> None:
    """From the published set and the rows written by hand, to the last digit."""
    lines = shared_columns(korean_declarations(KOREA))
    path = Path(reference.__file__).parents[1] / "data" / "hs6.csv"
    known = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert fitting.goods_figures(lines, known).equals(known)
    for name, made in (
        ("korea_goods.csv", fitting.korean_goods(lines)),
        ("korea_partners.csv", fitting.korean_partners(lines)),
        ("korea_origins.csv", fitting.korean_origins(lines)),
    ):
        committed = pd.read_csv(DATA / name, dtype=str, keep_default_na=False)
        assert made.astype(str).reset_index(drop=True).equals(committed), name


def test_dearer_goods_fly_more() -> None:
    share = fitting.by_air(np.array([0.1, 5.0, 75.0, 1_000.0]))
    assert (np.diff(share) > 0).all() and share[0] < 0.001 and share[-1] > 0.85


def test_a_code_that_nobody_set_by_hand_stays_near_its_heading() -> None:
    by_heading: dict[str, list[float]] = {}
    for code, good in goods().items():
        if fitting.BY_HAND not in good.source and fitting.REVIEWED not in good.source:
            by_heading.setdefault(code[:4], []).append(good.eur_per_kg)
    assert len(by_heading) > 1_000
    assert all(max(own) / min(own) < np.exp(2.1) for own in by_heading.values())
