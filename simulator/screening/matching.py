"""Party screening: names against a list of (fictional) listed parties.

Names are first put into one spelling (``simulator.screening.spelling``). A listed party is a *candidate* if the whole
names, their sorted words, or their sorted words without the common ones are similar enough. A name in a script that
leaves out vowels is also compared by its consonants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from simulator.draws import Floats
from simulator.files import read_table
from simulator.screening import cells, within
from simulator.screening.spelling import Word, lacks_vowels, rules, split

_ALIKE = 60.0  # least percent at which two words are shown as matched
_CELLS = 4_000_000  # pairs of a name and a party that are compared at once


@dataclass(frozen=True)
class Parties:
    """A list of listed parties: ids and names in the same order, and what the list says of each, "" where unknown.

    ``numbers``: in a company register, or of a passport or vessel; ``addresses``; ``dates``: of the listing.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


@cache
def listed_parties() -> Parties:
    """The shipped fictional list."""
    columns = "party_id name kind address register_number listed_on programme source".split()
    rows = read_table(files("simulator") / "data", "listed_parties.csv", columns, ("party_id", "name")).checked()
    told = ("party_id", "name", "register_number", "address", "listed_on")
    return Parties(*(tuple(row[column] for row in rows) for column in told))


@dataclass(frozen=True)
class Candidate:
    """A listed party that a name resembles: ``score`` 0..100 and the pairs of words that match (name's, list's)."""

    name: str
    party_id: str
    party_name: str
    score: float
    matched: tuple[tuple[str, str], ...]


def _likeness(names: Sequence[str], parties: tuple[str, ...]) -> NDArray[np.float32]:
    """Names × parties, 0..100: of a cell that holds more than a name, the best of its parts."""
    listed = within.known(parties)
    best = _alike(names, split(names), listed)
    found = cells.parts(names)
    if found:
        texts = [part.text for part in found]
        words = split(texts)
        apart = np.maximum(_alike(texts, words, listed), within.inside(found, words, listed))
        np.maximum.at(best, [part.owner for part in found], apart)
    return best


def _alike(names: Sequence[str], words: Sequence[Sequence[Word]], listed: within.Known) -> NDArray[np.float32]:
    """Texts × parties: the best of the three spellings, and the consonants if vowels are not written.

    Names that share only common words are as alike as the words that tell them apart.
    """
    best = np.zeros((len(names), len(listed.own)), dtype=np.float32)
    for ours, theirs in zip(within.spellings(words), listed.spellings, strict=True):
        np.maximum(best, _ratios(ours, theirs), out=best)
    for row, column in np.argwhere(best >= rules().candidate).tolist():
        best[row, column] = min(best[row, column], within.told_apart(words[row], listed.own[column]))
    rows = [row for row, name in enumerate(names) if lacks_vowels(name)]
    if rows:
        for ours, theirs in zip(within.skeletons([words[row] for row in rows]), listed.skeletons, strict=True):
            best[rows] = np.maximum(best[rows], _ratios(ours, theirs))
    return best


def _ratios(ours: Sequence[str], theirs: Sequence[str]) -> NDArray[np.float32]:
    return process.cdist(ours, theirs, scorer=fuzz.ratio, dtype=np.float32)


def resemblance(names: pd.Series, parties: Parties | None = None) -> Floats:
    """Similarity 0..100 of each name to the most similar listed party, shape (n,); unknown names give nan.

    A listed party is a candidate at ``rules().candidate`` or more.
    """
    known = parties or listed_parties()
    codes, distinct = pd.factorize(names, use_na_sentinel=True)
    texts = [str(name) for name in distinct]
    if not texts or not known.names:
        return np.where(codes >= 0, 0.0, np.nan)
    best = [_likeness(block, known.names).max(axis=1) for block in _blocks(texts, known)]
    return cast(Floats, np.append(np.concatenate(best).astype(np.float64).round(2), np.nan)[codes])


def _blocks(names: Sequence[str], parties: Parties) -> Iterator[Sequence[str]]:
    """The names in parts, so that a long list of parties needs no more memory than a short one."""
    size = max(1, _CELLS // len(parties.names))
    return (names[start : start + size] for start in range(0, len(names), size))


def screen(names: Sequence[str], parties: Parties | None = None, threshold: float | None = None) -> list[Candidate]:
    """Candidates for each distinct name, best first, with the words that match; ``threshold`` in percent."""
    known = parties or listed_parties()
    limit = rules().candidate if threshold is None else threshold
    distinct = list(dict.fromkeys(names))
    if not distinct or not known.names:
        return []
    found = []
    for block in _blocks(distinct, known):
        likeness = _likeness(block, known.names)
        for name, row in zip(block, likeness, strict=True):
            for column in np.argsort(-row, kind="stable")[: np.count_nonzero(row >= limit)]:
                party, score = known.names[column], round(float(row[column]), 1)
                found.append(Candidate(name, known.ids[column], party, score, _matched(name, party)))
    return found


def _matched(name: str, party: str) -> tuple[tuple[str, str], ...]:
    """Each word of the party with the word of the name that is most like it, in the order of the name."""
    ours, theirs = split([name, party])
    alone = lacks_vowels(name)
    heard, pairs = [_heard(word, alone) for word in ours], dict[int, str]()
    for word in theirs:
        found = process.extractOne(_heard(word, alone), heard, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        letter = next((place for place, own in enumerate(ours) if own.written == word.written[:1]), None)
        place = found[2] if found is not None else letter
        if place is not None:
            pairs.setdefault(place, word.written)
    return tuple((ours[place].written, pairs[place]) for place in sorted(pairs))


def _heard(word: Word, consonants: bool) -> str:
    return rules().skeleton(word.written) if consonants else word.sound
