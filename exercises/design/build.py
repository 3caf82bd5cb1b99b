"""Building an exercise: traffic, the engine's advice, and the oracle's opinion, from a spec only."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from exercises.design.answers import means_answers
from exercises.design.batch import ExerciseBatch
from exercises.design.citing import citable, readable
from exercises.design.evidence import table
from exercises.design.forms import ExerciseCopy
from exercises.design.grounds import grounds, weigh_seen
from exercises.design.queue_only import queue_only
from exercises.design.spec import BaseSpec, ExerciseSpec
from exercises.engine import Engine
from generators.edition import edition
from generators.traffic import generate
from simulator.reference import KEY, of_tiers

__all__ = ["ExerciseBatch", "build", "copy_for_store", "make"]


def build(spec: ExerciseSpec, engine: Engine) -> ExerciseBatch:
    """Build the exercise of a spec. The same spec and engine give the same content hash on any machine."""
    traffic = generate(spec.traffic, spec.seed)
    declarations = of_tiers(traffic.declarations, spec.reach).reset_index(drop=True)
    truth = traffic.truth.reset_index(drop=True)
    every = np.ones(len(declarations), dtype=bool)
    kept = grounds(declarations, spec.traffic, spec.reach)
    ids = [str(name) for name in declarations[KEY]]
    evidence = table(weigh_seen(kept, ids, dict.fromkeys(spec.reach, every)), kept)
    advice = engine.advise(declarations, spec.traffic.prevalence)
    batch = ExerciseBatch(
        declarations, advice, truth, evidence, settings=spec.traffic, grounds=kept, learned=engine.learned
    )
    answers = means_answers(batch, tuple(spec.means), spec.free)
    return batch if answers is None else replace(batch, means_answers=answers)


def make(spec: ExerciseSpec, engine: Engine) -> ExerciseCopy:
    """The exercise of a spec as the store takes it, with what its queue tells; the first of a recipe takes seconds."""
    batch = build(spec, engine)
    return copy_for_store(spec, replace(batch, queue_only=queue_only(spec, batch)))


def copy_for_store(spec: BaseSpec, batch: ExerciseBatch) -> ExerciseCopy:
    """The exercise in the form that the store takes. Its id is the slug with the beginning of the content hash.

    The flags offered for citing are kept with it, so that a later change of the generator cannot change the desk.
    """
    content = batch.content_hash()
    offered = citable(spec.reach, spec.traffic) if isinstance(spec, ExerciseSpec) else readable(spec.reach)
    return ExerciseCopy(
        id=f"{spec.slug}-{content[:8]}",
        title=spec.title,
        level=spec.level,
        spec={**spec.record(), "citable": list(offered)},
        provenance={"redlane": _version(), "generator": edition(), "seed": spec.seed},
        capacity=spec.places,
        content_hash=content,
        parts=batch.to_parts(),
        declaration_ids=[str(name) for name in batch.declarations[KEY]],
    )


def _version() -> str:
    try:
        return version("redlane")
    except PackageNotFoundError:
        return "not installed"
