"""``redlane score``: scores declarations from a file with risk profiles and classifier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exercises.cli.console import bar, err, out, table
from exercises.cli.quality import show_quality
from simulator.errors import InputError

if TYPE_CHECKING:
    from exercises.analysis import ScoredFile
    from simulator.intake import Mapping

EXAMPLE = "Example: redlane score declarations.csv --mapping korea_import --out scored.parquet --reject rejected.csv"
NO_MAPPING = "--mapping is missing: name a mapping file, or score a folder that redlane generate wrote"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score", epilog=EXAMPLE)(score)


def score(
    file: Annotated[
        Path,
        typer.Argument(
            help="Declarations as delimited text with a header line, or a folder that redlane generate wrote."
        ),
    ],
    out_file: Annotated[Path, typer.Option("--out", help="Parquet file for the scores.")],
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
) -> None:
    """Score the declarations of a file, or of a folder that redlane generate wrote.

    Fields that the file does not have are unknown to profiles and classifier; the report names the profiles that could
    not hit. A row with a fault is rejected with its row number. No row is lost: scored + rejected = read. Of a file
    with a mapping, the report says what the credibility checks found in the rows scored.
    """
    from exercises.analysis import score_file, score_folder
    from exercises.engine import load_engine
    from simulator.intake import load_mapping

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


def _report(done: ScoredFile, mapping: Mapping | None, out_file: Path, reject: Path | None) -> None:
    rows = done.rows
    out.print(f"Read {rows.read:,}, scored {rows.accepted:,}, rejected {rows.rejected:,}.", highlight=False)
    for sentence in rows.sentences(mapping) if mapping is not None else ():
        out.print(sentence, markup=False, highlight=False)
    if rows.faults:
        shown = table("Rejected for", "rows>")
        for name, count in rows.faults.most_common():
            shown.add_row(name, f"{count:,}")
        out.print(shown)
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
