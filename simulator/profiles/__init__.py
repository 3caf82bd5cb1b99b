"""Risk profiles: rules with an id, a condition in a small safe language, examples, and an exact explanation."""

from __future__ import annotations

from simulator.profiles.evaluate import Leaf
from simulator.profiles.pack import Profile, load
from simulator.profiles.scorer import Hit, Hits, ProfileScorer

__all__ = ["Hit", "Hits", "Leaf", "Profile", "ProfileScorer", "load"]
