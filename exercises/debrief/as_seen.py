"""The batch as one trainee saw it: the oracle weighs only the fields shown at no cost or requested, and the scans.

A trainee who requests more sees more, so the best possible choice here has the same knowledge as the trainee. The
value of the requests is measured separately from the quality of the choice.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from exercises.design import ExerciseBatch, ExerciseCard, table, weigh_seen
from exercises.record import Record
from simulator.office import REVEALS
from simulator.reference import KEY


def as_seen(batch: ExerciseBatch, card: ExerciseCard, record: Record) -> ExerciseBatch:
    """The batch with the oracle's opinion of what this attempt saw; unchanged if nothing could be requested."""
    if batch.grounds is None or not card.means:
        return batch
    ids = [str(name) for name in batch.declarations[KEY]]
    every = np.ones(len(ids), dtype=bool)
    seen = dict.fromkeys(card.free, every)
    for means, tier in REVEALS.items():
        if means in card.means:
            asked = {name for name, requests in record.requests.items() if means in requests}
            if means == "company":  # one company check counts for all consignments of the company
                asked = {other for name in asked for other in batch.same_consignee[name]}
            seen[tier] = np.isin(np.array(ids), sorted(asked))
    opinion = weigh_seen(batch.grounds, ids, seen, _scans(batch, ids, record))
    return replace(batch, evidence=table(opinion, batch.grounds))


def _scans(batch: ExerciseBatch, ids: list[str], record: Record) -> np.ndarray:
    """By consignment: 0 not scanned, 1 nothing seen, 2 something seen."""
    scans = np.zeros(len(ids), dtype=np.int8)
    for name, requests in record.requests.items():
        if "scan" in requests:
            answer = batch.means_answers_by_id.get(name, {}).get("scan")
            scans[ids.index(name)] = 2 if answer is not None and json.loads(answer)["seen"] else 1
    return scans
