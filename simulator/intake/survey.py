"""A look at the columns of a file before it is read: only all cells together show what some of them mean."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from simulator.intake.cells import cleaned
from simulator.intake.commodity import Lengths
from simulator.intake.dates import is_swapped, swapped_form
from simulator.intake.mapping import FieldRule, Mapping
from simulator.intake.numbers import has_other_decimal
from simulator.intake.tables import open_records
from simulator.reference import schema

MOST_CELLS = 200_000
"""So many different cells of HS codes and dates are looked at; a file with more has enough to tell."""
_SLIPS = 0.1
"""Fewer swapped dates than this share of the others are slips of the pen (assumption)."""


def survey(path: Path, mapping: Mapping) -> tuple[Lengths, frozenset[str]]:
    """The lengths of the HS codes, and the fields that have cells of another form: numbers with the other decimal
    sign, dates with day and month the other way round.

    The file is read once for it, unless the mapping says all.
    """
    lengths = Lengths(mapping.hs_edition, mapping.digits)
    kinds = {name: schema()[name].kind for name in mapping.fields}
    codes = [name for name, kind in kinds.items() if kind == "hs" and not mapping.digits]
    dates = [
        name
        for name, kind in kinds.items()
        if kind == "date" and len(mapping.fields[name].columns) == 1 and swapped_form(mapping.fields[name].date_format)
    ]
    numbers = [name for name, kind in kinds.items() if kind == "number" and not mapping.thousands]
    with open_records(path, mapping) as records:
        place = {
            name: records.header.index(mapping.fields[name].columns[0])
            for name in (*codes, *dates, *numbers)
            if mapping.fields[name].columns and mapping.fields[name].columns[0] in records.header
        }
        if not place:
            return lengths, frozenset()
        seen: dict[str, set[str]] = {name: set() for name in (*codes, *dates) if name in place}
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
                if (other in cell or cell.count(sign) > 1) and name not in foreign and has_other_decimal(cell, sign):
                    foreign.add(name)
    for name in codes:
        for cell in seen.get(name, ()):
            lengths.look(cleaned(cell))
    return lengths, frozenset(foreign | {name for name in dates if _swapped(seen[name], mapping.fields[name])})


def _swapped(cells: set[str], rule: FieldRule) -> bool:
    """Whether so many cells have day and month the other way round that they are no slips."""
    told = Counter(is_swapped(cleaned(cell), rule.date_format) for cell in cells)
    return told[True] > 0 and told[True] >= _SLIPS * told[False]
