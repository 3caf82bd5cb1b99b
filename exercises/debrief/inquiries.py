"""The value of requests: the best possible choice without any, with those made, and with all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from exercises.design import ExerciseBatch, ExerciseCard
from exercises.marking import best_caught
from exercises.record import Record, Request
from simulator.office import MEANS


@dataclass(frozen=True)
class Inquiry:
    """One means: how often it was used, the officers' minutes it took, and the hours the goods waited for it."""

    means: str
    asked: int
    minutes: float
    delay_hours: float


@dataclass(frozen=True)
class Inquiries:
    """All means of an attempt. ``nothing``, ``asked``, ``everything``: violations that the best possible choice is
    expected to catch without requests, with those made, and with every field that can be asked for; all three use the
    probabilities given everything."""

    rows: tuple[Inquiry, ...]
    minutes: float
    budget: float | None
    nothing: float
    asked: float
    everything: float


def inquiries(
    seen: ExerciseBatch,
    whole: ExerciseBatch,
    unasked: ExerciseBatch,
    card: ExerciseCard,
    record: Record,
    capacity: dict[str, int],
) -> Inquiries | None:
    """The batch as this attempt saw it, with everything asked, and with nothing; ``None`` if nothing could be
    requested."""
    if not card.means or seen.oracle is None or whole.oracle is None or unasked.oracle is None:
        return None
    used: dict[str, list[Request]] = defaultdict(list)
    for requests in record.requests.values():
        for request in requests.values():
            used[request.means].append(request)
    return Inquiries(
        rows=tuple(_row(name, used[name]) for name in MEANS if name in card.means),
        minutes=record.minutes,
        budget=card.officer_minutes,
        nothing=best_caught(unasked.oracle, whole.oracle, capacity),
        asked=best_caught(seen.oracle, whole.oracle, capacity),
        everything=best_caught(whole.oracle, whole.oracle, capacity),
    )


def _row(means: str, asked: list[Request]) -> Inquiry:
    minutes, hours = (sum(vars(one)[name] for one in asked) for name in ("minutes", "delay_hours"))
    return Inquiry(means, len(asked), minutes, hours)
