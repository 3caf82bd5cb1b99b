"""What an exercise is: its spec, the shipped catalogue, and the batch that is built from a spec or a file."""

from __future__ import annotations

from exercises.design.answers import tiers_key
from exercises.design.batch import GROUNDS, SETTINGS, ExerciseBatch, read_part
from exercises.design.build import build, copy_for_store, make
from exercises.design.card import ExerciseCard, Shown, Terms
from exercises.design.catalogue import catalogue
from exercises.design.citing import by_field, citable, first_fields
from exercises.design.evidence import CONTROLLED, Evidence, table
from exercises.design.forms import ExerciseCopy, StoredSpec
from exercises.design.from_file import build_from_file, slug_of
from exercises.design.grounds import grounds, weigh_seen
from exercises.design.queue_only import queue_only
from exercises.design.spec import Capacity, ExerciseSpec, Pace, RealSpec, Slug, load_spec
from exercises.design.story import Story

__all__ = [
    "CONTROLLED",
    "GROUNDS",
    "SETTINGS",
    "Capacity",
    "Evidence",
    "ExerciseBatch",
    "ExerciseCard",
    "ExerciseCopy",
    "ExerciseSpec",
    "Pace",
    "RealSpec",
    "Shown",
    "Slug",
    "StoredSpec",
    "Story",
    "Terms",
    "build",
    "build_from_file",
    "by_field",
    "catalogue",
    "citable",
    "copy_for_store",
    "first_fields",
    "grounds",
    "load_spec",
    "make",
    "queue_only",
    "read_part",
    "slug_of",
    "table",
    "tiers_key",
    "weigh_seen",
]
