"""Commands run in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.cli.entry import run
from tests.exercises.cli.running import Run


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder with run-time files of its own; (exit code, output, errors)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDLANE_HOME", str(tmp_path / "var"))
    monkeypatch.delenv("REDLANE_DATABASE_URL", raising=False)

    def go(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        written = capsys.readouterr()
        return code, written.out, written.err

    return go
