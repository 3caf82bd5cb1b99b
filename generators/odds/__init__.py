"""What traffic is drawn from: settings, indicators, typologies, markets, partners and their odds."""

from __future__ import annotations

from generators.odds import partners
from generators.odds.directions import DIRECTIONS, EXPORT, IMPORT, TRANSIT
from generators.odds.goods import FORWARDING, TRADING, Lists, shelf
from generators.odds.indicators import GROUPS, Levels, Table, indicators
from generators.odds.market import Market, market
from generators.odds.partners import check_partners
from generators.odds.settings import Settings, load_settings
from generators.odds.stories import StoryText, story_texts
from generators.odds.traffic_pattern import RATES, Pattern, pattern, patterns, shares
from generators.odds.typologies import CLASSES, Typology, population, typologies
from generators.odds.world import Status, World, world

__all__ = [
    "CLASSES",
    "DIRECTIONS",
    "EXPORT",
    "FORWARDING",
    "GROUPS",
    "IMPORT",
    "RATES",
    "TRADING",
    "TRANSIT",
    "Levels",
    "Lists",
    "Market",
    "Pattern",
    "Settings",
    "Status",
    "StoryText",
    "Table",
    "Typology",
    "World",
    "check_partners",
    "indicators",
    "load_settings",
    "market",
    "partners",
    "pattern",
    "patterns",
    "population",
    "shares",
    "shelf",
    "story_texts",
    "typologies",
    "world",
]
