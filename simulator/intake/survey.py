"""A look at the columns of a file before it is read: only all cells together show what some of them mean."""

from __future__ import annotations

from pathlib import Path

from simulator.intake.cells import cleaned
from simulator.intake.commodity import Lengths
from simulator.intake.mapping import Mapping
from simulator.intake.numbers import looks_foreign
from simulator.intake.tables import open_records
from simulator.reference import schema

MOST_CELLS = 200_000
"""So many different cells of HS codes are looked at; a file with more has enough to tell."""


def survey(path: Path, mapping: Mapping) -> tuple[Lengths, frozenset[str]]:
    """The lengths of the HS codes, and the number fields with cells written with the other decimal sign.

    The file is read once for it, unless the mapping says all.
    """
    lengths = Lengths(mapping.hs_edition, mapping.digits)
    kinds = {name: schema()[name].kind for name in mapping.fields}
    codes = [name for name, kind in kinds.items() if kind == "hs" and not mapping.digits]
    numbers = [name for name, kind in kinds.items() if kind == "number" and not mapping.thousands]
    with open_records(path, mapping) as records:
        place = {
            name: records.header.index(mapping.fields[name].columns[0])
            for name in (*codes, *numbers)
            if mapping.fields[name].columns and mapping.fields[name].columns[0] in records.header
        }
        if not place:
            return lengths, frozenset()
        seen: dict[str, set[str]] = {name: set() for name in codes if name in place}
        foreign: set[str] = set()
        sign, other = (".", ",") if mapping.decimal == "." else (",", ".")
        open_numbers = [(name, place[name]) for name in numbers if name in place]
        for record in records:
            if record.fault is not None:
                continue
            for name, cells in seen.items():
                if len(cells) < MOST_CELLS:
                    cells.add(record.cells[place[name]])
            for name, at in open_numbers:
                cell = record.cells[at]
                if sign in cell and cell.count(sign) + cell.count(other) > 1 and looks_foreign(cell, sign):
                    foreign.add(name)
    for cells in seen.values():
        for cell in cells:
            lengths.look(cleaned(cell))
    return lengths, frozenset(foreign)
