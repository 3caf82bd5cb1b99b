"""One spelling for names: handles other scripts, legal forms, abbreviations and spellings that sound alike.

It removes parts that do not identify a party, and gives different spellings of the same word one form. The tables are
in ``data/screening.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, NamedTuple

from anyascii import anyascii
from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process

from simulator.files import read_yaml

_SIGNS = str.maketrans(
    {chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
    | dict.fromkeys(".'`", "")
    | {"\n": "\n"}
)
_LETTERS = re.compile(r"(?<= )[a-z](?: [a-z])+(?= )")
_DOUBLE = re.compile(r"(.)\1+")
_VOWELLESS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # Hebrew, Arabic and their relatives


class Rules(BaseModel):
    """The threshold in percent, and the tables of words and spellings; see ``data/screening.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidate: Annotated[float, Field(gt=0, le=100)]
    legal_forms: tuple[str, ...]
    written_forms: tuple[str, ...]
    titles: tuple[str, ...]
    wrappers: tuple[str, ...]
    branches: tuple[str, ...]
    patronymics: tuple[str, ...]
    child_of: frozenset[str]
    unspaced_forms: tuple[str, ...]
    common_words: frozenset[str]
    exact_words: frozenset[str]
    abbreviations: dict[str, str]
    letters: dict[str, str]
    sounds: dict[str, str]
    consonants: dict[str, str]

    @cached_property
    def forms(self) -> frozenset[str]:
        """Legal forms, titles and words for a branch, of one word, in plain letters."""
        return frozenset(form for form in self._plain_forms if " " not in form)

    @cached_property
    def long_forms(self) -> list[tuple[str, frozenset[str]]]:
        """Those of several words, in plain letters, longest first, each with its words."""
        known = sorted((form for form in self._plain_forms if " " in form), key=lambda form: (-len(form), form))
        return [(form, frozenset(form.split())) for form in known]

    @cached_property
    def _plain_forms(self) -> frozenset[str]:
        forms = (*self.legal_forms, *self.written_forms, *self.titles, *self.branches)
        return frozenset(" ".join(latin(form, self).translate(_SIGNS).split()) for form in forms)

    @cached_property
    def _spelt(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Patterns that find the spellings of ``sounds`` and of ``consonants``, the longest first."""
        sounds, consonants = (
            re.compile("|".join(sorted(table, key=len, reverse=True))) for table in (self.sounds, self.consonants)
        )
        return sounds, consonants

    @cached_property
    def common_sounds(self) -> list[str]:
        """The common words, spelled by sound."""
        return sorted({self.sound(word) for word in self.common_words})

    def sound(self, text: str) -> str:
        """A word in plain letters, spelled by sound: one spelling for each sound, doubled letters once."""
        return _DOUBLE.sub(r"\1", self._spelt[0].sub(lambda found: self.sounds[found[0]], text))

    def skeleton(self, text: str) -> str:
        """Only the consonants of a word in plain letters; consonants that are alike in Arabic or Hebrew become one."""
        return _DOUBLE.sub(r"\1", self._spelt[1].sub(lambda found: self.consonants[found[0]], text))


@cache
def rules() -> Rules:
    """The shipped rules."""
    return read_yaml(files("simulator") / "data" / "screening.yaml", Rules)


class Word(NamedTuple):
    """A word of a name: as written (small Latin letters), how it sounds, and whether many companies share it."""

    written: str
    sound: str
    common: bool


def split(names: Sequence[str]) -> list[list[Word]]:
    """The words of each name, without punctuation, legal forms and titles (all words, if nothing else is left).

    Letters that stand alone are one word: A. B. C. and A-B-C are ABC.
    """
    if not names:
        return []
    known = rules()
    lines = " \n ".join([latin(name, known).replace("\n", " ") for name in names])
    text = f" {lines} ".translate(_SIGNS)
    while "  " in text:
        text = text.replace("  ", " ")
    parts, bare = frozenset(text.split()), text
    for form, needed in known.long_forms:
        if needed <= parts:
            bare = bare.replace(f" {form} ", " ")
    if any(len(part) == 1 for part in parts):
        bare = _LETTERS.sub(lambda found: found[0].replace(" ", ""), bare)
        parts |= frozenset(bare.split())
    words, forms = _known(parts, known), known.forms
    return [
        [words[part] for part in line.split() if part not in forms] or [words[part] for part in whole.split()]
        for line, whole in zip(bare.split("\n"), text.split("\n"), strict=True)
    ]


def _known(parts: Iterable[str], known: Rules) -> dict[str, Word]:
    """Each distinct word; a mistyped common word is also common."""
    sounds = {part: known.sound(known.abbreviations.get(part, part)) for part in parts}
    near = process.cdist(list(sounds.values()), known.common_sounds, scorer=fuzz.ratio, score_cutoff=known.candidate)
    return {
        part: Word(part, sound, likeness > 0 or part in known.exact_words)
        for (part, sound), likeness in zip(sounds.items(), near.max(axis=1).tolist(), strict=True)
    }


def lacks_vowels(name: str) -> bool:
    """Whether a name is written in a script that leaves out most vowels."""
    return not name.isascii() and _VOWELLESS.search(name) is not None


def latin(name: str, known: Rules) -> str:
    """A name in ASCII letters: first groups of letters for one sound, then letter by letter."""
    if name.isascii():
        return name
    text = name.casefold()
    for form in known.unspaced_forms:
        text = text.replace(form, " ")
    for together, letters in known.letters.items():
        text = text.replace(together, letters)
    return anyascii(text)
