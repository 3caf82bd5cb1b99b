"""Turning free text into a few numbers: how usual its words are for the goods declared, how vague, how often bad news.

No vocabulary is written down but a short list of words that say nothing (``data/vague_words.yaml``): which words
belong to which heading is learned from the training traffic without looking at outcomes. A word counts only if enough
different traders use it, so that no name or address can identify anyone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from models.encoding import UNKNOWN, Levels, fold_tables, text_codes
from simulator.draws import Floats, Ints

_SPLIT = dict.fromkeys(map(ord, ".,;:/\\()[]{}'\"+*-&_|!?=<>\t\r"), " ") | dict.fromkeys(map(ord, "0123456789"), "#")
TRADERS_A_WORD = 15  # assumption: a word used by fewer different traders is a name, not wording
FIT_WEIGHT = 1.0  # assumption: pseudo-sightings of every word under every heading, spread as over all headings


@cache
def vague_words() -> frozenset[str]:
    """Words that by themselves do not tell what the goods are."""
    text = (files("models") / "data" / "vague_words.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text)["words"])


@dataclass(frozen=True)
class Words:
    """The words of a text column: each distinct text's words, one after another."""

    row_text: Ints  # text of each row, -1 where unknown; shape (n,)
    texts: list[str]
    word_text: Ints  # text of each word
    words: list[str]

    @classmethod
    def of(cls, values: pd.Series) -> Words:
        """Split a column; digits within words become ``#``, so that serial numbers do not count as words."""
        own, kinds = text_codes(values)
        met = np.unique(own[own >= 0])
        position = np.full(len(kinds) + 1, UNKNOWN)
        position[met] = np.arange(len(met))
        texts = [str(kinds[code]) for code in met]
        joined = "\n".join(text.replace("\n", " ") for text in texts).lower().translate(_SPLIT).split("\n")
        pieces = [text.split() or [""] for text in joined] if texts else []
        return cls(
            position[own],
            texts,
            np.repeat(np.arange(len(texts)), [len(piece) for piece in pieces]).astype(np.int64),
            [word for piece in pieces for word in piece],
        )

    def to_rows(self, per_text: Floats) -> Floats:
        """Values of texts brought to the rows, NaN where the text is unknown; shape (n,)."""
        return np.append(per_text, np.nan)[self.row_text]

    def mean(self, per_word: Floats) -> Floats:
        """Mean over each text's words; shape (texts,)."""
        count = np.bincount(self.word_text, minlength=len(self.texts))
        return np.bincount(self.word_text, weights=per_word, minlength=len(self.texts)) / np.maximum(count, 1)

    def extreme(self, per_word: Floats, largest: bool) -> Floats:
        """Largest or smallest value over each text's words; shape (texts,)."""
        if not self.texts:
            return np.zeros(0)
        start = np.flatnonzero(np.diff(self.word_text, prepend=-1))
        reduced: Floats = (np.maximum if largest else np.minimum).reduceat(per_word, start)
        return reduced

    def shape(self) -> tuple[Floats, Floats, Floats]:
        """Number of words, number of characters and share of words that say nothing; each per row."""
        vague = np.array([word in vague_words() for word in self.words], dtype=np.float64)
        number = np.bincount(self.word_text, minlength=len(self.texts)).astype(np.float64)
        length = np.array([len(text) for text in self.texts], dtype=np.float64)
        return self.to_rows(number), self.to_rows(length), self.to_rows(self.mean(vague))


@dataclass
class WordRate:
    """Rates of violations by word: mean and largest over a text's words, log-odds above the overall rate."""

    vocabulary: Levels
    table: Floats

    @classmethod
    def learn(cls, words: Words, traders: Ints, labels: Floats, folds: Ints) -> tuple[WordRate, Floats, Floats]:
        """The encoder, and the training rows' own mean and largest, each learned from the other folds."""
        vocabulary = common_words(words, traders)
        per_word = vocabulary.codes(pd.Series(words.words, dtype=object))
        row, code = _expand(words, per_word)
        tables = fold_tables(code, vocabulary.size, labels[row], folds[row])
        tables[:, -1] = 0.0  # rare words are no evidence
        value = tables[folds[row], code]
        mean, top = np.full(len(labels), np.nan), np.full(len(labels), -np.inf)
        np.maximum.at(top, row, value)
        counted = np.bincount(row, minlength=len(labels))
        sums = np.bincount(row, weights=value, minlength=len(labels))
        known = counted > 0
        mean[known] = sums[known] / counted[known]
        top[~known] = np.nan
        return cls(vocabulary, tables[-1]), mean, top

    def apply(self, words: Words) -> tuple[Floats, Floats]:
        """Mean and largest rate over each row's words, NaN where the text is unknown; shapes (n,)."""
        value = self.table[self.vocabulary.codes(pd.Series(words.words, dtype=object))]
        return words.to_rows(words.mean(value)), words.to_rows(words.extreme(value, largest=True))


