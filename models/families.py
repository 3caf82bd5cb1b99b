"""What the classifier looks at: every feature, and the indicator of the catalogue it bears on.

A feature belongs to exactly one indicator, and the part of an indicator's id before the dot is its **family**. Trees
may only combine features of one group, so that each group's share of the log-odds is exact. Facts that say nothing by
themselves (size, country) belong to the group ``context``.

What an indicator weighs can depend on the goods and on whether they suit the buyer: a vague wording says more about a
controlled pump than about coffee. Such groups hold copies of those features as **conditions**.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CONTEXT = "context"
Level = Literal["indicator", "family"]


@dataclass(frozen=True)
class Feature:
    """A column of the feature matrix and the indicator it bears on, or whose weight it is a condition of."""

    name: str
    indicator: str
    condition: bool = False

    @property
    def family(self) -> str:
        """The indicator's family, "context" for facts that are no indicator."""
        return self.indicator.partition(".")[0]


def _declare(indicator: str, *names: str) -> list[Feature]:
    return [Feature(name, indicator) for name in names]


CONDITIONS = ("strategic_rate", "hs_rate", "buyer_fit_rate")
_CONDITIONED = (
    "product.unit_value_outlier",
    "product.density_mismatch",
    "product.vague_description",
    "product.hs_description_mismatch",
    "end_user.listed_resemblance",
    "end_use.no_licence_reference",
    "route.forwarder_final",
    "route.mail_centre_consignee",
    "route.abnormal",
    "route.transhipment_hub",
    "documents.split_contract",
)

FEATURES: tuple[Feature, ...] = (
    *_declare(CONTEXT, "log_value", "log_net_mass", "log_packages", "container", "type_rate", "mode_rate"),
    *_declare(CONTEXT, "office_rate", "procedure_rate", "nature_rate", "incoterm_rate", "currency_rate"),
    *_declare(CONTEXT, "consignor_country_rate", "consignee_country_rate", "destination_rate", "origin_rate"),
    *_declare("product.sensitive_application", "strategic_rate", "hs_rate", "chapter_rate"),
    *_declare("product.sensitive_application", "description_words_rate", "description_top_word_rate"),
    *_declare("product.unit_value_outlier", "log_unit_value_ratio", "value_per_kg_deviation"),
    *_declare("product.density_mismatch", "gross_to_net", "log_kg_per_package_ratio", "kg_per_package_deviation"),
    *_declare("product.vague_description", "description_words", "description_length", "description_vague_share"),
    *_declare("product.vague_description", "description_information"),
    *_declare("product.hs_description_mismatch", "description_fit", "description_worst_fit"),
    *_declare("product.buyer_mismatch", "activity_chapter_lift", "activity_chapter_rate", "activity_hs_lift"),
    *_declare("product.buyer_mismatch", "buyer_fit_rate"),
    *_declare("product.destination_level", "destination_chapter_lift", "destination_chapter_rate"),
    *_declare("end_user.listed_resemblance", "listed_resemblance"),
    *_declare("end_use.no_licence_reference", "licence_rate"),
    *_declare("route.forwarder_final", "activity_rate", "consignee_words_rate", "consignee_top_word_rate"),
    *_declare("route.forwarder_final", "notify_is_consignee", "notify_words_rate", "notify_top_word_rate"),
    *_declare("route.mail_centre_consignee", "address_words_rate", "address_top_word_rate"),
    *_declare("route.abnormal", "routing_stops", "mode_chapter_lift", "exit_destination_lift", "mode_value_deviation"),
    *_declare("route.transhipment_hub", "hub_rate", "routing_words_rate", "consignee_elsewhere"),
    *_declare("route.vague_delivery", "delivery_words_rate"),
    *_declare("route.packing_inconsistent", "package_mode_lift", "package_chapter_lift", "package_mode_rate"),
    *_declare("route.odd_marking", "marks_words_rate"),
    *_declare("documents.split_contract", "information_words_rate"),
    *_declare("documents.inconsistent", "invoice_deviation"),
    *(Feature(name, indicator, condition=True) for indicator in _CONDITIONED for name in CONDITIONS),
    *(Feature(name, "product.buyer_mismatch", condition=True) for name in CONDITIONS[:2]),
)


def group_of(feature: Feature, level: Level) -> str:
    """The feature's group at a level: its indicator, or its family."""
    return feature.indicator if level == "indicator" else feature.family


def groups(level: Level) -> list[str]:
    """Names of the groups in order of first mention."""
    return list(dict.fromkeys(group_of(feature, level) for feature in FEATURES))


def members(level: Level, conditions: bool = True) -> list[list[int]]:
    """For each group the positions of its features: the interaction constraint of the trees."""
    return [
        [
            position
            for position, feature in enumerate(FEATURES)
            if group_of(feature, level) == group and (conditions or not feature.condition)
        ]
        for group in groups(level)
    ]
