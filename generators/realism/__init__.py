"""Realism: how similar the traffic is to real trade; measures, the report, and fitting to public data."""

from __future__ import annotations

from generators.realism import report

__all__ = ["report"]
