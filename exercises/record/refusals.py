"""What the store refuses: one class for each reason, so that a page can say what happened and what to do."""

from __future__ import annotations

from exercises.language import _


class StoreError(Exception):
    """A request the store refuses. Nothing was written."""


class Unavailable(StoreError):
    """The database does not answer: it is locked, down, full or cannot be written."""

    def __init__(self) -> None:
        super().__init__(_("the database does not answer"))


class NotAllowed(StoreError):
    """The person may not do or see this, or it does not exist; the refusal deliberately does not say which."""


class NotSubmitted(StoreError):
    """Hidden parts of an exercise were asked for before the attempt was submitted."""


class CannotBeWeighed(StoreError):
    """An earlier version stored the exercise without its grounds, and this version cannot weigh its evidence."""

    VERSION = "0.1.0 (ee8a58e)"
    """The last version, and its commit, with the tables that made such exercises."""

    def __init__(self, exercise_id: str) -> None:
        self.exercise_id = exercise_id
        super().__init__(
            _(
                "{exercise}: this version cannot weigh its evidence, because an earlier version stored it without its "
                "grounds. Nothing is lost. Let Redlane {version} open the database once; the section “Exercises of "
                "earlier versions” in docs/exercises.md says how."
            ).format(exercise=exercise_id, version=self.VERSION)
        )


class AlreadySubmitted(StoreError):
    """The attempt is closed: no decision can be added."""


class AlreadyDecided(StoreError):
    """The outcome of this consignment was shown after its decision, so the decision is final."""


class TooLate(StoreError):
    """The clock of the exercise has run out, or the consignment has left."""


class NotOffered(StoreError):
    """The exercise does not offer this: a means, a lane, or the risk engine before the trainee's own decision."""


class NoTimeLeft(StoreError):
    """The officers' time for inquiries is used up."""

    def __init__(self, minutes: float, left: float) -> None:
        self.minutes = minutes
        self.left = left
        super().__init__(f"this takes {minutes:g} minutes of officers' time, and {left:g} are left")


class UnknownConsignment(StoreError):
    """The declaration id is not part of this exercise."""

    def __init__(self, declaration_id: str) -> None:
        self.declaration_id = declaration_id
        super().__init__(f"{declaration_id}: no such consignment in this exercise")


class CapacityExceeded(StoreError):
    """The lane has no place left in this attempt."""

    def __init__(self, lane: str, capacity: int) -> None:
        self.lane = lane
        self.capacity = capacity
        super().__init__(f"lane {lane}: all {capacity} places are used")
