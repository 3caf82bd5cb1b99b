"""The debrief: what the administration saw, what was true, and what each red flag weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.batch import ExerciseBatch
from exercises.debrief.case import PLACES, CaseReview, case_review, rows_of
from exercises.debrief.curves import curves
from exercises.debrief.inquiries import Inquiries, inquiries
from exercises.marking import Marking, by_order, lanes_of, mark, orders
from exercises.outcome import audits, controls
from exercises.record import Record
from exercises.screen import ExerciseCard
from exercises.seen import as_seen
from simulator.declaration import KEY


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
    inquiries: Inquiries | None
    prediction: Mapping[str, Any] | None
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
    whole, batch = batch, as_seen(batch, card, record)
    decisions, opened = record.decisions, record.opened
    capacity = dict(card.capacity) or {"red": record.used("red"), "yellow": 0}  # in a stream: as many as were held
    cited = {name: decision.flags for name, decision in decisions.items()}
    asked = {name: decision.lane for name, decision in decisions.items()}
    lanes = lanes_of(batch, asked)
    if batch.truth is None:
        raise ValueError("the debrief needs the truth: reveal the hidden parts first")
    controlled = controls(batch, lanes)
    found = zip(rows_of(batch.truth), rows_of(controlled), rows_of(audits(batch, controlled)), strict=True)
    ranking = orders(batch)
    best = by_order(ranking["best"], capacity) if "best" in ranking else None
    cases = [
        case_review(batch, row, str(name), lanes, best, of_row, record)
        for row, (name, of_row) in enumerate(zip(batch.declarations[KEY], found, strict=True))
    ]
    places = list(PLACES)
    cases.sort(key=lambda case: (places.index(case.verdict), -(case.posterior or 0.0)))
    return Debrief(
        marking=mark(batch, asked, cited, capacity, opened),
        administration=_administration(cases),
        cases=tuple(cases),
        curves=curves(batch, ranking, lanes, decisions),
        inquiries=inquiries(whole, batch, card, record, capacity),
        prediction=record.prediction,
        has_oracle=batch.oracle is not None,
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
