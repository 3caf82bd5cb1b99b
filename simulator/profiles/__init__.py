"""Risk profiles: rules with an id, a condition in a small safe language, examples, and an exact explanation."""

from __future__ import annotations

from simulator.profiles import simulation
from simulator.profiles.evaluate import Leaf
from simulator.profiles.pack import Profile, load, load_one
from simulator.profiles.scorer import Hit, Hits, ProfileScorer, above_cap, apply_profiles
from simulator.profiles.simulation import Simulation
from simulator.profiles.tree import And, Comparison, Node, OtherField
from simulator.profiles.wording import folded, pattern

__all__ = [
    "And",
    "Comparison",
    "Hit",
    "Hits",
    "Leaf",
    "Node",
    "OtherField",
    "Profile",
    "ProfileScorer",
    "Simulation",
    "above_cap",
    "apply_profiles",
    "folded",
    "load",
    "load_one",
    "pattern",
    "simulation",
]
