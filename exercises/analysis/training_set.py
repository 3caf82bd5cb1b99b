"""The training set of the classifier: traffic of every difficulty, always the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators.odds import Settings
from generators.traffic import generate

SEED = 20_310_101
DECLARATIONS = 60_000
"""Enough for stable held-out figures; training takes about a minute on two cores (assumption)."""

MIX = tuple((subtlety, clutter) for subtlety in (0.1, 0.3, 0.5, 0.7) for clutter in (0.1, 0.2, 0.4))
"""Subtlety and clutter of the blocks: from easier than the easiest exercise to harder than the hardest (assumption)."""


def compose(
    declarations: int = DECLARATIONS, seed: int = SEED, progress: Callable[[float], None] = lambda done: None
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Declarations, and whether each is a violation; each block has its own traders and difficulty."""
    frames: list[pd.DataFrame] = []
    labels: list[NDArray[np.bool_]] = []
    for block, (subtlety, clutter) in enumerate(MIX):
        settings = Settings(
            declarations=max(1, declarations // len(MIX)), subtlety=subtlety, masking=subtlety, clutter=clutter
        )
        batch = generate(settings, seed + block)
        frames.append(batch.declarations)
        labels.append(batch.truth["violation"].to_numpy(dtype=bool))
        progress((block + 1) / len(MIX))
    return pd.concat(frames, ignore_index=True), np.concatenate(labels)
