"""Compares generating with a loop over a library of fake data, in CPU seconds; and says where the time goes."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from exercises.bench.field_by_field import Row, faker_rows, mimesis_rows
from exercises.bench.figures import Figure, cpu
from generators import oracle
from generators.odds import Settings
from generators.output import SHARD, Order, options, write
from generators.table import fingerprint, table
from generators.traffic import declare, draw, truth
from simulator import draws
from simulator.reference import schema

RUNS = 3
SHARDS = 5
FAKER, MIMESIS = 3_000, 20_000
"""Rows per run of each loop: two to three seconds."""


@dataclass(frozen=True)
class Step:
    """A part of generating: CPU nanoseconds per declaration, one per run; ``floor`` if it is a limit, not a part."""

    what: str
    nanoseconds: Sequence[float]
    floor: bool = False

    @property
    def median(self) -> float:
        """Median of the runs."""
        return statistics.median(self.nanoseconds)


def generating(shards: int = SHARDS, faker: int = FAKER, mimesis: int = MIMESIS, shard: int = SHARD) -> list[Figure]:
    """Measure Redlane (with truth and posterior, as Parquet) and both loops in turn; ratios are of rows per CPU second.

    Each loop is measured twice: as rows in memory, and written to Parquet as Redlane does.
    """
    settings = Settings(declarations=shards * shard)
    ours: list[float] = []
    loops: dict[tuple[str, bool], list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="redlane-bench-") as name:
        folder = Path(name)
        _written(settings, folder / "warm", shard)
        for run in range(RUNS):
            ours.append(cpu(lambda run=run: _written(settings, folder / str(run), shard)))  # type: ignore[misc]
            for library, rows, count in (("Faker", faker_rows, faker), ("mimesis", mimesis_rows, mimesis)):
                for kept in (False, True):
                    taken = cpu(lambda: _plain(rows, count, folder / "plain.parquet" if kept else None))  # noqa: B023
                    loops.setdefault((library, kept), []).append(taken / count)
    each = statistics.median(ours) / settings.declarations
    figures = [
        Figure(
            f"Generate and write {settings.declarations:,} declarations: CPU",
            ours,
            f"in one process after a first run, CPU seconds of all its threads: {len(schema())} fields, truth and "
            f"posterior, to Parquet (zstd); {1 / each:,.0f} declarations per second and core",
        )
    ]
    for (library, kept), seconds in loops.items():
        written = ", written to Parquet (zstd) by pandas" if kept else ", rows in memory"
        figures.append(
            Figure(
                f"A row of the same fields by a loop over {library}{written}",
                seconds,
                "CPU seconds per row, measured in turn with Redlane; the ratio compares rows per second",
                unit="µs",
                against="this loop",
                ratio=statistics.median(seconds) / each,
            )
        )
    return figures


def _written(settings: Settings, folder: Path, shard: int) -> None:
    write(Order(settings, 1, folder, shard=shard))


def _plain(rows: Callable[[int], list[Row]], count: int, path: Path | None) -> None:
    made = rows(count)
    if path is not None:
        pd.DataFrame(made).to_parquet(path, compression="zstd")


def steps(rows: int = SHARD, runs: int = 5) -> list[Step]:
    """Where the time goes, and the work that every generator of such tables must do."""
    taken: dict[str, list[float]] = {}
    settings = Settings(declarations=(runs + 1) * rows)
    with tempfile.TemporaryDirectory(prefix="redlane-bench-") as name:
        for run in range(runs + 1):  # the first warms up
            for what, seconds in _shard(settings, run * rows, rows, Path(name) / "shard.parquet"):
                taken.setdefault(what, []).append(seconds / rows * 1e9)
    return [Step(what, each[1:], what.startswith(_FLOOR)) for what, each in taken.items()]


def _shard(settings: Settings, first: int, rows: int, path: Path) -> Iterator[tuple[str, float]]:
    clock = _Clock()
    early = draw(settings, 1, first, rows, "declaration")
    oracle.of_drawn(early, settings, "declaration")
    yield "first pass: draw what the tier shows, and its evidence", clock.lap()
    drawn = draw(settings, 1, first, rows)
    yield "draw all levels", clock.lap()
    evidence = oracle.of_drawn(drawn, settings, "declaration")
    told: Mapping[str, object] = {"posterior": evidence.posterior(), "posterior_alone": evidence.posterior()}
    yield "evidence and posterior", clock.lap()
    facts = declare(drawn)
    yield "write levels as fields", clock.lap()
    truths = truth.columns(drawn, facts) | told  # type: ignore[operator]
    yield "truth", clock.lap()
    for columns in (facts, truths):
        fingerprint.of(columns, first)
    yield "content hash", clock.lap()
    tables = [table(columns) for columns in (facts, truths)]
    yield "Arrow tables", clock.lap()
    for made in tables:
        pq.write_table(made, path, **options(made))
    yield "Parquet (zstd)", clock.lap()
    for number in range(_STREAMS):
        draws.raw(1, f"bench/{number}", first // 2, rows // 2)
    yield f"{_FLOOR}the random bits of the same draws", clock.lap()
    for made in tables:
        pq.write_table(made, pa.BufferOutputStream(), **{**options(made), "compression": "none"})
    yield f"{_FLOOR}the same tables as Parquet in memory, not compressed", clock.lap()
    for made in tables:
        made.combine_chunks().nbytes  # noqa: B018
        pa.BufferOutputStream().write(b"\0" * made.nbytes)
    yield f"{_FLOOR}as many bytes copied in memory", clock.lap()


_FLOOR = "alone: "
_STREAMS = 65  # of 32 bits a row, about as many as a declaration takes


class _Clock:
    """CPU seconds since the last call."""

    def __init__(self) -> None:
        self._last = process_time()

    def lap(self) -> float:
        """Seconds since the last lap."""
        now = process_time()
        passed, self._last = now - self._last, process_time()
        return passed


def account(parts: Sequence[Step]) -> list[str]:
    """Lines of the page: where the time goes, what the limit is, and how far Redlane is from it."""
    own = [part for part in parts if not part.floor]
    total = sum(part.median for part in own)
    lines = [
        "",
        "## Where generating spends its time",
        "",
        "Median of five shards, in nanoseconds of CPU per declaration.",
        "",
    ]
    lines += ["| Part | ns | Share |", "|---|---:|---:|"]
    lines += [f"| {part.what} | {part.median:,.0f} | {part.median / total:.0%} |" for part in own]
    lines += [f"| all | {total:,.0f} | |", "", "| What every such table needs | ns |", "|---|---:|"]
    lines += [f"| {part.what.removeprefix(_FLOOR)} | {part.median:,.0f} |" for part in parts if part.floor]
    parquet = next(part.median for part in own if part.what.startswith("Parquet"))
    lines += [
        "",
        f"The limit is Parquet: encoding and compressing the tables takes {parquet / total:.0%} of the time, whatever",
        f"makes the tables. A generator that needs no time at all would be {total / parquet:.1f} times as fast as this",
        "one. Random bits and memory are far from the limit.",
        "",
    ]
    return lines
