"""The edition of the generator: it names the code and the data that made a traffic."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators import edition as edition_module
from generators.edition import edition


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package in place of the generator's."""
    (tmp_path / "data").mkdir()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "draw.py").write_bytes(b"ODDS = 1\n")
    (tmp_path / "data" / "odds.yaml").write_bytes(b"a: 0.5\n")
    monkeypatch.setattr(edition_module, "files", lambda _name: tmp_path)
    return tmp_path


def made(package: Path) -> str:
    return edition.__wrapped__()


def test_a_changed_odd_and_a_changed_line_of_code_each_make_another_edition(package: Path) -> None:
    editions = {made(package)}
    (package / "data" / "odds.yaml").write_bytes(b"a: 0.6\n")
    editions.add(made(package))
    (package / "draw.py").write_bytes(b"ODDS = 2\n")
    editions.add(made(package))
    assert len(editions) == 3


def test_line_ends_and_compiled_files_make_no_other_edition(package: Path) -> None:
    before = made(package)
    (package / "draw.py").write_bytes(b"ODDS = 1\r\n")
    (package / "__pycache__" / "draw.pyc").write_bytes(b"anything")
    assert made(package) == before
