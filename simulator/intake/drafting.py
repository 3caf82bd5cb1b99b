"""Writes a mapping for a file that has none: what names and cells show, and what they leave open as comments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from simulator.intake.commodity import Lengths
from simulator.intake.guessing import PLAIN, Guess, edition, guesses, style
from simulator.intake.header_words import EXTRA, meanings
from simulator.intake.heads import Column, Head, look
from simulator.intake.numbers import UNKNOWN
from simulator.intake.outcomes import opposites, plain
from simulator.intake.shown import shown
from simulator.reference import EDITIONS, KEY, schema

_FOUND = ("1", "true", "yes", "y", "oui", "ja", "si", "sí", "sim", "да")
"""Cells that usually mean that a control found something."""
_MOST_OUTCOMES = 12
_MASSES = ("ton", "tons", "tonne", "tonnes", "lb", "lbs", "g", "mt")


def draft(path: str | Path) -> str:
    """A mapping file for this file, as YAML that :func:`load_mapping` reads.

    Lines that are not certain end in a comment, ``# unsure: …``. Nothing but the first 2,000 rows is looked at.
    ``InputError`` if the file is no table or has no header.
    """
    head = look(Path(path))
    kinds = {column.name: {_kind(one.field) for one in meanings(column.name)} for column in head.columns}
    numbers = [column for column in head.columns if "number" in kinds[column.name]]
    decimal, thousands, doubt = style(head, numbers)
    doubts = head.doubts | ({"decimal": doubt} if doubt else {})
    unknown = sorted({cell for column in numbers for cell in column.filled if cell.casefold() in UNKNOWN})
    mapping = replace(PLAIN, decimal=decimal, thousands=thousands, unknown=frozenset(unknown))
    found = {guess.field: guess for guess in guesses(head, mapping)}
    if "hs_code" in found and (one := edition(found["hs_code"].column)) != EDITIONS[0]:
        mapping = replace(mapping, hs_edition=one)
        found = {guess.field: guess for guess in guesses(head, mapping)}
        doubts["hs_edition"] = f"HS {EDITIONS[0]} does not have all codes"
    top = [
        ("name", json.dumps(f"Draft for {shown(Path(path).name)}", ensure_ascii=False)),
        ("source", '"say here what the file is and where it comes from"'),
        *([("delimiter", json.dumps(head.delimiter)), ("encoding", head.encoding)] if head.text else []),
        *([("decimal", f'"{decimal}"')] if head.text or decimal != "." else []),
        *([("thousands", f'"{thousands}"')] if thousands else []),
        *([("unknown", _listed(unknown))] if unknown else []),
        ("hs_edition", f'"{mapping.hs_edition}"'),
    ]
    lines = ["# A draft of redlane mapping draft. Check each line, the unsure ones first; then see what is read:"]
    lines.append("#   redlane score FILE --mapping THIS_FILE --dry-run")
    lines += [_line(f"{key}: {value}", [doubts[key]] if key in doubts else []) for key, value in top]
    lines += _digits(found)
    lines += ["fields:", *_fields(found), *_outcome(found), *_rest(head, found)]
    return "\n".join(lines) + "\n"


def _kind(field: str) -> str:
    return schema()[field].kind if field in schema() else ""


def _line(text: str, doubts: Sequence[str]) -> str:
    said = " ".join("; ".join(doubts).split())
    return f"{text}  # unsure: {said}" if said else text


def _digits(found: dict[str, Guess]) -> Iterator[str]:
    if "hs_code" in found:
        lengths = Lengths(EDITIONS[0])
        for cell in dict.fromkeys(found["hs_code"].column.filled):
            lengths.look(cell)
        if lengths.used and lengths.used != (6,):
            yield f"# digits: {list(lengths.used)}  # so many digits have the HS codes, as the column shows"


def _fields(found: dict[str, Guess]) -> Iterator[str]:
    yield _key(found)
    if "declaration_type" not in found:
        yield "  # declaration_type: {constant: IM}  # the file does not say: EX export, IM import, TR transit"
    parts = [found[part].column for part in ("year", "month", "day") if part in found]
    if "acceptance_date" not in found and len(parts) >= 2 and "year" in found and "month" in found:
        form = "%Y %m %d"[: 3 * len(parts) - 1]
        yield f'  acceptance_date: {{columns: [{", ".join(map(_named, parts))}], date_format: "{form}"}}'
    for name, guess in found.items():
        if name == KEY or name in EXTRA:
            continue
        doubts, rule = [*guess.doubts, *_of_unit(guess)], ""
        if schema()[name].kind == "date":
            rule = f', date_format: "{guess.rule.date_format}"'
        elif guess.rule.units:
            rule = f", units: {_listed(guess.rule.units)}"
        elif guess.rule.numeric:
            rule = ", codes: numeric"
        out = "# " if guess.unfit else ""
        yield _line(f"  {out}{name}: {{column: {_named(guess.column)}{rule}}}", doubts)


def _key(found: dict[str, Guess]) -> str:
    """The id: a column whose cells differ, with the item or the number of the row where they do not."""
    if KEY not in found:
        return f"  {KEY}: {{row_number: yes}}  # unsure: no column with a number of its own for each row was found"
    guess = found[KEY]
    cells, named = guess.column.cells, _named(guess.column)
    again = len(cells) - len(set(cells))
    if not again:
        return _line(f"  {KEY}: {{column: {named}}}", guess.doubts)
    if "item" in found:
        item = found["item"].column
        if len(set(zip(cells, item.cells, strict=True))) == len(cells):
            return _line(f"  {KEY}: {{columns: [{named}, {_named(item)}]}}", guess.doubts)
    doubt = f"{again} of {len(cells)} rows repeat a number: are they items of one declaration?"
    return _line(f"  {KEY}: {{column: {named}, row_number: yes}}", [*guess.doubts, doubt])


def _of_unit(guess: Guess) -> Iterator[str]:
    words = guess.column.name.casefold().replace("(", " ").replace(")", " ").replace("_", " ").split()
    if guess.field == "statistical_value" and not {"eur", "euro", "euros", "€"} & set(words):
        yield "Redlane reckons in EUR; convert another currency with multiply and evidence"
    if schema()[guess.field].unit == "kg" and (unit := next((word for word in words if word in _MASSES), "")):
        yield f"'{unit}' is not kg; convert it with multiply and evidence"


def _outcome(found: dict[str, Guess]) -> Iterator[str]:
    if "outcome" not in found:
        return
    column = found["outcome"].column
    cells = list(dict.fromkeys(column.filled))
    bad = [cell for cell in cells if plain(cell) in _FOUND]
    good = [cell for cell in cells if plain(cell) in opposites(map(plain, bad))]
    few = ", ".join(f"'{shown(cell)}'" for cell in cells[:6])
    if len(cells) > _MOST_OUTCOMES or len(bad) != 1 or not good:
        yield f"# outcome: {{column: {_named(column)}, violation_values: [], lawful_values: []}}"
        yield f"#   unsure: the cells are {few}; say which mean a violation and which lawful goods, or leave it out"
        return
    rule = f"{{column: {_named(column)}, violation_values: {_listed(bad)}, lawful_values: {_listed(good)}}}"
    yield _line(f"outcome: {rule}", [*found["outcome"].doubts, f"of {few}; check what they mean"])


def _rest(head: Head, found: dict[str, Guess]) -> Iterator[str]:
    used = {guess.column.name for guess in found.values()}
    left = [column.name for column in head.columns if column.name not in used]
    if left:
        yield f"# Columns that are not used: {', '.join(' '.join(name.split()) for name in left)}"
    if head.twice:
        names = ", ".join(" ".join(name.split()) for name in head.twice)
        yield f"# Columns whose name stands in the header more than once; rename them to use them: {names}"


def _named(column: Column) -> str:
    return json.dumps(column.name, ensure_ascii=False)


def _listed(cells: Sequence[str]) -> str:
    return json.dumps(list(cells), ensure_ascii=False)
