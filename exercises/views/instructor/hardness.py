"""What was hard in an exercise: the difficulty of red flags by family, as the class's answers show it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exercises.debrief import designed_of
from exercises.language import _, number, span
from exercises.learning import calibrate
from exercises.report import Cell, Figure, Heading, Reference, Table, Text
from exercises.store import ResultRow
from exercises.views import blocks, markup, words

MOST = 12
"""Lines shown: the hardest (assumption)."""


def table(exercise_id: str, rows: Sequence[ResultRow]) -> None:
    """The hardest red flags by the class's answers, with their designed difficulty; nothing while there are no
    answers."""
    given = {row.person_id: [(exercise_id, row.result.answers)] for row in rows if row.result and row.result.answers}
    found = sorted(calibrate(given).items(), key=lambda item: -item[1].mean)[:MOST]
    if not found:
        return
    designed = designed_of(answer for told in given.values() for _id, answers in told for answer in answers)
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Reference(name),
            words.family(family),
            Figure(number(known.mean, 1)),
            Figure(span(known.low, known.high, 1)),
            Figure(number(designed[name, family], 1)),
            Figure(number(known.answers)),
        )
        for (_exercise, name, family), known in found
    )
    heads = (_("Ref"), _("Family"), _("Difficulty"), _("95 % interval"), _("As designed"), _("Answers"))
    said = _(
        "In logits: a trainee with rating 0 cites half of the flags with difficulty 0. The starting values come "
        "from the design."
    )
    parts = (Heading(_("What was hard")), Text(said, "muted"), Table(heads, lines))
    markup.show(Markup().join(blocks.html(part) for part in parts))
