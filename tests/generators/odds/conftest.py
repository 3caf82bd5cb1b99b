"""The generator's rules as files that a test may break."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

DATA = files("generators") / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the generator's rules, to be broken."""
    (tmp_path / "typologies").mkdir()
    for folder, names in (("typologies", None), (".", ("indicators.yaml", "population.yaml"))):
        for file in (DATA / folder).iterdir():
            if names is None or file.name in names:
                (tmp_path / folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path
