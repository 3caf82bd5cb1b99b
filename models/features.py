"""Features of declarations: the declaration-tier fields and derived facts as one numeric matrix.

Columns are those of `models.families.FEATURES`. An absent column or a null field becomes NaN (unknown), never an error.
Rates of violations are cross-fitted by trader: a training row's own value comes from other traders' outcomes.
No id, name or document number is a feature.

Most features are facts that an officer can read on the form; only few are rates. With additional rates of countries,
chapters and lines of business, Bayes-efficiency at 1 % fell from 0.92 to 0.89 (200,000 declarations, default
difficulty), because a rate from a few hundred violations is mostly noise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from models.encoding import FOLDS, Levels, Rate, pair
from models.families import FEATURES
from models.sheet import Sheet
from models.wording import WordFit, WordRate
from simulator.derived import DERIVED
from simulator.draws import Floats, Ints

DECIMALS = 6  # so that last-bit differences between processors cannot move a declaration across a threshold

_RATES: Mapping[str, tuple[str, ...]] = {
    "hs_rate": ("hs_code",),
    "procedure_rate": ("procedure_requested",),
    "licence_rate": ("goods_kind", "licence_claim", "declaration_type"),
}
_TEXTS: Mapping[str, str] = {"description": "goods_description", "information": "additional_information_text"}
_LEVELS = (
    *("goods_kind", "strategic_match", "buyer_fit", "consignee_place", "consignee_trade", "address_kind"),
    *("origin_in_hub", "export_through_hub"),
)
_PLAIN: Mapping[str, Callable[[Sheet], Floats]] = {
    **{name: partial(Sheet.level, name=name) for name in _LEVELS},
    "log_unit_value_ratio": lambda sheet: sheet.log("unit_value_ratio"),
    "log_kg_per_package_ratio": lambda sheet: sheet.log("kg_per_package_ratio"),
    "log_origin_gdp": lambda sheet: sheet.log("origin_gdp"),
    "listed_resemblance": lambda sheet: sheet.number("listed_resemblance"),
    "routing_stops": lambda sheet: sheet.number("routing_stops"),
    "single_package": lambda sheet: sheet.where(sheet.number("package_count"), lambda count: count == 1.0),
    "log_routing_detour": lambda sheet: sheet.log("routing_detour"),
    "passes_hub": lambda sheet: sheet.filled("routing_hub"),
    "origin_is_export": lambda sheet: sheet.same("country_of_origin", "country_of_export"),
    "notify_is_consignee": lambda sheet: sheet.same("notify_party", "consignee_name"),
}
_COLUMNS = sorted({name for part in _RATES.values() for name in part})
_READ = ("acceptance_date", "consignee_id", "country_of_export", "country_of_origin", "notify_party", "package_count")
FIELDS = frozenset({*_READ, *_TEXTS.values(), *_COLUMNS, *(name for fact in DERIVED.values() for name in fact.sources)})
"""Fields of the declaration that are read, also for the facts."""


@dataclass
class Encoder:
    """Makes the feature matrix from declarations, with everything learned from training traffic."""

    levels: dict[str, Levels]
    rates: dict[str, Rate]
    texts: dict[str, WordRate]
    words: WordFit
    whole: WordFit

    @classmethod
    def learn(cls, declarations: pd.DataFrame, labels: Floats, folds: Ints) -> tuple[Encoder, Floats]:
        """The encoder and the training rows' own matrix (n × features), each rate learned from the other folds.

        ``labels`` are 0 or 1; ``folds`` is each row's fold, the same for all rows of a trader (`trader_folds`).
        """
        sheet = Sheet(declarations)
        traders, described = sheet.traders(), sheet.words("goods_description")
        levels = {name: Levels.learn(sheet.column(name)) for name in _COLUMNS}
        codes = {name: levels[name].codes(sheet.column(name)) for name in levels}
        columns = {name: make(sheet) for name, make in _PLAIN.items()}
        rates, texts = {}, {}
        for name, parts in _RATES.items():
            code, size = _together(parts, codes, levels)
            rates[name], columns[name] = Rate.learn(code, size, labels, folds)
        for stem, field in _TEXTS.items():
            texts[stem], mean, top = WordRate.learn(sheet.words(field), traders, labels, folds)
            columns |= {f"{stem}_words_rate": mean, f"{stem}_top_word_rate": top}
        words = WordFit.learn(described, sheet.column("heading"), traders)
        whole = WordFit.learn(described.whole(), sheet.column("heading"), traders)
        columns |= _description(sheet, words, whole, training=True)
        return cls(levels, rates, texts, words, whole), _matrix(columns, sheet.length)

    def matrix(self, declarations: pd.DataFrame) -> Floats:
        """The feature matrix of declarations, columns as `models.families.FEATURES`; shape (n, features)."""
        sheet = Sheet(declarations)
        codes = {name: known.codes(sheet.column(name)) for name, known in self.levels.items()}
        columns = {name: make(sheet) for name, make in _PLAIN.items()}
        for name, parts in _RATES.items():
            columns[name] = self.rates[name].apply(_together(parts, codes, self.levels)[0])
        for stem, field in _TEXTS.items():
            mean, top = self.texts[stem].apply(sheet.words(field))
            columns |= {f"{stem}_words_rate": mean, f"{stem}_top_word_rate": top}
        columns |= _description(sheet, self.words, self.whole)
        return _matrix(columns, sheet.length)


def trader_folds(declarations: pd.DataFrame, share: Floats, folds: int = FOLDS) -> Ints:
    """Fold of each row, the same for all rows of a trader; ``share`` has at least one uniform number per trader.

    Shape (n,).
    """
    traders = Sheet(declarations).traders()
    return np.minimum((share[traders] * folds).astype(np.int64), folds - 1)


def _together(parts: tuple[str, ...], codes: Mapping[str, Ints], levels: Mapping[str, Levels]) -> tuple[Ints, int]:
    code, size = codes[parts[0]], levels[parts[0]].size
    for name in parts[1:]:
        code, size = pair(code, codes[name], levels[name].size), size * levels[name].size
    return code, size


def _description(sheet: Sheet, words: WordFit, whole: WordFit, training: bool = False) -> dict[str, Floats]:
    described, heading = sheet.words("goods_description"), sheet.column("heading")
    length, vague = described.shape()
    mean, worst, information = words.apply(described, heading, training)
    text_fit, _, _ = whole.apply(described.whole(), heading, training)
    return {
        "description_length": length,
        "description_vague_share": vague,
        "description_fit": mean,
        "description_worst_fit": worst,
        "description_text_fit": text_fit,
        "description_information": information,
    }


def _matrix(columns: Mapping[str, Floats], length: int) -> Floats:
    rounded = {feature.name: np.round(columns[feature.name], DECIMALS) for feature in FEATURES if not feature.condition}
    matrix = np.empty((length, len(FEATURES)), order="F")
    for position, feature in enumerate(FEATURES):
        matrix[:, position] = rounded[feature.name]
    return matrix
