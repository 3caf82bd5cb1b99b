"""The posterior of many consignments at once, from the drawn facts and without the evidence by step: for bulk data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from generators.odds import Settings, world
from generators.oracle.likelihood import likelihoods
from generators.oracle.ring import from_group
from generators.oracle.view import DIRECTOR, Mask, read
from generators.traffic import Drawn, trader_groups, traders
from simulator.draws import Codes, Floats, Ints
from simulator.reference import TIERS, Tier


def posterior(declarations: pd.DataFrame, settings: Settings, tier: Tier) -> Floats:
    """P(violation | all in view at the tier), float64 (n,); for bulk data, which needs no evidence by step."""
    view = read(declarations, settings, tier)
    company = _company_weights(settings, tier, view.levels, view.groups)
    evidence = _evidence(settings, tier, view.levels, view.groups, view.frame, view.trader, company)
    sums = _with_group(company[:, view.first_row], totals(evidence), view.director, settings)
    return evidence.posterior(sums[:, evidence.trader])


_LEAST = 1e-200  # stands for a likelihood of 0, so that logarithms stay finite
GRAIN = 2**30
"""Log-likelihoods are summed over a trader's consignments as whole parts of 1 / GRAIN: any order gives the same sum."""


@dataclass(frozen=True)
class Evidence:
    """The evidence of n consignments about themselves and about their traders' classes.

    ``trader`` (n,); ``company``: log P(class) P(company | class), (classes, n); ``own``: log e(c), how likely the
    consignment is given the class, in whole parts of ``GRAIN``, (classes, n); ``violating``: P(violation | class, the
    consignment's facts), (classes, n), or the expected severity (0 to 5).
    """

    trader: Ints
    company: Floats
    own: Ints
    violating: Floats

    def posterior(self, in_view: Ints | None = None) -> Floats:
        """P(violation), (n,), with ``in_view``: what all that is in view tells of the trader's class, (classes, n).

        It is the sum of ``own`` over the trader's consignments (``totals``), with what its group tells where the tier
        shows directors (``in_groups``). Without it, from each dossier alone. If the evidence was made with ``severe``,
        this is the expected severity.
        """
        weight = self.company + (self.own if in_view is None else in_view) * (1.0 / GRAIN)
        weight -= weight.max(axis=0)
        np.exp(weight, out=weight)
        result: Floats = np.einsum("cn,cn->n", weight, self.violating) / weight.sum(axis=0)
        return result


def of_drawn(drawn: Drawn, settings: Settings, tier: Tier, severe: bool = False) -> Evidence:
    """The evidence of consignments as drawn: the same as from reading their fields, but faster.

    With ``severe``, violations count by their severity.
    """
    company = _company(settings, drawn.seed, tier).take(drawn.trader, axis=1)
    return _evidence(settings, tier, drawn.levels, drawn.groups, drawn.frame, drawn.trader, company, severe)


@lru_cache(maxsize=4)
def _company(settings: Settings, seed: int, tier: Tier) -> Floats:
    """log P(class) P(company | class) of every trader of a traffic; (classes, traders)."""
    levels = traders(settings, seed).levels
    every = world(settings).traders
    given = {name: trader_groups(every[name].indicator.given, levels, len(level)) for name, level in levels.items()}
    return _company_weights(settings, tier, levels, given)


def _company_weights(settings: Settings, tier: Tier, levels: Mapping[str, Codes], given: Mapping[str, Ints]) -> Floats:
    of_trader, _ = likelihoods(settings, tier)
    alike = np.zeros(len(next(iter(levels.values()))), dtype=np.int64)
    with np.errstate(divide="ignore"):  # a class may not occur, or not look like this
        return np.log(of_trader.mixed(levels, given, alike, np.diag(world(settings).class_odds)[None]))


def totals(evidence: Evidence, traders: int = 0) -> Ints:
    """Sum of ``own`` over all consignments of each trader; (classes, traders)."""
    sums = [np.bincount(evidence.trader, weights=own, minlength=traders) for own in evidence.own]
    return np.stack(sums).astype(np.int64)  # whole numbers far below 2**53, so the sums are exact


def in_view(evidence: Evidence, drawn: Drawn, tier: Tier) -> Ints:
    """All that the consignments drawn tell of each one's trader, for ``Evidence.posterior``; (classes, n)."""
    count = len(drawn.traders.kind)
    met = np.bincount(drawn.trader, minlength=count) > 0
    return in_groups(totals(evidence, count), met, drawn.settings, drawn.seed, tier)[:, drawn.trader]


def in_groups(sums: Ints, met: Mask, settings: Settings, seed: int, tier: Tier) -> Ints:
    """``totals`` of a traffic, with what each trader's group tells of it, if the tier shows directors; as ``sums``.

    ``met``: the traders that have a consignment in view, (traders,).
    """
    if TIERS.index(tier) < TIERS.index(world(settings).traders[DIRECTOR].indicator.tier):
        return sums
    director = np.where(met, traders(settings, seed).owners.number, -1)
    return _with_group(_company(settings, seed, tier), sums, director, settings)


def _with_group(company: Floats, sums: Ints, director: Ints, settings: Settings) -> Ints:
    """The sums with what the other companies of each trader's director tell; (classes, traders)."""
    fronts = world(settings).fronts
    told = from_group((company + sums * (1.0 / GRAIN)).T, director, fronts.odds, fronts.ratio)
    return sums + np.rint(told.T * GRAIN).astype(np.int64)


def so_far(evidence: Evidence) -> Ints:
    """Sum of ``own`` over each row's and its trader's earlier consignments, in row order; (classes, n).

    It leaves out what the trader's group tells.
    """
    order = np.argsort(evidence.trader, kind="stable")
    trader = evidence.trader[order]
    first = np.flatnonzero(np.diff(trader, prepend=-1))
    start = np.repeat(first, np.diff(np.append(first, len(trader))))
    result = np.empty_like(evidence.own)
    for own, sums in zip(evidence.own, result, strict=True):
        running = np.concatenate([[0], np.cumsum(own[order])])
        sums[order] = running[1:] - running[start]
    return result


def _evidence(
    settings: Settings,
    tier: Tier,
    levels: Mapping[str, Codes],
    given: Mapping[str, Ints],
    frame: Ints,
    trader: Ints,
    company: Floats,
    severe: bool = False,
) -> Evidence:
    odds = world(settings)
    _, of_consignment = likelihoods(settings, tier)
    counts = odds.severity if severe else odds.violating
    mixtures = np.concatenate([odds.status_odds, odds.status_odds * counts], axis=1)
    explained, violating = np.split(of_consignment.mixed(levels, given, frame, mixtures), 2)
    np.maximum(explained, _LEAST, out=explained)
    violating /= explained
    own = np.rint(np.log(explained) * GRAIN).astype(np.int64)
    return Evidence(trader, company, own, violating)
