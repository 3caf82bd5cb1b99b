"""Generated traffic on disk: Parquet shards of declarations and truth, and a manifest that hashes their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from generators.oracle import posterior
from generators.settings import Settings
from generators.traffic import generate
from simulator.errors import InputError

SHARD = 50_000


def write(settings: Settings, seed: int, folder: Path, progress: Callable[[int], None] = lambda rows: None) -> Path:
    """Write ``declarations/`` and ``truth/`` shards and ``manifest.json``; returns the manifest's path.

    The truth carries the oracle's posterior at each shard's declaration tier, with the trader's consignments of the
    shard in view. ``progress`` is told the rows of each shard. ``InputError`` if the folder holds something else.
    """
    wanted = {"settings": settings.model_dump(), "seed": seed, "shard": SHARD}
    manifest = folder / "manifest.json"
    used = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if used and _held(manifest, tuple(wanted)) != wanted:
        raise InputError(f"{folder.name}: holds something else; give an empty or new folder")
    hashes = {name: hashlib.sha256() for name in ("declarations", "truth")}
    for first in range(0, settings.declarations, SHARD):
        batch = generate(settings, seed, first, min(SHARD, settings.declarations - first))
        truth = batch.truth.assign(posterior=posterior(batch.declarations, settings, "declaration").round(9))
        for name, frame in (("declarations", batch.declarations), ("truth", truth)):
            hashes[name].update(content(frame))
            _save(frame, folder / name / f"{first // SHARD:05d}.parquet")
        progress(len(truth))
    found = {name: digest.hexdigest() for name, digest in hashes.items()}
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps({**wanted, "content": found}, indent=1) + "\n", encoding="utf-8")
    return manifest


def _held(manifest: Path, keys: tuple[str, ...]) -> dict[str, object]:
    """What a folder was made of, empty where its manifest is missing or damaged."""
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))
        return {key: held.get(key) for key in keys}
    except (OSError, ValueError, AttributeError):
        return {}


def content(frame: pd.DataFrame) -> bytes:
    """The frame's values as bytes that depend on neither Parquet nor the dtype that holds them."""
    return frame.astype(str).to_csv(index=False, header=False, lineterminator="\n").encode()


def _save(frame: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    frame.to_parquet(partial, index=False, compression="zstd")
    partial.replace(path)
