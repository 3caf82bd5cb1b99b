"""The debrief: what the administration saw, what was true, and how well the trainee used the evidence."""

from __future__ import annotations

from exercises.debrief.answers import designed_of
from exercises.debrief.aside import Aside
from exercises.debrief.case import CaseReview, FlagReview, Step, Verdict, verdict_of
from exercises.debrief.inquiries import Inquiries, Inquiry
from exercises.debrief.questions import Question, Questions
from exercises.debrief.reveal import Reveal, debrief, result
from exercises.debrief.review import Administration, Debrief, review, room_of
from exercises.debrief.waterfall import Move, start, waterfall

__all__ = [
    "Administration",
    "Aside",
    "CaseReview",
    "Debrief",
    "FlagReview",
    "Inquiries",
    "Inquiry",
    "Move",
    "Question",
    "Questions",
    "Reveal",
    "Step",
    "Verdict",
    "debrief",
    "designed_of",
    "result",
    "review",
    "room_of",
    "start",
    "verdict_of",
    "waterfall",
]
