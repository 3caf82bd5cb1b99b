"""The campaign: weeks of traffic under a policy that learns only from what controls and audits found.

Traffic, scorer and training are handed in, so that this module knows neither how traffic is made nor how a model is
trained. Labels exist only where somebody looked, and an audit's label only once its result is in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from simulator import draws
from simulator.audit import audit, known_to_administration
from simulator.control import Settings, inspect
from simulator.declaration import KEY
from simulator.errors import InputError
from simulator.scoring import Scorer
from simulator.selectivity import Capacity, Lanes, Selection, select

Traffic = Callable[[int], tuple[pd.DataFrame, pd.DataFrame]]
"""A week (0, 1, …) to its declarations and truth, in the same order; ids are unique over all weeks."""
Criteria = Callable[[pd.DataFrame], Lanes]
"""Declarations to the lanes demanded for them, "" where none."""
Retrain = Callable[[pd.DataFrame, pd.Series], Scorer]
"""Checked declarations and whether a violation was found in each, to the scorer of the coming week."""


@dataclass
class Policy:
    """How the office decides: a scorer to begin with, capacities a week, criteria, and how it learns (or does not)."""

    scorer: Scorer
    capacity: Capacity
    audits: int = 0
    audit_random_share: float = 0.2
    criteria: Criteria | None = None
    retrain: Retrain | None = None


@dataclass
class _Memory:
    """Checked declarations with the day their label came in."""

    declarations: list[pd.DataFrame] = field(default_factory=list)
    labels: list[pd.DataFrame] = field(default_factory=list)

    def add(self, declarations: pd.DataFrame, known: pd.DataFrame, week: int) -> None:
        checked = known["checked"].to_numpy(dtype=bool)
        self.declarations.append(declarations[checked])
        self.labels.append(known.loc[checked, [KEY, "finding", "days"]].assign(day=lambda t: 7 * week + t["days"]))

    def disclosed(self, day: int) -> tuple[pd.DataFrame, pd.Series[bool]]:
        """What is known at the beginning of a day."""
        if not self.labels:
            return pd.DataFrame(), pd.Series(dtype=bool)
        labels = pd.concat(self.labels, ignore_index=True)
        told = labels["day"].to_numpy() < day
        frame = pd.concat(self.declarations, ignore_index=True)
        return frame[told].reset_index(drop=True), labels.loc[told, "finding"].astype(bool).reset_index(drop=True)


def run(weeks: int, traffic: Traffic, policy: Policy, seed: int, told: Settings | None = None) -> pd.DataFrame:
    """Play the weeks; one row a week.

    Columns: week; declarations; violations (in truth); examined and documents (controls); caught (by controls before
    release); severity and severity_caught; random_checked and random_caught (the random quota alone); audits;
    audit_findings; lawful_held (lawful consignments controlled); hours; delay_hours; labels (known at the week's
    start); labels_positive.
    """
    if weeks < 1:
        raise InputError(f"weeks is {weeks}: a campaign has at least one week")
    memory, scorer, results = _Memory(), policy.scorer, []
    for week in range(weeks):
        known, found = memory.disclosed(7 * week)
        if policy.retrain is not None and len(known):
            scorer = policy.retrain(known, found)
        luck = int(draws.raw(seed, "campaign.week", week, 1)[0])
        declarations, truth = traffic(week)
        score = scorer.score(declarations).value
        demanded = policy.criteria(declarations) if policy.criteria is not None else None
        selection = select(score, policy.capacity, luck, demanded)
        controls = inspect(truth, selection.lanes, luck, told)
        audits = audit(truth, controls, policy.audits, score, luck, policy.audit_random_share, told)
        memory.add(declarations, known_to_administration(controls, audits), week)
        results.append({"week": week} | _row(truth, selection, controls, audits, found))
    return pd.DataFrame(results)


def _row(
    truth: pd.DataFrame, selection: Selection, controls: pd.DataFrame, audits: pd.DataFrame, found: pd.Series[bool]
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
        "labels": len(found),
        "labels_positive": int(found.sum()),
    }
