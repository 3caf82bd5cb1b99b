"""Features of declarations: the declaration-tier fields and derived facts as one numeric matrix.

Columns are those of `models.families.FEATURES`. An absent column or a null field becomes NaN (unknown), never an error.
Rates of violations are cross-fitted by trader: a training row's own value comes from other traders' outcomes.
No id, name or document number is a feature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.encoding import FOLDS, Levels, Lift, Rate, Typical, pair
from models.families import FEATURES
from models.sheet import Sheet
from models.wording import WordFit, WordRate
from simulator.draws import Floats, Ints

DECIMALS = 6  # so that no last-bit difference between processors moves a declaration across a threshold

_RATES: Mapping[str, tuple[str, ...]] = {
    "type_rate": ("declaration_type",),
    "mode_rate": ("mode_at_border",),
    "office_rate": ("declaration_office",),
    "procedure_rate": ("procedure_requested",),
    "nature_rate": ("nature_of_transaction",),
    "incoterm_rate": ("incoterm_code",),
    "currency_rate": ("invoice_currency",),
    "consignor_country_rate": ("consignor_country",),
    "consignee_country_rate": ("consignee_country",),
    "destination_rate": ("country_of_destination",),
    "origin_rate": ("country_of_origin",),
    "activity_rate": ("consignee_activity",),
    "hs_rate": ("hs_code",),
    "chapter_rate": ("chapter",),
    "destination_chapter_rate": ("country_of_destination", "chapter"),
    "strategic_rate": ("strategic_match",),
    "activity_chapter_rate": ("consignee_activity", "chapter"),
    "buyer_fit_rate": ("buyer_fit",),
    "licence_rate": ("strategic_match", "document_type_code", "reference_given"),
    "hub_rate": ("routing_hub",),
    "package_mode_rate": ("package_type", "mode_at_border"),
}
_LIFTS: Mapping[str, tuple[str, str]] = {
    "activity_chapter_lift": ("consignee_activity", "chapter"),
    "activity_hs_lift": ("consignee_activity", "hs_code"),
    "destination_chapter_lift": ("country_of_destination", "chapter"),
    "mode_chapter_lift": ("mode_at_border", "chapter"),
    "exit_destination_lift": ("office_of_exit", "country_of_destination"),
    "package_mode_lift": ("package_type", "mode_at_border"),
    "package_chapter_lift": ("package_type", "chapter"),
}
_TYPICAL: Mapping[str, tuple[str, Callable[[Sheet], Floats]]] = {
    "value_per_kg_deviation": ("hs_code", lambda sheet: sheet.log("value_per_kg")),
    "kg_per_package_deviation": ("hs_code", lambda sheet: sheet.log("net_mass") - sheet.log("package_count")),
    "mode_value_deviation": ("mode_at_border", lambda sheet: sheet.log("value_per_kg")),
    "invoice_deviation": (
        "invoice_currency",
        lambda sheet: sheet.log("invoice_total") - sheet.log("statistical_value"),
    ),
}
_TEXTS: Mapping[str, str] = {
    "description": "goods_description",
    "consignee": "consignee_name",
    "address": "consignee_address",
    "routing": "countries_of_routing",
    "delivery": "incoterm_place",
    "marks": "shipping_marks",
    "notify": "notify_party",
    "information": "additional_information_text",
}
_PLAIN: Mapping[str, Callable[[Sheet], Floats]] = {
    "log_value": lambda sheet: sheet.log("statistical_value"),
    "log_net_mass": lambda sheet: sheet.log("net_mass"),
    "log_packages": lambda sheet: sheet.log("package_count"),
    "container": lambda sheet: sheet.number("container_indicator"),
    "log_unit_value_ratio": lambda sheet: sheet.log("unit_value_ratio"),
    "gross_to_net": lambda sheet: sheet.number("gross_to_net"),
    "log_kg_per_package_ratio": lambda sheet: sheet.log("kg_per_package_ratio"),
    "listed_resemblance": lambda sheet: sheet.number("listed_resemblance"),
    "routing_stops": lambda sheet: sheet.number("routing_stops"),
    "consignee_elsewhere": lambda sheet: 1.0 - sheet.same("consignee_country", "country_of_destination"),
    "notify_is_consignee": lambda sheet: sheet.same("notify_party", "consignee_name"),
}
_COLUMNS = sorted({name for part in (*_RATES.values(), *_LIFTS.values()) for name in part} | {"hs_code"})


@dataclass
class Encoder:
    """Everything learned from training traffic that turns declarations into the feature matrix."""

    levels: dict[str, Levels]
    rates: dict[str, Rate]
    lifts: dict[str, Lift]
    typical: dict[str, Typical]
    texts: dict[str, WordRate]
    fit: WordFit

    @classmethod
    def learn(cls, declarations: pd.DataFrame, labels: Floats, folds: Ints) -> tuple[Encoder, Floats]:
        """The encoder and the training rows' own matrix (n × features), every rate from the other folds.

        ``labels`` are 0 or 1; ``folds`` numbers each row's fold, a trader's rows together (`trader_folds`).
        """
        sheet = Sheet(declarations)
        traders = sheet.traders()
        levels = {name: Levels.learn(sheet.column(name)) for name in _COLUMNS}
        codes = {name: levels[name].codes(sheet.column(name)) for name in levels}
        columns = {name: make(sheet) for name, make in _PLAIN.items()}
        rates, lifts, typical, texts = {}, {}, {}, {}
        for name, parts in _RATES.items():
            code, size = _together(parts, codes, levels)
            rates[name], columns[name] = Rate.learn(code, size, labels, folds)
        for name, (left, right) in _LIFTS.items():
            lifts[name], columns[name] = Lift.learn(codes[left], codes[right], levels[left].size, levels[right].size)
        for name, (by, quantity) in _TYPICAL.items():
            typical[name] = Typical.learn(codes[by], levels[by].size, quantity(sheet))
            columns[name] = typical[name].apply(codes[by], quantity(sheet))
        for stem, field in _TEXTS.items():
            texts[stem], mean, top = WordRate.learn(sheet.words(field), traders, labels, folds)
            columns |= {f"{stem}_words_rate": mean, f"{stem}_top_word_rate": top}
        fit = WordFit.learn(sheet.words("goods_description"), sheet.column("hs_code"), traders)
        columns |= _description(sheet, fit, training=True)
        return cls(levels, rates, lifts, typical, texts, fit), _matrix(columns, sheet.length)

    def matrix(self, declarations: pd.DataFrame) -> Floats:
        """The feature matrix of declarations, columns as `models.families.FEATURES`; shape (n, features)."""
        sheet = Sheet(declarations)
        codes = {name: known.codes(sheet.column(name)) for name, known in self.levels.items()}
        columns = {name: make(sheet) for name, make in _PLAIN.items()}
        for name, parts in _RATES.items():
            columns[name] = self.rates[name].apply(_together(parts, codes, self.levels)[0])
        for name, parts in _LIFTS.items():
            columns[name] = self.lifts[name].apply(_together(parts, codes, self.levels)[0])
        for name, (by, quantity) in _TYPICAL.items():
            columns[name] = self.typical[name].apply(codes[by], quantity(sheet))
        for stem, field in _TEXTS.items():
            mean, top = self.texts[stem].apply(sheet.words(field))
            columns |= {f"{stem}_words_rate": mean, f"{stem}_top_word_rate": top}
        columns |= _description(sheet, self.fit)
        return _matrix(columns, sheet.length)


def trader_folds(declarations: pd.DataFrame, share: Floats, folds: int = FOLDS) -> Ints:
    """Fold of each row, the same for all rows of a trader; ``share`` gives a uniform number per trader at least.

    Shape (n,).
    """
    traders = Sheet(declarations).traders()
    return np.minimum((share[traders] * folds).astype(np.int64), folds - 1)


def _together(parts: tuple[str, ...], codes: Mapping[str, Ints], levels: Mapping[str, Levels]) -> tuple[Ints, int]:
    code, size = codes[parts[0]], levels[parts[0]].size
    for name in parts[1:]:
        code, size = pair(code, codes[name], levels[name].size), size * levels[name].size
    return code, size


def _description(sheet: Sheet, fit: WordFit, training: bool = False) -> dict[str, Floats]:
    words = sheet.words("goods_description")
    number, length, vague = words.shape()
    mean, worst, information = fit.apply(words, sheet.column("hs_code"), training)
    return {
        "description_words": number,
        "description_length": length,
        "description_vague_share": vague,
        "description_fit": mean,
        "description_worst_fit": worst,
        "description_information": information,
    }


def _matrix(columns: Mapping[str, Floats], length: int) -> Floats:
    rounded = {feature.name: np.round(columns[feature.name], DECIMALS) for feature in FEATURES if not feature.condition}
    matrix = np.empty((length, len(FEATURES)), order="F")
    for position, feature in enumerate(FEATURES):
        matrix[:, position] = rounded[feature.name]
    return matrix
