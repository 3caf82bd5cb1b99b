"""``redlane bench``: how long things take here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import err, out, table

PAGE = Path("docs") / "benchmarks.md"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("bench", epilog="Example: redlane bench")(bench)


def bench(
    write: Annotated[
        bool, typer.Option("--write", help=f"Write {PAGE.as_posix()} too (run it in the project folder).")
    ] = False,
) -> None:
    """Measure generating, scoring, building, starting and opening here, beside the plain way of doing it.

    Takes a few minutes, on this machine alone: the app is started on a free loopback port with files of its own.
    """
    from exercises.bench import Figure, measure, page
    from exercises.bench.run import middle, shown
    from exercises.engine import load_engine
    from simulator.errors import InputError

    if write and not PAGE.parent.is_dir():
        raise InputError(f"{PAGE}: there is no folder {PAGE.parent}; run redlane bench --write in the project folder")
    figures: list[Figure] = []
    for figure in measure(load_engine()):
        figures.append(figure)
        err.print(f"{figure.what}: {shown(figure.median)} {figure.unit}", highlight=False)
    lines = table("What", "median (min–max)>", "p95>", "times faster than")
    for figure in figures:
        p95 = "" if figure.p95 is None else f"{shown(figure.p95)} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{shown(figure.ratio)} × {figure.against}"
        lines.add_row(figure.what, middle(figure), p95, ratio)
    out.print(lines)
    if write:
        PAGE.write_text(page(figures), encoding="utf-8")
        out.print(f"Written: {PAGE}", highlight=False)
