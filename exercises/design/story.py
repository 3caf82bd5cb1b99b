"""The story of a consignment as its exercise stores it: ids and the names that fill it; no sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.language import WRITTEN, story


@dataclass(frozen=True)
class Story:
    """What a consignment was; ``exercises.language`` has the words.

    ``clauses``: the ids of what is told of it; ``None`` in an exercise that was stored before stories had clauses.
    """

    id: str
    fields: Mapping[str, str]
    clauses: tuple[str, ...] | None = None

    def text(self) -> str:
        """The story in the reader's language."""
        return story(self.id, self.fields, self.clauses)

    @classmethod
    def of(cls, truth: Mapping[Any, Any]) -> Story:
        """The story of a row of the truth; older exercises stored a finished sentence."""
        if "story_fields" in truth:
            told = tuple(filter(None, str(truth["story_clauses"]).split(";"))) if "story_clauses" in truth else None
            return cls(str(truth["status"]), json.loads(truth["story_fields"]), told)
        return cls(WRITTEN, {"sentence": str(truth["story"]), "label": str(truth["label"])})
