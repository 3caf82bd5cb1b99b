"""Reading data files: tables and YAML, with every fault told at once."""

from __future__ import annotations

from simulator.files import tables, yaml_files
from simulator.files.yaml_files import read

__all__ = ["read", "tables", "yaml_files"]
