"""Simulation: tries a draft profile on declarations before it is active, and shows its hits, new hits and costs.

Hits and lanes are those of the draft as an active profile, together with the active profiles of the pack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from simulator.errors import InputError
from simulator.profiles.evaluate import Mask, missing
from simulator.profiles.pack import DEMANDS, Profile
from simulator.profiles.scorer import Hits, apply_profiles
from simulator.reference import visible
from simulator.share import Share


@dataclass(frozen=True)
class Overlap:
    """A profile of the pack, and the share of the draft's hits that it also hits."""

    profile_id: str
    hits: Share


@dataclass(frozen=True)
class Simulation:
    """The effect of a draft on a batch of declarations.

    ``lacking``: missing fields without which it cannot hit here; ``hits``: its share of the declarations;
    ``warning``: the text for a share above its cap, else ""; ``precision``: violations among its hits with known
    outcome; ``recall``: its hits among the known violations (both without a total if no outcome is known);
    ``marginal``: its hits where no active profile hits, with ``marginal_precision``; ``overlaps``: profiles that hit
    the same declarations, largest first; ``lanes`` and ``lanes_with``: number of consignments for which each lane is
    demanded, by the pack only and with the draft.
    """

    profile: Profile
    lacking: tuple[str, ...]
    hits: Share
    warning: str
    precision: Share
    recall: Share
    marginal: Share
    marginal_precision: Share
    overlaps: tuple[Overlap, ...]
    lanes: Mapping[str, int]
    lanes_with: Mapping[str, int]


def simulate(
    draft: Profile,
    pack: Sequence[Profile],
    declarations: pd.DataFrame,
    outcomes: pd.Series[Any] | None = None,
    seed: int = 1,
) -> Simulation:
    """Try a profile of any status with the active ones of ``pack``, without its former version (the same id).

    ``outcomes`` says for each declaration whether it is a violation, null if it was not checked; ``seed`` is for the
    draw of the hits that go to a lane. ``InputError`` if outcomes and declarations differ in number.
    """
    if outcomes is not None and len(outcomes) != len(declarations):
        raise InputError(f"{len(outcomes)} outcomes for {len(declarations)} declarations: give one outcome for each")
    outcomes = pd.Series(pd.NA, range(len(declarations))) if outcomes is None else outcomes
    known = outcomes.notna().to_numpy(dtype=bool)
    violation = outcomes.astype("boolean").fillna(False).to_numpy(dtype=bool)
    seen = visible(declarations, "declaration")
    others = [profile for profile in pack if profile.status == "active" and profile.id != draft.id]
    together = apply_profiles([draft, *others], seen)
    own, beside = together.of([0]), together.of(range(1, len(together.profiles)))
    hit = own.matrix[:, 0]
    new = hit & ~beside.matrix.any(axis=1)
    return Simulation(
        profile=draft,
        lacking=tuple(sorted(missing(draft.tree, seen.columns))),
        hits=Share(int(hit.sum()), len(hit)),
        warning="".join(own.warnings()),
        precision=_share(violation, hit & known),
        recall=_share(hit, violation),
        marginal=_share(new, hit),
        marginal_precision=_share(violation, new & known),
        overlaps=_overlaps(hit, beside),
        lanes=_load(beside, seed),
        lanes_with=_load(together, seed),
    )


def _share(what: Mask, among: Mask) -> Share:
    return Share(int((what & among).sum()), int(among.sum()))


def _overlaps(hit: Mask, pack: Hits) -> tuple[Overlap, ...]:
    shared = [Overlap(one.id, _share(pack.matrix[:, column], hit)) for column, one in enumerate(pack.profiles)]
    return tuple(sorted((one for one in shared if one.hits.count), key=lambda one: (-one.hits.count, one.profile_id)))


def _load(hits: Hits, seed: int) -> Mapping[str, int]:
    demanded = hits.lanes(seed)
    return MappingProxyType({lane: int((demanded == lane).sum()) for lane in DEMANDS})
