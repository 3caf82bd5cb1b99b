"""How much is wrong in all traffic, from what controls found: unbiased, because a random share always stays.

Every consignment had a known chance to be controlled, and a control of known sensitivity would then have found what
was wrong. A violation found against a chance p stands for 1 / p violations (Horvitz and Thompson 1952). What criteria
and scores send is almost certain to be controlled and counts little more than itself; a violation found at random
stands for all those that nobody looked at. So the estimate holds whatever the scores are worth, and needs no model of
who violates. It rests on the stated sensitivities.
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
_LIKELY = 0.5  # chance from which a consignment counts as sent and not as met by chance


def chances(score: Floats, capacity: Capacity, seed: int, criteria: Lanes | None = None) -> Floats:
    """How likely the lottery made it that each consignment came to red, yellow and blue; shape (n, 3).

    Input as for ``selectivity.select``. What criteria sent was certain. All others had the same chance in the lottery;
    not drawn, a consignment is topped up if enough of those that rank before it were not drawn either. How many of
    them were drawn follows the hypergeometric distribution, so the chances are exact.
    """
    chosen = select(score, capacity, seed, criteria)
    result: Floats = (chosen.lanes[:, None] == np.array(_WORKING)).astype(np.float64)
    order = ranking(score, seed)
    rest = order[chosen.reasons[order] != "criteria"]
    if len(rest):
        drawn, topped_up = _places(chosen, "random"), _places(chosen, "score")
        at_random = drawn / len(rest)
        rank, ends, others = np.arange(len(rest)), np.concatenate([[0], np.cumsum(topped_up)]), max(len(rest) - 1, 1)
        # of the ``rank`` before it fewer than ``end`` were not drawn, that is: more than ``rank - end`` were
        of_others = min(int(drawn.sum()), others)
        before = np.stack([hypergeom.sf(rank - end, others, rank, of_others) for end in ends], axis=1)
        result[rest] = at_random + (1.0 - at_random.sum()) * np.diff(before, axis=1)
    return result


def _places(chosen: Selection, reason: str) -> Ints:
    """How many consignments came to red, yellow and blue for a reason; shape (3,)."""
    return np.array([((chosen.reasons == reason) & (chosen.lanes == lane)).sum() for lane in _WORKING])


@dataclass(frozen=True)
class Estimate:
    """Share of declarations that violate, and its 95 % interval; nan where some had no chance to be looked at."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Tally:
    """What the controls of a time found, ready to be added to that of another (``+``).

    ``sent`` and ``met``: violations estimated among those that were more likely than not to be controlled, and among
    the others; ``sent_variance`` and ``met_variance`` of these. ``others``: how many others there are; ``reach``: how
    many of them could be expected to be found, were they all violations. ``blind``: how many had no
    chance, or could hide some violation from every control that they had a chance of.
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

        The interval of the few met by chance is the mid-p gamma interval of a weighted count (Fay and Kim 2017), that
        of the many sent is normal, and both are joined by their own margins (Zou and Donner 2008). How well it covers:
        docs/campaign.md.
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
        one = self.others / self.reach  # what one more violation met would stand for
        below = (self.met, self.met_variance)
        above = (self.met + one, self.met_variance + one * (one - 1.0))
        return _quantile(below, above, 0.025), _quantile(below, above, 0.975)


def tally(
    truth: pd.DataFrame, controls: pd.DataFrame, chance: Floats, told: control.ControlSettings | None = None
) -> Tally:
    """The tally of controls: of the truth, only the nature of what they found is read.

    ``controls`` is the result of ``control.inspect`` for the same rows, ``chance`` that of ``chances``. Consignments
    in the blue lane count as not looked at: an estimate has what is known on the day of release. ``InputError`` where
    further controls were ordered, as nothing says with what chance.
    """
    if not np.array_equal(controls[KEY].to_numpy(), truth[KEY].to_numpy()) or len(chance) != len(truth):
        raise InputError("controls, chances and truth must have the same consignments in the same order")
    if controls["further"].notna().any():
        raise InputError(
            "an estimate counts what the lanes' own controls found; estimate from controls without further"
        )
    known = told or control.control_settings()
    looked = [known.of_lane(lane) for lane in _WORKING]
    found = controls["finding"].to_numpy(dtype=bool)
    seen = np.stack([control.sensitivity(truth[found], one) for one in looked], axis=1)
    p = (chance[found] * seen).sum(axis=1)
    weight, variance = 1.0 / p, (1.0 - p) / p**2
    by_nature = np.array([[one.sensitivity[nature] if one else 0.0 for nature in control.NATURES] for one in looked])
    reach = chance @ by_nature  # P(found) of each consignment, were it a violation of each nature
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
    """Quantile of the even mixture of two gamma distributions, each of a mean and a variance (0, 0 = always 0)."""

    def missing(x: float) -> float:
        return 0.5 * _cumulative(below, x) + 0.5 * _cumulative(above, x) - share

    end = above[0] + 20.0 * sqrt(above[1])
    return float(brentq(missing, 0.0, end)) if missing(0.0) < 0 else 0.0


def _cumulative(moments: tuple[float, float], x: float) -> float:
    mean, variance = moments
    if not mean:
        return 1.0
    return float(gammainc(mean**2 / variance, x * mean / variance)) if variance else float(x >= mean)
