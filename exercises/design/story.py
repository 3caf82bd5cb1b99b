"""The story of a consignment as its exercise stores it: an id and the names that fill it; no sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.language import WRITTEN


@dataclass(frozen=True)
class Story:
    """What a consignment was; ``exercises.language`` has the words."""

    id: str
    fields: Mapping[str, str]

    @classmethod
    def of(cls, truth: Mapping[Any, Any]) -> Story:
        """The story of a row of the truth; older exercises stored a finished sentence."""
        if "story_fields" in truth:
            return cls(str(truth["status"]), json.loads(truth["story_fields"]))
        return cls(WRITTEN, {"sentence": str(truth["story"]), "label": str(truth["label"])})
