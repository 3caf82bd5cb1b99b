"""The observable-Bayes oracle: P(violation | everything on the screen), from the tables that drew the screen.

A trader has a hidden class c, its company is drawn given c; each of its consignments has a status s, drawn given c, and
shows facts drawn given s. So, with l(s) the log-likelihood of a consignment's facts and e(c) = Σ_s P(s|c) exp l(s):

    log w(c)  = log P(c) + log P(company | c) + Σ over the trader's consignments in view of log e(c)
    posterior = Σ_c softmax(log w)(c) · Σ_{s violating} P(s|c) exp l(s) / e(c)

Where company checks show that traders have one director, what the others show of their classes is added to log w(c),
see ``generators.oracle.ring``. ``posterior_alone`` knows the one dossier only. The weight of evidence of each fact is
the step of the log-odds when the fact is added, in the order an officer meets them, so the weights and the prior add up
to the posterior's log-odds.
Model and proofs: docs/oracle.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators.odds import Settings
from generators.oracle.ring import LEAST, from_group
from generators.oracle.view import DIRECTOR, FRAME, GROUP, OTHERS, Mask
from generators.oracle.weighing import Weighing, weighing
from simulator.draws import Floats, Ints
from simulator.reference import TIERS, Tier, catalogue

_NEVER = -60.0  # log-odds that stand for those of what cannot happen; with the other sign, of what must be


@dataclass(frozen=True)
class Opinion:
    """What the oracle makes of n consignments at a tier.

    ``posterior``: with the trader's other consignments and its director's other companies in view, float64 (n,);
    ``posterior_alone``: of the dossier
    alone; ``prior_log_odds``: before anything is seen; ``evidence``: log-odds by step (columns, in the order met), n
    rows, which with the prior add up to the posterior's log-odds; ``flags``: the red flag shown in each step, or "";
    ``status``: P(status | all in view), (n, statuses); ``natures``: of each status (goods, licence, party, papers), ""
    for lawful ones; ``expected_severity``: 0 to 5, (n,).
    """

    posterior: Floats
    posterior_alone: Floats
    prior_log_odds: float
    evidence: pd.DataFrame
    flags: pd.DataFrame
    status: Floats
    natures: Sequence[str]
    expected_severity: Floats

    @property
    def steps(self) -> list[str]:
        """Indicator ids (and ``consignee.others``, ``consignee.group``) in the order met."""
        return list(self.evidence.columns)

    def flag_weights(self, row: int) -> list[tuple[str, float]]:
        """Red flags shown by one consignment and the log-odds of each, heaviest first."""
        total: dict[str, float] = {}
        for step in self.steps:
            flag = str(self.flags[step].iat[row])
            if flag:
                total[flag] = total.get(flag, 0.0) + float(self.evidence[step].to_numpy()[row])
        return sorted(total.items(), key=lambda item: -item[1])


def weigh(
    declarations: pd.DataFrame,
    settings: Settings,
    tier: Tier,
    shown: Mapping[Tier, Mask] = MappingProxyType({}),
    also: Mapping[str, Floats] = MappingProxyType({}),
) -> Opinion:
    """The oracle's opinion of a batch, read from its visible facts up to the tier alone; see ``opinion``.

    >>> from generators.odds import Settings
    >>> from generators.oracle import weigh
    >>> from generators.traffic import generate
    >>> settings = Settings(declarations=120)
    >>> batch = generate(settings, seed=8)
    >>> opinion = weigh(batch.declarations, settings, tier="check")
    >>> worst = int(opinion.posterior.argmax())
    >>> batch.truth["status"].iat[worst], round(float(opinion.posterior[worst]), 2)
    ('embargo_transshipment', 1.0)
    >>> [flag for flag, weight in opinion.flag_weights(worst)[:2]]
    ['product.sensitive_application', 'documents.contact_mismatch']
    """
    reached = TIERS[: TIERS.index(tier) + 1]
    seen = tuple(one for one in reached if one not in shown or shown[one].any())
    ids = declarations["declaration_id"].astype(str).to_numpy()
    return opinion(weighing(declarations, settings, seen), ids, shown, also)


def opinion(
    odds: Weighing,
    ids: Sequence[str] | NDArray[np.object_],
    shown: Mapping[Tier, Mask] = MappingProxyType({}),
    also: Mapping[str, Floats] = MappingProxyType({}),
) -> Opinion:
    """The oracle's opinion of a batch.

    ``shown``: for a tier, on which rows its facts were seen, bool (n,); where it is not named, on all. ``also``:
    further facts by name, as their log-likelihood given each status, (n, statuses). What was looked at may depend on
    what was seen before, not on anything else; then the posterior is exact.
    """
    company, seen = _start(odds)
    now = _log_odds(odds, company, seen)
    evidence: dict[str, Floats] = {}
    flags: dict[str, NDArray[np.object_]] = {}
    nothing = np.full(len(odds.trader), "", dtype=object)
    prior = float(np.log(odds.prior) - np.log1p(-odds.prior))
    if not np.allclose(now, prior, atol=1e-9):  # chosen typologies do not occur in every direction
        evidence[FRAME], flags[FRAME] = now - prior, nothing
    for fact in odds.met(shown):
        target = company if fact.of_trader else seen
        rows = shown.get(fact.tier)
        likelihood, flag = fact.log_likelihood[fact.case], np.array(fact.flags, dtype=object)[fact.case]
        target += likelihood if rows is None else np.where(rows[:, None], likelihood, 0.0)
        flags[fact.name] = flag if rows is None else np.where(rows, flag, "")
        after = _log_odds(odds, company, seen)
        evidence[fact.name], now = after - now, after
    for name, likelihood in also.items():
        seen += likelihood
        after = _log_odds(odds, company, seen)
        evidence[name], now = after - now, after
        flags[name] = nothing
    alone, own = now, _log_marginal(odds, seen)
    company = company + _others(odds, own)
    now = _log_odds(odds, company, seen)
    evidence[OTHERS], flags[OTHERS] = now - alone, nothing
    told = _group(odds, own, shown)
    if told.any():
        company += told
        after = _log_odds(odds, company, seen)
        evidence[GROUP], now = after - now, after
        flags[GROUP] = np.where(told.any(axis=1), flags.get(DIRECTOR, nothing), "")
    status = _statuses(odds, company, seen)
    index = np.asarray(ids, dtype=object)
    return Opinion(
        posterior=_probability(now),
        posterior_alone=_probability(alone),
        prior_log_odds=prior,
        evidence=pd.DataFrame(evidence, index=index),
        flags=pd.DataFrame(flags, index=index),
        status=status,
        natures=odds.natures,
        expected_severity=status @ odds.severity,
    )


def flags_present(declarations: pd.DataFrame, settings: Settings, tier: Tier = TIERS[-1]) -> pd.DataFrame:
    """Which red flags of the catalogue each consignment shows at the tier: bool, n × indicator id."""
    shown = weigh(declarations, settings, tier).flags.reset_index(drop=True)
    index = declarations["declaration_id"].astype(str).to_numpy()
    return pd.DataFrame({flag: (shown == flag).any(axis=1).to_numpy() for flag in catalogue()}, index=index)


def _start(odds: Weighing) -> tuple[Floats, Floats]:
    """Log-weights before any fact: of classes (n, classes) and of the facts given each status (n, statuses)."""
    count = len(odds.trader)
    with np.errstate(divide="ignore"):  # a class may not occur
        classes = np.log(odds.class_odds)
    return np.tile(classes, (count, 1)), np.zeros((count, len(odds.violating)))


def _log_marginal(odds: Weighing, seen: Floats) -> Floats:
    """log e(c): the log-likelihood of each consignment's facts given the trader's class, (n, classes)."""
    top = seen.max(axis=1, keepdims=True)
    result: Floats = top + np.log(np.maximum(odds.by_class(np.exp(seen - top)), LEAST))
    return result


def _others(odds: Weighing, own: Floats) -> Floats:
    """Σ log e(c) over the trader's other consignments in view, (n, classes)."""
    sums = np.stack([np.bincount(odds.trader, weights=column) for column in own.T], axis=1)
    result: Floats = sums[odds.trader] - own
    result[np.bincount(odds.trader)[odds.trader] == 1] = 0.0
    return result


