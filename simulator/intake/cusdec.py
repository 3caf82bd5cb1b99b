"""Customs declarations as EDIFACT messages (CUSDEC), as rows: one for each goods item, with what its message says.

A goods item begins with the segment CST. The segments before the first one, and those of the summary behind UNS, are
the message's own. A column is the segment, with what it is about if its first element says so, and the place of the
data element: ``NAD+CN/4`` is the fourth element of a segment ``NAD+CN`` of the message, ``item MOA+123/1.2`` the
second part of the first element of an item's ``MOA+123``. A segment that repeats has its place behind it, as in
``item FTX+AAA[2]/4``. What a qualifier means stands in the guide of the office, so the mapping says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import InputError
from simulator.intake.goods_items import Cells, Items, items_of

MOST_BYTES = 20_000_000
_QUALIFIED = dict.fromkeys("CUX DTM FII FTX GIN LOC MOA NAD PCI QTY RFF TDT TOD".split(), 1) | {"MEA": 2, "TAX": 2}
"""Segments whose first data elements say what they are about, and how many: net and gross mass differ in the second."""
_CODECS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "latin-1", "UNOD": "iso8859-2", "UNOE": "iso8859-5"}
_CODECS |= {"UNOF": "iso8859-7", "UNOY": "utf-8", "UNOW": "utf-8"}
"""The character sets that an interchange names in UNB (ISO 9735)."""
Elements = list[list[str]]


@dataclass(frozen=True)
class _Signs:
    """The service characters: between parts, between elements, the one that frees the next, the end of a segment."""

    part: str = ":"
    element: str = "+"
    free: str = "?"
    end: str = "'"


def items_of_cusdec(path: Path) -> Items:
    """A row for each goods item of every CUSDEC message in the file.

    ``InputError`` if the file is too large, is cut off, or has no CUSDEC message with goods items.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"{path}: has over {MOST_BYTES // 1_000_000} MB; split it, or save it as a table")
    text = _text(path)
    signs = _Signs(text[3], text[4], text[6], text[8]) if text.startswith("UNA") else _Signs()
    segments = [_split(one, signs) for one in _segments(text[9:] if text.startswith("UNA") else text, signs)]
    items = items_of(path, (cells for message in _messages(path, segments) for cells in _items(message)))
    if not items.rows:
        raise InputError(
            f"{path}: is an EDIFACT message, not a table, and no CUSDEC with goods items (CST); "
            "save the declarations as .xlsx, Parquet or CSV, with one row for each goods item"
        )
    return items


def _text(path: Path) -> str:
    content = path.read_bytes().lstrip()
    named = re.search(rb"UNB.(UNO[A-Z])", content[:200])
    codec = _CODECS.get(named[1].decode("ascii") if named else "UNOA", "latin-1")
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        known = named[1].decode("ascii") if named else "UNOA, the usual one"
        raise InputError(f"{path}: has signs that its character set ({known}) does not have; correct UNB") from None


def _segments(text: str, signs: _Signs) -> Iterator[str]:
    """The segments, with the freeing signs still in them."""
    free, end = re.escape(signs.free), re.escape(signs.end)
    for found in re.finditer(rf"\s*((?:{free}.|[^{free}{end}])*){end}", text, re.DOTALL):
        yield found[1]


def _split(segment: str, signs: _Signs) -> Elements:
    """The elements of a segment, each as its parts."""
    elements: Elements = [[""]]
    letters = iter(segment)
    for letter in letters:
        if letter == signs.free and signs.free != " ":
            elements[-1][-1] += next(letters, "")
        elif letter == signs.element:
            elements.append([""])
        elif letter == signs.part:
            elements[-1].append("")
        elif letter not in "\r\n":
            elements[-1][-1] += letter
    return elements


def _messages(path: Path, segments: Sequence[Elements]) -> Iterator[list[Elements]]:
    """The segments of each CUSDEC message, between UNH and UNT."""
    message: list[Elements] | None = None
    for segment in segments:
        tag = segment[0][0]
        if tag == "UNH":
            kind = segment[2][0] if len(segment) > 2 else ""
            if message is not None:
                raise InputError(f"{path}: is an EDIFACT file in which a message has no end (UNT); send it again")
            message = [segment] if kind == "CUSDEC" else None
        elif tag == "UNT":
            if message is not None:
                yield message
            message = None
        elif message is not None:
            message.append(segment)
    if message is not None:
        raise InputError(f"{path}: is an EDIFACT message that is cut off, without its end (UNT); send it again")


def _items(message: Sequence[Elements]) -> Iterator[Cells]:
    starts = [at for at, segment in enumerate(message) if segment[0][0] == "CST"]
    if not starts:
        return
    behind = [at for at, segment in enumerate(message) if segment[0][0] == "UNS" and at > starts[0]]
    end = behind[0] if behind else len(message)
    own = _cells([*message[: starts[0]], *message[end:]])
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        item = _cells(message[start:stop])
        yield {**own, **{f"item {name}": cell for name, cell in item.items()}}


def _cells(segments: Sequence[Elements]) -> Cells:
    cells: Cells = {}
    seen: Counter[str] = Counter()
    for (tag, *_), *elements in segments:
        name = "+".join([tag, *(element[0] for element in elements[: _QUALIFIED.get(tag, 0)])])
        seen[name] += 1
        name += f"[{seen[name]}]" if seen[name] > 1 else ""
        for place, parts in enumerate(elements, 1):
            for part, text in enumerate(parts, 1):
                if text.strip():
                    cells[f"{name}/{place}" if part == 1 else f"{name}/{place}.{part}"] = text.strip()
    return cells
