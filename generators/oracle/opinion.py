"""The observable-Bayes oracle: P(violation | everything on the screen), from the tables that drew the screen.

A trader has a hidden class c, its company is drawn given c; each of its consignments has a status s, drawn given c, and
shows facts drawn given s. So, with l(s) the log-likelihood of a consignment's facts and e(c) = Σ_s P(s|c) exp l(s):

    log w(c)  = log P(c) + log P(company | c) + Σ over the trader's consignments in view of log e(c)
    posterior = Σ_c softmax(log w)(c) · Σ_{s violating} P(s|c) exp l(s) / e(c)

``posterior_alone`` knows the one dossier only. The weight of evidence of each fact is the step of the log-odds when the
fact is added, in the order an officer meets them, so the weights and the prior add up to the posterior's log-odds.
Model and proofs: docs/oracle.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from generators.odds import Settings, World, world
from generators.oracle.likelihood import likelihoods
from generators.oracle.view import OTHERS, Mask, View, flags, read
from generators.traffic import Drawn, traders
from simulator.draws import Codes, Floats, Ints
from simulator.reference import Tier, catalogue

__all__ = [
    "OTHERS",
    "Evidence",
    "Mask",
    "Opinion",
    "flags_present",
    "natures",
    "of_drawn",
    "posterior",
    "so_far",
    "totals",
    "weigh",
]


@dataclass(frozen=True)
class Opinion:
    """What the oracle makes of n consignments at a tier.

    ``posterior``: with the trader's other consignments in view, float64 (n,); ``posterior_alone``: of the dossier
    alone; ``prior_log_odds``: before anything is seen; ``evidence``: log-odds by step (columns, in the order met), n
    rows, which with the prior add up to the posterior's log-odds; ``flags``: the red flag shown in each step, or "";
    ``status``: P(status | all in view), (n, statuses); ``natures``: of each status, see ``natures``; ``gravity``: the
    severity to be expected, 0 to 5, (n,).
    """

    posterior: Floats
    posterior_alone: Floats
    prior_log_odds: float
    evidence: pd.DataFrame
    flags: pd.DataFrame
    status: Floats
    natures: Sequence[str]
    gravity: Floats

    @property
    def steps(self) -> list[str]:
        """Indicator ids (and ``consignee.others``) in the order met."""
        return list(self.evidence.columns)

    def flag_weights(self, row: int) -> list[tuple[str, float]]:
        """Red flags shown by one consignment and the log-odds of each, heaviest first."""
        total: dict[str, float] = {}
        for step in self.steps:
            flag = str(self.flags[step].iat[row])
            if flag:
                total[flag] = total.get(flag, 0.0) + float(self.evidence[step].to_numpy()[row])
        return sorted(total.items(), key=lambda item: -item[1])


def posterior(declarations: pd.DataFrame, settings: Settings, tier: Tier) -> Floats:
    """P(violation | all in view at the tier), float64 (n,); for bulk data, where no evidence by step is wanted."""
    view = read(declarations, settings, tier)
    company = _company_weights(settings, tier, view.levels, view.groups)
    evidence = _evidence(settings, tier, view.levels, view.groups, view.trader, company)
    return evidence.posterior(totals(evidence)[:, evidence.trader])


GRAIN = 2**30
"""Log-likelihoods are summed over a trader's consignments as whole parts of 1 / GRAIN: in any order, the same sum."""


@dataclass(frozen=True)
class Evidence:
    """What n consignments tell of themselves and of their traders' classes.

    ``trader`` (n,); ``company``: log P(class) P(company | class), (classes, n); ``own``: log e(c), how likely the
    class makes the consignment, in whole parts of ``GRAIN``, (classes, n); ``violating``: P(violation | class, the
    consignment's facts), (classes, n), or how grave a violation is to be expected (0 to 5).
    """

    trader: Ints
    company: Floats
    own: Ints
    violating: Floats

    def posterior(self, in_view: Ints | None = None) -> Floats:
        """P(violation), (n,), with ``in_view``, the sum of ``own`` over all of the trader's consignments in view.

        Without it, of each dossier alone. Of evidence of how grave violations are it is their expected gravity.
        """
        weight = self.company + (self.own if in_view is None else in_view) * (1.0 / GRAIN)
        weight -= weight.max(axis=0)
        np.exp(weight, out=weight)
        result: Floats = np.einsum("cn,cn->n", weight, self.violating) / weight.sum(axis=0)
        return result


def of_drawn(drawn: Drawn, settings: Settings, tier: Tier, grave: bool = False) -> Evidence:
    """The evidence of consignments as drawn: what reading their fields would give, without reading them.

    With ``grave``, violations count by their severity.
    """
    company = _company(settings, drawn.seed, tier).take(drawn.trader, axis=1)
    return _evidence(settings, tier, drawn.levels, drawn.groups, drawn.trader, company, grave)


@lru_cache(maxsize=4)
def _company(settings: Settings, seed: int, tier: Tier) -> Floats:
    """log P(class) P(company | class) of every trader of a traffic; (classes, traders)."""
    levels = traders(settings, seed).levels
    given = {name: np.zeros(len(level), dtype=np.int64) for name, level in levels.items()}
    return _company_weights(settings, tier, levels, given)


def _company_weights(settings: Settings, tier: Tier, levels: Mapping[str, Codes], given: Mapping[str, Ints]) -> Floats:
    of_trader, _ = likelihoods(settings, tier)
    return np.log(of_trader.mixed(levels, given, np.diag(world(settings).class_odds)))


