"""``redlane generate`` and ``redlane realism``: every fault in one go, a stop that loses nothing, the same content."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from exercises.cli.entry import BAD_INPUT, run
from exercises.cli.generate import STOPPED

SETTINGS = """declarations: 300
prevalence: 0.1
subtlety: 0.5
strategic: 0.05
traders: 90
"""

rules, worlds = import_module("generators.odds.indicators"), import_module("generators.odds.world")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def held(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_settings_come_from_a_file_and_options_before_it(here: Path) -> None:
    assert run(["generate", "--settings", "settings.yaml", "--subtlety", "0.2", "--out", "out", "--tier", "check"]) == 0
    found = held(here / "out")
    assert (found["declarations"], found["subtlety"], found["strategic"], found["tier"]) == (300, 0.2, 0.05, "check")
    assert len(pd.read_parquet(here / "out" / "truth")) == 300


def test_a_pack_is_given_by_name_or_by_its_folder(here: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "data" / "packs" / "kz", here / "my-office")
    for pack, home in (("ge", "GE"), ("my-office", "KZ")):
        out = str(here / f"out-{home}")
        assert run(["generate", "--declarations", "80", "--pack", pack, "--out", out]) == 0
        offices = pd.read_parquet(here / f"out-{home}" / "declarations")["declaration_office"].astype("str")
        assert set(offices.str[:2]) == {home}


@pytest.mark.slow
def test_any_workers_and_shards_give_the_same_content(here: Path) -> None:
    order = ["generate", "--settings", "settings.yaml", "--seed", "3"]
    assert run([*order, "--out", "one"]) == 0
    assert run([*order, "--out", "two", "--workers", "2", "--shard-size", "70"]) == 0
    assert held(here / "one")["content"] == held(here / "two")["content"]


def test_all_faults_of_file_options_and_rules_come_at_once_with_their_lines(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "settings.yaml").write_text(SETTINGS.replace("0.05", "-0.05") + "subtelty: 0.3\n", encoding="utf-8")
    folder = here / "rules"
    (folder / "typologies").mkdir(parents=True)
    for source in (*(rules._DATA / "typologies").iterdir(), rules._DATA / "indicators.yaml"):
        target = folder / "typologies" if source.name != "indicators.yaml" else folder
        (target / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    people = (rules._DATA / "population.yaml").read_text(encoding="utf-8")
    (folder / "population.yaml").write_text(
        people.replace("consignee.name: [0.92, 0.08]", "consignee.name: [0.92, 0.18]"), encoding="utf-8"
    )
    late = folder / "typologies" / "late_change.yaml"
    late.write_text(late.read_text(encoding="utf-8").replace("payment.payer", "payment.player"), encoding="utf-8")
    monkeypatch.setattr(rules, "_DATA", folder)
    rules.indicators.cache_clear()
    worlds.world.cache_clear()
    try:
        code = run(["generate", "--settings", "settings.yaml", "--masking", "2", "--pack", "eu-nx", "--out", "out"])
    finally:
        rules.indicators.cache_clear()
    told = capsys.readouterr().err
    assert code == BAD_INPUT and not (here / "out").exists()
    for said in (
        "settings.yaml:4: strategic",
        "settings.yaml:6: subtelty",
        "--masking: ",
        "--pack: pack 'eu-nx' is not known; perhaps eu-nl",
        "late_change.yaml:",
        "'payment.player', which is not an indicator about a consignment",
        "population.yaml:",
        "consignee.name: the odds add up to 1.1; make it 1",
    ):
        assert said in told, said
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--tier", "secret"], "--tier 'secret'"),
        (["--workers", "0"], "--workers"),
        (["--shard-size", "0"], "--shard-size"),
        (["--traffic", "mars"], "'mars' is not a pattern of traffic; use one of korea, world"),
        (["--settings", "none.yaml"], "none.yaml:1: no such file"),
        (["--cluster", "tcp://127.0.0.1:9"], "no Dask scheduler answers"),
        (["--cluster", "nonsense://x"], "no Dask scheduler answers"),
    ],
)
def test_a_wrong_order_is_one_line(
    here: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generators.output.workers._PATIENCE", 1)
    assert run(["generate", "--declarations", "5", "--out", "out", *arguments]) == BAD_INPUT
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told


INTERRUPTED = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # where the tests run in the background it is ignored
from generators import output
whole = output.write
def write(order, who, progress):
    def told(share):
        progress(share)
        if share > 0.4:
            os.killpg(0, signal.SIGINT)  # as Ctrl+C does: to every process of the group
    return whole(order, who, told)
output.write = write
from exercises.cli import main
main({order!r})
"""


LONG = ["generate", "--declarations", "4000", "--shard-size", "200"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The content of what was generated in one go; it is the same with any number of workers."""
    out = tmp_path_factory.mktemp("generated") / "whole"
    assert run([*LONG, "--out", str(out)]) == 0
    return held(out)["content"]


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_real_interrupt_stops_and_the_same_command_goes_on(here: Path, workers: str, whole: object) -> None:
    order = [*LONG, "--workers", workers, "--out", "out"]
    command = [sys.executable, "-c", INTERRUPTED.format(order=order)]
    stopped = subprocess.run(command, capture_output=True, text=True, start_new_session=True, timeout=120, check=False)
    assert stopped.returncode == STOPPED
    assert "rerun the command to resume" in stopped.stderr and "Traceback" not in stopped.stderr
    kept = {path: path.stat().st_mtime_ns for path in (here / "out" / "truth").glob("*.parquet")}
    assert 3 <= len(kept) < 20 and not list((here / "out").rglob("*.partial"))
    assert run(order) == 0
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())
    assert whole == held(here / "out")["content"]


def test_realism_needs_the_public_data(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDLANE_THIRD_PARTY", raising=False)
    assert run(["realism"]) == BAD_INPUT
    assert "REDLANE_THIRD_PARTY" in capsys.readouterr().err
    assert run(["realism", "--data", "nowhere"]) == BAD_INPUT
    assert "customs_declarations_kr_train.csv: cannot be read" in capsys.readouterr().err
    assert run(["realism", "--data", "nowhere", "--write"]) == BAD_INPUT
    assert "in the project folder" in capsys.readouterr().err
