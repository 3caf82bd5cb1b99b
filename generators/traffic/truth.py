"""What each consignment was: kept in a separate table, never in the declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generators.odds import CLASSES, Levels, Status, Table, World, world
from generators.table import Coded, Column, category, plain
from generators.traffic import stories
from generators.traffic.clauses import clauses
from generators.traffic.concealed import concealed
from generators.traffic.consignments import Drawn
from simulator.draws import Ints

LOOKED_BAD, LOOKED_CLEAN = "looked_bad", "looked_clean"
_TAGS = ("", LOOKED_BAD, LOOKED_CLEAN)
_CATEGORIES = ("status", "trader_class", "tag")


def columns(drawn: Drawn, facts: Mapping[str, Column]) -> dict[str, Column]:
    """The truth of n consignments; ``facts`` are their fields.

    ``status`` is also the id of a consignment's story; ``story_clauses`` names the clauses that are told of it, and
    ``story_fields`` fills their sentences.
    """
    odds, status, levels, groups = world(drawn.settings), drawn.status, drawn.levels, drawn.groups
    kind = drawn.traders.kind[drawn.trader]
    every, net = odds.statuses, facts["net_mass"]
    assert isinstance(net, np.ndarray)
    hidden = concealed(drawn, net)
    typologies = [status.typology for status in every]
    return {
        "declaration_id": facts["declaration_id"],
        "status": Coded.of(status, [own.id for own in every]),
        "violation": odds.violating[status],
        "typology": Coded.of(status, [typology.id if typology else "" for typology in typologies]),
        "severity": np.array([float(typology.severity) if typology else 0.0 for typology in typologies])[status],
        "nature": Coded.of(status, [typology.nature if typology else "" for typology in typologies]),
        "trader_class": Coded.of(kind, CLASSES),
        "tag": Coded.of(np.array([_tag(own) for own in every])[status], _TAGS),
        "flags": flags(odds, levels, groups),
        "story_clauses": clauses(drawn, hidden),
        "story_fields": stories.fields(drawn, facts["consignee_name"], hidden),
    }


def as_frame(truth: Mapping[str, Column]) -> pd.DataFrame:
    """The truth as a frame: status, class and tag are categories, other texts plain."""
    out: dict[str, pd.Series] = {}
    for name, column in truth.items():
        if isinstance(column, Coded):
            out[name] = category(column) if name in _CATEGORIES else plain(column)
        else:
            out[name] = pd.Series(pd.array(column, dtype="str")) if isinstance(column, pa.Array) else pd.Series(column)
    return pd.DataFrame(out)


def _tag(status: Status) -> int:
    """Index of the tag; a tag marks a consignment that was drawn on purpose to look different from what it is."""
    if status.lawful is not None:
        return _TAGS.index(LOOKED_BAD) if status.lawful.looks_bad else 0
    return _TAGS.index(LOOKED_CLEAN) if status.quiet else 0


def flags(odds: World, levels: Mapping[str, Levels], groups: Mapping[str, Ints]) -> Coded:
    """The red flags each consignment shows, joined by ";" in the order seen."""
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


_BITS, _MASK = 8, 2**8 - 1  # number of flags whose texts are looked up together


def known_flags(odds: World) -> tuple[str, ...]:
    """The red flags that the world's indicators can show, in the order seen."""
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
    """The names of the flags for every mask, each followed by ";"."""
    masks = range(1 << len(names))
    return pa.array(["".join(f"{name};" for k, name in enumerate(names) if mask >> k & 1) for mask in masks])
