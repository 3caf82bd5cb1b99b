"""``redlane realism``: compares generated trade with published figures of real trade."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import bar, out
from simulator.errors import InputError

PAGE = Path("docs") / "realism.md"
THIRD_PARTY = "REDLANE_THIRD_PARTY"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("realism", epilog="Example: redlane realism --data third_party --write")(realism)


def realism(
    data: Annotated[
        Path | None, typer.Option(help=f"Folder of the public data sets; the folder in {THIRD_PARTY} by default.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help=f"Also write {PAGE.as_posix()} (run it in the project folder).")
    ] = False,
) -> None:
    """Compare generated trade with public figures and with the published Korean import set."""
    from generators.realism import report

    folder = data or (Path(os.environ[THIRD_PARTY]) if THIRD_PARTY in os.environ else None)
    if folder is None:
        raise InputError(f"--data: name the folder of the public data sets, or set {THIRD_PARTY}")
    if write and not PAGE.parent.is_dir():
        raise InputError(f"{PAGE}: there is no folder {PAGE.parent}; run redlane realism --write in the project folder")
    with bar("Comparing") as progress:
        page = report.page(folder, progress)
    out.print(page, highlight=False, markup=False)
    if write:
        PAGE.write_text(page, encoding="utf-8")
        out.print(f"Written: {PAGE}", highlight=False)
