"""An exercise of a real file: drawn fairly, its outcome hidden, and nothing claimed that nobody can know."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.debrief import debrief
from exercises.design import ExerciseBatch, ExerciseCard, RealSpec, build_from_file, copy_for_store, slug_of
from exercises.engine import Engine
from exercises.play import MemoryAttempt
from simulator.errors import InputError
from simulator.intake import Mapping, Report, load_mapping

MAPPING = """\
name: Mine
source: written for this test
fields:
  declaration_id: {column: id}
  hs_code: {column: hs}
  country_of_origin: {column: origin}
  gross_mass: {column: kg}
outcome: {column: bad, violation_values: ["1"]}
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    """A mapping with an outcome."""
    path = tmp_path / "mine.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return load_mapping(path)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """200 rows: every tenth a violation, every 25th of unknown outcome, row 7 with a bad number."""
    lines = ["id,hs,origin,kg,bad"]
    for i in range(200):
        outcome = "" if i % 25 == 24 else "1" if i % 10 == 0 else "0"
        lines.append(f"R{i:03d},841410,{'DE' if i % 2 else 'FR'},{'heavy' if i == 7 else i + 1},{outcome}")
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def spec(**changes: object) -> RealSpec:
    base = {
        "slug": "mine",
        "title": "Mine",
        "briefing": "Real ones.",
        "seed": 3,
        "capacity": {"red": 5, "yellow": 5},
        "source": "mine.csv",
        "volume": 40,
    }
    return RealSpec.model_validate(base | changes)


def test_the_sample_has_the_asked_share_of_violations_in_no_telling_order(
    source: Path, mapping: Mapping, engine: Engine
) -> None:
    batch = build_from_file(spec(violations=0.25), source, mapping, engine)
    assert batch.truth is not None and batch.evidence is None
    assert len(batch.declarations) == 40 and batch.truth["violation"].sum() == 10
    assert list(batch.truth["declaration_id"]) == list(batch.declarations["declaration_id"])
    places = [place for place, bad in enumerate(batch.truth["violation"]) if bad]
    assert min(places) < 20 <= max(places)
    for name, bad in zip(batch.truth["declaration_id"], batch.truth["violation"], strict=True):
        assert bad == (int(name[1:]) % 10 == 0)


def test_as_found_means_the_files_own_share(source: Path, mapping: Mapping, engine: Engine) -> None:
    told: list[float] = []
    batch = build_from_file(spec(volume=180), source, mapping, engine, told.append)
    assert batch.truth is not None
    assert 15 <= batch.truth["violation"].sum() <= 20
    assert told[-1] == 1.0


def test_bad_rows_and_unknown_outcomes_are_never_drawn(source: Path, mapping: Mapping, engine: Engine) -> None:
    ids = set(build_from_file(spec(volume=191), source, mapping, engine).declarations["declaration_id"])
    assert "R007" not in ids and "R024" not in ids and len(ids) == 191
    with pytest.raises(InputError, match="191 rows of known outcome can be used, 192 are wanted"):
        build_from_file(spec(volume=192), source, mapping, engine)


def test_the_same_file_and_seed_draw_the_same_rows(source: Path, mapping: Mapping, engine: Engine) -> None:
    one, twin = (build_from_file(spec(), source, mapping, engine) for _ in range(2))
    assert one.content_hash() == twin.content_hash()
    assert ExerciseBatch.from_parts(one.to_parts()).content_hash() == one.content_hash()
    assert build_from_file(spec(seed=4), source, mapping, engine).content_hash() != one.content_hash()


def test_too_few_violations_are_told(source: Path, mapping: Mapping, engine: Engine) -> None:
    with pytest.raises(InputError, match="20 violations can be used, 50 are wanted"):
        build_from_file(spec(volume=100, violations=0.5), source, mapping, engine)


def outcomes(tmp_path: Path, *cells: str) -> Path:
    """A file with one row for each outcome."""
    lines = ["id,hs,origin,kg,bad", *(f"R{n:03d},841410,DE,{n + 1},{cell}" for n, cell in enumerate(cells))]
    path = tmp_path / "outcomes.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_floats_are_outcomes_and_what_is_in_neither_list_is_none(
    mapping: Mapping, engine: Engine, tmp_path: Path
) -> None:
    told: list[Report] = []
    source = outcomes(tmp_path, *(["1.0", "0.0", "0.0", "pending"] * 20))
    batch = build_from_file(spec(), source, mapping, engine, told=told.append)
    assert batch.truth is not None and 5 <= batch.truth["violation"].sum() <= 20
    assert (told[0].violations, told[0].lawful, dict(told[0].unlisted)) == (20, 40, {"pending": 20})


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["1"] * 60, "hardly anything is lawful .60 violations, 0 lawful, 0 unknown"),
        (["1"] + ["NULL"] * 9, "hardly anything is lawful .20 violations, 0 lawful, 180 unknown; 'NULL'"),
        (["1"] * 9 + ["0"], "hardly anything is lawful .180 violations, 20 lawful"),
        ([""] * 10, "hardly any outcome is known .0 violations, 0 lawful, 200 unknown"),
    ],
)
def test_a_file_of_violations_or_of_hardly_any_outcome_makes_no_exercise(
    mapping: Mapping, engine: Engine, tmp_path: Path, cells: list[str], what: str
) -> None:
    source = outcomes(tmp_path, *(cells * (200 // len(cells) if len(cells) < 60 else 1)))
    told: list[Report] = []
    with pytest.raises(InputError, match=what):
        build_from_file(spec(), source, mapping, engine, told=told.append)
    assert told, "what became of the rows is told all the same"


def test_rows_left_out_are_counted_with_the_reason(source: Path, mapping: Mapping, engine: Engine) -> None:
    told: list[Report] = []
    build_from_file(spec(), source, mapping, engine, told=told.append)
    report = told[0]
    assert (report.read, report.rejected, dict(report.faults)) == (200, 1, {"gross_mass": 1})
    assert report.accepted - report.violations - report.lawful == 8


def test_a_mapping_without_an_outcome_is_refused(source: Path, tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "none.yaml"
    path.write_text(MAPPING.partition("outcome:")[0], encoding="utf-8")
    with pytest.raises(InputError, match="no outcome"):
        build_from_file(spec(), source, load_mapping(path), engine)


def test_it_can_be_played_and_the_debrief_claims_no_oracle(source: Path, mapping: Mapping, engine: Engine) -> None:
    batch = build_from_file(spec(violations=0.25), source, mapping, engine)
    card = ExerciseCard.of("mine", copy_for_store(spec(), batch).spec, len(batch.declarations))
    attempt = MemoryAttempt(card, batch)
    attempt.decide(str(attempt.queue()["declaration_id"].iloc[0]), "red")
    attempt.submit()
    revealed = debrief(attempt)
    assert not revealed.has_oracle and revealed.marking.best is None
    hindsight = revealed.marking.row("hindsight")
    assert hindsight is not None and hindsight.violations_examined == 5


@pytest.mark.parametrize(
    ("title", "slug"), [("Été à Rouen, 2!", "ete-a-rouen-2"), ("…", "exercise"), ("A" * 90, "a" * 48)]
)
def test_any_title_gives_a_short_name(title: str, slug: str) -> None:
    assert slug_of(title) == slug
    assert spec(slug=slug_of(title)).slug == slug
