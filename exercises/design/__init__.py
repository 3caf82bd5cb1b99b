"""What an exercise is: its spec, the shipped catalogue, and the batch that is built from a spec or a file."""

from __future__ import annotations

from exercises.design.batch import ExerciseBatch
from exercises.design.build import build, copy_for_store
from exercises.design.card import ExerciseCard, card_of
from exercises.design.catalogue import catalogue
from exercises.design.evidence import CONTROLLED, Evidence, table, weigh_seen
from exercises.design.forms import ExerciseCopy
from exercises.design.from_file import build_from_file, slug_of
from exercises.design.spec import Capacity, ExerciseSpec, Pace, RealSpec, load_spec
from exercises.design.story import Story

__all__ = [
    "CONTROLLED",
    "Capacity",
    "Evidence",
    "ExerciseBatch",
    "ExerciseCard",
    "ExerciseCopy",
    "ExerciseSpec",
    "Pace",
    "RealSpec",
    "Story",
    "build",
    "build_from_file",
    "card_of",
    "catalogue",
    "copy_for_store",
    "load_spec",
    "slug_of",
    "table",
    "weigh_seen",
]
