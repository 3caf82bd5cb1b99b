"""``redlane bench``: measures how long things take on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import err, out, table

PAGE = Path("docs") / "benchmarks.md"
CLASS = "## A class at once"
"""The load driver (tests/load) writes the last section of the page; this command keeps it."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("bench", epilog="Example: redlane bench")(bench)


def bench(
    what: Annotated[
        str,
        typer.Argument(
            help="What to measure: all; only generate (with Faker and mimesis), profiles (with rule-engine) or score."
        ),
    ] = "all",
    write: Annotated[
        bool, typer.Option("--write", help=f"Also write {PAGE.as_posix()} (run it in the project folder).")
    ] = False,
) -> None:
    """Measure how long generating, scoring, building, starting and opening take, and compare them with simple code.

    This takes a few minutes and uses only this machine: it starts the app on a free loopback port with separate files.
    """
    from simulator.errors import InputError

    try:
        from exercises.bench import Figure, account, generating, judging, measure, page, scoring, steps
    except ImportError as error:
        raise InputError(f"bench needs {error.name}; run it in the project's environment: make bench") from error
    from exercises.bench import middle, shown
    from exercises.engine import load_engine

    measures: dict[str, Callable[[], Iterable[Figure]]] = {
        "all": lambda: measure(load_engine()),
        "generate": generating,
        "profiles": judging,
        "score": lambda: scoring(load_engine()),
    }
    if what not in measures:
        raise InputError(f"{what!r}: cannot be measured; choose one of {', '.join(measures)}")
    if write and (what != "all" or not PAGE.parent.is_dir()):
        raise InputError(f"{PAGE}: run redlane bench --write in the project folder, without naming what to measure")
    figures: list[Figure] = []
    for figure in measures[what]():
        figures.append(figure)
        err.print(f"{figure.what}: {shown(figure.median)} {figure.unit}", highlight=False)
    parts = account(steps()) if what in ("all", "generate") else []
    lines = table("What", "median (min–max)>", "p95>", "times")
    for figure in figures:
        p95 = "" if figure.p95 is None else f"{shown(figure.p95)} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{shown(figure.ratio)} × {figure.against}"
        lines.add_row(figure.what, middle(figure), p95, ratio)
    out.print(lines)
    out.print("\n".join(parts), highlight=False, markup=False)
    if write:
        kept = PAGE.read_text(encoding="utf-8").partition(CLASS)[1:] if PAGE.is_file() else ()
        PAGE.write_text(page(figures, parts) + "\n" + "".join(kept), encoding="utf-8")
        out.print(f"Written: {PAGE}", highlight=False)
