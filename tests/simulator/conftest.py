"""What tests of the office share: tables to be broken, and patience.

Property tests here are judged by what they find, not by how long an example takes on a busy machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from simulator.errors import InputError
from simulator.reference import lists as reference

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

DATA = Path(reference.__file__).parents[1] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables, to be broken."""
    for table in DATA.glob("*.csv"):
        shutil.copy(table, tmp_path)
    return tmp_path


def replace(folder: Path, name: str, old: str, new: str) -> None:
    """Put a fault into a table."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(load: Callable[[Path], object], folder: Path) -> list[str]:
    """What a loader says of a folder of faulty tables."""
    with pytest.raises(InputError) as error:
        load(folder)
    return error.value.faults
