"""What traffic is drawn from: settings, indicators, typologies, markets, partners and their odds."""

from __future__ import annotations

from generators.odds.clauses import FACTS, Clause
from generators.odds.directions import DIRECTIONS, EXPORT, IMPORT, TRANSIT
from generators.odds.fronts import Fronts
from generators.odds.goods import FORWARDING, TRADING, UNPACKED, Lists, shelf
from generators.odds.groups import GOODS_CATEGORIES, GROUPS, KINDS
from generators.odds.indicators import Indicator, Levels, indicators
from generators.odds.market import Market, cell, market
from generators.odds.parcels import CHANNELS, COURIER, FREIGHT, PARCEL_KG, POST, parcels
from generators.odds.partners import FRAMES, check_partners, export_groups, partners
from generators.odds.producers import comes_from, producers
from generators.odds.routes import AIR, BY_POST, MODES, RAIL, ROAD, SEA, Passage, Route, mode_of, open_routes, route
from generators.odds.settings import Settings, load_settings
from generators.odds.stories import NO_TRACE, StoryText, story_texts
from generators.odds.tables import Table
from generators.odds.trade_limits import trade_limits
from generators.odds.traffic_pattern import Pattern, pattern, patterns, shares
from generators.odds.typologies import CLASSES, Typology, population, typologies
from generators.odds.world import Status, World, world

__all__ = [
    "AIR",
    "BY_POST",
    "CHANNELS",
    "CLASSES",
    "COURIER",
    "DIRECTIONS",
    "EXPORT",
    "FACTS",
    "FORWARDING",
    "FRAMES",
    "FREIGHT",
    "GOODS_CATEGORIES",
    "GROUPS",
    "IMPORT",
    "KINDS",
    "MODES",
    "NO_TRACE",
    "PARCEL_KG",
    "POST",
    "RAIL",
    "ROAD",
    "SEA",
    "TRADING",
    "TRANSIT",
    "UNPACKED",
    "Clause",
    "Fronts",
    "Indicator",
    "Levels",
    "Lists",
    "Market",
    "Passage",
    "Pattern",
    "Route",
    "Settings",
    "Status",
    "StoryText",
    "Table",
    "Typology",
    "World",
    "cell",
    "check_partners",
    "comes_from",
    "export_groups",
    "indicators",
    "load_settings",
    "market",
    "mode_of",
    "open_routes",
    "parcels",
    "partners",
    "pattern",
    "patterns",
    "population",
    "producers",
    "route",
    "shares",
    "shelf",
    "story_texts",
    "trade_limits",
    "typologies",
    "world",
]
