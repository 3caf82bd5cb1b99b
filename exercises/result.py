"""What is kept of a marked attempt: the figures that instructors see, and the answers that skill is estimated from."""

from __future__ import annotations

from typing import Any

from exercises.debrief import Debrief
from exercises.skill import answers, to_json


def result(debrief: Debrief) -> dict[str, Any]:
    """Plain JSON values."""
    return {**debrief.summary(), "answers": to_json(answers(debrief))}
