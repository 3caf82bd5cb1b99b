"""The debrief: what the administration saw, what was true, and what each red flag weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from exercises.batch import ExerciseBatch
from exercises.evidence import Evidence
from exercises.labels import indicator_label, step_label
from exercises.languages import _
from exercises.marking import CITE_FROM, Lanes, Marking, Order, by_order, lanes_of, mark, orders
from exercises.outcome import audits, controls, sensitivity
from exercises.record import Decision, Record
from exercises.screen import ExerciseCard
from exercises.seen import as_seen
from simulator.declaration import KEY
from simulator.draws import Floats, uniform

FlagVerdict = Literal["right", "wrong", "missed", "minor"]
Row = dict[str, Any]
Verdict = Literal["caught", "lucky", "missed", "unlucky", "bad_look", "wasted", "released"]


@dataclass(frozen=True)
class FlagReview:
    """One red flag on one consignment. ``weight`` is in log-odds, ``None`` where there is no oracle.

    Verdict: ``right`` cited and it counts; ``wrong`` cited but not there; ``missed`` it counts and was not cited;
    ``minor`` the rest: there, but of little weight.
    """

    id: str
    label: str
    weight: float | None
    present: bool
    cited: bool

    @property
    def verdict(self) -> FlagVerdict:
        """See the class."""
        if self.cited and not self.present:
            return "wrong"
        if self.cited and self.weight is not None and self.weight > 0:
            return "right"
        return "missed" if not self.cited and (self.weight or 0.0) >= CITE_FROM else "minor"


@dataclass(frozen=True)
class Step:
    """What one step of the oracle added, in log-odds: a red flag, the context, the trader's profile."""

    id: str
    label: str
    weight: float


@dataclass(frozen=True)
class CaseReview:
    """One consignment, revealed.

    ``posterior`` and ``prior`` are probabilities of a violation given all that was shown, and before looking; ``None``
    without an oracle. ``steps``: what each thing shown added, in the order an officer meets them; logit(prior) plus
    their sum is logit(posterior). ``best_lane`` is the lane of the best possible choice. ``control_finding`` is
    ``None`` where no control took place, ``audit_finding`` where no audit did; ``audit_days`` after release. Verdict:
    see ``judge``.
    """

    declaration_id: str
    status: str
    violation: bool
    typology: str | None
    typology_label: str
    severity: float
    story: str
    lane: str
    best_lane: str | None
    confidence: int | None
    control: str | None
    control_finding: bool | None
    audit_finding: bool | None
    audit_days: int | None
    posterior: float | None
    prior: float | None
    flags: tuple[FlagReview, ...]
    steps: tuple[Step, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Administration:
    """What the office knows at the end of the shift and after its audit, beside the full truth."""

    consignments: int
    examined: int
    documents_checked: int
    released: int
    audited: int
    found_by_examination: int
    found_by_documents: int
    found_by_audit: int
    violations: int

    @property
    def never_found(self) -> int:
        """Violations that the office will never know of."""
        return self.violations - self.found_by_examination - self.found_by_documents - self.found_by_audit


@dataclass(frozen=True)
class Debrief:
    """Everything that is revealed after submission.

    ``cases`` come missed violations first, then caught ones, then lawful consignments by what was done to them.
    ``curves``: for each player, how many violations examining its first 0, 1, 2 … consignments catches: the
    expectation given what was shown, or without an oracle the real count. ``you`` ends with the trainee's picks.
    ``has_oracle`` is false for a real file: nobody can then say what the best possible choice was, weights are unknown.
    """

    marking: Marking
    administration: Administration
    cases: tuple[CaseReview, ...]
    curves: Mapping[str, tuple[float, ...]]
    has_oracle: bool

    def summary(self) -> dict[str, Any]:
        """What is kept with the attempt, as plain JSON."""
        return dict(self.marking.summary())

    def case(self, declaration_id: str) -> CaseReview:
        """One consignment's review; ``KeyError`` if it is not in the exercise."""
        for case in self.cases:
            if case.declaration_id == declaration_id:
                return case
        raise KeyError(declaration_id)


def review(batch: ExerciseBatch, card: ExerciseCard, record: Record) -> Debrief:
    """The debrief of an attempt. Needs the batch's truth; evidence may be missing."""
    batch, decisions, opened = as_seen(batch, card, record), record.decisions, record.opened
    capacity = card.capacity or {"red": record.used("red"), "yellow": 0}  # in a stream: as many as were held
    cited = {name: decision.flags for name, decision in decisions.items()}
    asked = {name: decision.lane for name, decision in decisions.items()}
    lanes = lanes_of(batch, asked)
    if batch.truth is None:
        raise ValueError("the debrief needs the truth: reveal the hidden parts first")
    controlled = controls(batch, lanes)
    found = zip(_rows(batch.truth), _rows(controlled), _rows(audits(batch, controlled)), strict=True)
    ranking = orders(batch)
    best = by_order(ranking["best"], capacity) if "best" in ranking else None
    cases = [
        _case(batch, row, str(name), lanes, best, of_row, decisions.get(str(name)))
        for row, (name, of_row) in enumerate(zip(batch.declarations[KEY], found, strict=True))
    ]
    places = list(_PLACES)
    cases.sort(key=lambda case: (places.index(case.verdict), -(case.posterior or 0.0)))
    return Debrief(
        marking=mark(batch, asked, cited, capacity, opened),
        administration=_administration(cases),
        cases=tuple(cases),
        curves=_curves(batch, ranking, lanes, decisions),
        has_oracle=batch.oracle is not None,
    )


_PLACES: tuple[Verdict, ...] = ("missed", "unlucky", "caught", "lucky", "wasted", "bad_look", "released")


def judge(violation: bool, lane: str, best_lane: str | None) -> Verdict:
    """How a decision stands, luck set apart from judgement.

    Violations: ``caught`` controlled, as the evidence asked; ``lucky`` controlled although little spoke for it;
    ``missed`` released although the best choice would have controlled it; ``unlucky`` released, and nothing shown gave
    it away. Lawful: ``bad_look`` controlled, as anyone should have; ``wasted`` controlled although little spoke
    for it; ``released``. Without an oracle luck cannot be told: ``caught``, ``missed``, ``wasted``, ``released``.
    """
    controlled = lane in ("red", "yellow")
    asked_for = best_lane in ("red", "yellow")
    if violation:
        if best_lane is None or asked_for:
            return "caught" if controlled else "missed"
        return "lucky" if controlled else "unlucky"
    if controlled:
        return "bad_look" if asked_for else "wasted"
    return "released"


def flag_reviews(batch: ExerciseBatch, row: int, cited: Iterable[str]) -> tuple[FlagReview, ...]:
    """The flags shown or cited on one consignment, heaviest first; none where there is no oracle to judge them."""
    if batch.oracle is None:
        return ()
    shown, named = batch.oracle.flag_weights(row), list(cited)
    flags = [
        FlagReview(name, indicator_label(name), shown.get(name, 0.0), name in shown, name in named)
        for name in dict.fromkeys([*shown, *named])
    ]
    return tuple(sorted(flags, key=lambda flag: -(flag.weight or 0.0)))


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict(orient="records")]


