"""How the commands write: results on standard output, progress and faults on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

FAULTS_SHOWN = 50


def show_faults(faults: Iterable[str]) -> None:
    """Write one line per fault on standard error, up to ``FAULTS_SHOWN``; count the rest."""
    lines = [" ".join(fault.split()) for fault in faults]
    for line in lines[:FAULTS_SHOWN]:
        err.print(f"[red]redlane:[/red] {escape(line)}", highlight=False)
    if len(lines) > FAULTS_SHOWN:
        err.print(f"[red]redlane:[/red] and {len(lines) - FAULTS_SHOWN} more faults", highlight=False)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Show a step of unknown length, and the time it takes."""
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=err) as progress:
        task = progress.add_task(what, total=None)
        yield
        progress.update(task, total=1, completed=1)


@contextmanager
def bar(what: str) -> Iterator[Callable[[float], None]]:
    """Show a step whose progress is known: call what it gives with the share done, from 0 to 1."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda done: progress.update(task, completed=done)


def table(*columns: str) -> Table:
    """A plain table; columns whose name ends in > are aligned to the right."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column.removesuffix(">"), justify="right" if column.endswith(">") else "left", overflow="fold")
    return made
