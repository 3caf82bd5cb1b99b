"""The batch as one trainee saw it: the oracle weighs only the fields shown at no cost or requested, and the scans.

A trainee who requests more sees more, so the best possible choice here has the same knowledge as the trainee. What
could have been known is ``everything``: so the debrief also says what somebody missed who asked for nothing. In a
stream only what had arrived is in view.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from exercises.debrief.arrivals import NEVER, closings, weigh_arrived
from exercises.design import ExerciseBatch, ExerciseCard, table, weigh_seen
from exercises.record import Record, Request
from simulator.draws import Floats
from simulator.office import ABOUT_TRADERS, REVEALS, Means
from simulator.reference import KEY, Tier

ALWAYS = -np.inf
"""The time of what was shown from the start."""
Scans = tuple[NDArray[np.int8], Floats]
When = Callable[[Request], float]


def as_seen(batch: ExerciseBatch, card: ExerciseCard, record: Record) -> ExerciseBatch:
    """The batch with the oracle's opinion of what this attempt saw; unchanged where everybody saw the same at once."""
    if not (card.means or card.pace):
        return batch
    return _weighed(
        batch, card, record, seen_when(batch, card, record, _asked_at), scans_when(batch, record, _asked_at)
    )


def everything(batch: ExerciseBatch, card: ExerciseCard, record: Record) -> ExerciseBatch:
    """The same with all fields that the exercise shows or that can be asked for, beside the scans that were made."""
    if not (card.means or card.pace):
        return batch
    return _weighed(batch, card, record, _shown(batch, card.reach), scans_when(batch, record, _asked_at))


def nothing_asked(batch: ExerciseBatch, card: ExerciseCard, record: Record) -> ExerciseBatch:
    """The same without any request."""
    return _weighed(batch, card, record, _shown(batch, card.free), scans_when(batch, Record(), _asked_at))


def declared(batch: ExerciseBatch, card: ExerciseCard, record: Record) -> ExerciseBatch:
    """The same with the declaration alone."""
    return _weighed(batch, card, record, {}, scans_when(batch, Record(), _asked_at))


def _weighed(
    batch: ExerciseBatch, card: ExerciseCard, record: Record, seen: dict[Tier, Floats], scans: Scans
) -> ExerciseBatch:
    if batch.grounds is None:
        return batch
    ids = [str(name) for name in batch.declarations[KEY]]
    if card.pace is None:
        masks = {tier: when < NEVER for tier, when in seen.items()}
        opinion = weigh_seen(batch.grounds, ids, masks, scans[0])
    else:
        opinion = weigh_arrived(batch.grounds, ids, closings(card, record, ids), seen, scans)
    return replace(batch, evidence=table(opinion, batch.grounds))


def _shown(batch: ExerciseBatch, tiers: Collection[Tier]) -> dict[Tier, Floats]:
    return {tier: np.full(len(batch.declarations), ALWAYS) for tier in tiers}


def seen_when(batch: ExerciseBatch, card: ExerciseCard, record: Record, when: When) -> dict[Tier, Floats]:
    """For each tier, when its fields were seen on each row: ``ALWAYS`` if shown for nothing, ``NEVER`` if not at all,
    else ``when`` of the request."""
    seen = _shown(batch, card.free)
    rows = {str(name): row for row, name in enumerate(batch.declarations[KEY])}
    for means, tier in REVEALS.items():
        if means in card.means and tier not in seen:
            first = seen[tier] = np.full(len(rows), NEVER)
            for name, requests in record.requests.items():
                if means in requests:
                    for other in told_of(batch, name, means):
                        first[rows[other]] = min(first[rows[other]], when(requests[means]))
    return seen


def told_of(batch: ExerciseBatch, name: str, means: Means) -> tuple[str, ...]:
    """The consignments that an answer about one of them tells of: of a check of the consignee, all of the consignee."""
    return batch.same_consignee[name] if means in ABOUT_TRADERS else (name,)


def scans_when(batch: ExerciseBatch, record: Record, when: When) -> Scans:
    """By consignment: 0 not scanned, 1 nothing seen, 2 something seen; and ``when``."""
    ids = [str(name) for name in batch.declarations[KEY]]
    scans, first = np.zeros(len(ids), dtype=np.int8), np.full(len(ids), NEVER)
    for name, requests in record.requests.items():
        if "scan" in requests:
            answer = batch.means_answers_by_id.get(name, {}).get("scan")
            row = ids.index(name)
            scans[row] = 2 if answer is not None and json.loads(answer)["seen"] else 1
            first[row] = when(requests["scan"])
    return scans, first


def _asked_at(request: Request) -> float:
    return request.at.timestamp()
