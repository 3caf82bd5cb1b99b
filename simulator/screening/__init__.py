"""Screening of names against the list of listed parties."""

from __future__ import annotations

from simulator.screening.matching import Candidate, Parties, listed_parties, resemblance, screen

__all__ = ["Candidate", "Parties", "listed_parties", "resemblance", "screen"]
