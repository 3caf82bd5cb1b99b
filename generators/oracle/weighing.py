"""All that the oracle needs to weigh a batch; after reading, it needs no table of odds and no field.

An exercise keeps it, so that a later change of the generator cannot change the debrief of an old attempt.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators.odds import Settings, world
from generators.oracle.view import Mask, View, flags, read
from simulator.draws import Floats, Ints
from simulator.reference import TIERS, Tier

VERSION = 4
"""Version of the stored form."""


@dataclass(frozen=True)
class Fact:
    """One indicator of a batch: the case number of each row; log-likelihood, red flag and level of each case.

    ``case`` (n,); ``log_likelihood`` (cases, statuses), or (cases, classes) for a fact ``of_trader``; ``flags``: the
    red flag of each case, or ""; ``levels``: what each case shows, empty in forms before version 4.
    """

    name: str
    tier: Tier
    of_trader: bool
    case: NDArray[np.int16]
    log_likelihood: Floats
    flags: tuple[str, ...]
    levels: tuple[str, ...] = ()

    def level(self, row: int) -> str:
        """What a row shows; "" where the stored form does not tell."""
        return self.levels[int(self.case[row])] if self.levels else ""


@dataclass(frozen=True)
class Weighing:
    """The facts of n consignments in the order in which an officer sees them, and the odds before any fact.

    ``trader`` (n,): number of each row's trader; ``frame`` (n,): its frame; ``class_odds`` (classes,): P(class);
    ``status_odds`` (frames, classes, statuses): P(status | frame, class); ``severity`` (statuses,): 0 for lawful
    ones; ``violating`` (statuses,);
    ``natures``: of each status (goods, licence, party, papers), "" for lawful ones; ``prior``: P(violation).
    ``director`` (n,): number of the director of each row's trader, -1 if none is told; ``front_odds`` (2,): P(no
    front), P(front) of the companies of one director; ``front_ratio`` (2, classes): P(class | these) / P(class).
    ``beside``: other values by status that are kept with it, by name, (…, statuses).
    """

    facts: tuple[Fact, ...]
    trader: Ints
    frame: Ints
    class_odds: Floats
    status_odds: Floats
    violating: NDArray[np.bool_]
    severity: Floats
    natures: tuple[str, ...]
    prior: float
    director: Ints
    front_odds: Floats
    front_ratio: Floats
    beside: Mapping[str, Floats] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The form in which an exercise keeps it."""
        about = {
            "version": VERSION,
            "prior": self.prior,
            "natures": self.natures,
            "beside": list(self.beside),
            "facts": [[fact.name, fact.tier, fact.of_trader, fact.flags, fact.levels] for fact in self.facts],
        }
        arrays: dict[str, np.ndarray] = {
            "about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
            "trader": self.trader,
            "frame": self.frame,
            "class_odds": self.class_odds,
            "status_odds": self.status_odds,
            "violating": self.violating,
            "severity": self.severity,
            "director": self.director,
            "front_odds": self.front_odds,
            "front_ratio": self.front_ratio,
        }
        for number, fact in enumerate(self.facts):
            arrays |= {f"case{number}": fact.case, f"likelihood{number}": fact.log_likelihood}
        arrays |= {f"beside{number}": table for number, table in enumerate(self.beside.values())}
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Weighing:
        """The inverse of ``to_bytes``."""
        with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            facts = tuple(
                Fact(name, tier, of_trader, arrays[f"case{number}"], arrays[f"likelihood{number}"], *map(tuple, words))
                for number, (name, tier, of_trader, *words) in enumerate(about["facts"])
            )
            odds = {name: arrays[name] for name in ("trader", "class_odds", "status_odds", "violating", "severity")}
            # Version 1 had one frame only.
            first = about["version"] == 1
            odds["frame"] = np.zeros(len(odds["trader"]), dtype=np.int64) if first else arrays["frame"]
            odds["status_odds"] = odds["status_odds"][None] if first else odds["status_odds"]
            # Versions before the third had no directors.
            odds |= {name: arrays[name] for name in ("director", "front_odds", "front_ratio") if name in arrays}
            if about["version"] < 3:
                odds["director"] = np.full(len(odds["trader"]), -1, dtype=np.int64)
                odds["front_odds"], odds["front_ratio"] = np.array([1.0, 0.0]), np.ones((2, len(odds["class_odds"])))
            beside = {name: arrays[f"beside{number}"] for number, name in enumerate(about["beside"])}
        return cls(facts=facts, beside=beside, natures=tuple(about["natures"]), prior=float(about["prior"]), **odds)

    def by_class(self, likely: Floats) -> Floats:
        """Σ over statuses of P(status | frame, class) · ``likely`` (n, statuses); (n, classes)."""
        return self._each(likely, [odds.T for odds in self.status_odds])

    def by_status(self, weight: Floats) -> Floats:
        """Σ over classes of ``weight`` (n, classes) · P(status | frame, class); (n, statuses)."""
        return self._each(weight, list(self.status_odds))

    def _each(self, rows: Floats, odds: list[Floats]) -> Floats:
        result = np.empty((len(rows), odds[0].shape[1]))
        for frame, own in enumerate(odds):
            here = self.frame == frame
            result[here] = rows[here] @ own
        return result

    def met(self, shown: Mapping[Tier, Mask] = MappingProxyType({})) -> tuple[Fact, ...]:
        """The facts of the tiers that were seen on any row; ``shown``: rows by tier, all where it names no rows."""
        return tuple(fact for fact in self.facts if fact.tier not in shown or shown[fact.tier].any())


def weighing(declarations: pd.DataFrame, settings: Settings, tiers: tuple[Tier, ...] = TIERS) -> Weighing:
    """Read a batch's fields of these tiers with the tables of the current generator."""
    nowhere = np.zeros(len(declarations), dtype=bool)
    view = read(declarations, settings, TIERS[-1], {tier: nowhere for tier in TIERS if tier not in tiers})
    shown = flags(view)
    odds = world(settings)
    return Weighing(
        facts=tuple(_fact(view, name, shown[name].to_numpy(dtype=object)) for name in view.levels),
        trader=view.trader,
        frame=view.frame,
        class_odds=odds.class_odds,
        status_odds=odds.status_odds,
        violating=odds.violating,
        severity=odds.severity,
        natures=tuple(status.typology.nature if status.typology else "" for status in odds.statuses),
        prior=odds.prior,
        director=view.director[view.trader],
        front_odds=odds.fronts.odds,
        front_ratio=odds.fronts.ratio,
    )


def _fact(view: View, name: str, shown: NDArray[np.object_]) -> Fact:
    table, group, level = view.table(name), view.groups[name], view.levels[name]
    size = table.odds.shape[2]
    cells, first, case = np.unique(group.astype(np.int64) * size + level, return_index=True, return_inverse=True)
    return Fact(
        name=name,
        tier=table.indicator.tier,
        of_trader=name in view.odds.traders,
        case=case.astype(np.int16),
        log_likelihood=table.log_likelihood(cells % size, cells // size),
        flags=tuple(str(shown[row]) for row in first),
        levels=tuple(table.indicator.levels[cell] for cell in (cells % size).tolist()),
    )
