"""The requests: what they cost, what each was worth, and the best one that was not made."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.debrief import Debrief, Inquiries, Question, Questions
from exercises.language import _, means_label, ngettext, number
from exercises.report.blocks import Bar, Block, Cell, Figure, Heading, Reference, Table, Text
from exercises.report.figures import chance

SHOWN = 8
"""Questions that are listed: those that changed most (assumption: nobody reads more)."""


def asking(debrief: Debrief) -> Iterator[Block]:
    """Each question first, then what all of them together were worth, then their cost."""
    found = debrief.inquiries
    if found is None:
        return
    yield Heading(_("What your requests were worth"))
    if debrief.questions is not None:
        yield from _questions(debrief.questions)
    yield from _together(found)


def _questions(found: Questions) -> Iterator[Block]:
    """What the questions changed, the most important ones, and the best that was not asked."""
    if found.asked:
        changed = sum(one.changed for one in found.asked)
        yield Text(
            ngettext(
                "{changed} of {count} question carried a chance over the line, so it changed the lane that the "
                "evidence called for.",
                "{changed} of {count} questions carried a chance over the line, so they changed the lane that the "
                "evidence called for.",
                len(found.asked),
            ).format(changed=number(changed), count=number(len(found.asked))),
            "lead",
        )
        first = sorted(found.asked, key=lambda one: (not one.changed, -one.moved))[:SHOWN]
        heads = (
            _("Ref"),
            _("You asked for"),
            _("Minutes"),
            _("Chance before"),
            _("Chance after"),
            _("Best lane changed"),
        )
        yield Table(heads, tuple(_question(one) for one in first))
    best = found.best
    if best is None:
        yield Text(_("No single question that you did not ask would have carried a chance over the line."))
        return
    yield Text(
        _(
            "The best question that you did not ask: {means} on {ref}, {minutes} minutes. The chance would have gone "
            "from {before} to {after}."
        ).format(
            means=means_label(best.means),
            ref=best.declaration_id,
            minutes=number(best.minutes),
            before=chance(best.before),
            after=chance(best.after),
        )
    )


def _question(one: Question) -> tuple[Cell, ...]:
    return (
        Reference(one.declaration_id),
        means_label(one.means),
        Figure(number(one.minutes)),
        Figure(chance(one.before)),
        Figure(chance(one.after)),
        _("yes") if one.changed else _("no"),
    )


def _together(found: Inquiries) -> Iterator[Block]:
    """What all requests together were worth to the best possible choice, and what they cost."""
    said = _(
        "On average, the best possible choice would catch {nothing} violations without any request, {asked} "
        "with your requests, and {everything} with everything that could be asked for."
    )
    names = ("nothing", "asked", "everything")
    yield Text(said.format(**{name: number(getattr(found, name), 1) for name in names}))
    most = max(found.nothing, found.asked, found.everything) or 1.0
    titles = {"nothing": _("nothing asked"), "asked": _("as you asked"), "everything": _("everything asked")}
    yield Table(
        (_("The best possible choice, with"), "", _("Expected caught")),
        tuple(
            (titles[name], Bar(getattr(found, name) / most, "best"), Figure(number(getattr(found, name), 1)))
            for name in names
        ),
    )
    yield Text(
        _(
            "This is another measure than the share of the best: the violations that the controls in both lanes are "
            "expected to find, with everything that could be asked for."
        ),
        "muted",
    )
    yield Table(
        (_("Asked for"), _("Times"), _("Officers' minutes"), _("Hours the goods waited")),
        tuple(
            (means_label(row.means), *(Figure(number(value)) for value in (row.asked, row.minutes, row.delay_hours)))
            for row in found.rows
        ),
    )
    if found.budget is not None:
        yield Text(
            _("Officers' time used: {used} of {all} minutes.").format(
                used=number(found.minutes), all=number(found.budget)
            )
        )
