"""What an engine out of date, or a blind one, does not know: typologies, and the profiles that are aimed at them."""

from __future__ import annotations

import numpy as np

from exercises.engine.state import EngineState
from generators.odds import Settings, typologies
from generators.traffic import generate
from simulator.profiles import Profile, ProfileScorer
from simulator.reference import visible

SEED = 20_280_101
DECLARATIONS, PREVALENCE = 8_000, 0.2
"""Of the traffic that shows what a profile is aimed at: it has some 1,600 violations."""
AIMED = {"blind": 2.0, "outdated": 2.5}
"""A profile is aimed at a typology if the typology is this many times as frequent among the violations that the profile
hits as among all. An engine out of date lacks what is aimed at four typologies, hence fewer for each (assumption)."""


def unknown(engine: EngineState) -> tuple[str, ...]:
    """The typologies that an engine never learned, the most frequent first."""
    if engine.state == "outdated":
        return _recent()
    return (engine.blind_to,) if engine.state == "blind" and engine.blind_to in typologies() else ()


def usual() -> dict[str, float]:
    """The usual weight of each typology among violations, over all kinds of trader."""
    return {name: sum(known.share.values()) for name, known in typologies().items()}


def profiles_lacking(engine: EngineState, traffic: Settings, profiles: tuple[Profile, ...]) -> tuple[str, ...]:
    """The profiles that were never written, because they are aimed at what the engine does not know."""
    names = unknown(engine)
    if not names:
        return ()
    settings = Settings(declarations=DECLARATIONS, prevalence=PREVALENCE, pack=traffic.pack, traffic=traffic.traffic)
    batch = generate(settings, SEED)
    violation = batch.truth["violation"].to_numpy(dtype=bool)
    typology = batch.truth["typology"].astype("str").to_numpy()[violation]
    known = ProfileScorer(profiles).hits(visible(batch.declarations, "declaration")[violation].reset_index(drop=True))
    aimed = np.zeros(len(known.profiles), dtype=bool)
    for name in names:
        its = typology == name
        share = (known.matrix & its[:, None]).sum(axis=0) / np.maximum(known.matrix.sum(axis=0), 1)
        aimed |= share >= AIMED[engine.state] * max(its.mean(), 1e-9)
    return tuple(profile.id for profile, one in zip(known.profiles, aimed, strict=True) if one)


def _recent() -> tuple[str, ...]:
    """The most frequent typologies, which together are half of the usual violations: an older office had none."""
    weights = usual()
    order = sorted(weights, key=lambda name: (-weights[name], name))
    before = np.cumsum([0.0, *(weights[name] for name in order[:-1])])
    return tuple(name for name, sum_ in zip(order, before, strict=True) if sum_ < 0.5 * sum(weights.values()))
