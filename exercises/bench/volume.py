"""Volume: seconds to score many declarations."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.bench.figures import Figure, runs
from exercises.engine import Engine
from generators.settings import Settings
from generators.traffic import generate
from simulator.declaration import visible
from simulator.scoring import together

DECLARATIONS = 100_000
RUNS = 3


def volume(engine: Engine, declarations: int = DECLARATIONS) -> Iterator[Figure]:
    """Score by the classifier, and by profiles and classifier together."""
    settings = Settings(declarations=declarations)
    traffic = visible(generate(settings, 1).declarations, "declaration")
    classifier = engine.classifier
    if classifier is not None:
        yield Figure(
            f"Score {declarations:,} by the classifier, with reasons",
            runs(RUNS, lambda: classifier.score(traffic)),
            "in one process, each score with what every family of indicators added to it",
        )
        both = runs(RUNS, lambda: together(engine.profiles.score(traffic), classifier.score(traffic)))
        yield Figure(
            f"Score {declarations:,} by both together", both, "in one process, both scorers and their combination"
        )
