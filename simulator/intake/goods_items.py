"""Goods items of a nested file as the rows of a table, within limits: a small file can stand for a huge table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from simulator.errors import InputError

Cells = dict[str, str]
MOST_COLUMNS = 5_000
MOST_CELLS = 5_000_000


@dataclass(frozen=True)
class Items:
    """A header and the rows below it, and how many lines that is."""

    header: list[str]
    rows: list[Cells]

    @property
    def length(self) -> int:
        """The lines of the table, with its header."""
        return len(self.rows) + 1

    def lines(self) -> Iterator[Sequence[str]]:
        """The header, then each row with a blank where an item says nothing."""
        return chain([self.header], ([cells.get(name, "") for name in self.header] for cells in self.rows))


def items_of(path: Path, rows: Iterable[Cells], optional: Iterable[str] = ()) -> Items:
    """The items; ``optional`` columns are there even if no item has them. ``InputError`` beyond the limits."""
    taken: list[Cells] = []
    names: dict[str, None] = {}
    count = 0
    for cells in rows:
        taken.append(cells)
        names |= dict.fromkeys(cells)
        count += len(cells)
        if len(names) > MOST_COLUMNS or count > MOST_CELLS:
            raise InputError(
                f"{path}: has over {MOST_COLUMNS:,} different elements, or {MOST_CELLS:,} values; split it"
            )
    return Items(list(names | dict.fromkeys(optional)), taken)
