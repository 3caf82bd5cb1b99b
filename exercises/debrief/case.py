"""One consignment revealed: what it was, what was done with it, and the weight of each red flag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from exercises.design import CONTROLLED, Evidence, ExerciseBatch, Story
from exercises.marking import CITE_FROM, Lanes, counts_for
from exercises.record import Record

FlagVerdict = Literal["right", "wrong", "missed", "minor"]
Row = dict[str, Any]
Verdict = Literal["caught", "lucky", "missed", "unlucky", "bad_look", "wasted", "released"]


@dataclass(frozen=True)
class FlagReview:
    """One red flag on one consignment. ``weight`` is in log-odds, ``None`` without an oracle; ``counts``: it is rightly
    cited (``exercises.marking.counts_for``).

    Verdicts: ``right``: cited, and it counts; ``wrong``: cited, but not there; ``missed``: it counts, but was not
    cited; ``minor``: there, but with little weight.
    """

    id: str
    weight: float | None
    present: bool
    cited: bool
    counts: bool = False

    @property
    def verdict(self) -> FlagVerdict:
        """See the class."""
        if self.cited and not self.present:
            return "wrong"
        if self.cited and self.counts:
            return "right"
        return "missed" if not self.cited and (self.weight or 0.0) >= CITE_FROM else "minor"


@dataclass(frozen=True)
class Step:
    """What one step of the oracle added, in log-odds; ``flag`` is the red flag of the step, or ""."""

    id: str
    flag: str
    weight: float


@dataclass(frozen=True)
class CaseReview:
    """One consignment, revealed.

    ``posterior`` and ``prior`` are probabilities of a violation given all that was shown, and before looking; ``None``
    without an oracle. ``steps``: what each shown fact added, in the order an officer meets them; logit(prior) plus
    their sum is logit(posterior). ``best_lane`` is the lane of the best possible choice. ``control_finding`` is
    ``None`` without a control, ``audit_finding`` without an audit; ``audit_days`` are counted from the release.
    ``nature``: what a control can find, "" where it is not known. ``streams``: the consignment came in a stream, to be
    held or released. ``looked``: opened or controlled; ``seconds`` spent on it; ``asked``: means of inquiry used;
    ``first_lane``: the lane before the trainee opened the risk engine's advice, ``None`` if it stayed closed. Verdict:
    see ``verdict_of``.
    """

    declaration_id: str
    status: str
    violation: bool
    typology: str | None
    severity: float
    story: Story
    nature: str
    streams: bool
    lane: str
    best_lane: str | None
    confidence: int | None
    control: str | None
    control_finding: bool | None
    audit_finding: bool | None
    audit_days: int | None
    posterior: float | None
    prior: float | None
    looked: bool
    seconds: float
    asked: tuple[str, ...]
    first_lane: str | None
    flags: tuple[FlagReview, ...]
    steps: tuple[Step, ...]
    verdict: Verdict

    @property
    def rest(self) -> float:
        """What all shown facts without a red flag added, in log-odds: with the flags' weights, the sum of ``steps``."""
        return sum(step.weight for step in self.steps if not step.flag)

    @property
    def asked_for_control(self) -> bool:
        """Whether the best possible choice would have controlled it, given what was shown."""
        return self.best_lane in CONTROLLED


VERDICTS: tuple[Verdict, ...] = ("missed", "unlucky", "caught", "lucky", "wasted", "bad_look", "released")
"""The verdicts in the order of the debrief: missed violations first."""


def verdict_of(violation: bool, lane: str, best_lane: str | None) -> Verdict:
    """The verdict on a decision; it separates luck from judgement.

    Violations: ``caught``: controlled, as the evidence asked; ``lucky``: controlled with little evidence for it;
    ``missed``: released, but the best choice controls it; ``unlucky``: released, and the best choice releases it too.
    Lawful: ``bad_look``: controlled, as the evidence asked; ``wasted``: controlled with little evidence for it;
    ``released``. Without an oracle luck is unknown: only ``caught``, ``missed``, ``wasted``, ``released``.
    """
    controlled, asked_for = lane in CONTROLLED, best_lane in CONTROLLED
    if violation:
        if best_lane is None or asked_for:
            return "caught" if controlled else "missed"
        return "lucky" if controlled else "unlucky"
    if controlled:
        return "bad_look" if asked_for else "wasted"
    return "released"


def flag_reviews(batch: ExerciseBatch, row: int, cited: Iterable[str]) -> tuple[FlagReview, ...]:
    """The flags shown or cited on one consignment, heaviest first; none without an oracle."""
    if batch.oracle is None:
        return ()
    shown, named = batch.oracle.flag_weights(row), list(cited)
    chance = float(batch.oracle.posterior[row])
    flags = []
    for name in dict.fromkeys([*shown, *named]):
        weight = shown.get(name, 0.0)
        flags.append(
            FlagReview(name, weight, name in shown, name in named, name in shown and counts_for(weight, chance))
        )
    return tuple(sorted(flags, key=lambda flag: -(flag.weight or 0.0)))


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """A frame's rows as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict(orient="records")]


def case_review(
    batch: ExerciseBatch,
    row: int,
    name: str,
    lanes: Lanes,
    best: Lanes | None,
    found: tuple[Row, Row, Row],
    record: Record,
    streams: bool,
) -> CaseReview:
    """The review of one row; ``found`` holds its truth, its control and its audit."""
    truth, control, audit = found
    oracle, decision = batch.oracle, record.decisions.get(name)
    judged = record.judged.get(name)
    violation = bool(truth["violation"])
    controlled, audited = bool(control["control"]), bool(audit["audited"])
    best_lane = None if best is None else str(best[row])
    return CaseReview(
        declaration_id=name,
        status=str(truth["status"]),
        violation=violation,
        typology=str(truth["typology"]) or None,
        severity=float(truth["severity"]),
        story=Story.of(truth),
        nature=str(truth.get("nature", "")),
        streams=streams,
        lane=str(lanes[row]),
        best_lane=best_lane,
        confidence=decision.confidence if decision else None,
        control=str(control["control"]) if controlled else None,
        control_finding=bool(control["finding"]) if controlled else None,
        audit_finding=bool(audit["finding"]) if audited else None,
        audit_days=int(audit["days"]) if audited else None,
        posterior=None if oracle is None else float(oracle.posterior[row]),
        prior=None if oracle is None else oracle.prior,
        looked=name in record.opened or str(lanes[row]) in CONTROLLED,
        seconds=record.seconds.get(name, 0.0),
        asked=tuple(record.requests.get(name, {})),
        first_lane=judged.lane if judged else None,
        flags=flag_reviews(batch, row, decision.flags if decision else ()),
        steps=_steps(oracle, row),
        verdict=verdict_of(violation, str(lanes[row]), best_lane),
    )


def _steps(oracle: Evidence | None, row: int) -> tuple[Step, ...]:
    if oracle is None:
        return ()
    return tuple(
        Step(name, str(flag), float(weight))
        for name, flag, weight in zip(oracle.steps, oracle.flags[row], oracle.weights[row], strict=True)
    )
