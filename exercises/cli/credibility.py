"""``redlane credibility``: what cannot be, or hardly is, in the declarations of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import bar, out
from exercises.cli.quality import show_quality
from simulator.errors import InputError

EXAMPLE = "Example: redlane credibility declarations.csv --mapping sad_template --out findings.csv"
NO_MAPPING = "--mapping is missing: name a mapping file, or check a folder that redlane generate wrote"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("credibility", epilog=EXAMPLE)(credibility)


def credibility(
    file: Annotated[
        Path,
        typer.Argument(
            help="Declarations: delimited text with a header line, Parquet or .xlsx; "
            "or a folder that redlane generate wrote."
        ),
    ],
    mapping: Annotated[
        str | None,
        typer.Option(
            help="A mapping file, or the short name of one that comes with Redlane: korea_import, sad_template."
        ),
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="CSV file for every finding with its row.")] = None,
    pack_name: Annotated[
        str | None,
        typer.Option(
            "--pack", help="Context pack of the office, by name or folder: checks its customs territory and codes too."
        ),
    ] = None,
) -> None:
    """Check whether the declarations of a file can be true: masses, loads, ways, places, papers, numbers, dates.

    A check runs where the file has the fields that it needs; the report names the others. Findings do not change the
    exit code. A row that cannot be read is counted and left out; redlane score writes such rows to a reject file.
    """
    from exercises.analysis import inspect_file, inspect_folder
    from simulator.intake import load_mapping
    from simulator.packs import pack

    if mapping is None and not (file / "declarations").is_dir():
        raise InputError(NO_MAPPING)
    read = load_mapping(mapping) if mapping is not None else None
    rules = pack(pack_name) if pack_name is not None else None
    with bar(f"Checking {file.name}") as show_progress:
        if read is None:
            done = inspect_folder(file, out_file, pack=rules, progress=show_progress)
        else:
            done = inspect_file(file, read, out_file, pack=rules, progress=show_progress)
        show_progress(1.0)
    rows = done.rows
    out.print(f"Read {rows.read:,}, checked {rows.accepted:,}, rejected {rows.rejected:,}.", highlight=False)
    show_quality(done.quality)
    if out_file is not None:
        out.print(f"Findings: {out_file}", highlight=False)
