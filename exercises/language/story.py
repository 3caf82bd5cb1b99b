"""What a consignment was, in the reader's language.

The generator fills a sentence of a data file with names and goods and stores it in English. Here the sentence is found
again behind the filled one, so that translators see the sentence once and the stored exercise stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from exercises.language.languages import _
from generators.odds import population, typologies


def told(story: str) -> str:
    """The story in the language in use; one that neither data files nor catalogue know stays as it is."""
    for sentence, shape in _sentences():
        if found := shape.fullmatch(story):
            return _(sentence).format(**found.groupdict())
    return _(story)


@cache
def _sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence of the data files, and the shape of what it becomes."""
    plain = population()
    every = [*(way.story for way in typologies().values()), *(own.story for own in plain.lawful), plain.clean_story]
    return tuple((sentence, _shape(sentence)) for sentence in every)


def _shape(sentence: str) -> re.Pattern[str]:
    parts = [
        re.escape(text) + (f"(?P<{field}>.+)" if field else "") for text, field, *_rest in Formatter().parse(sentence)
    ]
    return re.compile("".join(parts), re.DOTALL)
