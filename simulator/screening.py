"""Party screening: names against a list of (fictional) listed parties.

Legal forms, accents and punctuation say nothing about who somebody is and are taken off first. A listed party is a
*candidate* where the whole names, their sorted words, or their sorted words without the common ones are alike enough.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from simulator.draws import Floats

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", ".": ""})
_WORD = re.compile(r"[^\W_]+")
_ALIKE = 60.0  # percent from which two words are shown as matched


@dataclass(frozen=True)
class Rules:
    """Thresholds in percent and the words to leave out; see ``data/screening.yaml``."""

    thresholds: Mapping[str, float]
    legal_forms: frozenset[str]
    common_words: frozenset[str]


@cache
def rules() -> Rules:
    """The shipped rules."""
    told = yaml.safe_load((files("simulator") / "data" / "screening.yaml").read_text(encoding="utf-8"))
    return Rules(dict(told["thresholds"]), frozenset(told["legal_forms"]), frozenset(told["common_words"]))


@dataclass(frozen=True)
class Parties:
    """A list of parties to screen against: ids and names in the same order."""

    ids: tuple[str, ...]
    names: tuple[str, ...]


@cache
def listed_parties() -> Parties:
    """The shipped fictional list."""
    text = (files("simulator") / "data" / "listed_parties.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return Parties(tuple(row["party_id"] for row in rows), tuple(row["name"] for row in rows))


@dataclass(frozen=True)
class Candidate:
    """A listed party that a name resembles: ``score`` 0..100 and the pairs of words that match (name's, list's)."""

    name: str
    party_id: str
    party_name: str
    score: float
    matched: tuple[tuple[str, str], ...]


def words(name: str) -> list[str]:
    """A name's words: lower case, without accents, punctuation and legal forms (all words, if nothing else is left)."""
    plain = name.casefold().translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    every = _WORD.findall(plain)
    forms = rules().legal_forms
    return [word for word in every if word not in forms] or every


def _spellings(names: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Each name as written, with sorted words, and with sorted words without the common ones."""
    split = [words(name) for name in names]
    common = rules().common_words
    core = [[word for word in each if word not in common] or each for each in split]
    return [" ".join(e) for e in split], [" ".join(sorted(e)) for e in split], [" ".join(sorted(e)) for e in core]


def _likeness(names: Sequence[str], parties: Sequence[str]) -> NDArray[np.float32]:
    """Names × parties, 0..100, scaled so that the candidate threshold of each measure is that of ``ratio``."""
    limits = rules().thresholds
    best = np.zeros((len(names), len(parties)), dtype=np.float32)
    measures = ("ratio", "token_sort", "core")
    for measure, ours, theirs in zip(measures, _spellings(names), _spellings(parties), strict=True):
        found = process.cdist(ours, theirs, scorer=fuzz.ratio, dtype=np.float32)
        np.maximum(best, found * np.float32(limits["ratio"] / limits[measure]), out=best)
    return best


def resemblance(names: pd.Series, parties: Parties | None = None) -> Floats:
    """Likeness 0..100 of each name to the listed party most like it, shape (n,); unknown names give nan.

    A listed party is a candidate from ``rules().thresholds["ratio"]`` on.
    """
    known = parties or listed_parties()
    codes, distinct = pd.factorize(names, use_na_sentinel=True)
    texts = [str(name) for name in distinct]
    if not texts or not known.names:
        return np.where(codes >= 0, 0.0, np.nan)
    best = _likeness(texts, known.names).max(axis=1).astype(np.float64)
    return cast(Floats, np.append(np.minimum(best, 100.0).round(2), np.nan)[codes])


def screen(names: Sequence[str], parties: Parties | None = None, threshold: float | None = None) -> list[Candidate]:
    """Candidates for each distinct name, best first, with the words that match; ``threshold`` in percent."""
    known = parties or listed_parties()
    limit = rules().thresholds["ratio"] if threshold is None else threshold
    distinct = list(dict.fromkeys(names))
    if not distinct or not known.names:
        return []
    likeness = _likeness(distinct, known.names)
    return [
        Candidate(
            name=distinct[row],
            party_id=known.ids[column],
            party_name=known.names[column],
            score=round(float(min(likeness[row, column], 100.0)), 1),
            matched=_matched(distinct[row], known.names[column]),
        )
        for row in range(len(distinct))
        for column in np.argsort(-likeness[row], kind="stable")
        if likeness[row, column] >= limit
    ]


def _matched(name: str, party: str) -> tuple[tuple[str, str], ...]:
    theirs = words(party)
    pairs = []
    for word in words(name):
        found = process.extractOne(word, theirs, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found is not None:
            pairs.append((word, found[0]))
    return tuple(pairs)
