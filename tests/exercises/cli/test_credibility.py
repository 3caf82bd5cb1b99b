"""``redlane credibility``, and the quality of the data in the report of ``redlane score``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from exercises import home
from exercises.analysis import inspect_folder
from exercises.cli.entry import BAD_INPUT
from tests.exercises.cli.running import Run

pytestmark = pytest.mark.slow

MAPPING = """\
name: a test
source: made here
fields:
  declaration_id: {column: id}
  declaration_type: {constant: EX}
  mode_at_border: {column: mode}
  hs_code: {column: code}
  net_mass: {column: net}
  gross_mass: {column: gross}
  container_id: {column: box}
"""
ROWS = """\
id,mode,code,net,gross,box
A1,1,841370,100,120,CSQU3054383
A2,1,841370,100,90,CSQU3054384
A3,9,841370,100,120,
A4,1,841370,100,80,
A5,1,841370,100,[/b],
A6,1,841370,30000,40000,[red]BOX
"""


@pytest.fixture(autouse=True)
def received(cli: Run, tmp_path: Path) -> None:
    """A file of declarations and its mapping, in the folder of the commands."""
    (tmp_path / "in.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")


def lines(output: str, start: str) -> list[list[str]]:
    return [line.split() for line in output.splitlines() if line.startswith(start)]


def test_findings_are_counted_and_shown_by_the_row_of_the_file(cli: Run) -> None:
    code, output, _err = cli("credibility", "in.csv", "--mapping", "map.yaml")
    assert code == 0
    assert "Read 6, checked 4, rejected 2." in output
    assert "impossible in 3 (75.0%), unlikely in 2 (50.0%) of 4." in output
    assert lines(output, "mass.gross_below_net")[0][:4] == ["mass.gross_below_net", "impossible", "2", "50.00%"]
    shown = " ".join(output.split())
    assert "mass.gross_below_net, row 3 (A2): The gross mass of 90 kg is below the net mass of 100 kg." in shown
    assert "mass.gross_below_net, row 5 (A4): The gross mass of 80 kg" in shown
    assert "container.form, row 7 (A6): A number in '[red]BOX'" in shown
    assert ["mass.value_zero", "statistical_value"] in lines(output, "mass.value_zero")
    assert lines(output, "mass.packing_heavy") == []


def test_every_finding_goes_to_a_file(cli: Run, tmp_path: Path) -> None:
    code, output, _err = cli("credibility", "in.csv", "--mapping", "map.yaml", "--out", "findings.csv")
    assert code == 0 and "Findings: findings.csv" in output
    written = pd.read_csv(tmp_path / "findings.csv", dtype="str")
    assert list(written) == ["row", "declaration_id", "check", "severity", "message"]
    below = written[written["check"] == "mass.gross_below_net"]
    assert list(zip(below["row"], below["declaration_id"], below["severity"], strict=True)) == [
        ("3", "A2", "impossible"),
        ("5", "A4", "impossible"),
    ]
    assert set(written["check"]) == {
        "mass.gross_below_net",
        "container.check_digit",
        "container.form",
        "load.container_impossible",
    }


def test_a_generated_folder_is_checked_with_its_papers(cli: Run, tmp_path: Path) -> None:
    assert cli("generate", "--declarations", "300", "--out", "traffic")[0] == 0
    code, output, _err = cli("credibility", "traffic")
    assert code == 0 and "Read 300, checked 300, rejected 0." in output
    done = inspect_folder(tmp_path / "traffic")
    assert "party.telephone" not in done.quality.not_run, "documents are read too"
    assert done.quality.rows == 300


def test_a_folder_in_shards_has_one_numbering(cli: Run, tmp_path: Path) -> None:
    arguments = ("generate", "--declarations", "300", "--shard-size", "100", "--out", "traffic")
    assert cli(*arguments)[0] == 0
    assert cli("credibility", "traffic", "--out", "findings.csv")[0] == 0
    written = pd.read_csv(tmp_path / "findings.csv")
    ids = pd.concat([pd.read_parquet(path) for path in sorted((tmp_path / "traffic" / "declarations").glob("*"))])
    assert len(written) > 30 and written["row"].max() > 200
    assert ids["declaration_id"].to_numpy()[written["row"] - 1].tolist() == written["declaration_id"].tolist()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["credibility", "in.csv"], "--mapping is missing"),
        (["credibility", "missing.csv", "--mapping", "map.yaml"], "no such file"),
        (["credibility", "in.csv", "--mapping", "map.yaml", "--out", "."], "is a folder"),
        (["credibility", "in.csv", "--mapping", "map.yaml", "--out", "in.csv"], "is the input file"),
        (["credibility", "in.csv", "--mapping", "map.yaml", "--out", "no/where.csv"], "cannot be written"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(cli: Run, tmp_path: Path, arguments: list[str], named: str) -> None:
    code, _out, errors = cli(*arguments)
    assert code == BAD_INPUT and named in errors and "Traceback" not in errors
    assert (tmp_path / "in.csv").read_text() == ROWS and not list(tmp_path.glob("*.part"))


def test_the_report_of_a_scored_file_has_the_quality_of_its_data(cli: Run, trained: Path) -> None:
    target = home.classifier_file()
    target.parent.mkdir(parents=True)
    target.write_bytes(trained.read_bytes())
    code, output, _err = cli("score", "in.csv", "--mapping", "map.yaml", "--out", "out.parquet")
    assert code == 0
    assert "Quality of the data" in output
    assert "mass.gross_below_net, row 3 (A2): The gross mass of 90 kg" in " ".join(output.split())


def test_a_file_of_rejects_alone_has_no_findings(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,mode,code,net,gross,box\nA3,9,841370,100,120,\n", encoding="utf-8")
    code, output, _err = cli("credibility", "in.csv", "--mapping", "map.yaml")
    assert code == 0 and "impossible in 0, unlikely in 0 of 0." in output


def test_a_pack_adds_the_checks_of_its_territory(cli: Run, tmp_path: Path) -> None:
    """An export from Germany to Spain is possible anywhere but inside the Union."""
    (tmp_path / "map.yaml").write_text(
        "name: a test\nsource: made here\nfields:\n  declaration_id: {column: id}\n  declaration_type: {constant: EX}\n"
        "  country_of_export: {column: from}\n  country_of_destination: {column: to}\n",
        encoding="utf-8",
    )
    (tmp_path / "in.csv").write_text("id,from,to\nA1,DE,ES\nA2,NL,CH\n", encoding="utf-8")
    code, without, _ = cli("credibility", "in.csv", "--mapping", "map.yaml")
    assert code == 0 and "impossible in 0" in without
    code, found, _ = cli("credibility", "in.csv", "--mapping", "map.yaml", "--pack", "eu-nl")
    assert code == 0 and "impossible in 1" in found and "territory.inside_union, row 2 (A1)" in " ".join(found.split())
    code, _, errors = cli("credibility", "in.csv", "--mapping", "map.yaml", "--pack", "eu-nll")
    assert code == BAD_INPUT and "perhaps eu-nl" in errors