def _case(
    batch: ExerciseBatch,
    row: int,
    name: str,
    lanes: Lanes,
    best: Lanes | None,
    found: tuple[Row, Row, Row],
    decision: Decision | None,
) -> CaseReview:
    truth, control, audit = found
    oracle = batch.oracle
    violation = bool(truth["violation"])
    controlled, audited = bool(control["control"]), bool(audit["audited"])
    best_lane = None if best is None else str(best[row])
    return CaseReview(
        declaration_id=name,
        status=str(truth["status"]),
        violation=violation,
        typology=str(truth["typology"]) or None,
        typology_label=_(str(truth["label"])),
        severity=float(truth["severity"]),
        story=_(str(truth["story"])),
        lane=str(lanes[row]),
        best_lane=best_lane,
        confidence=decision.confidence if decision else None,
        control=str(control["control"]) if controlled else None,
        control_finding=bool(control["finding"]) if controlled else None,
        audit_finding=bool(audit["finding"]) if audited else None,
        audit_days=int(audit["days"]) if audited else None,
        posterior=None if oracle is None else float(oracle.posterior[row]),
        prior=None if oracle is None else oracle.prior,
        flags=flag_reviews(batch, row, decision.flags if decision else ()),
        steps=_steps(oracle, row),
        verdict=judge(violation, str(lanes[row]), best_lane),
    )


def _steps(oracle: Evidence | None, row: int) -> tuple[Step, ...]:
    if oracle is None:
        return ()
    return tuple(
        Step(name, step_label(name, str(flag)), float(weight))
        for name, flag, weight in zip(oracle.steps, oracle.flags[row], oracle.weights[row], strict=True)
    )


def _administration(cases: list[CaseReview]) -> Administration:
    examined = [case for case in cases if case.lane == "red"]
    checked = [case for case in cases if case.lane == "yellow"]
    return Administration(
        consignments=len(cases),
        examined=len(examined),
        documents_checked=len(checked),
        released=len(cases) - len(examined) - len(checked),
        audited=sum(case.audit_finding is not None for case in cases),
        found_by_examination=sum(bool(case.control_finding) for case in examined),
        found_by_documents=sum(bool(case.control_finding) for case in checked),
        found_by_audit=sum(bool(case.audit_finding) for case in cases),
        violations=sum(case.violation for case in cases),
    )


def _curves(
    batch: ExerciseBatch, ranking: Mapping[str, Order], lanes: Lanes, decisions: Mapping[str, Decision]
) -> dict[str, tuple[float, ...]]:
    assert batch.truth is not None
    worth = batch.truth["violation"].to_numpy(dtype=float) if batch.oracle is None else batch.oracle.posterior
    worth = worth * sensitivity("red")
    curves = {"chance": tuple(float(worth.mean()) * step for step in range(len(worth) + 1))}
    curves |= {name: _running(worth, order) for name, order in ranking.items()}
    curves["you"] = _running(worth, _own_order(batch, lanes, decisions))
    return curves


def _own_order(batch: ExerciseBatch, lanes: Lanes, decisions: Mapping[str, Decision]) -> Order:
    """The trainee's picks: red before yellow, surer before less sure, then by lot."""
    sure = [getattr(decisions.get(str(name)), "confidence", None) or 0 for name in batch.declarations[KEY]]
    lot = uniform(batch.luck, "ties", 0, len(lanes))
    order = np.lexsort((lot, -np.array(sure), lanes != "red"))
    return order[np.isin(lanes[order], ("red", "yellow"))]


def _running(worth: Floats, order: Order) -> tuple[float, ...]:
    return (0.0, *(float(step) for step in np.cumsum(worth[order])))
