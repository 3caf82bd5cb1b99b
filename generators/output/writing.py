"""Generated traffic on disk: Parquet shards of declarations and truth, the traders, and a manifest of their content.

Two passes over the rows: the first adds up what each trader's consignments tell of it, so that in the second every
consignment's posterior has all of its trader's others in view. Each pass takes the rows shard by shard, in any order,
on any number of workers; memory is bounded by the shard.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache, partial, reduce
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import TypeVar

import numpy as np
import pyarrow.parquet as pq
from threadpoolctl import threadpool_limits

from generators import oracle
from generators.edition import edition
from generators.facts import ADDRESS_KINDS
from generators.odds import CLASSES, Settings, world
from generators.oracle import difficulty
from generators.output.shards import fingerprint_of, save, save_text, shards, whole
from generators.table import NOTHING, Coded, Column, add, fingerprint
from generators.traffic import Drawn, declare, draw, others, traders, truth
from simulator.draws import Ints
from simulator.errors import InputError
from simulator.packs import pack
from simulator.reference import Tier, schema

SHARD = 200_000
TABLES = ("declarations", "truth", "traders")
_PROBE = 500  # rows that tell whether this code makes what is in the folder
_WORK = "unfinished"
_CAPACITIES = (0.01, 0.05, 0.10)  # shares inspected, for which the manifest tells how much could be found
_SUMMING = 0.15  # share of the time that the first pass takes
_AHEAD = 64  # shards handed out at once: enough for any number of workers to be busy
_DIGITS = 9  # of a posterior: as many as every machine's logarithm agrees on

Result = TypeVar("Result")
Progress = Callable[[float], None]
Workers = AbstractContextManager[Executor | None]


@dataclass(frozen=True)
class Order:
    """What is to be written where. ``tier``: how far the oracle sees; ``shard``: rows of a file."""

    settings: Settings
    seed: int
    folder: Path
    tier: Tier = "declaration"
    shard: int = SHARD

    @property
    def starts(self) -> range:
        """First rows of the shards."""
        return range(0, self.settings.declarations, self.shard)

    def rows(self, first: int) -> int:
        """Rows of the shard that starts at ``first``."""
        return min(self.shard, self.settings.declarations - first)

    def path(self, table: str, first: int) -> Path:
        """File of a table's shard."""
        return self.folder / table / f"{first // self.shard:06d}.parquet"

    @property
    def in_view(self) -> Path:
        """Where the first pass leaves its sums for the second."""
        return self.folder / _WORK / "in_view.npy"

    def described(self) -> dict[str, object]:
        """What makes two outputs the same, as the manifest has it."""
        drawn = draw(self.settings, self.seed, 0, min(_PROBE, self.settings.declarations))
        facts = declare(drawn)
        truth = _truth(drawn, facts, oracle.of_drawn(drawn, self.settings, self.tier))
        probe = add(fingerprint.of(_in_order(facts), 0), fingerprint.of(truth, 0))
        made = {"seed": self.seed, "tier": self.tier, "shard_size": self.shard}
        return self.settings.model_dump() | made | {"probe": fingerprint.text(probe)}


def write(order: Order, workers: Workers | None = None, progress: Progress = lambda share: None) -> Path:
    """Write ``declarations/``, ``truth/``, ``traders/`` and ``manifest.json``; returns the manifest's path.

    ``workers`` gives an executor whose workers see the folder; without one, all is done here. ``progress`` is told the
    share done. What an earlier call wrote before it was stopped is kept and not made again. ``InputError`` if the
    folder holds something else.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from generators.odds import Settings
    >>> from generators.output import Order, write
    >>> with TemporaryDirectory() as folder:
    ...     manifest = write(Order(Settings(declarations=100), seed=7, folder=Path(folder) / "traffic"))
    ...     sorted(entry.name for entry in manifest.parent.iterdir())
    ['declarations', 'manifest.json', 'traders', 'truth']
    """
    manifest, described = order.folder / "manifest.json", order.described()
    if _claim(order.folder, manifest, described):
        rmtree(order.in_view.parent, ignore_errors=True)
        return manifest
    for stale in order.folder.rglob(".*.partial"):  # of a call that was killed
        stale.unlink()
    left = [first for first in order.starts if not _is_written(order, first)]
    with workers or nullcontext() as pool:
        if not order.in_view.is_file():
            _sum_up(order, pool, lambda share: progress(_SUMMING * share))
        for number, _ in enumerate(_each(partial(_write_shard, order), left, pool), 1):
            progress(_SUMMING + (1.0 - _SUMMING) * (1.0 - (len(left) - number) / len(order.starts)))
    _write_traders(order)
    tables = {name: shards(order.folder / name) for name in TABLES}
    rows = {name: sum(pq.read_metadata(file).num_rows for file in files) for name, files in tables.items()}
    content = {
        name: fingerprint.text(reduce(add, map(fingerprint_of, files), NOTHING)) for name, files in tables.items()
    }
    hard = {f"{share:.0%}": round(difficulty(order.settings, order.tier, share).recall, 3) for share in _CAPACITIES}
    found = {"rows": rows, "content": content, "oracle_recall_at": hard}
    save_text(manifest, described | {"generator": edition()} | found)
    rmtree(order.in_view.parent)
    progress(1.0)
    return manifest


