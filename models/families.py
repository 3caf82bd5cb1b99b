"""The features of the classifier, each with the indicator of the catalogue to which it belongs.

A feature belongs to exactly one indicator, and the part of an indicator's id before the dot is its **family**. Trees
may only combine features of one group, so that each group's share of the log-odds is exact. Facts without meaning of
their own (size, country, procedure) are the group ``context``; what the trader declared before is ``history``.

The weight of an indicator depends on the buyer's trade, on the goods, and on whether the two fit: a vague wording
matters more for a controlled pump than for coffee. All groups hold copies of these three as **conditions**.
"""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT = "context"
HISTORY = "history"


@dataclass(frozen=True)
class Feature:
    """A column of the feature matrix, and its indicator, or the indicator for whose weight it is a condition."""

    name: str
    indicator: str
    condition: bool = False

    @property
    def family(self) -> str:
        """The indicator's family, "context" or "history" for facts that are not an indicator."""
        return self.indicator.partition(".")[0]


def _declare(indicator: str, *names: str) -> list[Feature]:
    return [Feature(name, indicator) for name in names]


GOODS, FORWARDER, BUYER = "product.sensitive_application", "route.forwarder_final", "product.buyer_mismatch"
CONDITIONS = {FORWARDER: "consignee_trade", GOODS: "goods_kind", BUYER: "buyer_fit"}
"""The features that other indicators' weights depend on, by the indicator that owns each, in order of use."""
FLAGGED = {FORWARDER: "forwarder", GOODS: "strategic", BUYER: "unusual"}
"""The value of each condition that is a red flag. The part of other values (a look-alike, a trader) is context."""

_OWN: tuple[Feature, ...] = (
    *_declare(GOODS, "goods_kind", "strategic_match", "hs_rate"),
    *_declare(BUYER, "buyer_fit"),
    *_declare(CONTEXT, "procedure_rate", "consignee_place"),
    *_declare(CONTEXT, "origin_is_export", "origin_in_hub", "log_origin_gdp", "export_through_hub"),
    *_declare("product.unit_value_outlier", "log_unit_value_ratio"),
    *_declare("product.density_mismatch", "log_kg_per_package_ratio", "single_package"),
    *_declare("product.vague_description", "description_information", "description_vague_share", "description_length"),
    *_declare("product.hs_description_mismatch", "description_fit", "description_worst_fit", "description_text_fit"),
    *_declare("product.hs_description_mismatch", "description_words_rate", "description_top_word_rate"),
    *_declare("end_user.listed_resemblance", "listed_resemblance"),
    *_declare("end_use.no_licence_reference", "licence_rate"),
    *_declare(FORWARDER, "consignee_trade", "notify_is_consignee"),
    *_declare("route.mail_centre_consignee", "address_kind"),
    *_declare("route.abnormal", "routing_stops", "log_routing_detour"),
    *_declare("route.transhipment_hub", "passes_hub"),
    *_declare("documents.split_contract", "information_words_rate"),
)
_HISTORY = _declare(HISTORY, "earlier_declarations", "earlier_evidence", "earlier_strongest")


def _with_conditions(own: tuple[Feature, ...]) -> tuple[Feature, ...]:
    """The features; each group also gets the conditions of its weight that it does not own."""
    copies = [
        Feature(name, indicator, condition=True)
        for indicator in groups(own)
        for owner, name in CONDITIONS.items()
        if indicator != owner
    ]
    return (*own, *copies)


def groups(features: tuple[Feature, ...]) -> list[str]:
    """Names of the groups in order of first mention: indicators of the catalogue, "context", "history"."""
    return list(dict.fromkeys(feature.indicator for feature in features))


def members(features: tuple[Feature, ...], conditions: bool = True) -> list[list[int]]:
    """For each group the positions of its features: the interaction constraint of the trees."""
    return [
        [
            position
            for position, feature in enumerate(features)
            if feature.indicator == group and (conditions or not feature.condition)
        ]
        for group in groups(features)
    ]


FEATURES = _with_conditions(_OWN)
"""The features of a single declaration."""
FEATURES_WITH_HISTORY = _with_conditions((*_OWN, *_HISTORY))
"""The same features, and what the trader declared before."""
