"""Which column holds which field, from names and from what the readers make of the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.intake.cells import CLOSED, CellReader, cell_reader
from simulator.intake.commodity import Lengths
from simulator.intake.dates import FORMS
from simulator.intake.header_words import EXTRA, meanings
from simulator.intake.heads import Column, Head
from simulator.intake.mapping import SERIAL, FieldRule, Mapping
from simulator.intake.shown import TwoMeanings, shown
from simulator.reference import EDITIONS, Edition, hs_known, schema

GOOD, POSSIBLE = 0.95, 0.4
"""A column is a field's if so large a share of its cells can be read as it; with less than the second it is not."""
_ENOUGH = 0.98
_WITH_UNIT = re.compile(
    r"[0-9][0-9., '\u00a0\u202f-]*?([^\W\d_]{1,6}|[$€£¥₩₺₹])|([$€£¥₩₺₹]|[A-Za-z]{3}) ?[0-9][0-9.,]*"
)
_MOST_UNITS = 3
_KILOGRAMS = {"kg", "kgs", "kgm"}
PLAIN = Mapping(Path(), "", "", {})
_STYLES = ((".", ""), (",", ""), (".", ","), (",", "."), (",", " "), (".", " "), (".", "'"))


@dataclass(frozen=True)
class Guess:
    """A field (or one of ``EXTRA``), its column, how sure the name and the cells are, and what is unsure.

    ``unfit``: hardly a cell can be read before it is translated.
    """

    field: str
    column: Column
    score: float
    rule: FieldRule
    doubts: tuple[str, ...] = ()
    unfit: bool = False


def style(head: Head, columns: Sequence[Column]) -> tuple[str, str, str]:
    """Decimal sign and thousands separator that read most cells of the columns of numbers, and a doubt."""
    cells = [cell for column in columns for cell in column.filled[:500]]
    counts = {pair: len(_values(cells, *pair)) for pair in _STYLES}
    best = max(_STYLES, key=lambda pair: counts[pair])
    mine = _values(cells, *best)
    for pair in _STYLES if head.text else ():  # a number that has a type is read as it is
        theirs = _values(cells, *pair) if counts[pair] == counts[best] else {}
        cell = next((cell for cell in theirs if cell in mine and mine[cell] != theirs[cell]), None)
        if cell is not None:
            return *best, f"'{shown(cell)}' can be {mine[cell]:.10g} or {theirs[cell]:.10g}"
    return *best, ""


def edition(column: Column) -> Edition:
    """The edition of the HS of a column of codes: the office's own, unless an older one knows clearly more of them."""
    cells = list(dict.fromkeys(column.filled))[:500]
    known = {}
    for one in EDITIONS:
        read = reader("hs_code", replace(PLAIN, hs_edition=one), cells)
        known[one] = sum(read(cell)[1] is None for cell in cells)
    return EDITIONS[0] if known[EDITIONS[0]] >= _ENOUGH * max(known.values()) else max(EDITIONS, key=known.__getitem__)


def guesses(head: Head, mapping: Mapping) -> list[Guess]:
    """One column at most for each field, and one field for each column: the surest first."""
    found: list[Guess] = []
    for column in head.columns:
        told = meanings(column.name)
        if not told and _is_codes(column):
            found.append(_tried("hs_code", column, 0.5, "only the cells say so", mapping))
        found += [_tried(one.field, column, one.score, one.why, mapping) for one in told]
    chosen: dict[str, Guess] = {}
    used: set[str] = set()
    for guess in sorted((guess for guess in found if guess.score > 0), key=lambda guess: -guess.score):
        if guess.column.name in used:
            continue
        if guess.field in chosen:
            first = chosen[guess.field]
            if first.score - guess.score < 1:
                also = f"'{shown(guess.column.name)}' can be it too"
                chosen[guess.field] = replace(first, doubts=(*first.doubts, also))
            continue
        chosen[guess.field] = guess
        used.add(guess.column.name)
    return [chosen[name] for name in (*schema(), *EXTRA) if name in chosen]


