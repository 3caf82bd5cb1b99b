"""What each consignment was: told in a table of its own, never in the declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from string import Formatter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generators.columns import Coded, Column, category, plain
from generators.goods import shelf
from generators.indicators import Levels, Table
from generators.typologies import CLASSES, population
from generators.world import Status, World, world
from simulator.draws import Floats, Ints

if TYPE_CHECKING:
    from generators.traffic import Drawn

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
        "story": _stories(odds, status, drawn.good, facts["consignee_name"], drawn.uniform("hidden goods")),
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
    half = len(names) // 2
    parts = [
        _joined_texts(distinct & ((1 << half) - 1), names[:half]),
        _joined_texts(distinct >> half, names[half:]),
    ]
    return Coded(codes, pc.utf8_rtrim(pc.binary_join_element_wise(*parts, ""), ";"))


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


def _joined_texts(masks: Ints, names: tuple[str, ...]) -> pa.Array:
    """The names of each mask's bits, each with a ";" behind it."""
    codes, distinct = pd.factorize(masks)
    return pa.array([_joined(int(mask), names) for mask in distinct], pa.string()).take(pa.array(codes))


@lru_cache(maxsize=100_000)
def _joined(mask: int, names: tuple[str, ...]) -> str:
    return "".join(f"{name};" for number, name in enumerate(names) if mask >> number & 1)


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
