"""Between exercises: skill ratings, practice, refreshers, courses, case studies and the reference library."""

from __future__ import annotations

from exercises.learning.case_studies import THEMES, CaseStudy, Option, Play, Step, Theme, cases
from exercises.learning.codes import CodeMeaning, code_meaning, code_meanings, mode_label
from exercises.learning.courses import Course, Standing, before_and_after, courses, standing
from exercises.learning.difficulty import calibrate
from exercises.learning.library import SHELVES, folded, search, shelf_label
from exercises.learning.practice import made
from exercises.learning.progress import Progress, progress
from exercises.learning.shelves import Entry, category_label, match_label
from exercises.learning.skill import Skill

__all__ = [
    "SHELVES",
    "THEMES",
    "CaseStudy",
    "CodeMeaning",
    "Course",
    "Entry",
    "Option",
    "Play",
    "Progress",
    "Skill",
    "Standing",
    "Step",
    "Theme",
    "before_and_after",
    "calibrate",
    "cases",
    "category_label",
    "code_meaning",
    "code_meanings",
    "courses",
    "folded",
    "made",
    "match_label",
    "mode_label",
    "progress",
    "search",
    "shelf_label",
    "standing",
]
