"""The engine as in service: it reads the declaration alone, and has learned from what controls found.

There is one for each context pack, pattern of trade and state. Learning takes a quarter of a minute, so the classifier
is kept in the folder of run-time files. A new edition of the generator or of the profiles makes a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import pandas as pd

from exercises import home
from exercises.engine.past import DECLARATIONS, SEED, Learned, past
from exercises.engine.risk_engine import Engine
from exercises.engine.state import EngineState
from generators.edition import edition
from generators.odds import Settings
from models import Classifier, load, persistence, train
from simulator.errors import InputError
from simulator.packs import pack
from simulator.profiles import ProfileScorer
from simulator.profiles import load as load_profiles
from simulator.scoring import Scorer, Scores

Progress = Callable[[float], None]
_LEARNING = 0.7
"""Share of the time that past traffic takes; the rest is training (measured on two cores)."""
_held: dict[str, tuple[Classifier, Learned]] = {}
_lock = Lock()


def engine_in_service(
    traffic: Settings, engine: EngineState | None = None, progress: Progress = lambda done: None
) -> Engine:
    """The engine of an exercise with this traffic, in this state; it learns if it has not learned yet.

    Its probabilities are for the prevalence of ``traffic``. ``progress`` receives the share done, 0 to 1.
    """
    state = engine or EngineState()
    key = _key(traffic, state)
    with _lock:  # one at a time: two that learn at once would take twice as long
        if key not in _held:
            _held[key] = _kept(key) or _learned(key, traffic, state, progress)
        classifier, learned = _held[key]
    profiles = [one for one in load_profiles() if one.id not in learned.profiles_off]
    return Engine(ProfileScorer(profiles), AtPrevalence.of(classifier, traffic.prevalence), learned)


@dataclass(frozen=True)
class AtPrevalence:
    """A classifier whose probabilities are moved to another prevalence: the same order, other log-odds."""

    classifier: Scorer
    shift: float

    @classmethod
    def of(cls, classifier: Scorer, prevalence: float) -> AtPrevalence:
        """From the prevalence of past traffic, which is that of the settings' default."""
        return cls(classifier, _log_odds(prevalence) - _log_odds(Settings().prevalence))

    @property
    def name(self) -> str:
        """The name of the classifier."""
        return self.classifier.name

    def score(self, declarations: pd.DataFrame) -> Scores:
        """The classifier's scores, at the other prevalence; its reasons stay."""
        scores = self.classifier.score(declarations)
        odds = np.exp(self.shift) * scores.value
        return Scores(odds / (odds + 1.0 - scores.value), scores.contributions)


def _log_odds(share: float) -> float:
    return float(np.log(share) - np.log1p(-share))


def _key(traffic: Settings, engine: EngineState) -> str:
    parts = (edition(), pack(traffic.pack), traffic.traffic, engine, SEED, DECLARATIONS)
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()[:16]


def _file(key: str) -> Path:
    return home.home() / "models" / "in-service" / f"{key}.skops"


def _kept(key: str) -> tuple[Classifier, Learned] | None:
    """The classifier that an earlier process kept; ``None`` where there is none that this version can use."""
    try:
        learned = Learned.model_validate_json(_file(key).with_suffix(".json").read_bytes())
        return load(_file(key)), learned
    except (InputError, OSError, ValueError):
        return None


def _learned(key: str, traffic: Settings, engine: EngineState, progress: Progress) -> tuple[Classifier, Learned]:
    known = past(traffic, engine, tuple(load_profiles()), progress=lambda done: progress(done * _LEARNING))
    classifier = train(known.declarations, known.found, SEED)
    home.prepare()
    persistence.save(_file(key), classifier)
    _file(key).with_suffix(".json").write_text(known.learned.model_dump_json(), encoding="utf-8")
    progress(1.0)
    return classifier, known.learned