def reader(field: str, mapping: Mapping, cells: Sequence[str], rule: FieldRule | None = None) -> CellReader:
    """The reader of a field's cells; the lengths of HS codes are those of the cells."""
    lengths = Lengths(mapping.hs_edition)
    if field == "hs_code":
        for cell in dict.fromkeys(cells):
            lengths.look(cell)
    return cell_reader(schema()[field], rule or FieldRule(field, 1), mapping, lengths)


def _tried(field: str, column: Column, score: float, why: str, mapping: Mapping) -> Guess:
    """A guess after a look at the cells; score 0 if they cannot be the field's."""
    rule, doubts = FieldRule(field, 1, (column.name,)), [why] if why else []
    cells = list(dict.fromkeys(column.filled))[:500]
    if field in EXTRA or not cells:
        return Guess(field, column, score, rule, tuple(doubts) if cells else (*doubts, "the column is blank"))
    kind = schema()[field].kind
    if kind == "date":
        rule, doubt = _dated(rule, cells)
        doubts += [doubt] if doubt else []
    elif kind == "number" and (units := units_of(cells)):
        rule = replace(rule, units=units)
        if schema()[field].unit == "kg" and set(units) - _KILOGRAMS:
            doubts.append(f"units {', '.join(units)}: convert to kg with multiply and evidence")
    elif kind == "country" and all(cell.isdigit() for cell in cells):
        rule = replace(rule, numeric=True)
        doubts.append("numbers of ISO 3166? Offices have lists of their own")
    read = reader(field, mapping, cells, rule)
    bad = {cell: fault for cell in cells if (fault := read(cell)[1]) is not None}
    two = sum(isinstance(fault, TwoMeanings) for fault in bad.values())  # such a cell is the field's, whichever it is
    fit = 1 - (len(bad) - two) / len(cells)
    if fit < POSSIBLE and field not in CLOSED:
        return Guess(field, column, 0, rule)
    if bad:
        few = ", ".join(f"'{shown(cell)}'" for cell in list(bad)[:4])
        advice = "; translate them under values" if field in CLOSED or kind == "country" else ""
        doubts.append(f"{len(bad)} of {len(cells)} different cells cannot be read: {few}{advice}")
    if two and kind == "hs":
        doubts.append("cells of two meanings: state digits")
    sure = score * (fit if fit < GOOD and field not in CLOSED else 1)
    return Guess(field, column, sure, rule, tuple(doubts), fit < POSSIBLE)


def _dated(rule: FieldRule, cells: Sequence[str]) -> tuple[FieldRule, str]:
    """The rule with the form that reads most cells, and the other form that reads as many but other days."""
    read = {}
    for form in (*FORMS, SERIAL):
        reads = reader(rule.field, PLAIN, (), replace(rule, date_format=form))
        read[form] = {cell: value for cell in cells if (value := reads(cell)[0]) is not None}
    best = max(read, key=lambda form: len(read[form]))
    for form, days in read.items():
        if len(days) == len(read[best]) and days != read[best]:
            cell = next(cell for cell in days if days[cell] != read[best].get(cell))
            return replace(rule, date_format=best), f"'{shown(cell)}' fits {form} too"
    return replace(rule, date_format=best), ""


def _is_codes(column: Column) -> bool:
    cells = list(dict.fromkeys(column.filled))[:500]
    digits = [cell.replace(".", "").replace(" ", "") for cell in cells]
    return len(cells) > 1 and sum(hs_known(text[:6]) for text in digits if len(text) >= 6) >= GOOD * len(cells)


def units_of(cells: Sequence[str]) -> tuple[str, ...]:
    """The words or signs that stand before or behind the numbers, if they are few."""
    found = {(match[1] or match[2]).casefold() for cell in cells if (match := _WITH_UNIT.fullmatch(cell))}
    return tuple(sorted(found)) if len(found) <= _MOST_UNITS else ()


def _values(cells: Sequence[str], decimal: str, thousands: str) -> dict[str, float]:
    rule = FieldRule("net_mass", 1, units=units_of(cells))
    read = reader("net_mass", replace(PLAIN, decimal=decimal, thousands=thousands), (), rule)
    return {cell: float(value) for cell in cells if isinstance(value := read(cell)[0], (int, float))}
