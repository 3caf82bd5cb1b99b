"""Stories: the name and the sentence that the debrief shows for each status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from generators.odds.sentence import fields_of
from generators.odds.typologies import CLEAN, population, typologies


@dataclass(frozen=True)
class StoryText:
    """A name, and a sentence with fields in braces; see ``generators.odds.sentence``."""

    label: str
    sentence: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the sentence, in the order of their first use."""
        return fields_of(self.sentence)


@cache
def story_texts() -> Mapping[str, StoryText]:
    """By status: plain trade, each other lawful status, each typology."""
    people = population()
    plain = {CLEAN: StoryText(people.clean_label, people.clean_story)}
    lawful = {own.id: StoryText(own.label, own.story) for own in people.lawful}
    violations = {own.id: StoryText(own.label, own.story) for own in typologies().values()}
    return MappingProxyType(plain | lawful | violations)
