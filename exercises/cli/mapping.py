"""``redlane mapping``: drafts the mapping of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import err
from simulator.errors import InputError

app = typer.Typer(name="mapping", help="Mapping files: which column holds which field.", no_args_is_help=True)


@app.command(epilog="Example: redlane mapping draft declarations.csv --out my_mapping.yaml")
def draft(
    file: Annotated[Path, typer.Argument(help="Declarations: delimited text with a header line, Parquet or .xlsx.")],
    out_file: Annotated[
        Path | None, typer.Option("--out", help="File for the mapping; without it, it goes to standard output.")
    ] = None,
) -> None:
    """Propose a mapping from the names of the columns, in several languages, and the cells of the first 2,000 rows.

    What is unsure stands behind the line as a comment. An existing file is never written over.
    """
    from simulator.intake import draft as drafted

    text = drafted(file)
    if out_file is None:
        print(text, end="")
        return
    try:
        with out_file.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except FileExistsError:
        raise InputError(f"{out_file}: is there already; name another file for the mapping") from None
    unsure = text.count("unsure: ")
    err.print(
        f"Mapping: {out_file}, {unsure} lines unsure. Next: redlane score --dry-run", markup=False, highlight=False
    )
