"""Files of generated traffic: each is written whole or not at all, and a shard carries its fingerprint."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from generators.table import Column, Fingerprint, fingerprint
from generators.table import table as as_table

_REPEATED = frozenset({"exchange_rate", "package_count", "consignee_capital", "severity"})
"""Numbers that a dictionary makes smaller."""
_KEY = b"redlane.fingerprint"


def save(columns: Mapping[str, Column], path: Path, first: int) -> None:
    """Write a shard whole or not at all, with its fingerprint in the file's own metadata."""
    hash_text = fingerprint.text(fingerprint.of(columns, first))
    table = as_table(columns).replace_schema_metadata({_KEY: hash_text.encode()})
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as partial_file:
        pq.write_table(table, partial_file, **options(table))


def options(table: pa.Table) -> dict[str, Any]:
    """How a table is written as Parquet: dictionaries for what repeats, and other numbers and dates byte by byte."""
    kinds = {field.name: field.type for field in table.schema}
    coded = [name for name, kind in kinds.items() if pa.types.is_dictionary(kind) or name in _REPEATED]
    numbers = [name for name, kind in kinds.items() if _apart(kind) and name not in coded]
    return {
        "compression": "zstd",
        "use_dictionary": coded,
        "column_encoding": dict.fromkeys(numbers, "BYTE_STREAM_SPLIT"),
        "write_statistics": False,
    }


def _apart(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_date(kind))


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, which takes its place when it is complete."""
    partial_file = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        yield partial_file
        partial_file.replace(path)
    finally:
        partial_file.unlink(missing_ok=True)


def save_text(path: Path, content: Mapping[str, object]) -> None:
    """Write JSON whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as partial_file:
        partial_file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def shards(folder: Path) -> list[Path]:
    """The files of a table, in the order of their rows."""
    return sorted(folder.glob("*.parquet"))


def fingerprint_of(file: Path) -> Fingerprint:
    """The fingerprint that a shard has in its metadata."""
    hash_text = pq.read_metadata(file).metadata[_KEY].decode()
    return int(hash_text[:16], 16), int(hash_text[16:], 16)
