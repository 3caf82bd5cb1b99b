"""Risk profiles: rules with an id, a condition in a small safe language, examples, and an exact explanation."""

from __future__ import annotations

from simulator.profiles.evaluate import Leaf
from simulator.profiles.pack import Profile, load, load_one
from simulator.profiles.scorer import Hit, Hits, ProfileScorer, above_cap, judge

__all__ = ["Hit", "Hits", "Leaf", "Profile", "ProfileScorer", "above_cap", "judge", "load", "load_one"]
