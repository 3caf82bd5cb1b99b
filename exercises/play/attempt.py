"""An attempt at an exercise: what it shows, its present state, and the acts that the rules of play allow."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from exercises.design import ExerciseBatch, ExerciseCard, Story
from exercises.engine import EngineView
from exercises.play.screen import Screen
from exercises.record import (
    Act,
    AlreadySubmitted,
    Decision,
    NotOffered,
    Placed,
    Record,
    arrived,
    arrives,
    ends,
    leaves,
)
from simulator.office import ABOUT_TRADERS, REVEALS, Means
from simulator.reference import KEY, Consignment, Tier


@dataclass(frozen=True)
class Outcome:
    """What a consignment was; shown right after its decision if the exercise gives feedback.

    ``flags``: the red flags in all its fields; none are known of a real file.
    """

    declaration_id: str
    violation: bool
    story: Story
    flags: tuple[str, ...] = ()

    @classmethod
    def of(cls, truth: pd.DataFrame, declaration_id: str) -> Outcome:
        """The outcome of one consignment of a truth table."""
        row = truth[truth[KEY] == declaration_id].iloc[0]
        flags = tuple(filter(None, str(row["flags"]).split(";"))) if "flags" in row else ()
        return cls(declaration_id, bool(row["violation"]), Story.of(row.to_dict()), flags)


class Attempt(ABC):
    """One person's attempt at one exercise. A consignment without a lane at submission counts as green.

    It shows the state after the last ``refresh`` or act. Every act is logged at once, with the server's time.
    """

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.record = Record()

    @property
    def card(self) -> ExerciseCard:
        """What a trainee may know about the exercise."""
        return self.screen.card

    @abstractmethod
    def refresh(self) -> None:
        """Read the lines logged since the last call, for example by another browser tab."""

    # The clock ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the desk: the clock starts. A second call does nothing."""
        if self.record.begun_at is None and not self.submitted:
            self._write(Act("begin"))

    def arrives(self, declaration_id: str) -> datetime | None:
        """When a consignment enters the queue; ``None`` if all are there from the start."""
        return arrives(self.card, self.record, self.screen.position(declaration_id))

    def leaves(self, declaration_id: str) -> datetime | None:
        """When a consignment of a stream is released if the trainee has not held it; ``None`` in a batch."""
        return leaves(self.card, self.record, self.screen.position(declaration_id))

    def ends(self) -> datetime | None:
        """When the time for decisions ends; ``None`` without a clock, or before it started."""
        return ends(self.card, self.record, len(self.screen.ids))

    def over(self) -> bool:
        """Whether the clock has run out."""
        ends = self.ends()
        return ends is not None and self._time() >= ends

    def seconds_left(self, until: datetime | None) -> float | None:
        """Seconds from now by the server's clock, never below 0; ``None`` if there is no end."""
        return None if until is None else max(0.0, (until - self._time()).total_seconds())

    # What is shown ------------------------------------------------------------------------------------------------

    def arrived(self) -> tuple[str, ...]:
        """Ids in the queue now, in its frozen order."""
        if self.card.pace is None:
            return self.screen.ids
        return self.screen.ids[: arrived(self.card, self.record, self._time())]

    def waiting(self) -> tuple[str, ...]:
        """Ids that have arrived and still wait for a decision: no lane yet, not released yet."""
        now = self._time()
        open_ = (name for name in self.arrived() if getattr(self.record.decisions.get(name), "lane", None) is None)
        return tuple(name for name in open_ if (leaves := self.leaves(name)) is None or now < leaves)

    def queue(self) -> pd.DataFrame:
        """The consignments that have arrived, with the fields shown at no cost; a copy."""
        return self.screen.queue(None if self.card.pace is None else self.arrived())

    def consignment(self, declaration_id: str) -> Consignment:
        """One consignment's fields: those shown at no cost and those requested."""
        self._require_here(declaration_id)
        return self.screen.consignment(declaration_id, self._bought(declaration_id))

    def asked(self, declaration_id: str) -> set[str]:
        """Means used on a consignment; one about a trader counts for all consignments of the consignee."""
        asked = self.record.requests
        found = set(asked.get(declaration_id, {}))
        for other in self.screen.same_consignee(declaration_id):
            found.update(name for name in asked.get(other, {}) if name in ABOUT_TRADERS)
        return found

    def answer(self, declaration_id: str, means: Means) -> Mapping[str, Any] | None:
        """The answer of a means that was used; ``None`` if it reveals fields. ``NotOffered`` before the request."""
        if means not in self.asked(declaration_id):
            raise NotOffered(f"{declaration_id}: {means} was not requested for this consignment")
        return self.screen.answer(declaration_id, means, self._bought(declaration_id))

    def engine(self, declaration_id: str) -> EngineView | None:
        """The shown part of the risk engine's advice; ``None`` while the trainee must judge first."""
        self._require_here(declaration_id)
        if self.card.judge_first and declaration_id not in self.record.judged and not self.submitted:
            return None
        return self.screen.engine(declaration_id)

    @abstractmethod
    def outcome(self, declaration_id: str) -> Outcome | None:
        """What it was, once it is decided in an exercise with feedback; else ``None``."""

    # The present state --------------------------------------------------------------------------------------------

    @property
    def submitted(self) -> bool:
        """Whether the attempt is closed."""
        return self.record.submitted_at is not None

    def last_opened(self) -> str | None:
        """The consignment opened last; ``None`` before the first."""
        return self.record.last_opened

    def opened(self) -> set[str]:
        """Ids of the consignments opened so far."""
        return set(self.record.opened)

    def decisions(self) -> dict[str, Decision]:
        """The present decision for each consignment that has one."""
        return dict(self.record.decisions)

    def usage(self) -> dict[str, tuple[int, int]]:
        """(used, places) of the lanes that have a limit."""
        return {lane: (self.record.used(lane), places) for lane, places in self.card.capacity.items()}

    def minutes(self) -> tuple[float, float | None]:
        """Officers' minutes spent on inquiries, and their limit (``None``: no limit)."""
        return self.record.minutes, self.card.officer_minutes

    # Acts ---------------------------------------------------------------------------------------------------------

    def open(self, declaration_id: str) -> None:
        """Log that a consignment was opened; nothing is added if it is already open or after submission."""
        self._require_here(declaration_id)
        if not self.submitted and self.record.last_opened != declaration_id:
            self.begin()
            with suppress(AlreadySubmitted):  # in another tab
                self._write(Act("open", declaration_id))

    def decide(
        self,
        declaration_id: str,
        lane: str | None,
        flags: Iterable[str] = (),
        confidence: int | None = None,
        note: str = "",
    ) -> Decision:
        """Replace the decision on a consignment.

        ``CapacityExceeded`` if the lane is full, ``TooLate`` if the clock has run out or the consignment has left,
        ``AlreadyDecided`` if the outcome was shown, ``AlreadySubmitted``, ``InputError`` for a lane or confidence
        that does not exist here. A refused decision changes nothing.
        """
        self._require_here(declaration_id)
        self.begin()
        self._write(Act("decide", declaration_id, lane, tuple(dict.fromkeys(flags)), confidence, _plain(note)))
        return self.record.decisions[declaration_id]

    def swap(self, give_up: str, declaration_id: str, lane: str) -> None:
        """Take the lane of one consignment away and give it to another, which keeps what else is decided on it.

        Both or neither: the refusals are those of ``decide``.
        """
        self._require_here(declaration_id)
        self._require_here(give_up)
        standing = [self.record.decisions.get(name, Decision(name)) for name in (give_up, declaration_id)]
        self.begin()
        self._write(
            *(
                Act("decide", one.declaration_id, place, one.flags, one.confidence, one.note)
                for one, place in zip(standing, (None, lane), strict=True)
            )
        )

    def request(self, declaration_id: str, means: Means) -> Mapping[str, Any] | None:
        """Use a means of inquiry and return its answer; a second request costs nothing.

        ``NotOffered`` for a means that the exercise does not have, ``NoTimeLeft``, ``TooLate``, ``AlreadySubmitted``.
        """
        self._require_here(declaration_id)
        if means not in self.card.means:
            raise NotOffered(f"{means} is not offered in this exercise")
        if means not in self.asked(declaration_id):
            self.begin()
            self._write(Act("request", declaration_id, detail={"means": means}))
        return self.answer(declaration_id, means)

    def look(self, declaration_id: str) -> EngineView:
        """Open the risk engine's advice; some exercises ask for the trainee's own decision first.

        ``NotOffered`` before there is a lane and a confidence.
        """
        if not self.submitted:
            self._write(Act("look", declaration_id))
        return self.screen.engine(declaration_id)

    def predict(self, caught: int | None, share: float | None = None) -> None:
        """Log, before submission, how many violations the trainee expects to have caught, and the share of the best."""
        self._write(Act("predict", detail={"caught": caught, "share": share}))

    def submit(self) -> None:
        """Close the attempt. A second call does nothing."""
        with suppress(AlreadySubmitted):
            self._write(Act("submit"))

    def reflect(self, differently: str, again: str | None = None) -> None:
        """Log, after submission, what the trainee will do differently, and the day (ISO) of the next practice."""
        self._write(Act("reflect", note=_plain(differently), detail={"again": again}))

    @abstractmethod
    def revealed(self) -> ExerciseBatch:
        """The batch with its truth, for marking; ``NotSubmitted`` before submission."""

    # For the two kinds of attempt ---------------------------------------------------------------------------------

    @abstractmethod
    def _now(self) -> datetime: ...

    @abstractmethod
    def _log(self, acts: Sequence[Placed]) -> None:
        """Add the acts to the log and to the record, if the rules of play allow all of them."""

    def _time(self) -> datetime:
        """The time of the attempt, by which the player is now shown what has come."""
        self.record.shown_at = self.record.not_before(self._now())
        return self.record.shown_at

    def _bought(self, declaration_id: str) -> set[Tier]:
        """The tiers whose fields were requested for a consignment."""
        return {REVEALS[means] for means in self.asked(declaration_id) if means in REVEALS}

    def _write(self, *acts: Act) -> None:
        self._log([(act, None if (name := act.declaration_id) is None else self.screen.position(name)) for act in acts])

    def _require_here(self, declaration_id: str) -> None:
        """``UnknownConsignment`` for an id of another exercise, or for a consignment that has not arrived yet."""
        self.screen.require(declaration_id)
        if self.card.pace is not None and not self.submitted and declaration_id not in self.arrived():
            self.screen.require("")


def _plain(note: str) -> str:
    """A note without what no database keeps: NUL, and halves of characters."""
    return note.encode("utf-8", "ignore").decode().replace("\0", "")
