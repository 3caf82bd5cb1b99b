"""Files from elsewhere are written, and read with their mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.intake import Received, load_mapping, read
from tests.simulator.intake.foreign import FIELDS, HEADER, Take


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Writes the file and its mapping, and reads it."""

    def go(*lines: str, top: str = "", header: str = HEADER, **fields: str | None) -> Received:
        rules = {name: rule for name, rule in (FIELDS | fields).items() if rule is not None}
        told = "".join(f"  {name}: {rule}\n" for name, rule in rules.items())
        outcome = "".join(line + "\n" for line in top.split("\n") if line.startswith("outcome"))
        rest = "".join(line + "\n" for line in top.split("\n") if line and not line.startswith("outcome"))
        path = tmp_path / "map.yaml"
        path.write_text(f"name: t\nsource: t\n{rest}fields:\n{told}{outcome}", encoding="utf-8")
        (tmp_path / "file.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8", newline="")
        return read(tmp_path / "file.csv", load_mapping(path))

    return go
