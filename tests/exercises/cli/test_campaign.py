"""``redlane campaign``: a grid played, gone on with, and told; bad input is told in a line each."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from exercises.analysis.campaign import play
from exercises.cli.entry import BAD_INPUT, run
from exercises.cli.generate import STOPPED

pytestmark = pytest.mark.slow

SMALL = [
    *("campaign", "--weeks", "2", "--declarations", "200", "--prevalence", "0.1", "--capacity", "20"),
    *("--policy", "profiles", "--shares", "0,0.25", "--seeds", "1", "--no-drift", "--workers", "1", "--out", "out"),
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_campaigns_are_played_summed_up_and_drawn(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*SMALL, "--seeds", "2"]) == 0
    told = capsys.readouterr().out
    assert told.count("profiles") == 2 and "stable" in told and "25%" in told and "drift" not in told
    assert len(list((here / "out" / "campaigns").glob("*.parquet"))) == 4
    means = pd.read_parquet(here / "out" / "summary.parquet")
    assert means["share"].tolist() == [0.0, 0.25] and (means["seeds"] == 2).all()
    assert means["estimate"].isna().tolist() == [True, False]
    assert len(pd.read_parquet(here / "out" / "figures.parquet")) == 4
    assert (here / "out" / "campaign.svg").stat().st_size > 5_000


def test_a_stopped_command_says_so_and_goes_on(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_given: object) -> pd.DataFrame:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(play, "play", stopped)
        assert run(SMALL) == STOPPED
    assert "rerun the command to resume" in capsys.readouterr().err
    assert run(SMALL) == 0


def test_bad_input_is_told_in_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["campaign", "--out", "out", "--shares", "0;0.1"]) == BAD_INPUT
    assert "--shares '0;0.1': write numbers" in capsys.readouterr().err
    assert run(["campaign", "--out", "out", "--weeks", "0", "--policy", "luck", "--shares", "7"]) == BAD_INPUT
    told = capsys.readouterr().err
    assert all(option in told for option in ("--weeks", "--policy", "--shares")) and "Traceback" not in told
    assert run(SMALL) == 0
    capsys.readouterr()
    assert run([*SMALL, "--audits", "3"]) == BAD_INPUT
    assert "out: has campaigns of another office (audits 10, not 3)" in capsys.readouterr().err
