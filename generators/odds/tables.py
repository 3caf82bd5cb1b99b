"""Tables: the odds of an indicator under one setting, from which its levels are drawn and by which they are weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from generators.odds.indicators import Indicator, Levels
from generators.odds.typologies import ByName, Odds, Planted, by_group
from simulator import draws
from simulator.draws import Floats, Ints

GRAIN = 65_536
"""Odds are whole multiples of 1 / ``GRAIN``, so 16 random bits draw them exactly as the oracle weighs them."""


@dataclass(frozen=True)
class Table:
    """The odds of one indicator under one setting: ``odds[group, status, level]``, whole parts of ``GRAIN``."""

    indicator: Indicator
    odds: Floats

    def sample(self, seed: int, first: int, status: Ints, group: Ints, rare: Ints) -> Levels:
        """Draw the level of rows ``first …``, given each row's status and group; shape as ``status``.

        ``rare``: the rows whose status is not 0. Status 0, plain lawful trade, is drawn by one look-up.
        """
        bits = draws.bits16(seed, self.indicator.id, first, len(status))
        place = bits if len(self.odds) == 1 else group * GRAIN + bits
        level = self._usual.take(place)
        passed = bits[rare, None] >= self._edges[group[rare], status[rare]]
        level[rare] = passed.sum(axis=1)
        return level

    @cached_property
    def _edges(self) -> Ints:
        """The upper end of each level except the last, in parts of ``GRAIN``; shape (groups, statuses, levels - 1)."""
        return np.rint(np.cumsum(self.odds, axis=2)[:, :, :-1] * GRAIN).astype(np.int64)

    @cached_property
    def _usual(self) -> Levels:
        """The level for each value of 16 bits in plain lawful trade (status 0), by group; shape (groups · GRAIN,)."""
        parts = np.arange(GRAIN)
        return np.concatenate([np.searchsorted(edges[0], parts, side="right") for edges in self._edges]).astype(np.int8)

    def log_likelihood(self, level: Levels, group: Ints) -> Floats:
        """log P(level | status, group) for every status; shape (rows, statuses)."""
        with np.errstate(divide="ignore"):
            logs = np.log(self.odds)
        out: Floats = logs[group, :, level]
        return out


FLOOR = 0.005
"""Share of base odds in every planted distribution, so that no level ever proves a violation (assumption)."""


@dataclass(frozen=True)
class Plan:
    """What one status (or class of trader) plants, which parts no knob may soften, and how far it hides them itself.

    ``quiet``: share of lawful odds in the planted odds, before the knobs. ``never``: levels by indicator that it does
    not show, planted or not.
    """

    status: str
    plants: Planted
    firm: Sequence[str] = ()
    violating: bool = False
    quiet: float = 0.0
    never: Mapping[str, Sequence[str]] = field(default_factory=dict)


def table(indicator: Indicator, plans: Sequence[Plan], dial: float, clutter: float, lawful: Floats) -> Table:
    """The odds of an indicator for each of the plans' statuses; ``lawful``: its base odds, (groups, levels).

    ``clutter`` moves the lawful base toward the mean of what violations plant, ``dial`` (the knob *masking* or
    *subtlety*) moves what they plant toward that base. No knob moves what lawful trade plants.
    """
    own = {
        plan.status: _planted(indicator, plan.plants[indicator.id], lawful)
        for plan in plans
        if indicator.id in plan.plants
    }
    planted = [_possible(own[plan.status], lawful) for plan in plans if plan.violating and plan.status in own]
    base = (1.0 - clutter) * lawful + clutter * np.mean(planted, axis=0) if planted else lawful
    columns = []
    for plan in plans:
        hidden = 1.0 - (1.0 - plan.quiet) * (1.0 - (dial if plan.violating else 0.0))
        softened = 0.0 if indicator.id in plan.firm else max(hidden, FLOOR)
        column = (1.0 - softened) * own[plan.status] + softened * base if plan.status in own else base
        columns.append(_without(column, [level in plan.never.get(indicator.id, ()) for level in indicator.levels]))
    return Table(indicator, _parts(np.stack(columns, axis=1)))


def _without(odds: Floats, barred: Sequence[bool]) -> Floats:
    """The odds without the barred levels, except in groups that have no other; (groups, levels)."""
    kept = np.where(barred, 0.0, odds)
    total = kept.sum(axis=1, keepdims=True)
    result: Floats = np.where(total > 0, kept / np.where(total > 0, total, 1.0), odds)
    return result


def _parts(odds: Floats) -> Floats:
    """Odds in whole parts of ``GRAIN`` that add up to one; each possible level keeps at least one part."""
    whole = np.maximum(np.floor(odds * GRAIN), odds > 0)
    left = GRAIN - whole.sum(axis=-1)
    np.put_along_axis(whole, whole.argmax(axis=-1)[..., None], (whole.max(axis=-1) + left)[..., None], axis=-1)
    parts: Floats = whole / GRAIN
    return parts


def _planted(indicator: Indicator, given: Odds | ByName | dict[str, Odds], lawful: Floats) -> Floats:
    """Planted odds of each level in each group; a group that is not named has its lawful odds; as ``lawful``.

    Only odds given for a group can plant there what lawful trade never shows.
    """
    if groups := by_group(given):
        return np.array([groups.get(name, own) for name, own in zip(indicator.groups, lawful.tolist(), strict=True)])
    odds = [given.get(level, 0.0) for level in indicator.levels] if isinstance(given, dict) else given
    return _possible(np.broadcast_to(np.array(odds, dtype=np.float64), lawful.shape), lawful)


def _possible(odds: Floats, lawful: Floats) -> Floats:
    """Planted odds in each group, with 0 for the levels that cannot occur there; the others share what is left."""
    kept = np.where(lawful > 0, odds, 0.0)
    total = kept.sum(axis=1, keepdims=True)
    result: Floats = np.where(total > 0, kept / np.where(total > 0, total, 1.0), lawful)
    return result
