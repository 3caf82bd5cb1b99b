"""What the columns of the queue tell: the best estimate of each consignment's posterior for somebody who opens nothing.

The estimate is learned from fresh traffic of the same recipe, where the posterior is known: the mean posterior of
consignments whose columns look alike, by boosted trees. It belongs to the exercise, so that a later change of the
generator cannot change it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from exercises.design.batch import ExerciseBatch
from exercises.design.grounds import grounds, weigh_seen
from exercises.design.spec import ExerciseSpec
from generators.odds import Settings
from generators.traffic import generate
from models import Regression, regress
from simulator.reference import KEY, Tier, of_tiers

FRESH = 4_000
"""Fresh consignments. With ten times as many, the choice is worth the same within 3 % of the best (measured)."""
SEED = 20_290_101
_COUNTRIES = ("country_of_export", "country_of_destination")


def queue_only(spec: ExerciseSpec, batch: ExerciseBatch) -> pd.DataFrame:
    """The part of an exercise with ``expected``, the estimate in [0, 1], in the order of the declarations.

    The first exercise of a recipe takes a few seconds; other seeds of the same recipe take none.
    """
    reader = _reader(spec.traffic, spec.reach, _fields(spec.columns))
    estimate = reader.estimate(batch.declarations[[KEY, *_fields(spec.columns)]])
    expected = np.clip(estimate, 0.0, 1.0).round(6)  # so that every machine gives the same content
    return pd.DataFrame({KEY: batch.declarations[KEY].astype("str"), "expected": expected})


def _fields(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that the columns of a queue show."""
    shown = [field for name in columns for field in (_COUNTRIES if name == "countries" else (name,))]
    return tuple(dict.fromkeys(shown))


@lru_cache(maxsize=32)
def _reader(traffic: Settings, reach: tuple[Tier, ...], fields: tuple[str, ...]) -> Regression:
    traders = None if traffic.traders is None else max(1, traffic.traders * FRESH // traffic.declarations)
    settings = traffic.model_copy(update={"declarations": FRESH, "traders": traders})
    declarations = of_tiers(generate(settings, SEED).declarations, reach).reset_index(drop=True)
    ids = [str(name) for name in declarations[KEY]]
    every = np.ones(len(ids), dtype=bool)
    posterior = weigh_seen(grounds(declarations, settings, reach), ids, dict.fromkeys(reach, every)).posterior
    return regress(declarations[[KEY, *fields]], posterior, SEED)
