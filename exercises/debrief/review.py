"""The debrief: what the administration saw, what was true, and the weight of each red flag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from exercises.debrief.as_seen import as_seen, declared, everything, nothing_asked
from exercises.debrief.aside import Aside, asides
from exercises.debrief.case import VERDICTS, CaseReview, case_review, rows_of
from exercises.debrief.curves import curves
from exercises.debrief.inquiries import Inquiries, inquiries
from exercises.debrief.questions import Questions, questions
from exercises.debrief.rule import control_from
from exercises.design import CONTROLLED, ExerciseBatch, ExerciseCard
from exercises.engine import Learned
from exercises.marking import (
    HOLD_FROM,
    Added,
    Calibration,
    Detection,
    Facilitation,
    Lanes,
    Marking,
    Order,
    Reliance,
    Room,
    added_to_engine,
    audits,
    by_order,
    confidence_calibration,
    controls,
    engine_player,
    facilitation,
    lanes_of,
    mark,
    orders,
    reliance,
    room_for_skill,
)
from exercises.record import CannotBeWeighed, Decision, Record
from simulator.reference import KEY


@dataclass(frozen=True)
class Administration:
    """What the office knows at the end of the shift and after its audit, and the full truth."""

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
        """Number of violations that the office never learns about."""
        return self.violations - self.found_by_examination - self.found_by_documents - self.found_by_audit


@dataclass(frozen=True)
class Debrief:
    """Everything that is revealed after submission.

    ``cases`` are in order of verdict: missed violations, caught ones, then lawful consignments.
    ``curves``: for each player, how many violations it catches with its first 0, 1, 2 … examinations: the expectation
    given what was shown; without an oracle, the real count. ``you`` ends with the trainee's picks.
    ``lawful``: what the choice cost lawful trade; ``detection``: for a stream, ``None`` for a batch; ``confidence``
    and ``reliance``: ``None`` if nothing can be computed; ``prediction``: what the trainee expected before the result.
    ``score``: the headline, Bayes-efficiency from 0 to 1; ``None`` without an oracle, or where there is nothing to find
    (in a stream: where nothing is more likely a violation than not). ``has_oracle`` is false for a real file, where the
    best possible choice is unknown; ``control_from``: the chance from which a control was called for, see
    ``exercises.debrief.rule``. ``asides``: where the trainee and the engine differ; ``questions``: what each request
    was worth, ``None`` if nothing could be requested.
    ``room`` and ``added``: the four choices by everything knowable, and what this one added to the engine; ``learned``:
    what the engine had learned from; all three ``None`` where the exercise does not keep what they need.
    """

    marking: Marking
    administration: Administration
    cases: tuple[CaseReview, ...]
    curves: Mapping[str, tuple[float, ...]]
    inquiries: Inquiries | None
    lawful: Facilitation
    detection: Detection | None
    confidence: Calibration | None
    reliance: Reliance | None
    prediction: Mapping[str, Any] | None
    score: float | None
    has_oracle: bool
    control_from: float | None = None
    asides: tuple[Aside, ...] = ()
    questions: Questions | None = None
    room: Room | None = None
    added: Added | None = None
    learned: Learned | None = None

    def case(self, declaration_id: str) -> CaseReview:
        """One consignment's review; ``KeyError`` if it is not in the exercise."""
        for case in self.cases:
            if case.declaration_id == declaration_id:
                return case
        raise KeyError(declaration_id)


def review(batch: ExerciseBatch, card: ExerciseCard, record: Record) -> Debrief:
    """The debrief of an attempt. Needs the batch's truth; evidence may be missing.

    Raises ``CannotBeWeighed`` if what was seen depends on requests, and there are no grounds to weigh it with.
    """
    if card.means and batch.oracle is not None and batch.grounds is None:
        raise CannotBeWeighed(card.id)
    given, batch = batch, as_seen(batch, card, record)
    whole = everything(given, card, record) if card.means else batch
    unasked = nothing_asked(given, card, record) if card.means else batch
    decisions, opened = record.decisions, record.opened
    cited = {name: decision.flags for name, decision in decisions.items()}
    asked = {name: decision.lane for name, decision in decisions.items()}
    lanes = lanes_of(batch, asked)
    if batch.truth is None:
        raise ValueError("the debrief needs the truth: reveal the hidden parts first")
    controlled = controls(batch, lanes)
    found = zip(rows_of(batch.truth), rows_of(controlled), rows_of(audits(batch, controlled)), strict=True)
    streams, ranking = card.mode == "stream", orders(batch)
    best = _best(batch, card, ranking["best"]) if "best" in ranking else None
    capacity = dict(card.capacity)
    if streams:  # as many as the best choice holds; without an oracle, as many as the trainee held
        capacity = {"red": record.used("red") if best is None else int((best == "red").sum()), "yellow": 0}
    asked_from = control_from(batch.oracle, best, streams)
    cases = [
        case_review(batch, row, str(name), lanes, best, asked_from, of_row, record, streams)
        for row, (name, of_row) in enumerate(zip(batch.declarations[KEY], found, strict=True))
    ]
    violation = batch.truth["violation"].to_numpy(dtype=bool)
    detection = Detection.of(lanes == "red", violation) if streams else None
    marking = mark(batch, asked, cited, capacity, opened, whole.oracle if card.means else None, card.help)
    places = list(VERDICTS)
    cases.sort(key=lambda case: (places.index(case.verdict), -(case.posterior or 0.0)))
    return Debrief(
        marking=marking,
        administration=_administration(cases),
        cases=tuple(cases),
        curves=curves(batch, ranking, lanes, decisions),
        inquiries=inquiries(batch, whole, unasked, card, record, capacity),
        lawful=_lawful(batch, lanes, record),
        detection=detection,
        confidence=_confidence(batch, whole, lanes, decisions),
        reliance=_reliance(batch, lanes, best, card, record),
        prediction=record.prediction,
        score=marking.you.efficiency,
        has_oracle=batch.oracle is not None,
        control_from=asked_from,
        asides=asides(batch, card, cases, capacity),
        questions=questions(given, card, record, asked_from),
        room=_room(given, whole, card, record, capacity),
        added=added_to_engine(whole, lanes, capacity, card.help),
        learned=whole.learned,
    )


