"""The reader of all data files (YAML and tables); it reports all faults at once, as ``path:line: what, what to do``."""

from __future__ import annotations

from simulator.files.paths import read_text, shown_path
from simulator.files.sheet import Sheet, brief, read_sheet
from simulator.files.tables import Row, Table, read_table
from simulator.files.yaml_files import WordList, message, parse_yaml, read_yaml
from simulator.files.yaml_text import compose, fault

__all__ = [
    "Row",
    "Sheet",
    "Table",
    "WordList",
    "brief",
    "compose",
    "fault",
    "message",
    "parse_yaml",
    "read_sheet",
    "read_table",
    "read_text",
    "read_yaml",
    "shown_path",
]
