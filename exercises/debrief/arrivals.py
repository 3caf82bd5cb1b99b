"""A stream as it came: each consignment weighed with what had arrived and had been asked when it was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from exercises.design import ExerciseCard, weigh_seen
from exercises.record import Record, arrived
from generators.oracle import Opinion, Weighing
from simulator.draws import Floats, Ints
from simulator.reference import Tier

NEVER = np.inf
"""The time of something that was not seen; as a time of closing, the end."""


def closings(card: ExerciseCard, record: Record, ids: Sequence[str]) -> tuple[Ints, Floats]:
    """For each consignment of a stream, how many had arrived when its decision was closed, and that time (seconds).

    A consignment without a decision is closed when it leaves, even if the attempt was submitted before: the best
    possible choice stays to the end.
    """
    assert card.pace is not None
    count, at = np.empty(len(ids), dtype=np.int64), np.full(len(ids), NEVER)
    for row, name in enumerate(ids):
        decision = record.decisions.get(name)
        if decision is not None and decision.lane is not None and decision.at is not None:
            count[row], at[row] = arrived(card, record, decision.at), decision.at.timestamp()
        else:
            count[row] = row + ceil(card.pace.release / card.pace.every)
    return np.clip(count, np.arange(len(ids)) + 1, len(ids)), at


def weigh_arrived(
    grounds: Weighing,
    ids: Sequence[str],
    closed: tuple[Ints, Floats],
    seen: Mapping[Tier, Floats],
    scans: tuple[NDArray[np.int8], Floats],
) -> Opinion:
    """The oracle's opinion of each consignment of a stream at the time when its decision was closed.

    ``closed``: see ``closings``; ``seen``: for each tier, when its fields were seen on each row; ``scans``: see
    ``weigh_seen``, and when. Each consignment is weighed with those of the same trader and of its director's other
    companies that had arrived.
    """
    count, at = closed
    block, rows = blocks(grounds, np.arange(len(ids)), count)
    met = {tier: by(when[rows], at[block]) for tier, when in seen.items()}
    shown, when = scans
    scanned = np.where(by(when[rows], at[block]), shown[rows], 0).astype(np.int8)
    return weigh_blocks(grounds, ids, block, rows, met, scanned)


def weigh_blocks(
    grounds: Weighing,
    ids: Sequence[str],
    block: Ints,
    rows: Ints,
    met: Mapping[Tier, NDArray[np.bool_]],
    scans: NDArray[np.int8],
) -> Opinion:
    """The oracle's opinion of the first row of each small batch, see ``blocks``; one call weighs them all.

    ``met``: for each tier, on which entries of ``rows`` its fields were seen; ``scans``: see ``weigh_seen``; all (m,).
    """
    traders = int(grounds.trader.max()) + 1
    apart = replace(
        grounds,
        trader=np.unique(block * traders + grounds.trader[rows], return_inverse=True)[1],
        director=np.where(grounds.director[rows] < 0, -1, block),
        frame=grounds.frame[rows],
        facts=tuple(replace(fact, case=fact.case[rows]) for fact in grounds.facts),
    )
    found = weigh_seen(apart, [ids[row] for row in rows], met, scans)
    own = np.flatnonzero(np.diff(block, prepend=-1))  # the first row of each small batch
    return replace(
        found,
        posterior=found.posterior[own],
        posterior_alone=found.posterior_alone[own],
        evidence=found.evidence.iloc[own],
        flags=found.flags.iloc[own],
        status=found.status[own],
        expected_severity=found.expected_severity[own],
    )


def blocks(grounds: Weighing, chosen: Ints, count: Ints) -> tuple[Ints, Ints]:
    """For each chosen row a small batch: itself, then those of its trader and its director among the first ``count``
    rows; batch number and row, (m,) each."""
    party = np.where(grounds.director < 0, -1 - grounds.trader, grounds.director).tolist()
    same: dict[int, list[int]] = {}
    for row, who in enumerate(party):
        same.setdefault(who, []).append(row)
    block, rows = [], []
    for number, row in enumerate(chosen.tolist()):
        view = [row, *(other for other in same[party[row]] if other != row and other < count[number])]
        block += [number] * len(view)
        rows += view
    return np.array(block, dtype=np.int64), np.array(rows, dtype=np.int64)


def by(when: Floats, closed: Floats) -> NDArray[np.bool_]:
    """What was seen by the time of closing; what was never seen is not, however late that is."""
    return (when <= closed) & (when < NEVER)
