"""The reject file: every row that could not be scored, the reason, and its original cells."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd

from simulator.errors import InputError

LEAD = ("row", "id", "faults", "extra_cells")


def reject_columns(header: Sequence[str]) -> list[str]:
    """Columns of the reject file: row, id, faults, cells beyond the header, then the source's own columns.

    If a source column has one of the first names, " (source)" is added to its name.
    """
    return [*LEAD, *(f"{name} (source)" if name in LEAD else name for name in header)]


class RejectFile:
    """Writes rejected rows as CSV while a file is read. It opens at once, so a bad path fails early."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        try:
            self._handle = path.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise InputError(f"{path}: cannot be written ({error.strerror}); name another reject file") from None
        self._writer = csv.writer(self._handle)
        self._writer.writerow(reject_columns(header))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.close()

    def write(self, rejected: pd.DataFrame) -> None:
        """Append the rejected rows of one chunk."""
        self._writer.writerows(rejected.itertuples(index=False, name=None))