def _claim(folder: Path, manifest: Path, wanted: dict[str, object]) -> bool:
    """Make the folder this order's, or make sure that it is; true if it is finished. ``InputError`` if it is not."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        held = _held(manifest)
        other = [f"{key} {held.get(key)!r}, not {wanted[key]!r}" for key in wanted if held.get(key) != wanted[key]]
        if not held:
            raise InputError(f"{folder.name}: holds something else; give an empty or new folder")
        differences = [difference for difference in other if not difference.startswith("probe ")]
        if differences:
            named = ", ".join(differences)
            raise InputError(f"{folder.name}: holds other traffic ({named}); give an empty or new folder")
        if other:
            raise InputError(f"{folder.name}: was made by another version of Redlane; give an empty or new folder")
        return "content" in held
    save_text(manifest, wanted)
    return False


def _held(manifest: Path) -> dict[str, object]:
    """What a folder was made of, empty where its manifest is missing or damaged."""
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(held, dict):
        return {}
    # Old manifests call the weights of the typologies "ways".
    return {"typologies" if name == "ways" else name: value for name, value in held.items()}


def _each(call: Callable[[int], Result], firsts: Sequence[int], pool: Executor | None) -> Iterator[Result]:
    """The result for each shard, as it is ready; no more are handed out than keep the workers busy."""
    if pool is None:
        yield from map(call, firsts)
        return
    waiting, busy = iter(firsts), set[Future[Result]]()
    for first in islice(waiting, _AHEAD):
        busy.add(pool.submit(call, first))
    try:
        while busy:
            done, busy = wait(busy, return_when=FIRST_COMPLETED)
            busy |= {pool.submit(call, first) for first in islice(waiting, len(done))}
            for future in done:
                yield future.result()
    finally:
        for future in busy:  # where it was stopped
            future.cancel()


def _sum_up(order: Order, pool: Executor | None, progress: Progress) -> None:
    """The first pass: what is in view tells of each trader's class, its consignments and violations, for the second."""
    sums = np.zeros((len(CLASSES) + 2, len(traders(order.settings, order.seed).kind)), dtype=np.int64)
    for number, (met, found) in enumerate(_each(partial(_shard_sums, order), order.starts, pool), 1):
        sums[:, met] += found
        progress(number / len(order.starts))
    classes = slice(len(CLASSES))
    sums[classes] = oracle.in_groups(sums[classes], sums[-2] > 0, order.settings, order.seed, order.tier)
    order.in_view.parent.mkdir(exist_ok=True)
    with whole(order.in_view) as partial_file, partial_file.open("wb") as out:
        np.save(out, sums)


def _shard_sums(order: Order, first: int) -> tuple[Ints, Ints]:
    """Which traders a shard has, and their sums over it; (traders,) and (classes + 2, traders)."""
    with threadpool_limits(1):
        drawn = draw(order.settings, order.seed, first, order.rows(first), order.tier)
        evidence = oracle.of_drawn(drawn, order.settings, order.tier)
    violates = world(order.settings).violating[drawn.status].astype(np.int64)
    parts = [*evidence.own, np.ones(len(violates), dtype=np.int64), violates]
    sums = [np.bincount(evidence.trader, weights=part) for part in parts]
    met = np.flatnonzero(sums[-2])
    return met, np.stack([own[met] for own in sums]).astype(np.int64)


def _sums(order: Order) -> Ints:
    return _loaded(order.in_view, order.in_view.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _loaded(path: Path, _written: int) -> Ints:
    found: Ints = np.load(path)
    return found


def _write_shard(order: Order, first: int) -> int:
    """Make and write one shard of declarations and truth; returns its number of rows. Its truth comes last."""
    with threadpool_limits(1):  # there is a process for each core already
        drawn = draw(order.settings, order.seed, first, order.rows(first))
        facts = declare(drawn)
        evidence = oracle.of_drawn(drawn, order.settings, order.tier)
        truth = _truth(drawn, facts, evidence, _sums(order)[: len(CLASSES), drawn.trader])
    save(_in_order(facts), order.path("declarations", first), first)
    save(truth, order.path("truth", first), first)
    return len(drawn.trader)


def _truth(
    drawn: Drawn, facts: Mapping[str, Column], evidence: oracle.Evidence, in_view: Ints | None = None
) -> dict[str, Column]:
    """The truth with its posteriors; without ``in_view``, of each dossier alone."""
    return truth.columns(drawn, facts) | {
        "posterior": evidence.posterior(in_view).round(_DIGITS),
        "posterior_alone": evidence.posterior().round(_DIGITS),
    }


def _in_order(facts: Mapping[str, Column]) -> dict[str, Column]:
    return {name: facts[name] for name in schema()}


def _is_written(order: Order, first: int) -> bool:
    return order.path("truth", first).is_file() and order.path("declarations", first).is_file()


def _write_traders(order: Order) -> None:
    """The consignees with their hidden class, consignments and violations, then the consignors."""
    stock, sums = traders(order.settings, order.seed), _sums(order)
    numbers = np.arange(len(stock.kind))
    known = stock.columns(numbers) | {
        "role": Coded.of(np.zeros(len(numbers), dtype=np.int64), ["consignee"]),
        "address_kind": Coded.of(stock.levels["consignee.address"], ADDRESS_KINDS),
        "order_size": stock.size.round(3),
        "trader_class": Coded.of(stock.kind, CLASSES),
        "consignments": sums[-2],
        "violations": sums[-1],
    }
    renamed = {name.removeprefix("consignee_"): column for name, column in known.items()}
    sellers = others(order.seed, pack(order.settings.pack).home).columns()
    for first, own in ((0, renamed), (len(numbers), sellers)):
        save(own, order.folder / "traders" / f"{'consignors' if first else 'consignees'}.parquet", first)
