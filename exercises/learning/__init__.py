"""Between exercises: skill ratings, practice, refreshers, courses, case studies and the reference library."""

from __future__ import annotations

from exercises.learning.case_studies import THEMES, CaseStudy, Option, Play, Step, Theme, cases
from exercises.learning.codes import CodeMeaning, code_meaning, code_meanings, mode_label
from exercises.learning.courses import Course, Standing, before_and_after, courses, standing
from exercises.learning.difficulty import calibrate
from exercises.learning.guided import Specimen, guided, specimen
from exercises.learning.library import NUMBERED, SHELVES, folded, search, shelf_label
from exercises.learning.licensing import country_names, licence_rule
from exercises.learning.next_practice import NextPractice, next_practice
from exercises.learning.practice import made
from exercises.learning.progress import Progress, asks_for_flags, progress
from exercises.learning.shelves import Entry, category_label, match_label, match_of
from exercises.learning.skill import Skill

__all__ = [
    "NUMBERED",
    "SHELVES",
    "THEMES",
    "CaseStudy",
    "CodeMeaning",
    "Course",
    "Entry",
    "NextPractice",
    "Option",
    "Play",
    "Progress",
    "Skill",
    "Specimen",
    "Standing",
    "Step",
    "Theme",
    "asks_for_flags",
    "before_and_after",
    "calibrate",
    "cases",
    "category_label",
    "code_meaning",
    "code_meanings",
    "country_names",
    "courses",
    "folded",
    "guided",
    "licence_rule",
    "made",
    "match_label",
    "match_of",
    "mode_label",
    "next_practice",
    "progress",
    "search",
    "shelf_label",
    "specimen",
    "standing",
]
