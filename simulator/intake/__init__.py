"""Intake: reads declarations that Redlane did not make, with a mapping file, into frames of the schema."""

from __future__ import annotations

from simulator.intake.drafting import draft
from simulator.intake.header_words import header_words
from simulator.intake.mapping import FieldRule, Mapping, Outcome
from simulator.intake.mapping_file import builtin_mappings, load_mapping
from simulator.intake.preview import Preview, ReadRow, preview
from simulator.intake.reading import Chunk, Intake, Received, read
from simulator.intake.rejects import RejectFile
from simulator.intake.report import Report
from simulator.intake.wco_xml import elements

__all__ = [
    "Chunk",
    "FieldRule",
    "Intake",
    "Mapping",
    "Outcome",
    "Preview",
    "ReadRow",
    "Received",
    "RejectFile",
    "Report",
    "builtin_mappings",
    "draft",
    "elements",
    "header_words",
    "load_mapping",
    "preview",
    "read",
]
