"""One consignment revealed: what it was, what was done with it, and the weight of each red flag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from exercises.design import CONTROLLED, ExerciseBatch, Story
from exercises.marking import CITE_FROM, Lanes, counts_for
from exercises.record import Record

FlagVerdict = Literal["right", "wrong", "missed", "minor"]
Row = dict[str, Any]
Verdict = Literal["caught", "thin", "lucky", "missed", "unlucky", "bad_look", "wasted", "released"]


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
    """What one step of the oracle added, in log-odds; ``flag`` is the red flag of the step, or ""; ``level``: what the
    fact shows (``exercises/data/fact_words.csv`` has the words), "" where it is not known or has no levels."""

    id: str
    flag: str
    weight: float
    level: str = ""


@dataclass(frozen=True)
class CaseReview:
    """One consignment, revealed.

    ``posterior`` and ``prior`` are probabilities of a violation given all that was shown, and before looking; ``None``
    without an oracle. ``steps``: what each shown fact added, in the order an officer meets them; logit(prior) plus
    their sum is logit(posterior). ``best_lane`` is the lane of the best possible choice; ``control_from``: the chance
    from which a control was called for (``exercises.debrief.rule``). ``queue_chance``: the chance by the columns of the
    queue alone, ``None`` where it is not known. ``control_finding`` is
    ``None`` without a control, ``audit_finding`` without an audit; ``audit_days`` are counted from the release.
    ``nature``: what a control can find, "" where it is not known. ``streams``: the consignment came in a stream, to be
    held or released. ``decided``: it was given a lane; ``opened``; ``looked``: opened or controlled; ``seconds`` spent
    on it; ``asked``: means of inquiry used;
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
    control_from: float | None
    queue_chance: float | None
    decided: bool
    confidence: int | None
    control: str | None
    control_finding: bool | None
    audit_finding: bool | None
    audit_days: int | None
    posterior: float | None
    prior: float | None
    opened: bool
    looked: bool
    seconds: float
    asked: tuple[str, ...]
    first_lane: str | None
    flags: tuple[FlagReview, ...]
    steps: tuple[Step, ...]
    verdict: Verdict

    @property
    def asked_for_control(self) -> bool:
        """Whether the evidence shown called for a control: its chance reaches ``control_from``."""
        return _reaches(self.posterior, self.control_from) is True


VERDICTS: tuple[Verdict, ...] = ("missed", "unlucky", "caught", "thin", "lucky", "wasted", "bad_look", "released")
"""The verdicts in the order of the debrief: missed violations first."""


def verdict_of(violation: bool, lane: str, asked_for: bool | None, explained: bool = False) -> Verdict:
    """The verdict on a decision; it separates luck from judgement.

    ``asked_for``: the chance reached ``control_from``, so the evidence called for a control. Violations: ``caught``:
    controlled, as the evidence asked; ``missed``: released, although it asked; ``unlucky``: released, and it did not
    ask. Controlled although it did not ask: ``thin`` if a fact spoke for it (``explained``), else ``lucky``. Lawful:
    ``bad_look``: controlled, as the evidence asked; ``wasted``: controlled, although it did not ask; ``released``.
    Without an oracle (``None``) luck is unknown: only ``caught``, ``missed``, ``wasted``, ``released``.
    """
    controlled = lane in CONTROLLED
    if not violation:
        return "released" if not controlled else "bad_look" if asked_for else "wasted"
    if asked_for is None or asked_for:
        return "caught" if controlled else "missed"
    return "unlucky" if not controlled else "thin" if explained else "lucky"


def _reaches(posterior: float | None, control_from: float | None) -> bool | None:
    return None if posterior is None or control_from is None else posterior >= control_from


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
    control_from: float | None,
    found: tuple[Row, Row, Row],
    record: Record,
    streams: bool,
) -> CaseReview:
    """The review of one row; ``found`` holds its truth, its control and its audit; ``control_from``: see
    ``exercises.debrief.rule``."""
    truth, control, audit = found
    oracle, decision = batch.oracle, record.decisions.get(name)
    judged = record.judged.get(name)
    violation = bool(truth["violation"])
    controlled, audited = bool(control["control"]), bool(audit["audited"])
    posterior = None if oracle is None else float(oracle.posterior[row])
    steps = _steps(batch, row)
    explained = any(step.weight >= CITE_FROM for step in steps)
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
        best_lane=None if best is None else str(best[row]),
        control_from=control_from,
        queue_chance=None if batch.queue_only is None else float(batch.queue_only["expected"].iloc[row]),
        decided=decision is not None and decision.lane is not None,
        confidence=decision.confidence if decision else None,
        control=str(control["control"]) if controlled else None,
        control_finding=bool(control["finding"]) if controlled else None,
        audit_finding=bool(audit["finding"]) if audited else None,
        audit_days=int(audit["days"]) if audited else None,
        posterior=posterior,
        prior=None if oracle is None else oracle.prior,
        opened=name in record.opened,
        looked=name in record.opened or str(lanes[row]) in CONTROLLED,
        seconds=record.seconds.get(name, 0.0),
        asked=tuple(record.requests.get(name, {})),
        first_lane=judged.lane if judged else None,
        flags=flag_reviews(batch, row, decision.flags if decision else ()),
        steps=steps,
        verdict=verdict_of(violation, str(lanes[row]), _reaches(posterior, control_from), explained),
    )


def _steps(batch: ExerciseBatch, row: int) -> tuple[Step, ...]:
    oracle = batch.oracle
    if oracle is None:
        return ()
    facts = {} if batch.grounds is None else {fact.name: fact for fact in batch.grounds.facts}
    return tuple(
        Step(name, str(flag), float(weight), facts[name].level(row) if name in facts else "")
        for name, flag, weight in zip(oracle.steps, oracle.flags[row], oracle.weights[row], strict=True)
    )
