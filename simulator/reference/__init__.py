"""Reference data: the declaration's fields, countries, sectors, the tariff, the strategic list, red flags."""

from __future__ import annotations

from simulator.reference.declaration import (
    KEY,
    TIERS,
    Consignment,
    Field,
    Kind,
    Tier,
    Value,
    fields_at,
    of_tiers,
    schema,
    visible,
)
from simulator.reference.indicators import FAMILIES, Indicator, catalogue
from simulator.reference.lists import (
    MATCHES,
    Country,
    countries,
    country_known,
    heading_known,
    hs_known,
    sectors,
    strategic,
)
from simulator.reference.tariff import KINDS, Good, chapters, goods, headings

__all__ = [
    "FAMILIES",
    "KEY",
    "KINDS",
    "MATCHES",
    "TIERS",
    "Consignment",
    "Country",
    "Field",
    "Good",
    "Indicator",
    "Kind",
    "Tier",
    "Value",
    "catalogue",
    "chapters",
    "countries",
    "country_known",
    "fields_at",
    "goods",
    "heading_known",
    "headings",
    "hs_known",
    "of_tiers",
    "schema",
    "sectors",
    "strategic",
    "visible",
]
