"""The result sentence and the ladder of players."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from exercises.debrief import Debrief
from exercises.languages import _
from exercises.marking import LadderRow
from exercises.views import palette, values


def sentence(debrief: Debrief) -> str:
    """The result in one paragraph: what the choice was worth, and what came of it."""
    marking = debrief.marking
    you, best = marking.you, marking.best
    came = _(
        "You used {examined} of {capacity} examinations, and {held} of {violations} violations were in them. Your "
        "examinations and document checks found {found}."
    ).format(
        examined=marking.precision.total,
        capacity=marking.capacity["red"],
        held=marking.recall.count,
        violations=marking.recall.total,
        found=values.number(you.caught_by_examination + you.caught_by_documents),
    )
    if best is None or you.examined_efficiency is None:
        return came
    worth = _(
        "Your choice was worth {share} of the best that anyone could have made with what was shown: {yours} violations "
        "caught on average, against {best}."
    ).format(
        share=f"<b>{values.percent(you.examined_efficiency)}</b>",
        yours=values.number(you.expected_caught, 1),
        best=values.number(best.expected_caught, 1),
    )
    return f"{worth} {came}"


def caution(debrief: Debrief) -> str:
    """How far one batch can be trusted."""
    low, high = debrief.marking.recall.interval
    return _(
        "With so few violations one batch says little: the share you examine over many such batches lies between {low} "
        "and {high} (95 % interval)."
    ).format(low=values.percent(low), high=values.percent(high))


def table(rows: Sequence[LadderRow], oracle: bool) -> str:
    """The ladder as a table with bars, worst to best possible."""
    measure = _("Share of the best possible") if oracle else _("Violations examined")
    most = 1.0 if oracle else max((row.violations_examined for row in rows), default=1.0)
    heads = [
        "",
        measure,
        "",
        *([_("Expected caught"), _("Violations examined")] if oracle else []),
        _("Found by examination"),
        _("Found by documents"),
        _("Lawful examined"),
    ]
    body = "".join(_row(row, oracle, most) for row in rows)
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f'<table class="rl-table rl-ladder"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: LadderRow, oracle: bool, most: float) -> str:
    share = (row.examined_efficiency if oracle else row.violations_examined) or 0.0
    whole = row.player != "chance"
    examined = values.number(row.violations_examined, 0 if whole else 1)
    figures = [
        *([values.number(row.expected_caught, 1), examined] if oracle else []),
        values.number(row.caught_by_examination, 0 if whole else 1),
        values.number(row.caught_by_documents, 0 if whole else 1),
        values.number(row.lawful_examined, 0 if whole else 1),
    ]
    bar = (
        f'<i class="rl-bar" style="width:{100 * min(share / most, 1.0) if most else 0:.1f}%;'
        f'background:{palette.COLOURS[row.player]}"></i>'
    )
    mine = ' class="rl-mine"' if row.player == "you" else ""
    shown = values.percent(row.examined_efficiency) if oracle else examined
    cells = "".join(f'<td class="rl-num">{figure}</td>' for figure in figures)
    return f"<tr{mine}><th>{palette.mark(row.player)}</th><td>{bar}</td><td class='rl-num'>{shown}</td>{cells}</tr>"


def see(debrief: Debrief) -> str:
    """What to see in the ladder, in one sentence."""
    you, both, best = debrief.marking.you, debrief.marking.row("both"), debrief.marking.best
    if best is None or you.examined_efficiency is None:
        return _(
            "Hindsight is what knowing every outcome would have found; nobody could have known it, and it is no "
            "measure of a choice."
        )
    if both is None or both.examined_efficiency is None:
        return _("The gap between you and the best possible is skill; what is left above that is luck.")
    gap = you.examined_efficiency - both.examined_efficiency
    if gap > 0.02:
        return _(
            "You chose better than the risk engine: {points} points above profiles and classifier together."
        ).format(points=values.number(100 * gap))
    if gap < -0.02:
        return _(
            "The risk engine's own ranking was {points} points better than your choice: see below which of its reasons "
            "you set aside."
        ).format(points=values.number(-100 * gap))
    return _("You and the risk engine chose equally well; the gap to the best possible is what neither of you saw.")
