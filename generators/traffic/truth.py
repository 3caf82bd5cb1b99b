"""What each consignment was: told in a table of its own, never in the declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from string import Formatter

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generators.odds import CLASSES, Levels, Status, Table, World, population, shelf, world
from generators.table import Coded, Column, category, plain
from generators.traffic.consignments import Drawn
from simulator.draws import Floats, Ints

LOOKED_BAD, LOOKED_CLEAN = "looked_bad", "looked_clean"
_TAGS = ("", LOOKED_BAD, LOOKED_CLEAN)
_CATEGORIES = ("status", "trader_class", "tag")


def columns(drawn: Drawn, facts: Mapping[str, Column]) -> dict[str, Column]:
    """The truth of n consignments, of which ``facts`` are the fields."""
    odds, status, levels, groups = world(drawn.settings), drawn.status, drawn.levels, drawn.groups
    kind = drawn.traders.kind[drawn.trader]
    every = odds.statuses
    ways = [status.way for status in every]
    return {
        "declaration_id": facts["declaration_id"],
        "status": Coded.of(status, [own.id for own in every]),
        "violation": odds.violating[status],
        "typology": Coded.of(status, [way.id if way else "" for way in ways]),
        "label": Coded.of(status, [_label(own) for own in every]),
        "severity": np.array([float(way.severity) if way else 0.0 for way in ways])[status],
        "nature": Coded.of(status, [way.nature if way else "" for way in ways]),
        "trader_class": Coded.of(kind, CLASSES),
        "tag": Coded.of(np.array([_tag(own) for own in every])[status], _TAGS),
        "flags": flags(odds, levels, groups),
        "story": _stories(odds, status, drawn.good, facts["consignee_name"], drawn.numbers("hidden goods")),
    }


def as_frame(truth: Mapping[str, Column]) -> pd.DataFrame:
    """The truth as a frame: status, class and tag as categories, other texts plain."""
    out: dict[str, pd.Series] = {}
    for name, column in truth.items():
        if isinstance(column, Coded):
            out[name] = category(column) if name in _CATEGORIES else plain(column)
        else:
            out[name] = pd.Series(pd.array(column, dtype="str")) if isinstance(column, pa.Array) else pd.Series(column)
    return pd.DataFrame(out)


def _label(status: Status) -> str:
    if status.way is not None:
        return status.way.label
    return status.lawful.label if status.lawful else population().clean_label


def _tag(status: Status) -> int:
    """Number of the tag: what was drawn on purpose to look other than it is."""
    if status.lawful is not None:
        return _TAGS.index(LOOKED_BAD) if status.lawful.looks_bad else 0
    return _TAGS.index(LOOKED_CLEAN) if status.quiet else 0


def flags(odds: World, levels: Mapping[str, Levels], groups: Mapping[str, Ints]) -> Coded:
    """The red flags each consignment shows, joined by ";" in the order met."""
    names = known_flags(odds)
    shown = np.zeros(len(next(iter(levels.values()))), dtype=np.int64)
    for table in (odds.traders | odds.consignments).values():
        bits = _bits(table, names)
        if bits.any():
            name = table.indicator.id
            row = levels[name] if len(bits) == 1 else groups[name] * bits.shape[1] + levels[name]
            shown |= bits.ravel()[row]
    codes, distinct = pd.factorize(shown)
    parts = [
        _joined(names[at : at + _BITS]).take(pa.array(distinct >> at & _MASK)) for at in range(0, len(names), _BITS)
    ]
    return Coded(codes, pc.utf8_rtrim(pc.binary_join_element_wise(*parts, ""), ";"))


_BITS, _MASK = 8, 2**8 - 1  # flags whose texts are looked up together


def known_flags(odds: World) -> tuple[str, ...]:
    """The red flags that the world's indicators can show, in the order met."""
    every = (odds.traders | odds.consignments).values()
    return tuple(dict.fromkeys(flag for table in every for flag in table.indicator.flags.values()))


def _bits(table: Table, names: Sequence[str]) -> Ints:
    """The flag of each group and level as one bit; shape (groups, levels)."""
    indicator = table.indicator
    shown = [
        [indicator.flag(level, group) for level in range(len(indicator.levels))]
        for group in range(len(indicator.groups))
    ]
    return np.array([[0 if flag is None else 1 << names.index(flag) for flag in row] for row in shown], dtype=np.int64)


@cache
def _joined(names: tuple[str, ...]) -> pa.Array:
    """For every mask of these flags their names, each with a ";" behind it."""
    masks = range(1 << len(names))
    return pa.array(["".join(f"{name};" for k, name in enumerate(names) if mask >> k & 1) for mask in masks])


def _stories(odds: World, status: Ints, good: Ints, name: Column, u: Floats) -> Coded:
    """A sentence on each consignment: one for each lawful status, one of its own for each violation."""
    assert isinstance(name, Coded)
    common = [
        own.way.story if own.way else own.lawful.story if own.lawful else population().clean_story
        for own in odds.statuses
    ]
    codes, texts, made = status.copy(), [pa.array(common)], len(common)
    hidden = shelf().hidden.pick(u, good)
    for number in np.flatnonzero(odds.violating):
        rows = np.flatnonzero(status == number)
        way = odds.statuses[number].way
        if way is None or len(rows) == 0 or "{" not in way.story:
            continue
        told = {
            "hidden": _labels().take(pa.array(hidden[rows])),
            "declared": _labels().take(pa.array(good[rows])),
            "consignee": name.texts.take(pa.array(name.codes[rows])),
        }
        parts = [part for text, field, *_ in Formatter().parse(way.story) for part in (text, told.get(field or "", ""))]
        codes[rows] = made + np.arange(len(rows))
        texts.append(pc.binary_join_element_wise(*parts, ""))
        made += len(rows)
    return Coded(codes, pa.concat_arrays(texts))


@cache
def _labels() -> pa.Array:
    return pa.array([good.label.lower() for good in shelf().goods])
