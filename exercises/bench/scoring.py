"""Measures scoring stage by stage, and compares the classifier's reasons with TreeSHAP: CPU seconds."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import TypeVar

import numpy as np

from exercises.analysis import generated, score_folder
from exercises.bench.figures import Figure, cpu
from exercises.engine import Engine
from generators.odds import Settings
from generators.output import Order, write
from models import FIELDS, Classifier
from simulator.derived import with_facts
from simulator.errors import InputError
from simulator.reference import visible
from simulator.scoring import together

DECLARATIONS = 400_000
EXPLAINED = 500
RUNS = 3
SETTINGS = Settings(prevalence=0.02)
T = TypeVar("T")
_TOGETHER = ("derived facts and party screening", "risk profiles", "features", "trees and contributions", "combination")
"""The stages that score declarations in memory."""


def scoring(engine: Engine, declarations: int = DECLARATIONS, explained: int = EXPLAINED) -> Iterator[Figure]:
    """Each stage of ``redlane score`` on a folder, all stages together, and contributions compared with TreeSHAP."""
    classifier = engine.classifier
    if not isinstance(classifier, Classifier):
        raise InputError("there is no trained classifier; run `redlane train`")
    with tempfile.TemporaryDirectory(prefix="redlane-bench-") as name:
        folder = Path(name)
        write(Order(SETTINGS.model_copy(update={"declarations": declarations}), 1, folder / "traffic"))
        runs = [_stages(engine, classifier, folder / "traffic") for _ in range(RUNS + 1)][1:]  # the first warms up
        whole = [cpu(lambda: score_folder(folder / "traffic", folder / "scored", engine)) for _ in range(RUNS)]
    both = [sum(run[stage] for stage in _TOGETHER) for run in runs]
    yield Figure(
        f"Score {declarations:,} by profiles and classifier together: CPU",
        both,
        f"in one process, from declarations in memory to both scores, the combined score and the part of each "
        f"indicator in them; {declarations / statistics.median(both):,.0f} declarations per second and core",
    )
    for stage in runs[0]:
        yield Figure(f"one stage: {stage}", [run[stage] for run in runs], "the same runs, sum over the shards")
    yield Figure(
        f"redlane score on a folder of {declarations:,}, from Parquet to Parquet: CPU",
        whole,
        f"all stages with reading, writing and the reasons of the top 1,000; "
        f"{declarations / statistics.median(whole):,.0f} declarations per second and core",
    )
    yield _beside_shap(classifier, explained)


def _stages(engine: Engine, classifier: Classifier, folder: Path) -> dict[str, float]:
    """CPU seconds of each stage over all shards."""
    taken: dict[str, float] = {}

    def step(stage: str, call: Callable[[], T]) -> T:
        start = process_time()
        result = call()
        taken[stage] = taken.get(stage, 0.0) + process_time() - start
        return result

    shards = generated.shards(folder, engine.profiles.fields | FIELDS)
    while (shard := step("reading Parquet", lambda: next(shards, None))) is not None:
        given = visible(shard.declarations, "declaration")
        facts, profiles, features, trees, combination = _TOGETHER
        seen = step(facts, lambda: with_facts(given))  # noqa: B023
        rules = step(profiles, lambda: engine.profiles.score(seen))  # noqa: B023
        matrix = step(features, lambda: classifier.matrix(seen))  # noqa: B023
        model = step(trees, lambda: classifier.scores(matrix, seen.index))  # noqa: B023
        step(combination, lambda: together(rules, model))  # noqa: B023
    return taken


def _beside_shap(classifier: Classifier, rows: int) -> Figure:
    """Contributions of some rows, by Redlane and by TreeSHAP."""
    import shap  # slow to import, and no other figure needs it

    with tempfile.TemporaryDirectory(prefix="redlane-bench-") as name:
        folder = Path(name)
        write(Order(SETTINGS.model_copy(update={"declarations": rows}), 2, folder))
        matrix = np.asarray(classifier.matrix(generated.read_generated(folder, rows).declarations))
    explainer = shap.TreeExplainer(classifier.model)
    explainer.shap_values(matrix[:5])
    ours = [cpu(lambda: classifier.contributions(matrix)) for _ in range(RUNS)]
    theirs = [cpu(lambda: explainer.shap_values(matrix)) for _ in range(RUNS)]
    return Figure(
        f"Contributions of {rows} declarations with features ready",
        ours,
        f"CPU time, exact sums by indicator; TreeSHAP took {statistics.median(theirs):.2f} s for the same sums",
        "ms",
        against="TreeSHAP",
        ratio=statistics.median(theirs) / statistics.median(ours),
    )
