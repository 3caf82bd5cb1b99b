"""Estimate of all violations in traffic from the findings of controls; random checks keep it unbiased.

Every consignment had a known chance of a control, and the control had a known sensitivity. A violation that was found
with chance p represents 1 / p violations (Horvitz and Thompson 1952). Consignments that criteria and scores send are
almost certain to be controlled, so each counts for little more than one. A violation found at random represents many
that were not controlled. So the estimate is valid for good and bad scores and needs no model of who violates. It
depends on the stated sensitivities.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import hypot, nan, sqrt

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import gammainc
from scipy.stats import hypergeom

from simulator.draws import Floats, Ints
from simulator.errors import InputError
from simulator.office import control
from simulator.office.selectivity import LANES, Capacity, Lanes, Selection, ranking, select
from simulator.reference import KEY
from simulator.share import Z95

_WORKING = LANES[:3]
_LIKELY = 0.5  # at this chance or more, a consignment counts as sent, below it as met by chance


def chances(score: Floats, capacity: Capacity, seed: int, criteria: Lanes | None = None) -> Floats:
    """The chance that each consignment came to red, yellow and blue; shape (n, 3).

    Input as for ``selectivity.select``. Consignments sent by criteria have chance 1. All others have the same chance in
    the lottery. A consignment that is not drawn gets a place by score if few enough of those ranked before it were left
    undrawn. The number drawn among them follows the hypergeometric distribution, so the chances are exact.
    """
    chosen = select(score, capacity, seed, criteria)
    result: Floats = (chosen.lanes[:, None] == np.array(_WORKING)).astype(np.float64)
    order = ranking(score, seed)
    rest = order[chosen.reasons[order] != "criteria"]
    if len(rest):
        drawn, topped_up = _places(chosen, "random"), _places(chosen, "score")
        at_random = drawn / len(rest)
        rank, ends, others = np.arange(len(rest)), np.concatenate([[0], np.cumsum(topped_up)]), max(len(rest) - 1, 1)
        # fewer than ``end`` of the ``rank`` before it were not drawn, so more than ``rank - end`` were drawn
        of_others = min(int(drawn.sum()), others)
        before = np.stack([hypergeom.sf(rank - end, others, rank, of_others) for end in ends], axis=1)
        result[rest] = at_random + (1.0 - at_random.sum()) * np.diff(before, axis=1)
    return result


def _places(chosen: Selection, reason: str) -> Ints:
    """Number of consignments that came to red, yellow and blue for a given reason; shape (3,)."""
    return np.array([((chosen.reasons == reason) & (chosen.lanes == lane)).sum() for lane in _WORKING])


@dataclass(frozen=True)
class Estimate:
    """Share of declarations that violate, and its 95 % interval; nan if some had no chance of a control."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Tally:
    """The findings of a period's controls; tallies of several periods can be added (``+``).

    ``sent`` and ``met``: violations estimated among those that were more likely than not to be controlled, and among
    the others; ``sent_variance`` and ``met_variance`` are their variances. ``others``: number of the others; ``reach``:
    number of them that controls would find on average if all were violations. ``blind``: number with no chance of a
    control, or with a nature of violation that no control open to them can find.
    """

    declarations: int = 0
    found: int = 0
    sent: float = 0.0
    sent_variance: float = 0.0
    met: float = 0.0
    met_variance: float = 0.0
    others: int = 0
    reach: float = 0.0
    blind: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def rate(self) -> Estimate:
        """The rate of violations.

        The few violations met by chance have the mid-p gamma interval of a weighted count (Fay and Kim 2017); the many
        sent have a normal interval. Both are joined by their margins (Zou and Donner 2008). Coverage: docs/campaign.md.
        """
        if self.blind or not self.declarations:
            return Estimate(nan, nan, nan)
        low, high = self._met_interval()
        margin = Z95 * sqrt(self.sent_variance)
        violations = self.sent + self.met
        least, most = violations - hypot(margin, self.met - low), violations + hypot(margin, high - self.met)
        return Estimate(
            violations / self.declarations,
            max(least, self.found) / self.declarations,
            min(most / self.declarations, 1.0),
        )

    def _met_interval(self) -> tuple[float, float]:
        if not self.others:
            return self.met, self.met
        one = self.others / self.reach  # number of violations that one more met violation would represent
        below = (self.met, self.met_variance)
        above = (self.met + one, self.met_variance + one * (one - 1.0))
        return _quantile(below, above, 0.025), _quantile(below, above, 0.975)


def tally(
    truth: pd.DataFrame, controls: pd.DataFrame, chance: Floats, settings: control.ControlSettings | None = None
) -> Tally:
    """The tally of controls. From the truth it reads only the nature of found violations.

    ``controls`` is the result of ``control.inspect`` for the same rows, ``chance`` that of ``chances``. Consignments
    in the blue lane count as not controlled: an estimate uses what is known on the day of release. ``InputError`` if
    further controls were ordered, because their chance is not known.
    """
    if not np.array_equal(controls[KEY].to_numpy(), truth[KEY].to_numpy()) or len(chance) != len(truth):
        raise InputError("controls, chances and truth must have the same consignments in the same order")
    if controls["further"].notna().any():
        raise InputError(
            "an estimate counts what the lanes' own controls found; estimate from controls without further"
        )
    known = settings or control.control_settings()
    looked = [known.of_lane(lane) for lane in _WORKING]
    found = controls["finding"].to_numpy(dtype=bool)
    seen = np.stack([control.sensitivity(truth[found], one) for one in looked], axis=1)
    p = (chance[found] * seen).sum(axis=1)
    weight, variance = 1.0 / p, (1.0 - p) / p**2
    by_nature = np.array([[one.sensitivity[nature] if one else 0.0 for nature in control.NATURES] for one in looked])
    reach = chance @ by_nature  # P(found) of each consignment if it were a violation of each nature
    likely = chance[:, by_nature.any(axis=1)].sum(axis=1) >= _LIKELY
    sent = likely[found]
    return Tally(
        declarations=len(truth),
        found=int(found.sum()),
        sent=float(weight[sent].sum()),
        sent_variance=float(variance[sent].sum()),
        met=float(weight[~sent].sum()),
        met_variance=float(variance[~sent].sum()),
        others=int((~likely).sum()),
        reach=float(reach[~likely, control.NATURES.index("unknown")].sum()),
        blind=int((reach <= 0).any(axis=1).sum()),
    )


def _quantile(below: tuple[float, float], above: tuple[float, float], share: float) -> float:
    """Quantile of an equal mixture of two gamma distributions with given means and variances (0, 0 = always 0)."""

    def missing(x: float) -> float:
        return 0.5 * _cumulative(below, x) + 0.5 * _cumulative(above, x) - share

    end = above[0] + 20.0 * sqrt(above[1])
    return float(brentq(missing, 0.0, end)) if missing(0.0) < 0 else 0.0


def _cumulative(moments: tuple[float, float], x: float) -> float:
    mean, variance = moments
    if not mean:
        return 1.0
    return float(gammainc(mean**2 / variance, x * mean / variance)) if variance else float(x >= mean)
