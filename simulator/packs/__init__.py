"""Context packs: what differs between customs administrations, such as home, union, offices, licences and codes.

A pack is a folder with ``pack.yaml`` and ``offices.csv``. Some ship with Redlane, others stand in folders of their own.
``docs/packs.md`` explains how to write one.
"""

from __future__ import annotations

from simulator.packs.currencies import Currency, currencies
from simulator.packs.duty import Duty, licence_duty
from simulator.packs.offices import OFFICE_KINDS, Office
from simulator.packs.pack import Pack
from simulator.packs.parts import (
    Authorisation,
    ControlList,
    Document,
    DocumentKind,
    Forms,
    Measure,
    Nature,
    Partner,
    Procedure,
    Procedures,
    Shares,
    Union,
)
from simulator.packs.reading import document_kinds, load_pack, pack, packs

__all__ = [
    "OFFICE_KINDS",
    "Authorisation",
    "ControlList",
    "Currency",
    "Document",
    "DocumentKind",
    "Duty",
    "Forms",
    "Measure",
    "Nature",
    "Office",
    "Pack",
    "Partner",
    "Procedure",
    "Procedures",
    "Shares",
    "Union",
    "currencies",
    "document_kinds",
    "licence_duty",
    "load_pack",
    "pack",
    "packs",
]
