"""The campaign: weeks of traffic under a policy that learns only from the results of controls and audits.

The caller gives traffic, scorer and training, so this module does not depend on how traffic is made or a model is
trained. Labels exist only for consignments that were checked; an audit's label exists from the day of its report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from simulator import draws
from simulator.draws import Floats
from simulator.errors import InputError
from simulator.office.control import ControlSettings, inspect
from simulator.office.estimate import chances, tally
from simulator.office.post_clearance import audit
from simulator.office.selectivity import Capacity, Lanes, Selection, select
from simulator.reference import KEY
from simulator.scoring import Scorer, share_of_best

Traffic = Callable[[int], tuple[pd.DataFrame, pd.DataFrame]]
"""Gives the declarations and truth of a week (0, 1, …), in the same order; ids are unique over all weeks."""
Criteria = Callable[[pd.DataFrame], Lanes]
"""Gives the lane that is demanded for each declaration, "" for none."""


@dataclass(frozen=True)
class Known:
    """What the office knows about the consignments that were checked, in the same order.

    ``found``: whether a violation was found, bool (n,); ``stands_for``: how many consignments each represents, (n,). A
    randomly checked one represents all that could have been drawn; one that was sent represents only itself.
    """

    declarations: pd.DataFrame
    found: pd.Series[bool]
    stands_for: Floats


Retrain = Callable[[Known], Scorer]
"""Makes the scorer of a week from what is known at the beginning of that week."""


@dataclass
class Policy:
    """How the office decides: a first scorer, capacities per week, criteria, and how it learns, if it does.

    ``known`` is what it knows before the first week, ``memory`` the number of weeks after which it forgets a check
    (None: never).
    """

    scorer: Scorer
    capacity: Capacity
    audits: int = 0
    audit_random_share: float = 0.2
    criteria: Criteria | None = None
    retrain: Retrain | None = None
    known: Known | None = None
    memory: int | None = None


class _Memory:
    """Declarations that were checked, and the results of controls and audits, each on its own day.

    A consignment that is examined now and audited later counts at once with the examination's finding; the audit's
    finding counts from the day of its report.
    """

    def __init__(self, policy: Policy) -> None:
        self._weeks = policy.memory
        self._declarations: pd.DataFrame | None = None
        self._findings: list[pd.DataFrame] = []
        if policy.known is not None:
            before = policy.known
            reported = {KEY: before.declarations[KEY], "finding": before.found, "stands_for": before.stands_for}
            self.add(-1, before.declarations, pd.DataFrame(reported).assign(days=0))

    def add(self, week: int, declarations: pd.DataFrame, *reported: pd.DataFrame) -> None:
        """Add reports: declaration_id, finding, stands_for, and days from the week's beginning to the report."""
        findings = pd.concat([one[[KEY, "finding", "stands_for", "days"]] for one in reported], ignore_index=True)
        self._findings.append(findings.assign(week=week, day=7 * week + findings["days"]))
        looked_at = declarations[declarations[KEY].isin(findings[KEY]).to_numpy()]
        before = [] if self._declarations is None else [self._declarations]
        self._declarations = pd.concat([*before, looked_at], ignore_index=True)

    def disclosed(self, week: int) -> Known:
        """What is known, and not yet forgotten, at the beginning of a week."""
        if self._declarations is None:
            return Known(pd.DataFrame(), pd.Series(dtype=bool), np.zeros(0))
        findings = pd.concat(self._findings, ignore_index=True)
        remembered = findings["week"] >= week - self._weeks if self._weeks is not None else True
        reported = findings[(findings["day"] < 7 * week) & remembered].groupby(KEY, sort=False)
        labels = reported.agg({"finding": "any", "stands_for": "max"})
        frame = self._declarations[self._declarations[KEY].isin(labels.index)].reset_index(drop=True)
        labels = labels.loc[frame[KEY]].reset_index(drop=True)
        return Known(frame, labels["finding"], labels["stands_for"].to_numpy(dtype=np.float64))


