"""What a consignment was, in the reader's language.

An exercise keeps the id of a story, the ids of the clauses told, and the names in them. The words come from the data
files for generated traffic, and from this module for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from exercises.language.languages import N_, _
from generators.odds import StoryText, story_texts
from simulator.files import read_yaml

KNOWN_VIOLATION, KNOWN_LAWFUL = "known_violation", "known_lawful"
"""Stories of a real file: only the outcome is known."""
WRITTEN = "written"
"""A story that was stored as a finished English sentence, as the first exercises did."""

_KNOWN = N_("Outcome known from the source file; nothing else is known of this consignment.")
_MORE = {
    KNOWN_VIOLATION: StoryText(N_("Violation"), _KNOWN),
    KNOWN_LAWFUL: StoryText(N_("No violation found"), _KNOWN),
}
_DROPPED = {
    "undervaluation": StoryText(
        N_("Undervalued sensitive goods"),
        N_("A second invoice for the goods ({declared}) showed a higher price than the declaration."),
    )
}
"""Statuses that are drawn no more; the exercises that hold them still show them."""


class _Named(dict[str, str]):
    """Names by field; a name that the story did not keep, because its sentence changed later, is left as a gap."""

    def __missing__(self, field: str) -> str:
        return "…"


class _Earlier(BaseModel):
    """One sentence for each status, as in ``data/earlier_stories.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stories: dict[str, str]


@cache
def earlier() -> Mapping[str, str]:
    """The story of each status as one sentence, for exercises that keep no clauses."""
    return read_yaml(files("exercises") / "data" / "earlier_stories.yaml", _Earlier).stories


def story(story_id: str, fields: Mapping[str, str], clauses: Sequence[str] | None = None) -> str:
    """A story in full: its opening and its clauses, filled; "" for an unknown id.

    ``clauses``: the ids of the clauses told, ``None`` for an exercise that was stored before stories had clauses. A
    finished sentence is returned as it is.
    """
    if story_id == WRITTEN:
        return fields["sentence"]
    known = _text(story_id)
    if clauses is None and story_id not in _MORE:
        told = [earlier()[story_id]] if story_id in earlier() else []
    else:
        told = known.told(clauses or ()) if known else []
    return " ".join(_(sentence).format_map(_Named(fields)) for sentence in told)


def story_label(story_id: str, fields: Mapping[str, str]) -> str:
    """What it was, in a few words; an unknown id is returned as it is."""
    if story_id == WRITTEN:
        return _(fields["label"])
    known = _text(story_id)
    return _(known.label) if known else story_id


def _text(story_id: str) -> StoryText | None:
    return _MORE.get(story_id) or story_texts().get(story_id) or _DROPPED.get(story_id)