@dataclass
class WordFit:
    """How typical words are of the heading declared, and how much they tell at all; learned without outcomes."""

    vocabulary: Levels
    headings: Levels
    fit: Floats  # log p(word | heading) / p(word); shape (words, headings)
    information: Floats  # nats a word gives about the heading; shape (words,)

    @classmethod
    def learn(cls, words: Words, headings: pd.Series, traders: Ints) -> WordFit:
        """Count words by heading over the training rows."""
        vocabulary, known_headings = common_words(words, traders), Levels.learn(headings)
        row, code = _expand(words, vocabulary.codes(pd.Series(words.words, dtype=object)))
        heading = known_headings.codes(headings)[row]
        shape = (vocabulary.size, known_headings.size)
        at = (code * shape[1] + heading)[heading >= 0]
        seen = np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
        overall = (seen.sum(axis=1) + 0.5) / (seen.sum() + 0.5 * shape[0])
        by_heading = seen.sum(axis=0) / max(seen.sum(), 1.0)
        within = (seen + FIT_WEIGHT * overall[:, None]) / (seen.sum(axis=0) + FIT_WEIGHT)
        posterior = (seen + by_heading) / (seen.sum(axis=1, keepdims=True) + 1.0)
        surprise = np.log(np.maximum(posterior, 1e-12)) - np.log(np.maximum(by_heading, 1e-12))
        information = (posterior * surprise).sum(axis=1)
        information[-1] = 0.0
        fit = np.log(within) - np.log(overall[:, None])
        fit[-1] = 0.0  # rare words and headings never met are no evidence
        fit[:, -1] = 0.0
        return cls(vocabulary, known_headings, fit, information)

    def apply(self, words: Words, headings: pd.Series) -> tuple[Floats, Floats, Floats]:
        """Mean fit, worst fit and largest information of each row's words, NaN where unknown; shapes (n,)."""
        code = self.vocabulary.codes(pd.Series(words.words, dtype=object))
        heading = self.headings.codes(headings)
        pairs = np.where((words.row_text < 0) | (heading < 0), UNKNOWN, words.row_text * self.headings.size + heading)
        distinct, place = np.unique(pairs[pairs >= 0], return_inverse=True)
        mean, worst = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
        if len(distinct):
            text, own_heading = np.divmod(distinct, self.headings.size)
            which, word = _spread(words, text, code)
            value = self.fit[word, own_heading[which]]
            start = np.flatnonzero(np.diff(which, prepend=-1))
            mean[pairs >= 0] = (np.add.reduceat(value, start) / np.bincount(which))[place]
            worst[pairs >= 0] = np.minimum.reduceat(value, start)[place]
        return mean, worst, words.to_rows(words.extreme(self.information[code], largest=True))


def common_words(words: Words, traders: Ints) -> Levels:
    """Words used by enough different traders, sorted; ``traders`` is the trader's number of each row."""
    kinds, code = np.unique(np.array(words.words, dtype=object).astype(str), return_inverse=True)
    row, word = _expand(words, code.astype(np.int64))
    used = np.unique(word * (int(traders.max(initial=0)) + 1) + traders[row]) // (int(traders.max(initial=0)) + 1)
    return Levels([str(kind) for kind in kinds[np.bincount(used, minlength=len(kinds)) >= TRADERS_A_WORD]])


def _expand(words: Words, per_word: Ints) -> tuple[Ints, Ints]:
    """Row and code of every word of every row with a known text."""
    known = np.flatnonzero(words.row_text >= 0)
    which, value = _spread(words, words.row_text[known], per_word)
    return known[which], value


def _spread(words: Words, texts: Ints, per_word: Ints) -> tuple[Ints, Ints]:
    """The words of each listed text: position in the list, and the word's code."""
    count = np.bincount(words.word_text, minlength=len(words.texts))
    first = np.cumsum(count) - count
    repeats = count[texts]
    which = np.repeat(np.arange(len(texts)), repeats)
    within = np.arange(len(which)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return which, per_word[first[texts][which] + within]
