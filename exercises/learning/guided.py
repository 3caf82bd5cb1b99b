"""The guided first dossier: one fixed consignment that is in no exercise, played in memory and never stored."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import pandas as pd
from pydantic import BaseModel, ConfigDict

from exercises.design import ExerciseBatch, ExerciseCard
from exercises.engine import Help
from exercises.language import N_
from exercises.play import MemoryAttempt, Screen, Watch
from exercises.store import clock
from simulator.files import read_yaml
from simulator.office import Means, usual_costs
from simulator.reference import KEY

PACK = "eu-nl"
MEANS: tuple[Means, ...] = ("documents", "company")
MINUTES = 30
"""Officers' minutes: more than enough for both means."""


class Specimen(BaseModel):
    """The consignment as in ``data/guide/specimen.yaml``; ``shows``: the red flag that the guide points at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shows: str
    fields: dict[str, float | date | str]


@cache
def specimen() -> Specimen:
    """The shipped consignment."""
    return read_yaml(files("exercises") / "data" / "guide" / "specimen.yaml", Specimen)


@cache
def _batch() -> ExerciseBatch:
    told = specimen().fields
    row = {name: pd.Timestamp(value) if isinstance(value, date) else value for name, value in told.items()}
    advice = {
        KEY: told[KEY],
        "profile_score": float("nan"),
        "classifier_score": float("nan"),
        "combined_score": float("nan"),
        "hits": "[]",
        "reasons": "",
    }
    return ExerciseBatch(pd.DataFrame([row]), pd.DataFrame([advice]))


@cache
def _screen() -> Screen:
    card = ExerciseCard(
        id="guide",
        title=N_("A guided first dossier"),
        level="easy",
        volume=1,
        pack=PACK,
        capacity={"red": 1, "yellow": 1},
        visible_tier="declaration",
        means={name: usual_costs().means[name] for name in MEANS},
        officer_minutes=MINUTES,
        help=Help(profiles=False, classifier=False),
    )
    return Screen(card, _batch())


def guided() -> MemoryAttempt:
    """A new attempt at the fixed consignment; it has no truth, is never marked, and is kept nowhere."""
    return MemoryAttempt(_screen().card, _batch(), _screen(), Watch(clock.now()))
