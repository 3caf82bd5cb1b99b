"""Reference data: the declaration's fields, countries and the ways between them, tariff, strategic list, red flags."""

from __future__ import annotations

from simulator.reference.country_names import country_meant, country_of_number
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
from simulator.reference.distances import Crossings, apart_km, crossings, land_km, load_crossings
from simulator.reference.editions import EDITIONS, Edition, changes, heirs, hs_level, strategic_match
from simulator.reference.indicators import FAMILIES, Indicator, catalogue
from simulator.reference.links import LINKS, Link, link_rows, links, load_links
from simulator.reference.lists import (
    Country,
    countries,
    country_known,
    heading_known,
    hs_known,
    sectors,
)
from simulator.reference.nomenclature import chapters, codes, headings
from simulator.reference.places import PLACES, Place, load_places, places
from simulator.reference.strategic_goods import CATEGORIES, MATCHES, Category, Characteristic, Strategic, strategic
from simulator.reference.tariff import KINDS, Good, goods
from simulator.reference.towns import Streets, Town, load_streets, load_towns, streets, town_rows, towns
from simulator.reference.units import delivery_terms, package_types, units

__all__ = [
    "CATEGORIES",
    "EDITIONS",
    "FAMILIES",
    "KEY",
    "KINDS",
    "LINKS",
    "MATCHES",
    "PLACES",
    "TIERS",
    "Category",
    "Characteristic",
    "Consignment",
    "Country",
    "Crossings",
    "Edition",
    "Field",
    "Good",
    "Indicator",
    "Kind",
    "Link",
    "Place",
    "Strategic",
    "Streets",
    "Tier",
    "Town",
    "Value",
    "apart_km",
    "catalogue",
    "changes",
    "chapters",
    "codes",
    "countries",
    "country_known",
    "country_meant",
    "country_of_number",
    "crossings",
    "delivery_terms",
    "fields_at",
    "goods",
    "heading_known",
    "headings",
    "heirs",
    "hs_known",
    "hs_level",
    "land_km",
    "link_rows",
    "links",
    "load_crossings",
    "load_links",
    "load_places",
    "load_streets",
    "load_towns",
    "of_tiers",
    "package_types",
    "places",
    "schema",
    "sectors",
    "strategic",
    "strategic_match",
    "streets",
    "town_rows",
    "towns",
    "units",
    "visible",
]
