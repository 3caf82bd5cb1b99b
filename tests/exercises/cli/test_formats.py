"""``redlane score --dry-run``: what would be read is shown, cell beside value, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from exercises.cli.entry import BAD_INPUT
from tests.exercises.cli.running import Run

pytestmark = pytest.mark.slow

MAPPING = """name: t
source: t
fields:
  declaration_id: {column: id}
  declaration_type: {constant: IM}
  acceptance_date: {column: date, date_format: "%d.%m.%Y"}
  hs_code: {column: hs}
  net_mass: {column: kg}
outcome: {column: found, violation_values: ["yes"]}
"""


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_dry_run_shows_cells_beside_values_and_the_report_and_writes_nothing(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    rows = ["A1,06.05.2024,9011100,12,yes", "A2,06.05.2024,84139100,,maybe", "A1,2024-05-06,84139100,[1],no"]
    rows += [f"B{i},06.05.2024,84139100,1,no" for i in range(20)]
    (tmp_path / "in.csv").write_text("\n".join(["id,date,hs,kg,found", *rows]), encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    code, output, _err = cli("score", "in.csv", "--mapping", "map.yaml", "--dry-run")
    assert code == 0 and sorted(tmp_path.iterdir()) == before
    said = lines(output)
    assert said.count("Row 2: read") == 1 and "Row 11: read" in said and "Row 12: read" not in said
    assert "acceptance_date date 06.05.2024 2024-05-06" in said
    assert "hs_code hs 9011100 090111" in said
    assert "declaration_type constant IM IM" in said
    assert "net_mass kg unknown" in said
    assert any(line.startswith("Row 4: rejected: ") and "repeats the id of row 2" in line for line in said)
    assert "net_mass kg [1] unknown" in said
    assert "Read 23, can be read 22, rejected 1." in said
    assert any("in neither list of the mapping (1): 'maybe' (1)" in line for line in said)


def test_a_dry_run_of_parquet(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    day = pd.Timestamp("2024-05-06")
    frame = pd.DataFrame(
        {"id": [7.0, 8.0], "date": [day] * 2, "hs": [9011100.0, 84139100.0], "kg": [1.5, 2], "found": ["yes"] * 2}
    )
    frame.to_parquet(tmp_path / "in.parquet")
    code, output, _err = cli("score", "in.parquet", "--mapping", "map.yaml", "--dry-run")
    assert code == 0
    assert {"declaration_id id 7 7", "hs_code hs 9011100 090111", "net_mass kg 1.5 1.5"} <= set(lines(output))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["score", "in.csv", "--mapping", "map.yaml"], "--out is missing"),
        (["score", "in.csv", "--dry-run"], "--dry-run is for a file with a mapping"),
        (["score", ".", "--mapping", "korea_import", "--dry-run"], "--dry-run is for a file with a mapping"),
    ],
)
def test_what_is_missing_is_told(cli: Run, arguments: list[str], named: str) -> None:
    code, _out, errors = cli(*arguments)
    assert code == BAD_INPUT and named in errors


def test_a_draft_goes_to_standard_output_or_to_a_new_file_and_reads_the_file(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("MRN;Warennummer;Eigenmasse\nA;84139100;1,5\nB;84139100;2,5\n", encoding="utf-8")
    code, text, _err = cli("mapping", "draft", "in.csv")
    assert code == 0 and 'hs_code: {column: "Warennummer"}' in text and 'decimal: ","' in text
    code, output, errors = cli("mapping", "draft", "in.csv", "--out", "map.yaml")
    assert (code, output) == (0, "") and "map.yaml" in errors
    assert (tmp_path / "map.yaml").read_text(encoding="utf-8") == text
    code, _out, errors = cli("mapping", "draft", "in.csv", "--out", "map.yaml")
    assert code == BAD_INPUT and "is there already" in errors
    assert "Read 2, can be read 2" in cli("score", "in.csv", "--mapping", "map.yaml", "--dry-run")[1]
    (tmp_path / "in.csv").write_text('{"a": 1}', encoding="utf-8")
    code, _out, errors = cli("mapping", "draft", "in.csv")
    assert code == BAD_INPUT and "is JSON" in errors
