"""Encodes free text as a few numbers: how usual its words are for the goods, how vague, how often in violations.

The only written vocabulary is a short list of vague words (``data/vague_words.yaml``). The words of each commodity code
are learned from the training traffic without outcomes. A word counts only if enough different traders use it, so that
no name or address can identify anyone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from models.encoding import UNKNOWN, Levels, fold_tables, text_codes
from simulator.draws import Floats, Ints
from simulator.files import WordList, read_yaml

_SPLIT = dict.fromkeys(map(ord, ".,;:/\\()[]{}'\"+*-&_|!?=<>\t\r"), " ") | dict.fromkeys(map(ord, "0123456789"), "#")
TRADERS_A_WORD = 15  # assumption: a word used by fewer different traders is a name, not wording
FIT_WEIGHT = 1.0  # assumption: pseudo-sightings of every word under every code, spread as over all codes


@cache
def vague_words() -> frozenset[str]:
    """Words that alone do not identify the goods."""
    return frozenset(read_yaml(files("models") / "data" / "vague_words.yaml", WordList).words)


@dataclass(frozen=True)
class Words:
    """The words of a text column: the words of all distinct texts, in one array."""

    row_text: Ints  # text of each row, -1 where unknown; shape (n,)
    texts: list[str]
    word_text: Ints  # text of each word
    words: list[str]

    @classmethod
    def of(cls, values: pd.Series) -> Words:
        """Split a column into words; digits become ``#``, so that serial numbers do not count as words."""
        own, kinds = text_codes(values)
        met = np.unique(own[own >= 0])
        position = np.full(len(kinds) + 1, UNKNOWN)
        position[met] = np.arange(len(met))
        texts = [str(text) for text in kinds.take(met).to_numpy(dtype=object)]
        joined = "\n".join(text.replace("\n", " ") for text in texts).lower().translate(_SPLIT).split("\n")
        pieces = [text.split() or [""] for text in joined] if texts else []
        return cls(
            position[own],
            texts,
            np.repeat(np.arange(len(texts)), [len(piece) for piece in pieces]).astype(np.int64),
            [word for piece in pieces for word in piece],
        )

    def to_rows(self, per_text: Floats) -> Floats:
        """Values of texts copied to the rows, NaN where the text is unknown; shape (n,)."""
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

    def shape(self) -> tuple[Floats, Floats]:
        """Number of characters and share of vague words; each per row."""
        vague = np.array([word in vague_words() for word in self.words], dtype=np.float64)
        length = np.array([len(text) for text in self.texts], dtype=np.float64)
        return self.to_rows(length), self.to_rows(self.mean(vague))

    def whole(self) -> Words:
        """The same texts, each taken as one word."""
        return Words(self.row_text, self.texts, np.arange(len(self.texts)), [text.lower() for text in self.texts])


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
    """How typical words are of the declared heading, and how informative they are; learned without outcomes."""

    vocabulary: Levels
    codes: Levels
    pairs: Ints  # word × codes + code of the pairs seen, sorted
    seen: Floats  # rows with each pair
    share: Floats  # share of each word among all words; shape (words,)
    size: Floats  # words seen under each code; shape (codes,)
    information: Floats  # nats a word gives about the code; shape (words,)

    @classmethod
    def learn(cls, words: Words, codes: pd.Series, traders: Ints) -> WordFit:
        """Count words by heading (``codes``) over the training rows."""
        vocabulary, known = common_words(words, traders), Levels.learn(codes)
        row, word = _expand(words, vocabulary.codes(pd.Series(words.words, dtype=object)))
        under = known.codes(codes)[row]
        word, under = word[under >= 0], under[under >= 0]
        pairs, count = np.unique(word * known.size + under, return_counts=True)
        by_word = np.bincount(word, minlength=vocabulary.size).astype(np.float64)
        by_code = np.bincount(under, minlength=known.size).astype(np.float64)
        share = (by_word + 0.5) / (by_word.sum() + 0.5 * vocabulary.size)
        return cls(
            vocabulary,
            known,
            pairs.astype(np.int64),
            count.astype(np.float64),
            share,
            by_code,
            _information(pairs, count.astype(np.float64), by_word, by_code),
        )

    def apply(self, words: Words, codes: pd.Series, training: bool = False) -> tuple[Floats, Floats, Floats]:
        """Mean fit, worst fit and largest information of each row's words, NaN where unknown; shapes (n,).

        In ``training`` a row's own words are removed from the counts, because later rows are not in the counts either.
        """
        word_code = self.vocabulary.codes(pd.Series(words.words, dtype=object))
        under = self.codes.codes(codes)
        rows = np.where((words.row_text < 0) | (under < 0), UNKNOWN, words.row_text * self.codes.size + under)
        distinct, place = np.unique(rows[rows >= 0], return_inverse=True)
        mean, worst = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        if len(distinct):
            text, code = np.divmod(distinct, self.codes.size)
            which, word = _spread(words, text, word_code)
            value = self._fit(word, code[which], float(training))
            start = np.flatnonzero(np.diff(which, prepend=-1))
            mean[rows >= 0] = (np.add.reduceat(value, start) / np.bincount(which))[place]
            worst[rows >= 0] = np.minimum.reduceat(value, start)[place]
        return mean, worst, words.to_rows(words.extreme(self.information[word_code], largest=True))

    def _fit(self, word: Ints, code: Ints, own: float) -> Floats:
        """log p(word | code) / p(word); 0 for rare words and new codes."""
        pair = word * self.codes.size + code
        at = np.minimum(np.searchsorted(self.pairs, pair), max(len(self.pairs) - 1, 0))
        seen = np.where(self.pairs[at] == pair, self.seen[at] - own, 0.0) if len(self.pairs) else np.zeros(len(pair))
        fit = np.log((seen / self.share[word] + FIT_WEIGHT) / (self.size[code] + FIT_WEIGHT))
        usable = (word < len(self.vocabulary.names)) & (code < len(self.codes.names))
        return np.where(usable, fit, 0.0)


def _information(pairs: Ints, seen: Floats, by_word: Floats, by_code: Floats) -> Floats:
    """Kullback-Leibler divergence of the codes given each word from the codes overall; shape (words,)."""
    word, code = np.divmod(pairs, len(by_code))
    share = by_code / max(by_code.sum(), 1.0)
    posterior = (seen + share[code]) / (by_word[word] + 1.0)
    met = np.bincount(word, weights=posterior * np.log(posterior / share[code]), minlength=len(by_word))
    unmet = 1.0 - np.bincount(word, weights=share[code], minlength=len(by_word))
    information: Floats = met - unmet * np.log(by_word + 1.0) / (by_word + 1.0)
    information[-1] = 0.0  # rare words are no evidence
    return information


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