def run(weeks: int, traffic: Traffic, policy: Policy, seed: int, told: ControlSettings | None = None) -> pd.DataFrame:
    """Play the weeks; one row per week.

    Columns: week; declarations; violations (in truth); examined and documents (controls); caught (by controls before
    release); severity and severity_caught; random_checked and random_caught (the random quota alone); audits;
    audit_findings; lawful_held (lawful consignments controlled); hours; delay_hours; labels (known at the week's
    start); labels_positive; the fields of ``estimate.Tally``, with ``tally_`` before their names.

    Where the truth has the oracle's ``posterior`` and ``expected_severity``: ``best_caught`` and
    ``best_severity_caught``, the catch of an office that ranks by these, with the same places and the same luck; and
    ``skill``, the Bayes-efficiency of the score if it filled all places. Else these are nan.
    """
    if weeks < 1:
        raise InputError(f"weeks is {weeks}: a campaign has at least one week")
    memory, scorer, results = _Memory(policy), policy.scorer, []
    for week in range(weeks):
        known = memory.disclosed(week)
        if policy.retrain is not None and len(known.found):
            scorer = policy.retrain(known)
        luck = int(draws.raw(seed, "campaign.week", week, 1)[0])
        declarations, truth = traffic(week)
        score = scorer.score(declarations).value
        demanded = policy.criteria(declarations) if policy.criteria is not None else None
        selection = select(score, policy.capacity, luck, demanded)
        controls = inspect(truth, selection.lanes, luck, told)
        audits = audit(truth, controls, policy.audits, score, luck, policy.audit_random_share, told)
        memory.add(week, declarations, _of_controls(selection, controls), _of_audits(controls, audits))
        counted = tally(truth, controls, chances(score, policy.capacity, luck, demanded), told)
        results.append(
            {"week": week}
            | _row(truth, selection, controls, audits, known)
            | _best(truth, score, policy.capacity, luck, told)
            | {f"tally_{name}": value for name, value in asdict(counted).items()}
        )
    return pd.DataFrame(results)


def _of_controls(selection: Selection, controls: pd.DataFrame) -> pd.DataFrame:
    """Reports of controls, known at once. A random one represents all consignments that the criteria left."""
    controlled = controls["control"].notna().to_numpy()
    drawn = (selection.reasons == "random") & controlled
    weight = np.where(drawn, (selection.reasons != "criteria").sum() / max(drawn.sum(), 1), 1.0)
    return controls.assign(stands_for=weight, days=0)[controlled]


def _of_audits(controls: pd.DataFrame, audits: pd.DataFrame) -> pd.DataFrame:
    """Reports of audits. A random one represents all released consignments except those of the blue lane."""
    drawn = (audits["selected"] == "random").to_numpy()
    among = (~controls["finding"]).sum() - (audits["selected"] == "blue").sum()
    return audits.assign(stands_for=np.where(drawn, among / max(drawn.sum(), 1), 1.0))


def _row(
    truth: pd.DataFrame, selection: Selection, controls: pd.DataFrame, audits: pd.DataFrame, known: Known
) -> dict[str, float]:
    violation = truth["violation"].to_numpy(dtype=bool)
    caught = controls["finding"].to_numpy(dtype=bool)
    severity = truth["severity"].to_numpy(dtype=np.float64)
    controlled = controls["control"].notna().to_numpy()
    at_random = (selection.reasons == "random") & controlled
    return {
        "declarations": len(truth),
        "violations": int(violation.sum()),
        "examined": int((controls["control"] == "physical").sum()),
        "documents": int((controls["control"] == "documents").sum()),
        "caught": int(caught.sum()),
        "severity": float(severity[violation].sum()),
        "severity_caught": float(severity[caught].sum()),
        "random_checked": int(at_random.sum()),
        "random_caught": int((caught & at_random).sum()),
        "audits": len(audits),
        "audit_findings": int(audits["finding"].sum()),
        "lawful_held": int((controlled & ~violation).sum()),
        "hours": float(controls["hours"].sum() + audits["hours"].sum()),
        "delay_hours": float(controls["delay_hours"].sum()),
        "labels": len(known.found),
        "labels_positive": int(known.found.sum()),
    }


def _best(
    truth: pd.DataFrame, score: Floats, capacity: Capacity, luck: int, told: ControlSettings | None
) -> dict[str, float]:
    if "posterior" not in truth.columns:
        return dict.fromkeys(("best_caught", "best_severity_caught", "skill"), np.nan)
    chance, worth = (truth[name].to_numpy(dtype=np.float64) for name in ("posterior", "expected_severity"))
    filled = Capacity(capacity.red, capacity.yellow, capacity.blue)
    caught = {
        name: inspect(truth, select(value, filled, luck).lanes, luck, told)["finding"].to_numpy(dtype=bool)
        for name, value in (("number", chance), ("severity", worth))
    }
    controlled = capacity.red + capacity.yellow
    examined = float(chance[np.argsort(-score, kind="stable")[:controlled]].sum())
    return {
        "best_caught": int(caught["number"].sum()),
        "best_severity_caught": float(truth["severity"].to_numpy(dtype=np.float64)[caught["severity"]].sum()),
        "skill": share_of_best(examined, chance, controlled),
    }
