"""What the scan and the hint answer about each consignment: prepared with the exercise, shown on request.

The other means reveal fields, so they have no answer here. A scan looks at the goods; a random number that belongs to
the consignment decides what it shows. A hint names the family of the heaviest red flag among those that the reader has
seen, so it has one answer for each choice of what was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from exercises.design.batch import ExerciseBatch
from exercises.design.evidence import Evidence, table
from exercises.design.grounds import weigh_seen
from simulator.draws import uniform
from simulator.office import REVEALS, Means, control_settings, usual_costs
from simulator.reference import KEY, TIERS, Tier, catalogue

Answer = Mapping[str, Any]


def means_answers(batch: ExerciseBatch, means: Sequence[Means], free: Sequence[Tier]) -> pd.DataFrame | None:
    """The answers part of a batch: one column of JSON for each means; ``None`` where no means has answers.

    ``free``: the tiers shown at no cost. scan: ``seen``. hint: ``families``: by the tiers seen (``tiers_key``), the
    family of the heaviest red flag, or "". Earlier editions also stored answers of screening, licence and expert, and
    of a hint one ``family``, of all tiers.
    """
    asked: dict[str, list[Answer]] = {}
    if "scan" in means:
        asked["scan"] = _scan(batch)
    if "hint" in means:
        asked["hint"] = _hint(batch, list(_choices(means, free)))
    if not asked:
        return None
    columns = {
        name: pd.Series([json.dumps(one, ensure_ascii=False) for one in answers], dtype="str")
        for name, answers in asked.items()
    }
    return pd.DataFrame({KEY: batch.declarations[KEY].astype("str"), **columns})


def tiers_key(tiers: Collection[str]) -> str:
    """The name of a choice of tiers, in the order in which they are met."""
    return " ".join(tier for tier in TIERS if tier in tiers)


def _scan(batch: ExerciseBatch) -> list[Answer]:
    assert batch.truth is not None
    sensitivity, alarm = control_settings().controls["scan"].sensitivity, usual_costs().scan_false_alarm
    natures = batch.truth["nature"].astype("str")
    chance = np.array([max(sensitivity[nature], alarm) if nature else alarm for nature in natures])
    seen = uniform(batch.luck, "means.scan", 0, len(chance)) < chance
    return [{"seen": bool(one)} for one in seen]


def _choices(means: Sequence[Means], free: Sequence[Tier]) -> Iterator[tuple[Tier, ...]]:
    """Every choice of tiers that somebody can have seen: those shown at no cost, and any of those to ask for."""
    bought = [tier for name, tier in REVEALS.items() if name in means and tier not in free]
    for count in range(len(bought) + 1):
        for more in combinations(bought, count):
            yield (*free, *more)


def _hint(batch: ExerciseBatch, choices: Sequence[tuple[Tier, ...]]) -> list[Answer]:
    """The red flags of a consignment depend on its own facts alone, so what was seen of others makes no difference.

    But for companies under one director: a hint leaves them out, because it would tell of files that were not opened.
    """
    assert batch.grounds is not None
    alone = replace(batch.grounds, director=np.full_like(batch.grounds.director, -1))
    ids = [str(name) for name in batch.declarations[KEY]]
    every = np.ones(len(ids), dtype=bool)
    families: list[dict[str, str]] = [{} for _name in ids]
    for seen in choices:
        evidence = Evidence.of(table(weigh_seen(alone, ids, dict.fromkeys(seen, every)), alone))
        for row, told in enumerate(families):
            flag, weight = max(evidence.flag_weights(row).items(), key=lambda item: item[1], default=("", 0.0))
            told[tiers_key(seen)] = catalogue()[flag].family if weight > 0 else ""
    return [{"families": told} for told in families]