def room_of(batch: ExerciseBatch, card: ExerciseCard) -> Room | None:
    """The four choices of an exercise before anybody asked for a scan or decided; ``None`` where they are not known."""
    return _room(batch, everything(batch, card, Record()), card, Record(), card.capacity)


def _room(
    given: ExerciseBatch, whole: ExerciseBatch, card: ExerciseCard, record: Record, capacity: Mapping[str, int]
) -> Room | None:
    """The four choices by everything knowable (``whole``); in a stream, all by what had arrived."""
    return room_for_skill(whole, declared(given, card, record).oracle, capacity, card.help)


def _best(batch: ExerciseBatch, card: ExerciseCard, ranked: Order) -> Lanes:
    """The lanes of the best possible choice: by rank if lanes have limits, else only by the posterior."""
    if card.mode == "stream" and batch.oracle is not None:
        return np.where(batch.oracle.posterior >= HOLD_FROM, "red", "green")
    return by_order(ranked, card.capacity)


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


def _lawful(batch: ExerciseBatch, lanes: Lanes, record: Record) -> Facilitation:
    assert batch.truth is not None
    names = batch.declarations[KEY].astype("str")
    waited = [sum(one.delay_hours for one in record.requests.get(name, {}).values()) for name in names]
    known = "statistical_value" in batch.declarations
    value = batch.declarations["statistical_value"].to_numpy(dtype=float) if known else np.zeros(len(names))
    violation = batch.truth["violation"].to_numpy(dtype=bool)
    return facilitation(violation, lanes, value, np.array(waited, dtype=float), record.minutes)


def _confidence(
    batch: ExerciseBatch, whole: ExerciseBatch, lanes: Lanes, decisions: Mapping[str, Decision]
) -> Calibration | None:
    """Calibration over the half of the batch that is likelier to hold violations, given everything that can be seen;
    without an oracle, over the whole batch. ``None`` if the trainee stated no confidence anywhere.

    So all trainees of an exercise are measured on the same consignments, and answers on plain ones add nothing. Right
    means a violation controlled or a lawful one released: by the oracle's probability, which leaves luck out; without
    an oracle, by the outcome.
    """
    assert batch.truth is not None
    if not any(one.lane is not None and one.confidence is not None for one in decisions.values()):
        return None
    violation = batch.truth["violation"].to_numpy(dtype=float)
    chance = violation if batch.oracle is None else batch.oracle.posterior
    rows = np.arange(len(lanes))
    if whole.oracle is not None:
        rows = np.argsort(-whole.oracle.posterior, kind="stable")[: ceil(len(lanes) / 2)]
    controlled = np.isin(lanes[rows], CONTROLLED)
    given = (decisions.get(str(name)) for name in batch.declarations[KEY].to_numpy()[rows])
    said = [None if one is None or one.lane is None else one.confidence for one in given]
    return confidence_calibration(said, controlled, np.where(controlled, chance[rows], 1.0 - chance[rows]))


def _reliance(
    batch: ExerciseBatch, lanes: Lanes, best: Lanes | None, card: ExerciseCard, record: Record
) -> Reliance | None:
    """Reliance over the consignments decided before the engine's advice was opened. The engine is taken to
    control as many as the best choice does.

    ``None`` without an oracle or if the engine has no score.
    """
    ids = [str(name) for name in batch.declarations[KEY]]
    rows = [row for row, name in enumerate(ids) if name in record.judged and record.judged[name].lane is not None]
    ranked = orders(batch)
    engine = engine_player(ranked, card.help)
    if best is None or engine is None or not rows:
        return None
    before = np.array([record.judged[ids[row]].lane in CONTROLLED for row in rows])
    controlled = int(np.isin(best, CONTROLLED).sum())
    by_engine = np.isin(np.arange(len(ids)), ranked[engine][:controlled])
    return reliance(before, np.isin(lanes[rows], CONTROLLED), by_engine[rows], np.isin(best[rows], CONTROLLED))
