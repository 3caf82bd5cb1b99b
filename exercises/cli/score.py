"""``redlane score``: scores declarations from a file with risk profiles and classifier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from exercises.cli.console import bar, err, out, table
from exercises.cli.quality import show_quality
from simulator.errors import InputError

if TYPE_CHECKING:
    from exercises.analysis import ScoredFile
    from simulator.intake import Mapping, Report

EXAMPLE = "Example: redlane score declarations.csv --mapping korea_import --out scored.parquet --reject rejected.csv"
NO_MAPPING = "--mapping is missing: name a mapping file, or score a folder that redlane generate wrote"
NO_OUT = "--out is missing: name a Parquet file for the scores, or see with --dry-run what would be read"
NO_FILE = "--dry-run is for a file with a mapping: name a file and --mapping"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score", epilog=EXAMPLE)(score)


def score(
    file: Annotated[
        Path,
        typer.Argument(
            help="Declarations: delimited text with a header line, Parquet or .xlsx; "
            "or a folder that redlane generate wrote."
        ),
    ],
    out_file: Annotated[Path | None, typer.Option("--out", help="Parquet file for the scores.")] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            help="A mapping file, or the short name of one that comes with Redlane: korea_import, sad_template."
        ),
    ] = None,
    reject: Annotated[
        Path | None, typer.Option(help="CSV file for the rows that cannot be scored, with their faults.")
    ] = None,
    reasons: Annotated[int, typer.Option(min=0, max=50, help="Number of reasons to give for a declaration.")] = 5,
    top: Annotated[
        int, typer.Option(min=0, help="Number of declarations with the highest scores to give reasons for.")
    ] = 1_000,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Score and write nothing: show how the first ten rows would be read.")
    ] = False,
) -> None:
    """Score the declarations of a file, or of a folder that redlane generate wrote.

    Fields that the file does not have are unknown to profiles and classifier; the report names the profiles that could
    not hit. A row with a fault is rejected with its row number. No row is lost: scored + rejected = read. Of a file
    with a mapping, the report says what the credibility checks found in the rows scored.
    """
    from exercises.analysis import score_file, score_folder
    from exercises.engine import load_engine
    from simulator.intake import load_mapping

    if dry_run:
        if mapping is None or file.is_dir():
            raise InputError(NO_FILE)
        _preview(file, load_mapping(mapping))
        return
    if out_file is None:
        raise InputError(NO_OUT)
    if mapping is None and not (file / "declarations").is_dir():
        raise InputError(NO_MAPPING)
    read = load_mapping(mapping) if mapping is not None else None
    engine = load_engine()
    with bar(f"Scoring {file.name}") as show_progress:
        if read is None:
            done = score_folder(file, out_file, engine, reasons, top, show_progress)
        else:
            done = score_file(file, read, out_file, engine, reject, reasons, top, show_progress)
        show_progress(1.0)
    _report(done, read, out_file, reject)


def _preview(file: Path, mapping: Mapping) -> None:
    """Each of the first rows as a table, cell beside value; then the report."""
    from simulator.intake import preview

    with bar(f"Reading {file.name}") as show_progress:
        seen = preview(file, mapping, progress=show_progress)
    for row in seen.rows:
        out.print(f"Row {row.row}: {f'rejected: {row.fault}' if row.fault else 'read'}", markup=False, highlight=False)
        shown = table("Field", "column", "cell", "value")
        for one in row.cells:
            value = "unknown" if one.value is None else one.value or "left blank"
            shown.add_row(one.field, escape(one.column) or "constant", escape(one.cell), escape(value))
        out.print(shown)
    _rows(seen.report, mapping, "can be read")
    out.print("Nothing was scored or written.", highlight=False)


def _rows(rows: Report, mapping: Mapping | None, good: str) -> None:
    out.print(f"Read {rows.read:,}, {good} {rows.accepted:,}, rejected {rows.rejected:,}.", highlight=False)
    for sentence in rows.sentences(mapping) if mapping is not None else ():
        out.print(sentence, markup=False, highlight=False)
    if rows.faults:
        shown = table("Rejected for", "rows>")
        for name, count in rows.faults.most_common():
            shown.add_row(name, f"{count:,}")
        out.print(shown)


def _report(done: ScoredFile, mapping: Mapping | None, out_file: Path, reject: Path | None) -> None:
    rows = done.rows
    _rows(rows, mapping, "scored")
    _profiles(done)
    if done.quality is not None:
        show_quality(done.quality)
    out.print(f"Scores: {out_file}", highlight=False)
    if reject is not None:
        out.print(f"Rejected rows: {reject}", highlight=False)
    elif rows.rejected:
        err.print("Name a file with --reject to see the rejected rows and their faults.", highlight=False)


def _profiles(done: ScoredFile) -> None:
    active = [(name, count) for name, count in done.hits.most_common() if count]
    out.print(
        f"Risk profiles: {len(active)} hit, {len(done.unable)} could not hit because fields are missing.",
        highlight=False,
    )
    if active:
        shown = table("Profile", "hits>")
        for name, count in active:
            shown.add_row(name, f"{count:,}")
        out.print(shown)
    for warning in done.warnings:
        out.print(f"Warning: {warning}", markup=False, highlight=False)
    if done.unable:
        shown = table("Could not hit", "missing fields")
        for name, fields in done.unable:
            shown.add_row(name, ", ".join(fields))
        out.print(shown)
