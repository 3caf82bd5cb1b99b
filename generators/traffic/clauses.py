"""Which clauses of its story are true of each consignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from generators.odds import (
    FACTS,
    FRAMES,
    GROUPS,
    NO_TRACE,
    Clause,
    StoryText,
    indicators,
    story_texts,
    typologies,
    world,
)
from generators.table import Coded
from generators.traffic.concealed import Concealed
from generators.traffic.consignments import Drawn
from simulator.draws import Ints

Values = Mapping[str, tuple[Ints, Sequence[str]]]


def clauses(drawn: Drawn, concealed: Concealed) -> Coded:
    """The ids of the clauses of each consignment's story, with ";" between them, in the order in which they are told.

    Where none of a violation's clauses tells of the declaration or the documents, the first says that there is no
    trace in the papers.
    """
    known, statuses = _values(drawn, concealed), world(drawn.settings).statuses
    codes, texts = np.zeros(len(drawn.status), dtype=np.int64), [""]
    for name, story in story_texts().items():
        rows = np.flatnonzero(np.array([status.id == name for status in statuses])[drawn.status])
        if len(rows) and story.clauses:
            told = np.zeros(len(rows), dtype=np.int64)
            for place, clause in enumerate(story.clauses):
                told |= _holds(clause, known, rows).astype(np.int64) << place
            distinct, own = np.unique(told, return_inverse=True)
            codes[rows] = len(texts) + own
            texts += [_ids(story, int(one), name in typologies()) for one in distinct]
    return Coded.of(codes, texts)


def _ids(story: StoryText, told: int, violates: bool) -> str:
    names = [clause.id for place, clause in enumerate(story.clauses) if told >> place & 1]
    return ";".join(names if not violates or story.traces.intersection(names) else [NO_TRACE, *names])


def _holds(clause: Clause, known: Values, rows: Ints) -> NDArray[np.bool_]:
    """Whether the condition is true of each of the rows."""
    true = np.ones(len(rows), dtype=bool)
    for key, wanted in clause.when.items():
        value, names = known[key]
        true &= np.array([name in wanted for name in names])[value[rows]]
    return true


def _values(drawn: Drawn, concealed: Concealed) -> Values:
    """All that a condition may name: the number of each consignment's value, and the names of the values."""
    found: dict[str, tuple[Ints, Sequence[str]]] = {}
    for name, own in indicators().items():
        found[name] = drawn.levels[name], own.levels
        if own.given:
            found[own.given] = drawn.groups[name], GROUPS[own.given]
    to_hub = np.array([int("to_hub" in frame) for frame in FRAMES])
    wording, levels = drawn.levels["goods.wording"], indicators()["goods.wording"].levels
    found["direction"] = drawn.direction, FACTS["direction"]
    found["destination"] = to_hub[drawn.frame], FACTS["destination"]
    named = np.where(wording == levels.index("other_heading"), np.where(concealed.named, 0, 1), 2)
    found["wording_names"] = named, (*FACTS["wording_names"], "")
    return found
