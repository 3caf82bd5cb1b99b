"""Traffic that ``redlane generate`` wrote, read back: declarations, and which of them are violations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.declaration import KEY, fields_at
from simulator.errors import InputError


def read(folder: Path, rows: int) -> tuple[pd.DataFrame, pd.Series[bool] | None]:
    """Up to ``rows`` declarations from the first on, with their outcomes; ``None`` where the folder has no truth.

    ``InputError`` where the folder is not such a folder or a file of it cannot be read.
    """
    declarations = _table(folder, "declarations", fields_at("declaration"), rows)
    if declarations is None:
        raise InputError(f"{folder}: no declarations/*.parquet here; name a folder that redlane generate wrote")
    truth = _table(folder, "truth", [KEY, "violation"], rows)
    if truth is None:
        return declarations, None
    if truth[KEY].tolist() != declarations[KEY].tolist():
        raise InputError(f"{folder}: truth/ is not of these declarations; generate into a new folder")
    return declarations, truth["violation"]


def _table(folder: Path, name: str, columns: list[str], rows: int) -> pd.DataFrame | None:
    """The first rows of a table of several files, ``None`` where it has none."""
    parts: list[pa.Table] = []
    for file in sorted((folder / name).glob("*.parquet")):
        if sum(part.num_rows for part in parts) >= rows:
            break
        try:
            parts.append(pq.read_table(file, columns=columns))
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(f"{file}: cannot be read ({str(error).splitlines()[0]}); generate it again") from None
    if not parts:
        return None
    frame: pd.DataFrame = pa.concat_tables(parts).slice(0, rows).unify_dictionaries().to_pandas()
    return frame
