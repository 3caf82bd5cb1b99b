"""What a consignment was, in the reader's language.

An exercise keeps the id of a story and the names that fill it. The words come from the data files for generated
traffic, and from this module for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from exercises.language.languages import N_, _
from generators.odds import StoryText, story_texts

KNOWN_VIOLATION, KNOWN_LAWFUL = "known_violation", "known_lawful"
"""Stories of a real file: only the outcome is known."""
WRITTEN = "written"
"""A story that was stored as a finished English sentence, as the first exercises did."""

_KNOWN = N_("Outcome known from the source file; nothing else is known of this consignment.")
_MORE = {
    KNOWN_VIOLATION: StoryText(N_("Violation"), _KNOWN),
    KNOWN_LAWFUL: StoryText(N_("No violation found"), _KNOWN),
}


class _Named(dict[str, str]):
    """Names by field; a name that the story did not keep, because its sentence changed later, is left as a gap."""

    def __missing__(self, field: str) -> str:
        return "…"


def story(story_id: str, fields: Mapping[str, str]) -> str:
    """The filled sentence of a story; a finished sentence is returned as it is; "" for an unknown id."""
    if story_id == WRITTEN:
        return fields["sentence"]
    known = _text(story_id)
    return _(known.sentence).format_map(_Named(fields)) if known else ""


def story_label(story_id: str, fields: Mapping[str, str]) -> str:
    """What it was, in a few words; an unknown id is returned as it is."""
    if story_id == WRITTEN:
        return _(fields["label"])
    known = _text(story_id)
    return _(known.label) if known else story_id


def _text(story_id: str) -> StoryText | None:
    return _MORE.get(story_id) or story_texts().get(story_id)