def _group(odds: Weighing, own: Floats, shown: Mapping[Tier, Mask]) -> Floats:
    """What the other companies of its director tell of each row's trader, (n, classes); 0 where none is in view.

    A director is in view where the company check was seen on any consignment of the trader.
    """
    count = int(odds.trader.max(initial=-1)) + 1
    weight: Floats = np.stack([np.bincount(odds.trader, weights=column, minlength=count) for column in own.T], axis=1)
    with np.errstate(divide="ignore"):  # a class may not occur
        weight += np.log(odds.class_odds)
    director: Ints = np.full(count, -1, dtype=np.int64)
    for fact in odds.met(shown):
        if fact.of_trader:
            rows = np.flatnonzero(shown.get(fact.tier, np.ones(len(own), dtype=bool)))
            known = np.zeros_like(weight)
            known[odds.trader[rows]] = fact.log_likelihood[fact.case[rows]]
            weight += known
            if fact.name == DIRECTOR:
                director[odds.trader[rows]] = odds.director[rows]
    return from_group(weight, director, odds.front_odds, odds.front_ratio)[odds.trader]


def _log_odds(odds: Weighing, company: Floats, seen: Floats) -> Floats:
    """log P(violation, facts) - log P(no violation, facts), (n,); the classes' log-weights need not add up to one.

    Where no violation can occur it is ``_NEVER``, and the opposite where nothing else can, so that the steps of the
    evidence stay finite.
    """
    likely = np.exp(seen - seen.max(axis=1, keepdims=True))
    weight = np.exp(company - company.max(axis=1, keepdims=True))
    joint = weight * odds.by_class(likely * odds.violating)
    other = weight * odds.by_class(likely * ~odds.violating)
    with np.errstate(divide="ignore"):
        result: Floats = np.log(joint.sum(axis=1)) - np.log(other.sum(axis=1))
    return np.clip(result, _NEVER, -_NEVER)


def _probability(log_odds: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return result


def _statuses(odds: Weighing, company: Floats, seen: Floats) -> Floats:
    """P(status | all in view), (n, statuses)."""
    likely = np.exp(seen - seen.max(axis=1, keepdims=True))
    weight = np.exp(company - company.max(axis=1, keepdims=True))
    joint = likely * odds.by_status(weight)
    result: Floats = joint / joint.sum(axis=1, keepdims=True)
    return result
