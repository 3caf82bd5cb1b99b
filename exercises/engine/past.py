"""What an engine in service has learned from: past traffic of its office, and what controls and audits found there.

Past traffic has every difficulty. Week by week the office chooses by its risk profiles, and a tenth of each kind of
control by lot, at least one. Only what it controlled or audited has a label, and a control misses some violations. So
the engine learns from few labels, and most of them are of what the profiles already suspected.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from exercises.engine.ignorance import profiles_lacking, unknown, usual
from exercises.engine.state import BLIND_MODES, EngineState
from generators.odds import Settings
from generators.traffic import generate
from simulator.derived import with_facts
from simulator.office import weeks_of_controls
from simulator.profiles import Profile, ProfileScorer
from simulator.reference import visible

SEED = 20_300_101
DECLARATIONS = 48_000
"""Some 4,000 of them are controlled or audited, a year's work of a small office (assumption)."""
DAYS = 365
MIX = tuple((subtlety, clutter) for subtlety in (0.1, 0.3, 0.5) for clutter in (0.1, 0.3))
"""Subtlety and clutter of the blocks of past traffic: easy to hard (assumption)."""


class Learned(BaseModel):
    """What an engine learned from; kept with an exercise, for its debrief.

    ``declarations`` of past traffic, how many of them were ``controlled`` or audited, and in how many a violation was
    ``found``. ``unknown``: the typologies that it never learned; ``profiles_off``: the profiles that it lacks.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    engine: EngineState
    declarations: int
    controlled: int
    found: int
    unknown: tuple[str, ...] = ()
    profiles_off: tuple[str, ...] = ()

    @property
    def unread_mode(self) -> str:
        """The code of the mode whose declarations do not reach the engine, or ""."""
        return BLIND_MODES.get(self.engine.blind_to, "") if self.engine.state == "blind" else ""


@dataclass(frozen=True)
class Past:
    """The labels of an engine: the declarations that were looked at, and whether a violation was found, bool (n,)."""

    declarations: pd.DataFrame
    found: NDArray[np.bool_]
    learned: Learned


def past(
    traffic: Settings,
    engine: EngineState,
    profiles: tuple[Profile, ...],
    declarations: int = DECLARATIONS,
    progress: Callable[[float], None] = lambda done: None,
) -> Past:
    """The past of an office with the context pack and the pattern of trade of ``traffic``. The same every time."""
    lacking = profiles_lacking(engine, traffic, profiles)
    profiles = tuple(profile for profile in profiles if profile.id not in lacking)
    blocks = [
        _block(traffic, engine, number, declarations, profiles, lambda done: progress(done / len(MIX)))
        for number in range(len(MIX))
    ]
    looked = [np.isfinite(block.reported) for block in blocks]
    found = np.concatenate([block.found[rows] for block, rows in zip(blocks, looked, strict=True)])
    return Past(
        declarations=pd.concat(
            [block.seen[rows] for block, rows in zip(blocks, looked, strict=True)], ignore_index=True
        ),
        found=found,
        learned=Learned(
            engine=engine,
            declarations=sum(len(block.seen) for block in blocks),
            controlled=len(found),
            found=int(found.sum()),
            unknown=unknown(engine),
            profiles_off=lacking,
        ),
    )


@dataclass(frozen=True)
class _Block:
    seen: pd.DataFrame
    found: NDArray[np.bool_]
    reported: NDArray[np.float64]


def _block(
    traffic: Settings,
    engine: EngineState,
    number: int,
    declarations: int,
    profiles: tuple[Profile, ...],
    progress: Callable[[float], None],
) -> _Block:
    subtlety, clutter = MIX[number]
    absent = unknown(engine) if engine.state == "outdated" else ()
    settings = Settings(
        declarations=max(1, declarations // len(MIX)),
        days=DAYS,
        subtlety=subtlety,
        masking=subtlety,
        clutter=clutter,
        pack=traffic.pack,
        traffic=traffic.traffic,
        typologies=tuple((name, share) for name, share in usual().items() if name not in absent) if absent else (),
    )
    batch = generate(settings, SEED + number)
    truth = batch.truth
    if engine.state == "blind":  # the typology occurs, but no control knows what to look for
        truth = truth.assign(violation=truth["violation"] & ~truth["typology"].isin(unknown(engine)))
    read = (batch.declarations["mode_at_border"].astype("str") != (BLIND_MODES.get(engine.blind_to, ""))).to_numpy()
    seen = with_facts(visible(batch.declarations, "declaration"))[read].reset_index(drop=True)
    accepted = seen["acceptance_date"]
    day = (accepted - accepted.min()).dt.days.to_numpy(dtype=np.int64)
    found, reported = weeks_of_controls(truth[read], day, ProfileScorer(profiles).score(seen).value, SEED + number)
    progress(number + 1)
    return _Block(seen, found, reported)
