"""What is stored of a marked attempt."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from exercises.marking.detection import Detection

VERSION = 2
"""Version of the figures. Version 1 marked streams by d′ as a share of the best d′, which could be gamed."""


@dataclass(frozen=True)
class Answer:
    """Whether a trainee was right about one family on one consignment; ``difficulty`` is the designed one, in logits.

    ``there``: a flag of the family was worth citing. If false, the trainee cited a flag that is not there, which is
    always wrong.
    """

    declaration_id: str
    family: str
    difficulty: float
    right: bool
    there: bool = True


class KeptResult(BaseModel):
    """The figures of a marked attempt that instructors see, and the answers that skill is estimated from.

    A figure is ``None`` if it does not apply; attempts marked by earlier editions lack some and stay as they were
    stored. Efficiencies are from 0 to 1 with a 95 % interval; ``severity_efficiency`` (earlier called ``utility``)
    counts violations by their severity; ``knowable_efficiency`` goes by everything that the exercise can show. The
    same two efficiencies are kept of who follows the risk engine blindly. ``score`` is the headline (see
    ``Debrief``); ``detection`` is there for streams; hours are those of officers and of lawful goods that waited.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    score: float | None = None
    efficiency: float | None = None
    efficiency_low: float | None = None
    efficiency_high: float | None = None
    severity_efficiency: float | None = Field(
        default=None, validation_alias=AliasChoices("severity_efficiency", "utility")
    )
    knowable_efficiency: float | None = None
    engine_efficiency: float | None = None
    engine_knowable_efficiency: float | None = None
    expected_caught: float | None = None
    best_expected_caught: float | None = None
    caught: int | None = None
    violations: int | None = None
    violations_examined: int | None = None
    examined: int | None = None
    lawful_examined: int | None = None
    flags_right: int | None = None
    flags_wrong: int | None = None
    flags_missed: int | None = None
    detection: Detection | None = None
    brier: float | None = None
    lawful_delayed: int | None = None
    lawful_hours: float | None = None
    officer_hours: float | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def headline(self) -> float | None:
        """The score; for attempts marked before streams existed, their efficiency.

        ``None`` for a stream of version 1: neither of its shares can be compared with a share of today.
        """
        if self.version < VERSION:
            return self.efficiency if self.detection is None else None
        return self.score
