"""What the means of inquiry answer about each consignment: prepared with the exercise, shown on request.

The documents and the company check reveal fields, so they have no answer here. Screening, the licence database and the
expert read only what the declaration shows: a careful reader could find the same. A hint names the family of the
heaviest red flag among those that the reader has seen, so it has one answer for each choice of papers. A scan looks at
the goods; a random number that belongs to the consignment decides what it shows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from exercises.design.batch import ExerciseBatch
from exercises.design.evidence import Evidence, table
from exercises.design.grounds import weigh_seen
from generators.facts import READERS, Sight
from generators.odds import indicators
from simulator import reference
from simulator.draws import uniform
from simulator.office import Means, control_settings, usual_costs
from simulator.packs import licence_duty, pack
from simulator.reference import KEY, TIERS, catalogue
from simulator.screening import screen

Answer = Mapping[str, Any]
_Teller = Callable[[ExerciseBatch], list[Answer]]
CLOSEST = 3
"""The largest number of similar listed parties shown for a name (assumption: they fit on a screen)."""


def means_answers(batch: ExerciseBatch, means: Sequence[Means]) -> pd.DataFrame | None:
    """The answers part of a batch: one column of JSON for each means; ``None`` where no means has answers.

    screening: ``name``, ``candidates`` of party, id, score in per cent. licence: ``listed`` (named, ex, watch or
    sanctions; "" if not listed), ``duty`` of the context pack, ``type`` (a code of the pack), ``reference``. expert:
    ``wording`` (its level), ``listed``. scan: ``seen``.
    hint: ``families``: by the tiers seen (``tiers_key``), the family of the heaviest red flag, or "". Earlier editions
    stored one ``family``, of all tiers.
    """
    asked: dict[str, _Teller] = {name: _ANSWERS[name] for name in means if name in _ANSWERS}
    if not asked:
        return None
    columns = {
        name: pd.Series([json.dumps(one, ensure_ascii=False) for one in tell(batch)], dtype="str")
        for name, tell in asked.items()
    }
    return pd.DataFrame({KEY: batch.declarations[KEY].astype("str"), **columns})


def _screening(batch: ExerciseBatch) -> list[Answer]:
    found: dict[str, list[Answer]] = {}
    names = batch.declarations["consignee_name"].astype("str")
    for candidate in screen(sorted(set(names))):
        one = {"party": candidate.party_name, "id": candidate.party_id, "score": round(candidate.score)}
        found.setdefault(candidate.name, []).append(one)
    closest = {name: sorted(those, key=lambda one: -one["score"])[:CLOSEST] for name, those in found.items()}
    return [{"name": name, "candidates": closest.get(name, [])} for name in names]


def _licence(batch: ExerciseBatch) -> list[Answer]:
    assert batch.settings is not None
    rules = pack(batch.settings.pack)
    names = ("declaration_type", "country_of_destination", "document_type_code", "document_reference")
    columns = (batch.declarations[name].astype("str") for name in names)
    return [
        {"listed": listed, "duty": licence_duty(rules, way, destination), "type": kind, "reference": number}
        for listed, way, destination, kind, number in zip(_listed(batch), *columns, strict=True)
    ]


def _expert(batch: ExerciseBatch) -> list[Answer]:
    assert batch.settings is not None
    sight = Sight(batch.declarations, batch.settings)
    levels = indicators()["goods.wording"].levels
    wording = READERS["goods.wording"](sight)
    return [{"wording": levels[level], "listed": listed} for level, listed in zip(wording, _listed(batch), strict=True)]


def _listed(batch: ExerciseBatch) -> list[str]:
    """The match of the declared code on the strategic list, or "" if it is not on the list."""
    known = reference.strategic()
    codes = batch.declarations["hs_code"].astype("str")
    return [known[code].match if code in known else "" for code in codes]


def _scan(batch: ExerciseBatch) -> list[Answer]:
    assert batch.truth is not None
    sensitivity, alarm = control_settings().controls["scan"].sensitivity, usual_costs().scan_false_alarm
    natures = batch.truth["nature"].astype("str")
    chance = np.array([max(sensitivity[nature], alarm) if nature else alarm for nature in natures])
    seen = uniform(batch.luck, "means.scan", 0, len(chance)) < chance
    return [{"seen": bool(one)} for one in seen]


def tiers_key(tiers: Collection[str]) -> str:
    """The name of a choice of tiers, in the order in which they are met."""
    return " ".join(tier for tier in TIERS if tier in tiers)


def _hint(batch: ExerciseBatch) -> list[Answer]:
    """The red flags of a consignment depend on its own facts alone, so what was seen of others makes no difference."""
    assert batch.grounds is not None
    ids = [str(name) for name in batch.declarations[KEY]]
    every = np.ones(len(ids), dtype=bool)
    families: list[dict[str, str]] = [{} for _name in ids]
    for more in ((), TIERS[1:2], TIERS[2:], TIERS[1:]):
        seen = (TIERS[0], *more)
        evidence = Evidence.of(table(weigh_seen(batch.grounds, ids, dict.fromkeys(seen, every)), batch.grounds))
        for row, told in enumerate(families):
            flag, weight = max(evidence.flag_weights(row).items(), key=lambda item: item[1], default=("", 0.0))
            told[tiers_key(seen)] = catalogue()[flag].family if weight > 0 else ""
    return [{"families": told} for told in families]


_ANSWERS: Mapping[str, _Teller] = {
    "screening": _screening,
    "licence": _licence,
    "expert": _expert,
    "scan": _scan,
    "hint": _hint,
}
