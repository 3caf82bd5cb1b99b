"""Specimens of documents, made from one fictional consignment that is in no exercise."""

from __future__ import annotations

from functools import cache

from generators.odds import Settings
from generators.papers import documents
from generators.traffic import generate
from simulator.packs import pack
from simulator.reference import Consignment

SEED = 1540
"""Any seed works; the consignment is the first one with the most kinds of documents."""


@cache
def specimens() -> tuple[documents.Document, ...]:
    """The documents of the consignment, one of each kind."""
    settings = Settings(declarations=200, prevalence=0.01, strategic=0.2)
    traffic, rules = generate(settings, SEED).declarations, pack(settings.pack)
    files = [documents.render(Consignment.from_row(traffic, str(name)), rules) for name in traffic["declaration_id"]]
    return tuple(max(files, key=lambda file: len({paper.kind for paper in file})))
