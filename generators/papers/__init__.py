"""The papers of a consignment: invoice, packing list, certificates."""

from __future__ import annotations

from generators.papers import documents

__all__ = ["documents"]
