"""The sheet of an Excel workbook (.xlsx) that holds the table.

Only a workbook needs ``openpyxl``, which takes a while to import, so it is imported when there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from simulator.errors import InputError

MOST_BYTES = 2**30
"""A workbook may have so many bytes when unpacked; a small file that unpacks to more is a trap or no table."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet, how many there are (0 if the workbook does not say), and what closes the file."""

    rows: Iterator[Sequence[object]]
    length: int
    close: Callable[[], None]


def sheet_with(path: Path, columns: Collection[str], look: int) -> Sheet:
    """The one sheet that has all these columns in one of its first ``look`` rows, else the first that is not blank.

    Formulas count with the result that was saved. ``InputError`` if several sheets have the columns, if the workbook
    is damaged, too large or without cells.
    """
    import openpyxl

    with ZipFile(path) as container:
        if sum(part.file_size for part in container.infolist()) > MOST_BYTES:
            raise InputError(f"{path}: is too large a workbook (over 1 GiB unpacked); save the table as CSV or Parquet")
    handle = path.open("rb")  # a path would have to end in .xlsx
    try:
        book = openpyxl.load_workbook(handle, read_only=True, data_only=True)
    except Exception:  # openpyxl raises errors of many kinds for a broken file
        handle.close()
        raise InputError(
            f"{path}: is a damaged workbook; open it in a spreadsheet program, and save it again"
        ) from None

    def close() -> None:
        book.close()
        handle.close()

    try:
        return Sheet(_rows(path, _chosen(path, book, columns, look)), 0, close)
    except InputError:
        close()
        raise


def _chosen(path: Path, book: Any, columns: Collection[str], look: int) -> Any:
    """The sheet with the columns, else the first that is not blank."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    filled = [(sheet, tops) for sheet in sheets if (tops := _tops(path, sheet, look))]
    if not filled:
        raise InputError(f"{path}: the workbook is empty; give a sheet with a header and one declaration per row")
    fitting = [sheet for sheet, tops in filled if columns and any(set(columns) <= top for top in tops)]
    if len(fitting) > 1:
        named = ", ".join(f"'{sheet.title}'" for sheet in fitting)
        raise InputError(f"{path}: the sheets {named} all have the columns of the mapping; keep one in the file")
    return fitting[0] if fitting else filled[0][0]


def _tops(path: Path, sheet: Any, look: int) -> list[set[str]]:
    """The texts of each of the first rows that are not blank."""
    tops = [{str(value).strip() for value in row if value is not None} for row in islice(_rows(path, sheet), look)]
    return [top for top in tops if top]


def _rows(path: Path, sheet: Any) -> Iterator[Sequence[object]]:
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception:  # as above: a part of the file is read only now
        raise InputError(f"{path}: the sheet '{sheet.title}' is damaged; save the workbook again") from None