def totals(evidence: Evidence, traders: int = 0) -> Ints:
    """Sum of ``own`` over all consignments of each trader; (classes, traders)."""
    sums = [np.bincount(evidence.trader, weights=own, minlength=traders) for own in evidence.own]
    return np.stack(sums).astype(np.int64)  # whole numbers far below 2**53, so the sums are exact


def so_far(evidence: Evidence) -> Ints:
    """Sum of ``own`` over each row's and its trader's earlier consignments, where rows stand in order; (classes, n)."""
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
    trader: Ints,
    company: Floats,
    grave: bool = False,
) -> Evidence:
    odds = world(settings)
    _, of_consignment = likelihoods(settings, tier)
    counts = odds.severity if grave else odds.violating
    explained, violating = np.split(
        of_consignment.mixed(levels, given, np.concatenate([odds.status_odds, odds.status_odds * counts])), 2
    )
    violating /= explained
    own = np.rint(np.log(explained) * GRAIN).astype(np.int64)
    return Evidence(trader, company, own, violating)


def weigh(
    declarations: pd.DataFrame,
    settings: Settings,
    tier: Tier,
    shown: Mapping[Tier, Mask] = MappingProxyType({}),
    also: Mapping[str, Floats] = MappingProxyType({}),
) -> Opinion:
    """The oracle's opinion of a batch, read from its visible facts up to the tier alone.

    ``shown``: for a tier, on which rows its facts were seen, bool (n,); where it is not named, on all. ``also``:
    further facts by name, as their log-likelihood given each status, (n, statuses). What was looked at may depend on
    what was seen before, not on anything else; then the posterior is exact.
    """
    view = read(declarations, settings, tier, shown)
    odds = view.odds
    company, seen = _start(view)
    now = _log_odds(odds, company, seen)
    prior_log_odds = float(np.log(odds.prior) - np.log1p(-odds.prior))
    evidence: dict[str, Floats] = {}
    for name in view.levels:
        target = company if name in odds.traders else seen
        target += view.log_likelihood(name)
        after = _log_odds(odds, company, seen)
        evidence[name], now = after - now, after
    for name, likelihood in also.items():
        seen += likelihood
        after = _log_odds(odds, company, seen)
        evidence[name], now = after - now, after
    alone = now
    company = company + _others(view, _log_marginal(odds, seen))
    with_others = _log_odds(odds, company, seen)
    evidence[OTHERS] = with_others - alone
    status = _statuses(odds, company, seen)
    index = declarations["declaration_id"].astype(str).to_numpy()
    return Opinion(
        posterior=_probability(with_others),
        posterior_alone=_probability(alone),
        prior_log_odds=prior_log_odds,
        evidence=pd.DataFrame(evidence, index=index),
        flags=flags(view, also).set_axis(index, axis=0),
        status=status,
        natures=natures(settings),
        gravity=status @ odds.severity,
    )


def natures(settings: Settings) -> list[str]:
    """The nature of each status (documentary, physical, party), "" for lawful ones, in the order of the statuses."""
    return [status.way.nature if status.way else "" for status in world(settings).statuses]


def flags_present(declarations: pd.DataFrame, settings: Settings, tier: Tier = "check") -> pd.DataFrame:
    """Which red flags of the catalogue each consignment shows at the tier: bool, n × indicator id."""
    shown = flags(read(declarations, settings, tier))
    index = declarations["declaration_id"].astype(str).to_numpy()
    return pd.DataFrame({flag: (shown == flag).any(axis=1).to_numpy() for flag in catalogue()}, index=index)


def _start(view: View) -> tuple[Floats, Floats]:
    """Log-weights before any fact: of classes (n, classes) and of the facts given each status (n, statuses)."""
    count = len(view.trader)
    return np.tile(np.log(view.odds.class_odds), (count, 1)), np.zeros((count, len(view.odds.statuses)))


def _log_marginal(odds: World, seen: Floats) -> Floats:
    """log e(c): the log-likelihood of each consignment's facts given the trader's class, (n, classes)."""
    top = seen.max(axis=1, keepdims=True)
    result: Floats = top + np.log(np.exp(seen - top) @ odds.status_odds.T)
    return result


def _others(view: View, own: Floats) -> Floats:
    """Σ log e(c) over the trader's other consignments in view, (n, classes)."""
    sums = np.stack([np.bincount(view.trader, weights=column) for column in own.T], axis=1)
    result: Floats = sums[view.trader] - own
    result[np.bincount(view.trader)[view.trader] == 1] = 0.0
    return result


def _log_odds(odds: World, company: Floats, seen: Floats) -> Floats:
    """log P(violation, facts) - log P(no violation, facts), (n,); the classes' log-weights need not add up to one."""
    likely = np.exp(seen - seen.max(axis=1, keepdims=True))
    weight = np.exp(company - company.max(axis=1, keepdims=True))
    joint = weight * (likely * odds.violating @ odds.status_odds.T)
    other = weight * (likely * ~odds.violating @ odds.status_odds.T)
    result: Floats = np.log(joint.sum(axis=1)) - np.log(other.sum(axis=1))
    return result


def _probability(log_odds: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return result


def _statuses(odds: World, company: Floats, seen: Floats) -> Floats:
    """P(status | all in view), (n, statuses)."""
    likely = np.exp(seen - seen.max(axis=1, keepdims=True))
    weight = np.exp(company - company.max(axis=1, keepdims=True))
    joint = likely * (weight @ odds.status_odds)
    result: Floats = joint / joint.sum(axis=1, keepdims=True)
    return result
