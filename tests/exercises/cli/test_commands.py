"""The command line: clear lines and exit code 2 for bad input, never a traceback; what it writes is what it says."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from exercises import home
from exercises.cli import check as checking
from exercises.cli.entry import BAD_INPUT, app
from exercises.cli.serve import check_free
from exercises.engine import load_engine
from exercises.store import open_store
from generators.odds import Settings
from generators.traffic import generate
from simulator.errors import InputError
from tests.exercises.cli.running import Run

pytestmark = pytest.mark.slow

HEADER = "Declaration ID,Date,Office ID,Mode of Transport,Declarant ID,Importer ID,Seller ID,HS6 Code"
HEADER += ",Country of Departure,Country of Origin,Net Mass,Item Price,Fraud"
GOOD = "{},2020-01-01,30,10,D1,I1,S1,850440,DE,ZZ,108.0,372254.4,{}"


@pytest.fixture
def with_classifier(cli: Run, trained: Path) -> Run:
    target = home.classifier_file()
    target.parent.mkdir(parents=True)
    target.write_bytes(trained.read_bytes())
    return cli


def declarations(path: Path, *lines: str) -> str:
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_a_file_is_scored_and_every_row_is_in_one_of_the_two_outputs(with_classifier: Run, tmp_path: Path) -> None:
    lines = [GOOD.format(f"A{i}", i % 2) for i in range(5)]
    source = declarations(tmp_path / "in.csv", *lines, "A9,never,30,10,D,I,S,999999,XX,DE,-1,x,0", GOOD.format("A0", 1))
    code, output, _err = with_classifier(
        "score", source, "--mapping", "korea_import", "--out", "out.parquet", "--reject", "bad.csv", "--reasons", "2"
    )
    assert code == 0
    assert "Read 7, scored 5, rejected 2." in output
    assert "notify_party" in output, "the report names the fields that silent profiles lack"
    scored, bad = pd.read_parquet(tmp_path / "out.parquet"), pd.read_csv(tmp_path / "bad.csv", dtype="str")
    assert scored["declaration_id"].tolist() == ["A0", "A1", "A2", "A3", "A4"]
    assert scored["violation"].tolist() == [False, True, False, True, False]
    for name in ("profile_score", "classifier_score", "combined_score"):
        assert scored[name].between(0, 1).all()
    assert (scored["combined_score"] >= scored["classifier_score"]).all()
    assert scored["reasons"].str.count(";").max() <= 1
    assert bad["row"].tolist() == ["7", "8"]
    first, second = bad["faults"]
    assert all(column in first for column in ("Date:", "HS6 Code:", "Net Mass:", "Item Price:"))
    assert "repeats the id of row 2" in second


def test_a_generated_folder_is_scored_as_its_declarations_are_and_only_the_top_is_explained(
    with_classifier: Run, tmp_path: Path
) -> None:
    made = ("--declarations", "900", "--shard-size", "400", "--seed", "5", "--out", "traffic")
    assert with_classifier("generate", *made)[0] == 0
    code, output, _err = with_classifier("score", "traffic", "--out", "out.parquet", "--top", "30")
    assert code == 0 and "Read 900, scored 900" in output
    scored = pd.read_parquet(tmp_path / "out.parquet")
    batch = generate(Settings(declarations=900), 5)
    wanted = load_engine().advise(batch.declarations)
    assert scored["declaration_id"].tolist() == wanted["declaration_id"].tolist()
    for name in ("profile_score", "classifier_score", "combined_score"):
        assert (scored[name] - wanted[name]).abs().max() < 1e-6
    assert scored["violation"].tolist() == batch.truth["violation"].tolist()
    best = scored["combined_score"].nlargest(30).index
    assert (scored.loc[best, "reasons"] != "").all() and 30 <= (scored["reasons"] != "").sum() < 300
    nothing = with_classifier("score", "traffic", "--out", "none.parquet", "--top", "0")
    assert nothing[0] == 0 and (pd.read_parquet(tmp_path / "none.parquet")["reasons"] == "").all()


def test_a_folder_that_is_damaged_or_none_is_told(with_classifier: Run, tmp_path: Path) -> None:
    (tmp_path / "traffic" / "declarations").mkdir(parents=True)
    assert "no declarations/*.parquet" in with_classifier("score", "traffic", "--out", "o.parquet")[2]
    (tmp_path / "traffic" / "declarations" / "000000.parquet").write_bytes(b"PAR1 nothing")
    code, _out, errors = with_classifier("score", "traffic", "--out", "o.parquet")
    assert code == BAD_INPUT and "000000.parquet: cannot be read" in errors and not (tmp_path / "o.parquet").exists()


def test_a_file_of_rejects_alone_still_gives_a_scored_file(with_classifier: Run, tmp_path: Path) -> None:
    source = declarations(tmp_path / "in.csv", "A9,never,30")
    code, output, errors = with_classifier("score", source, "--mapping", "korea_import", "--out", "out.parquet")
    assert (code, len(pd.read_parquet(tmp_path / "out.parquet"))) == (0, 0)
    assert "rejected 1." in output and "--reject" in errors


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["score", "missing.csv", "--mapping", "korea_import", "--out", "o.parquet"], "no such file"),
        (["score", ".", "--mapping", "korea_import", "--out", "o.parquet"], "cannot be read"),
        (["score", "binary.csv", "--mapping", "korea_import", "--out", "o.parquet"], "is not a header"),
        (["score", "in.csv", "--mapping", "nowhere.yaml", "--out", "o.parquet"], "no such mapping file"),
        (["score", "in.csv", "--mapping", "binary.csv", "--out", "o.parquet"], "binary.csv:1: not UTF-8"),
        (["score", "in.csv", "--mapping", "sad_template", "--out", "o.parquet"], "has no column 'Box 7 Reference'"),
        (["score", "in.csv", "--mapping", "korea_import", "--out", "no/folder/o.parquet"], "cannot be written"),
        (["score", "in.csv", "--mapping", "korea_import", "--out", "."], "is a folder"),
        (["score", "in.csv", "--mapping", "korea_import", "--out", "in.csv"], "is the input file"),
        (["score", "in.csv", "--mapping", "korea_import", "--out", "o", "--reject", "o"], "cannot go to the same file"),
        (["score", "in.csv", "--mapping", "korea_import", "--out", "o", "--reject", "no/where"], "cannot be written"),
        (["score", "in.csv", "--out", "o.parquet"], "--mapping is missing"),
        (["score", "in.csv", "--mapping", "korea_import", "--out", "o", "--wrong", "1"], "No such option: --wrong"),
        (["scores"], "No such command 'scores'"),
        (
            ["generate", "--declarations", "ten", "--out", "traffic"],
            "'--declarations': is 'ten'; write a whole number; see redlane generate --help",
        ),
        (["generate", "--declarations", "5", "--out", "in.csv"], "in.csv"),
        (["exercise", "build", "missing.yaml"], "missing.yaml"),
        (["exercise", "build", "binary.csv"], "binary.csv"),
        (["exercise", "build", "."], "cannot be read"),
        (["exercise", "import", "in.csv", "--mapping", "korea_import", "--title", "T"], "1 rows of known outcome"),
        (
            ["exercise", "import", "in.csv", "--mapping", "korea_import", "--title", "T", "--volume", "20"],
            "--red, --yellow: 32",
        ),
        (["serve", "--port", "99999999"], "'--port': is '99999999'; write 65535 or less"),
        (["serve", "--host", "not a host"], "is not an address"),
    ],
)
def test_bad_input_is_one_line_a_fault_and_exit_code_2(
    with_classifier: Run, tmp_path: Path, arguments: list[str], named: str
) -> None:
    declarations(tmp_path / "in.csv", GOOD.format("A1", 0))
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 20)
    before = (tmp_path / "in.csv").read_bytes()
    code, _out, errors = with_classifier(*arguments)
    assert code == BAD_INPUT
    assert "Traceback" not in errors
    faults = [line for line in errors.splitlines() if line.startswith("redlane: ")]
    assert any(named in line for line in faults), errors
    assert (tmp_path / "in.csv").read_bytes() == before
    assert not list(tmp_path.glob("*.part")), "nothing half written is left"


def test_scoring_without_a_classifier_says_how_to_get_one(cli: Run, tmp_path: Path) -> None:
    source = declarations(tmp_path / "in.csv", GOOD.format("A1", 0))
    code, _out, errors = cli("score", source, "--mapping", "korea_import", "--out", "o.parquet")
    assert code == BAD_INPUT
    assert "redlane train" in errors


def test_generated_traffic_is_the_same_for_the_same_seed(cli: Run, tmp_path: Path) -> None:
    for folder, seed in (("one", "7"), ("two", "7"), ("three", "8")):
        assert cli("generate", "--declarations", "50", "--seed", seed, "--out", folder)[0] == 0
    hashes = [
        json.loads((tmp_path / name / "manifest.json").read_text())["content"] for name in ("one", "two", "three")
    ]
    assert hashes[0] == hashes[1] != hashes[2]
    assert len(pd.read_parquet(tmp_path / "one" / "declarations")) == 50


def test_check_passes_on_what_is_shipped_and_lists_every_fault_at_once(
    cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, output, _err = cli("check")
    assert code == 0 and "risk profiles" in output and "typologies" in output

    def refuse(*faults: str) -> Callable[[], int]:
        def fail() -> int:
            raise InputError(faults)

        return fail

    monkeypatch.setattr(
        checking, "_checks", lambda: [("a", refuse("x:1: one", "x:2: two")), ("b", refuse("y:3: three"))]
    )
    code, _out, errors = cli("check")
    assert code == BAD_INPUT
    assert errors.splitlines() == ["redlane: x:1: one", "redlane: x:2: two", "redlane: y:3: three"]


def test_check_takes_a_context_pack_of_ones_own(cli: Run, tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "data" / "packs" / "kz", tmp_path / "my-office")
    code, output, _err = cli("check", "--pack", "my-office")
    assert (
        code == 0 and "my-office (Kazakhstan" in " ".join(output.split()) and "14 offices" in " ".join(output.split())
    )
    assert "offices of the pack ge" in " ".join(cli("check")[1].split())
    text = (tmp_path / "my-office" / "pack.yaml").read_text(encoding="utf-8")
    (tmp_path / "my-office" / "pack.yaml").write_text(text.replace("home: KZ", "home: KX"), encoding="utf-8")
    code, _out, errors = cli("check", "--pack", "my-office")
    assert code == BAD_INPUT and errors.startswith("redlane: my-office/pack.yaml:3: home: 'KX' is not in ISO 3166")
    code, _out, errors = cli("check", "--pack", "no-office")
    assert code == BAD_INPUT and "no-office: no such folder" in errors


def test_a_taken_port_is_said_before_anything_is_set_up(cli: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _out, errors = cli("serve", "--port", str(port))
        with pytest.raises(InputError, match="another port"):
            check_free("127.0.0.1", port)
    assert code == BAD_INPUT
    assert f"--port {port % 65_535 + 1}" in errors
    assert not (tmp_path / "var").exists()
    check_free("127.0.0.1", port)


def test_an_instructor_is_added_with_a_password_asked_for(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_words, **_settings: "correct horse battery")
    code, output, _err = cli("instructor", "add", "j.kowalska", "--name", "J. Kowalska")
    assert code == 0 and "J. Kowalska" in output
    store = open_store()
    try:
        account = store.register.by_login("j.kowalska")
    finally:
        store.close()
    assert account is not None and account.person.role == "instructor"
    code, _out, errors = cli("instructor", "add", "j.kowalska")
    assert code == BAD_INPUT and errors.count("redlane: ") == 1
    monkeypatch.setattr("typer.prompt", lambda *_words, **_settings: "short")
    assert cli("instructor", "add", "other")[0] == BAD_INPUT


def test_exercises_are_listed_and_built_and_building_again_changes_nothing(with_classifier: Run) -> None:
    assert "easy" in with_classifier("exercise", "list")[1]
    recipe = with_classifier("exercise", "list")[1].splitlines()[1].split()[0]
    first = with_classifier("exercise", "build", recipe)
    assert first[0] == 0 and first[1].startswith(f"Exercise {recipe}")
    assert with_classifier("exercise", "build", recipe)[1] == first[1]
    assert with_classifier("exercise", "list")[1].count(first[1].split()[1].rstrip(":")) == 1


def test_a_file_with_known_outcomes_becomes_an_exercise(with_classifier: Run, tmp_path: Path) -> None:
    source = declarations(tmp_path / "in.csv", *(GOOD.format(f"A{i}", int(i % 5 == 0)) for i in range(100)), "bad,row")
    order = ("exercise", "import", source, "--mapping", "korea_import", "--volume", "80", "--violations", "0.2")
    code, output, _err = with_classifier(*order, "--title", "Imports of a day")
    assert code == 0 and output.splitlines()[-1].startswith("Exercise imports-of-a-day-")
    assert "Read 101 rows; 1 with faults are left out." in output and "violations 20, lawful 80, unknown 0" in output
    assert with_classifier(*order, "--title", "Imports of a day")[1] == output
    assert "Imports of a day" in with_classifier("exercise", "list")[1]


def test_setting_up_again_keeps_what_is_there(with_classifier: Run) -> None:
    first = with_classifier("setup")
    assert first[0] == 0
    assert "class code" in first[1] and "password" in first[1]
    listed = with_classifier("exercise", "list")[1]
    assert with_classifier("setup")[:2] == first[:2]
    assert with_classifier("exercise", "list")[1] == listed


def test_help_is_shown_without_arguments_and_needs_no_heavy_import(cli: Run) -> None:
    code, output, errors = cli()
    assert code in (0, BAD_INPUT) and "score" in output + errors
    for command in ("score", "serve", "setup", "generate", "train", "check", "bench"):
        code, output, _err = cli(command, "--help")
        assert code == 0 and "Example: redlane" in output


def test_every_command_is_registered() -> None:
    names = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    groups = {group.typer_instance.info.name for group in app.registered_groups if group.typer_instance}
    assert {"setup", "serve", "generate", "train", "score", "bench", "check"} <= names
    assert groups == {"exercise", "instructor", "mapping", "profiles"}


def test_a_missing_disk_or_right_is_a_line_too(cli: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("REDLANE_HOME", str(tmp_path / "file" / "var"))
    code, _out, errors = cli("setup")
    assert code == BAD_INPUT and "REDLANE_HOME" in errors


def test_every_paragraph_of_a_help_text_is_one_line_and_so_fits_any_terminal() -> None:
    groups = [group.typer_instance for group in app.registered_groups if group.typer_instance]
    for command in [command for each in (app, *groups) for command in each.registered_commands]:
        assert command.help and "\n" not in command.help.replace("\n\n", "")
