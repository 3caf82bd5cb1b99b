"""An exercise in the form in which it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ExerciseCopy:
    """An exercise on its way into the store.

    `spec` and `provenance` are JSON objects that the store does not look into (but see `access.VISIBLE_SPEC`);
    `capacity` is lane → places, a lane that is not named has no limit; `parts` is name → bytes, of which trainees may
    see `access.VISIBLE_PARTS` before submission; `declaration_ids` are what may be decided on.
    """

    id: str
    title: str
    level: str
    spec: Mapping[str, Any]
    provenance: Mapping[str, Any]
    capacity: Mapping[str, int]
    content_hash: str
    parts: Mapping[str, bytes]
    declaration_ids: Sequence[str]
