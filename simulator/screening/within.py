"""A listed party within a longer text: all the words that tell it apart are there, or an initial stands for one.

And the reverse: names that are alike only because they share a common word are not alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from simulator.screening.cells import Part
from simulator.screening.spelling import Word, rules, split

_SAME_WORD = 85.0  # least percent at which a word of a longer text is a word of the list (assumption)
_OWN_WORD = 75.0  # least percent at which the word that tells two names apart is the same (assumption)
_SHORT = 4  # letters of a word that must be the same exactly in a longer text
_LETTERS = 3  # letters of a word that must be the same exactly everywhere
_BY_INITIAL = 90.0  # the score of a name of which some words are initials (assumption)


class Known:
    """A list as it is compared: spellings and consonants of each party, its words, and those that tell it apart."""

    def __init__(self, parties: Sequence[str]) -> None:
        names = split(parties)
        self.spellings, self.skeletons = spellings(names), skeletons(names)
        self.own = [tuple(word.sound for word in own(words)) for words in names]
        self.all = [tuple(word.sound for word in words) for words in names]
        self.flat = [sound for sounds in self.own for sound in sounds or ("",)]
        self.lengths = np.array([len(sound) for sound in self.flat], dtype=np.float32)
        self.starts = np.cumsum([0, *(len(sounds) or 1 for sounds in self.own)])[:-1]


@lru_cache(maxsize=8)
def known(parties: tuple[str, ...]) -> Known:
    """The words of a list, read once."""
    return Known(parties)


def own(words: Sequence[Word]) -> list[Word]:
    """The words that tell a name apart: without the common ones (all, if all are common) and the father's name."""
    some = [word for word in words if not word.common] or list(words)
    if len(some) < 3:
        return some
    child, kept = rules().child_of, list[Word]()
    skip = False
    for word in some:
        if skip or word.written in child:
            if not skip and word.written.startswith("b"):
                skip = True  # bin, ibn and bint stand before the father's name
            elif not skip and len(kept) > 1:
                kept.pop()  # oglu and kyzy behind it
            else:
                skip = False
        else:
            kept.append(word)
    bare = [word for word in kept if not word.written.endswith(rules().patronymics)]
    return bare if len(bare) >= 2 else kept if len(kept) >= 2 else some


def spellings(names: Sequence[Sequence[Word]]) -> tuple[list[str], list[str], list[str]]:
    """Each name as it sounds, with sorted words, and with the sorted words that tell it apart."""
    whole, ordered, core = [], [], []
    for words in names:
        sounds = [sound for _, sound, _ in words]
        some = [sound for _, sound, common in words if not common]
        whole.append(" ".join(sounds))
        sounds.sort()
        ordered.append(" ".join(sounds))
        if len(some) > 2:  # else as ``own``
            some = [word.sound for word in own(words)]
        core.append(" ".join(sorted(some)) if some else ordered[-1])
    return whole, ordered, core


def skeletons(names: Sequence[Sequence[Word]]) -> tuple[list[str], list[str]]:
    """Each name by its consonants, and so the words that tell it apart."""
    every = [" ".join(rules().skeleton(word.written) for word in words) for words in names]
    return every, [" ".join(rules().skeleton(word.written) for word in own(words)) for words in names]


def inside(found: Sequence[Part], words: Sequence[Sequence[Word]], listed: Known) -> NDArray[np.float32]:
    """Parts × parties: a party within a longer part, or written with initials."""
    best = contained([told if part.named else () for part, told in zip(found, words, strict=True)], listed)
    for row, (part, told) in enumerate(zip(found, words, strict=True)):
        if part.initials:
            best[row] = by_initials(told, part.initials, listed)
    return best


def contained(texts: Sequence[Sequence[Word]], listed: Known) -> NDArray[np.float32]:
    """Texts × parties: how well all own words of a party are found among the words of a text, 0 if one is missing."""
    result = np.zeros((len(texts), len(listed.own)), dtype=np.float32)
    distinct = {sound: place for place, sound in enumerate(dict.fromkeys(w.sound for t in texts for w in t))}
    if not distinct or not len(listed.lengths):
        return result
    likeness = process.cdist(list(distinct), listed.flat, scorer=fuzz.ratio, dtype=np.float32)
    likeness[(likeness < 100) & (listed.lengths <= _SHORT)] = 0
    likeness[likeness < _SAME_WORD] = 0
    whole = np.maximum(np.add.reduceat(listed.lengths, listed.starts), 1)
    for row, words in enumerate(texts):
        if words:
            best = likeness[[distinct[word.sound] for word in words]].max(axis=0)
            every = np.minimum.reduceat(best, listed.starts) > 0
            result[row] = np.where(every, np.add.reduceat(best * listed.lengths, listed.starts) / whole, 0)
    return result


def by_initials(words: Sequence[Word], initials: str, listed: Known) -> NDArray[np.float32]:
    """The score for each party: its own words are those of the text, and the initials begin the others."""
    told = [word.sound for word in words if not word.common]
    if not told or max(map(len, told)) < _SHORT:
        return np.zeros(len(listed.own), dtype=np.float32)
    return np.array(
        [_BY_INITIAL * _abbreviates(told, initials, *each) for each in zip(listed.own, listed.all, strict=True)],
        dtype=np.float32,
    )


def _abbreviates(told: Sequence[str], initials: str, needed: Sequence[str], every: Sequence[str]) -> bool:
    rest = list(every)
    for sound in told:
        found = process.extractOne(sound, rest, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
        if found is None:
            return False
        rest.pop(found[2])
    letters = [rules().sound(letter) for letter in initials]
    open_ = [sound for sound in rest if sound in needed]
    if not open_ or len(open_) == len(needed):
        return False
    for sound in open_:
        if sound[0] not in letters:
            return False
        letters.remove(sound[0])
    return all(any(sound.startswith(letter) for sound in rest) for letter in letters)


def told_apart(words: Sequence[Word], own_words: Sequence[str]) -> float:
    """How alike the most similar own word of a party is in a name, 0..100: small if only common words are shared."""
    together = "".join(word.sound for word in words)
    best = 0.0
    for sound in own_words:
        for word in words:
            likeness = fuzz.ratio(sound, word.sound)
            if likeness == 100 or len(sound) > _LETTERS:
                best = max(best, likeness)
        if len(together) > len(sound) > _SHORT:
            joined = fuzz.partial_ratio(sound, together)
            best = max(best, joined if joined >= _SAME_WORD else 0.0)
    return 100.0 if best >= _OWN_WORD else best
