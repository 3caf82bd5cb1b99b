"""Faulty data files are refused whole: every fault at once, each with its file and, in YAML, its line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from generators import indicators as indicator_file
from generators import world as world_module
from generators.settings import Settings
from generators.traffic import generate
from generators.typologies import load_typologies, typologies
from generators.world import world
from simulator.errors import InputError
from simulator.indicators import catalogue

DATA = files("generators") / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the generator's rules, to be broken."""
    (tmp_path / "typologies").mkdir()
    for file in (*(DATA / "typologies").iterdir(), DATA / "indicators.yaml", DATA / "population.yaml"):
        place = tmp_path / "typologies" if file.name not in ("indicators.yaml", "population.yaml") else tmp_path
        (place / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def copies(data: Path) -> Path:
    return data / "typologies"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_faults_of_all_files_are_reported_with_file_and_line(copies: Path) -> None:
    change(copies / "late_change.yaml", "severity: 4", "severity: 9")
    change(copies / "late_change.yaml", "conceals: false", "conceals: false\nmagic: 1")
    change(copies / "hub_diversion.yaml", "payment.payer: [0.55, 0.45]", "payment.payer: [0.55, 0.55]")
    change(copies / "front_company.yaml", "[0.62, 0.38]", "[1.62, -0.62]")
    with pytest.raises(InputError) as error:
        load_typologies(copies)
    told = "\n".join(error.value.faults)
    for place in (
        "late_change.yaml line 4",
        "late_change.yaml line 8",
        "hub_diversion.yaml line ",
        "front_company.yaml line ",
    ):
        assert place in told
    assert "add up to 1: payment.payer" in told


def test_shares_over_all_files_must_add_up(copies: Path) -> None:
    (copies / "late_change.yaml").unlink()
    with pytest.raises(InputError, match=r"shares of 'diverter' add up to 0\.96"):
        load_typologies(copies)


def test_faults_of_indicators_typologies_and_population_come_together_with_their_lines(data: Path) -> None:
    change(data / "typologies" / "late_change.yaml", "payment.payer", "payment.player")
    change(data / "typologies" / "hub_diversion.yaml", "route.notify: [0.45, 0.55]", "route.notify: [0.45, 0.45, 0.1]")
    change(data / "typologies" / "false_origin.yaml", "severity: 3", "severity: 3\nmagic: 1")
    change(data / "typologies" / "vague_cover.yaml", "[0.35, 0.65, 0.0]", "[0.45, 0.65, -0.1]")
    change(data / "population.yaml", "goods.packing: [0.10, 0.78, 0.12]", "goods.parking: [0.10, 0.78, 0.12]")
    change(data / "indicators.yaml", "lawful: [0.62, 0.24, 0.11, 0.03]", "lawful: [0.62, 0.24, 0.11, 0.13]")
    with pytest.raises(InputError) as error:
        indicator_file.load_indicators(data)
    for place, said in (
        ("typologies/late_change.yaml", "'payment.player', which is no indicator about a consignment; did you mean"),
        ("typologies/hub_diversion.yaml", "route.notify has 3 odds"),
        ("typologies/false_origin.yaml", "magic"),
        ("typologies/vague_cover.yaml", "greater than or equal to 0"),
        ("population.yaml", "'goods.parking'"),
        ("indicators.yaml", "add up to 1"),
    ):
        key = "magic" if said == "magic" else said.split("'")[1] if "'" in said else ""
        told = [fault for fault in error.value.faults if said in fault]
        assert told and all(fault.startswith(f"{Path(place).name} line ") for fault in told), error.value.faults
        if key:
            number = int(told[0].split(" line ")[1].split(":")[0])
            assert key in (data / place).read_text(encoding="utf-8").splitlines()[number - 1]


def test_a_changed_odd_in_a_data_file_moves_draw_and_weight_together(
    copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(declarations=6_000, prevalence=0.5, subtlety=0.0)
    before = generate(settings, 1)
    change(
        copies / "undervaluation.yaml",
        "[0.55, 0.30, 0.08, 0.05, 0.02, 0.0, 0.0]",
        "[0.0, 0.0, 0.02, 0.05, 0.08, 0.30, 0.55]",
    )
    changed = load_typologies(copies)
    column = [status.id for status in world(settings).statuses].index("undervaluation")
    weight_before = world(settings).consignments["goods.unit_value"].odds[0, column]
    monkeypatch.setattr(world_module, "typologies", lambda: changed)
    world.cache_clear()
    try:
        after = generate(settings, 1)
        weight_after = world(settings).consignments["goods.unit_value"].odds[0, column]
    finally:
        world.cache_clear()
    case = ((before.truth["typology"] == "undervaluation") & (before.truth["tag"] == "")).to_numpy()
    assert weight_before[0] > 0.5 > 0.1 > weight_after[0]
    ratio = after.declarations["statistical_value"][case] / before.declarations["statistical_value"][case]
    assert ratio.median() > 3
    same = (before.truth["typology"] == "hub_diversion").to_numpy()
    assert (after.declarations["goods_description"][same] == before.declarations["goods_description"][same]).all()


def test_every_typology_names_its_evidence_and_shows_red_flags_of_the_catalogue() -> None:
    for way in typologies().values():
        assert way.evidence
        flags = [flag for name in way.plants for flag in indicator_file.indicators()[name].flags.values()]
        assert flags and set(flags) <= set(catalogue()), way.id
