"""What a consignment was, in the reader's language.

An exercise keeps the id of a story and the names that fill it. The words are found here: those of the data files for
generated traffic, those below for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from exercises.language.languages import N_, _
from generators.odds import StoryText, story_texts

KNOWN_VIOLATION, KNOWN_LAWFUL = "known_violation", "known_lawful"
"""Stories of a real file: its outcome is known and nothing else."""
WRITTEN = "written"
"""A story that was stored as a finished English sentence, as exercises did at first."""

_KNOWN = N_("Outcome known from the source file; nothing else is known of this consignment.")
_MORE = {
    KNOWN_VIOLATION: StoryText(N_("Violation"), _KNOWN),
    KNOWN_LAWFUL: StoryText(N_("No violation found"), _KNOWN),
}


class _Named(dict[str, str]):
    """Names by field; one that the story did not keep, as its sentence was changed since, is a gap."""

    def __missing__(self, field: str) -> str:
        return "…"


def story(story_id: str, fields: Mapping[str, str]) -> str:
    """The sentence of a story, filled; the sentence as it is of one that was stored so; "" for an unknown id."""
    if story_id == WRITTEN:
        return fields["sentence"]
    known = _text(story_id)
    return _(known.sentence).format_map(_Named(fields)) if known else ""


def story_label(story_id: str, fields: Mapping[str, str]) -> str:
    """What it was, in a few words; an unknown id stands for itself."""
    if story_id == WRITTEN:
        return _(fields["label"])
    known = _text(story_id)
    return _(known.label) if known else story_id


def _text(story_id: str) -> StoryText | None:
    return _MORE.get(story_id) or story_texts().get(story_id)
