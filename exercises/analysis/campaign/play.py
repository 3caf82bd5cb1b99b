"""Plays the grid on any number of workers: each campaign once, in its own file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, as_completed
from functools import partial
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits

from exercises.analysis.campaign.plan import Cell, Grid, Office
from exercises.analysis.campaign.policies import policy
from exercises.analysis.campaign.weeks import weeks
from generators.output import processes, whole
from simulator.errors import InputError
from simulator.office import run

Progress = Callable[[float], None]
_MANIFEST = "manifest.json"


def play(office: Office, cell: Cell) -> pd.DataFrame:
    """Play one campaign; one row per week: policy, share, seed, drift, and the columns of ``simulator.office.run``."""
    traffic = weeks(office, cell.seed, cell.drift)
    chosen = policy(cell.policy, cell.share, office, traffic.survey, cell.seed)
    result = run(office.weeks, traffic, chosen, cell.seed, office.controls)
    for place, name in enumerate(("policy", "share", "seed", "drift")):
        result.insert(place, name, getattr(cell, name))
    return result


def play_grid(
    office: Office, grid: Grid, folder: Path, workers: int = 1, progress: Progress = lambda share: None
) -> pd.DataFrame:
    """Play the campaigns that the folder does not have, into ``campaigns/NAME.parquet``; returns all weeks of the grid.

    ``progress`` receives the share of the campaigns done. To resume a stopped call, call it again; the grid can be
    larger. Raises ``InputError`` if the folder has other content, or campaigns of another office.
    """
    _claim(office, folder)
    for stale in folder.rglob(".*.partial"):  # left by a call that was killed
        stale.unlink()
    left = [cell for cell in grid.cells if not _file(folder, cell).is_file()]
    done = len(grid.cells) - len(left)
    progress(done / len(grid.cells))
    with processes(workers) as pool:
        for number, _ in enumerate(_each(partial(_play_into, office, folder), left, pool), done + 1):
            progress(number / len(grid.cells))
    return pd.concat([pd.read_parquet(_file(folder, cell)) for cell in grid.cells], ignore_index=True)


def _each(call: Callable[[Cell], None], cells: list[Cell], pool: Executor | None) -> Iterator[None]:
    if pool is None:
        yield from map(call, cells)
        return
    waiting = [pool.submit(call, cell) for cell in cells]
    try:
        for future in as_completed(waiting):
            yield future.result()
    finally:
        for future in waiting:  # if the call was stopped
            future.cancel()


def _play_into(office: Office, folder: Path, cell: Cell) -> None:
    with threadpool_limits(1):  # each core already has a process
        result = play(office, cell)
    with whole(_file(folder, cell)) as beside:
        result.to_parquet(beside, index=False, compression="zstd")


def _file(folder: Path, cell: Cell) -> Path:
    return folder / "campaigns" / f"{cell.name}.parquet"


def _claim(office: Office, folder: Path) -> None:
    """Create the folder for this office, or check that it belongs to this office."""
    manifest, wanted = folder / _MANIFEST, office.model_dump()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        held = _held(manifest)
        if not held:
            raise InputError(f"{folder}: has other content; give an empty or new folder")
        other = [f"{key} {held.get(key)!r}, not {wanted[key]!r}" for key in wanted if held.get(key) != wanted[key]]
        if other:
            raise InputError(f"{folder}: has campaigns of another office ({', '.join(other)}); give a new folder")
        return
    (folder / "campaigns").mkdir(parents=True)
    with whole(manifest) as beside:
        beside.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")


def _held(manifest: Path) -> dict[str, object]:
    """The office that a folder was made for; empty if the manifest is missing or damaged."""
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
