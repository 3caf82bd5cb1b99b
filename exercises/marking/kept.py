"""What is kept of a marked attempt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """Whether a trainee was right about one family on one consignment; ``difficulty`` in logits, as designed.

    ``there``: a flag of the family was worth citing; if not, a flag that is not there was cited: always wrong.
    """

    declaration_id: str
    family: str
    difficulty: float
    right: bool
    there: bool = True


def to_json(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Answers as plain JSON values, for the attempt's stored result."""
    return [asdict(answer) for answer in answers]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Answer, ...]:
    """Answers of a stored result."""
    return tuple(Answer(**entry) for entry in kept)
