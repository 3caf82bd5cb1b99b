"""``redlane profiles``: the pack at a glance, and a draft tried out, with all its faults in one go."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from exercises.analysis import read_generated, score_folder
from exercises.cli.entry import BAD_INPUT, run
from exercises.engine import Engine
from simulator.profiles import ProfileScorer, load, load_one
from simulator.profiles.simulation import simulate
from tests.simulator.profiles.profile_file import changed

pytestmark = pytest.mark.slow

DRAFT = changed(("status: active", "status: draft"), ("hit_cap: 0.1", "hit_cap: 0.0001"))
GENERATE = ["generate", "--declarations", "900", "--prevalence", "0.3", "--seed", "4", "--shard-size", "400"]


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("traffic") / "out"
    assert run([*GENERATE, "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "pump-to-hub.yaml"
    file.write_text(DRAFT.replace('hs_code == "841410" and ', ""), encoding="utf-8")
    usual = 'mode_at_border: "4", countries_of_routing: "DE;KE"'
    assert usual in file.read_text()
    file.write_text(file.read_text().replace(usual, usual.replace('"4"', '"[red]4"')), encoding="utf-8")
    return file


def cells(output: str, name: str) -> list[str]:
    """The cells of a line of a table."""
    (line,) = [line for line in output.splitlines() if line.startswith(f"{name}  ")]
    return line.removeprefix(name).split()


def test_every_profile_of_the_pack_is_listed_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["profiles", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for profile in load():
        assert any(line.split()[:3] == [profile.id, profile.status, profile.level] for line in lines), profile.id


def test_a_draft_is_tried_on_a_folder_of_traffic(
    draft: Path, traffic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["profiles", "simulate", str(draft), "--data", str(traffic), "--seed", "3"]) == 0
    output = capsys.readouterr().out
    found = read_generated(traffic, 10_000)
    done = simulate(load_one(draft), load(), found.declarations, found.violation, 3)
    assert "900 declarations" in output and "above its cap of 0.0%" in output
    assert cells(output, "Hits")[:2] == [str(done.hits.count), "900"]
    precision = cells(output, "Violations among hits (precision)")
    assert precision[:2] == [str(done.precision.count), str(done.hits.count)]
    low, high = done.precision.interval
    shown = [float(part) / 100 for part in re.findall(r"[\d.]+", " ".join(precision[2:]))]
    assert shown == pytest.approx([done.precision.value, low, high], abs=0.0006)
    assert cells(output, "Hits that no active profile has")[0] == str(done.marginal.count)
    assert cells(output, done.overlaps[0].profile_id)[0] == str(done.overlaps[0].hits.count)
    for lane in ("red", "yellow", "blue"):
        assert [int(cell.replace(",", "")) for cell in cells(output, lane)[:2]] == [
            done.lanes[lane], done.lanes_with[lane],
        ]  # fmt: skip


def test_traffic_is_generated_where_no_folder_is_named(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["profiles", "simulate", str(draft), "--declarations", "300", "--seed", "5"]) == 0
    one = capsys.readouterr().out
    assert "300 declarations: generated, seed 5" in one and cells(one, "Hits")[1] == "300"
    assert run(["profiles", "simulate", str(draft), "--declarations", "300", "--seed", "5"]) == 0
    assert capsys.readouterr().out == one


def test_a_faulty_draft_is_refused_with_every_fault_and_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pump-to-hub.yaml"
    file.write_text(changed(("lane: red", "lane: [green]"), ("hs_code ==", "hs_cod =="), text=DRAFT), encoding="utf-8")
    assert run(["profiles", "simulate", str(file), "--declarations", "10"]) == BAD_INPUT
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2
    assert (
        "pump-to-hub.yaml:10: lane is a list: write one of red, yellow, blue" in errors[1]
        and "pump-to-hub.yaml:9: condition: " in errors[0]
    )


def test_a_title_is_shown_as_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pump-to-hub.yaml"
    file.write_text(changed(("Pumps through", "'[bold]Pumps[/bold] through"), ("a hub", "a hub'")), encoding="utf-8")
    assert run(["profiles", "simulate", str(file), "--declarations", "10"]) == 0
    assert "[bold]Pumps[/bold] through a hub" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("broken", "hint"),
    [
        ("nothing", "no declarations"),
        ("cut", "cannot be read"),
        ("other truth", "does not belong to these"),
    ],
)
def test_a_folder_that_is_not_such_traffic_is_told(
    draft: Path, traffic: Path, tmp_path: Path, broken: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(traffic, folder)
    file = next((folder / "declarations").iterdir())
    if broken == "nothing":
        shutil.rmtree(folder / "declarations")
    elif broken == "cut":
        file.write_bytes(file.read_bytes()[:1000])
    else:
        file.unlink()
    assert run(["profiles", "simulate", str(draft), "--data", str(folder)]) == BAD_INPUT
    (error,) = capsys.readouterr().err.strip().splitlines()[-1:]
    assert hint in error


def test_traffic_is_read_back_as_it_was_written_whatever_the_shards(traffic: Path, draft: Path, tmp_path: Path) -> None:
    found, few = read_generated(traffic, 900), read_generated(traffic, 450)
    whole, outcomes = found.declarations, found.violation
    assert outcomes is not None and len(whole) == len(outcomes) == 900
    truth = pd.read_parquet(traffic / "truth")
    assert (
        outcomes.tolist() == truth["violation"].tolist()
        and whole["declaration_id"].tolist() == truth["declaration_id"].tolist()
    )
    pd.testing.assert_frame_equal(few.declarations.astype(object), whole.head(450).astype(object))
    assert few.violation is not None and few.violation.tolist() == outcomes.tolist()[:450]
    shutil.copytree(traffic / "declarations", tmp_path / "bare" / "declarations")
    assert read_generated(tmp_path / "bare", 900).violation is None


def test_without_truth_nothing_is_said_of_precision(
    draft: Path, traffic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(traffic / "declarations", tmp_path / "bare" / "declarations")
    assert run(["profiles", "simulate", str(draft), "--data", str(tmp_path / "bare")]) == 0
    output = capsys.readouterr().out
    assert "so the precision is unknown" in output
    assert cells(output, "Violations among hits (precision)") == ["0", "0"]


def test_scoring_warns_of_profiles_above_their_cap_and_drops_no_hit(
    engine: Engine, traffic: Path, tmp_path: Path
) -> None:
    tight = [replace(profile, hit_cap=0.001) for profile in engine.profiles.profiles]
    done = score_folder(traffic, tmp_path / "out.parquet", Engine(ProfileScorer(tight), engine.classifier))
    above = {name for name, hits in done.hits.items() if hits > 0.9}
    assert above and {text.split()[0] for text in done.warnings} == above
    scored = pd.read_parquet(tmp_path / "out.parquet")
    assert scored["profiles"].str.split("; ").map(lambda names: len([name for name in names if name])).sum() == sum(
        done.hits.values()
    )
    roomy = Engine(ProfileScorer([replace(one, hit_cap=1.0) for one in tight]), engine.classifier)
    assert score_folder(traffic, tmp_path / "out.parquet", roomy).warnings == []
