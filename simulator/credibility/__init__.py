"""Credibility: checks of what cannot be, or hardly is, on a declaration; on any declarations in the schema.

One module for each subject; ``registry.py`` puts their checks into one list.
"""

from __future__ import annotations

from simulator.credibility.checks import PACK, SEVERITIES, Check, Severity
from simulator.credibility.columns import Links, Units
from simulator.credibility.inspection import Example, Findings, Found, Quality, inspect
from simulator.credibility.links import land_links, tariff_units
from simulator.credibility.registry import checks

__all__ = [
    "PACK",
    "SEVERITIES",
    "Check",
    "Example",
    "Findings",
    "Found",
    "Links",
    "Quality",
    "Severity",
    "Units",
    "checks",
    "inspect",
    "land_links",
    "tariff_units",
]
