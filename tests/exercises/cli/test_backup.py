"""A backup is written and put back by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.cli.entry import BAD_INPUT
from tests.exercises.cli.running import Run

pytestmark = pytest.mark.slow


def test_a_backup_is_written_and_put_back(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_given, **_more: "a good password")
    assert cli("instructor", "add", "kim")[0] == 0
    assert cli("backup", "monday.db")[0] == 0
    assert cli("instructor", "add", "lou")[0] == 0
    code, output, _errors = cli("restore", "monday.db")
    assert code == 0 and "The former one is" in output
    assert cli("instructor", "password", "kim")[0] == 0
    code, _output, errors = cli("instructor", "password", "lou")
    assert code == BAD_INPUT and "no such account" in errors
    code, _output, errors = cli("backup", "monday.db")
    assert code == BAD_INPUT and "exists already" in errors
