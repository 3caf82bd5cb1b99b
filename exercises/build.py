"""Building an exercise: traffic, the engine's advice, and the oracle's opinion, from a spec and nothing else."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from exercises.batch import ExerciseBatch
from exercises.engine import Engine
from exercises.evidence import table
from exercises.spec import ExerciseSpec, Frame
from exercises.store.library import ExerciseCopy
from generators.oracle import weigh
from generators.traffic import generate
from simulator.declaration import KEY, visible

__all__ = ["ExerciseBatch", "build", "copy_for_store"]


def build(spec: ExerciseSpec, engine: Engine) -> ExerciseBatch:
    """The exercise of a spec. Same spec and same engine, same content hash on any machine."""
    traffic = generate(spec.traffic, spec.seed)
    declarations = visible(traffic.declarations, spec.visible_tier).reset_index(drop=True)
    opinion = weigh(traffic.declarations, spec.traffic, spec.visible_tier)
    return ExerciseBatch(
        declarations=declarations,
        engine=engine.advise(declarations),
        truth=traffic.truth.reset_index(drop=True),
        evidence=table(opinion, declarations[KEY]),
    )


def copy_for_store(spec: Frame, batch: ExerciseBatch) -> ExerciseCopy:
    """The exercise on its way into the store. Its id is the slug with the beginning of the content's hash."""
    content = batch.content_hash()
    return ExerciseCopy(
        id=f"{spec.slug}-{content[:8]}",
        title=spec.title,
        level=spec.level,
        spec=spec.record(),
        provenance={"redlane": _version(), "seed": spec.seed},
        capacity={"red": spec.capacity.red, "yellow": spec.capacity.yellow},
        content_hash=content,
        parts=batch.to_parts(),
        declaration_ids=[str(name) for name in batch.declarations[KEY]],
    )


def _version() -> str:
    try:
        return version("redlane")
    except PackageNotFoundError:
        return "not installed"
