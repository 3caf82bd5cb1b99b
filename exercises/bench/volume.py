"""Volume: seconds to score many declarations, beside the plain way of doing it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

import pandas as pd

from exercises.bench import plain
from exercises.bench.figures import Figure, runs, timed
from exercises.engine import Engine
from generators.settings import Settings
from generators.traffic import generate
from simulator.declaration import visible
from simulator.derived import derive
from simulator.scoring import together

DECLARATIONS = 100_000
SAMPLE = 2_000
RUNS = 3


def volume(engine: Engine, declarations: int = DECLARATIONS, sample: int = SAMPLE) -> Iterator[Figure]:
    """Score; the plain way is measured on a sample and scaled up."""
    settings = Settings(declarations=declarations)
    traffic = visible(generate(settings, 1).declarations, "declaration")
    few = traffic.iloc[:sample].reset_index(drop=True)
    engine.profiles.score(few)
    taken = runs(RUNS, lambda: engine.profiles.score(traffic))
    rows = plain.rows_of(pd.concat([few, derive(few)], axis=1))
    rules = [plain.rule(profile) for profile in engine.profiles.profiles]
    by_rules = timed(lambda: [[rule(row) for rule in rules] for row in rows]) * declarations / sample
    yield _beside(
        f"Score {declarations:,} by {len(rules)} risk profiles, with derived facts and party screening",
        taken,
        "in one process, what the declaration alone shows, all profiles and their reasons; "
        f"the plain functions on {sample:,} rows, scaled, without derived facts and screening",
        "the conditions alone as Python functions on each row",
        by_rules,
    )
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


def _beside(what: str, seconds: list[float], how: str, against: str, plain_seconds: float) -> Figure:
    return Figure(what, seconds, how, against=against, ratio=plain_seconds / statistics.median(seconds))
