"""Reads traffic that ``redlane generate`` wrote: declarations, and which of them are violations."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.errors import InputError
from simulator.reference import KEY, Tier, fields_at, schema

_AGAIN = "generate into a new folder"


@dataclass(frozen=True)
class Shard:
    """Some declarations (texts as categories), and whether each is a violation (``None`` without a truth table)."""

    declarations: pd.DataFrame
    violation: pd.Series[bool] | None


def shards(folder: Path, fields: Collection[str] | None = None, tier: Tier = "declaration") -> Iterator[Shard]:
    """Yield the folder's shards with some fields (by default all that an officer sees at the tier).

    Raises ``InputError`` if the folder has other content or a file cannot be read.
    """
    wanted = [name for name in fields_at(tier) if fields is None or name in fields]
    files = sorted((folder / "declarations").glob("*.parquet"))
    if not files:
        raise InputError(f"{folder}: no declarations/*.parquet here; name a folder that redlane generate wrote")
    outcomes = sorted((folder / "truth").glob("*.parquet"))
    if outcomes and [file.name for file in outcomes] != [file.name for file in files]:
        raise InputError(f"{folder}: truth/ does not belong to these declarations; {_AGAIN}")
    for number, file in enumerate(files):
        declarations = _table(file, [KEY, *(name for name in wanted if name != KEY)])
        if not outcomes:
            yield Shard(declarations, None)
            continue
        truth = _table(outcomes[number], [KEY, "violation"])
        if not truth[KEY].equals(declarations[KEY]):
            raise InputError(f"{outcomes[number]}: does not belong to these declarations; {_AGAIN}")
        yield Shard(declarations, truth["violation"])


def count(folder: Path) -> int:
    """Number of declarations in the folder."""
    return sum(_opened(file).metadata.num_rows for file in (folder / "declarations").glob("*.parquet"))


def read_generated(folder: Path, rows: int) -> Shard:
    """The first ``rows`` declarations, or fewer if there are fewer, in one table."""
    parts: list[Shard] = []
    for shard in shards(folder):
        parts.append(shard)
        if sum(len(part.declarations) for part in parts) >= rows:
            break
    outcomes = [part.violation for part in parts if part.violation is not None]
    return Shard(
        pd.concat([part.declarations for part in parts], ignore_index=True).head(rows),
        pd.concat(outcomes, ignore_index=True).head(rows) if len(outcomes) == len(parts) else None,
    )


def _table(file: Path, columns: list[str]) -> pd.DataFrame:
    """The table of a file. Repeated texts are categories, so that each distinct text is processed only once."""
    texts = [name for name in columns if name != KEY and name in schema() and schema()[name].kind in ("id", "text")]
    opened = _opened(file, texts)
    missing = sorted(set(columns) - set(opened.schema_arrow.names))
    if missing:
        raise InputError(f"{file}: has no column {', '.join(missing)}; {_AGAIN}")
    try:
        frame: pd.DataFrame = opened.read(columns=columns).to_pandas(date_as_object=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(file, error) from None
    return frame


def _opened(file: Path, texts: list[str] | None = None) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file, read_dictionary=texts)
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(file, error) from None


def _unreadable(file: Path, error: Exception) -> InputError:
    return InputError(f"{file}: cannot be read ({str(error).splitlines()[0]}); {_AGAIN}")
