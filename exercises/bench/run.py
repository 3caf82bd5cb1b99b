"""All figures one after the other, and the page that shows them."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from exercises.bench.classroom import building, keeping
from exercises.bench.figures import Figure
from exercises.bench.generating import generating
from exercises.bench.profiles import judging
from exercises.bench.scoring import scoring
from exercises.bench.start import desk, start
from exercises.engine import Engine

LIBRARIES = ("numpy", "pandas", "pyarrow", "faker", "mimesis", "rule-engine", "scikit-learn", "streamlit", "SQLAlchemy")


def measure(engine: Engine) -> Iterator[Figure]:
    """Yield every figure when it is measured; about four minutes on two cores. Nothing leaves the machine."""
    yield from generating()
    yield from judging()
    yield from scoring(engine)
    yield from building(engine)
    with tempfile.TemporaryDirectory(prefix="redlane-bench-") as folder:
        yield from start(Path(folder))
        yield from desk(Path(folder))
    with tempfile.TemporaryDirectory(prefix="redlane-bench-") as folder:
        yield from keeping(engine, Path(folder))


def page(figures: Sequence[Figure], more: Sequence[str] = ()) -> str:
    """The text of docs/benchmarks.md: the machine without its paths, one line per figure, and ``more`` lines below."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `redlane bench --write`. The ratios are more stable than the absolute figures.",
        "",
        f"Machine: {machine()}.",
        "",
        "| What | Median (min–max) | p95 | Runs | Times faster than |",
        "|---|---:|---:|---:|---|",
        *(_line(figure) for figure in figures),
        "",
        "How each was measured:",
        "",
        *(f"- {figure.what}: {figure.how}." for figure in figures),
        *(more or [""]),
    ]
    return "\n".join(lines)


def machine() -> str:
    """Cores, memory, Python and the libraries that matter for speed."""
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    system = f"{platform.machine()}, {os.cpu_count()} cores{memory}, {platform.system()}"
    return f"{system}, Python {platform.python_version()}; {libraries}"


def middle(figure: Figure) -> str:
    """Median with its unit, and the shortest and longest run if there are several."""
    least, most = figure.span
    span = f" ({shown(least)}–{shown(most)})" if len(figure.seconds) > 1 else ""
    return f"{shown(figure.median)} {figure.unit}{span}"


def _line(figure: Figure) -> str:
    p95 = "" if figure.p95 is None else f"{shown(figure.p95)} {figure.unit}"
    ratio = "" if figure.ratio is None else f"{shown(figure.ratio)} × {figure.against}"
    return f"| {figure.what} | {middle(figure)} | {p95} | {len(figure.seconds)} | {ratio} |"


def shown(number: float) -> str:
    """A value with two significant digits; a benchmark is not more exact."""
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"
