"""The reader of all data files (YAML and tables); it reports all faults at once, as ``path:line: what, what to do``."""

from __future__ import annotations

from simulator.files.faults import Key, KeyFaults, faults_of, shaped, shown_key
from simulator.files.paths import read_text, shown_path
from simulator.files.sheet import Sheet, read_sheet
from simulator.files.tables import Row, Table, read_table
from simulator.files.values import N_, Translate, brief
from simulator.files.yaml_files import WordList, parse_yaml, read_yaml
from simulator.files.yaml_text import MAX_CHARACTERS, compose, fault

__all__ = [
    "MAX_CHARACTERS",
    "N_",
    "Key",
    "KeyFaults",
    "Row",
    "Sheet",
    "Table",
    "Translate",
    "WordList",
    "brief",
    "compose",
    "fault",
    "faults_of",
    "parse_yaml",
    "read_sheet",
    "read_table",
    "read_text",
    "read_yaml",
    "shaped",
    "shown_key",
    "shown_path",
]
