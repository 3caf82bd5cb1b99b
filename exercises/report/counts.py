"""Each score and count of a debrief with its interval, what the risk engine reaches blindly, and what it means."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.debrief import Debrief
from exercises.language import _
from exercises.report import figures
from exercises.report.blocks import Block, Cell, Figure, Heading, Table, Text
from simulator.share import Share

FEW = 30
"""With fewer violations, a batch's own counts say little: the interval of a share is then wider than 0.3."""


def counts(debrief: Debrief) -> Iterator[Block]:
    """Each count with its interval, and how much one batch can say."""
    marking = debrief.marking
    rows = [*_worth(debrief), *_found(debrief)]
    yield Heading(_("Counts and their intervals"))
    yield Table(
        ("", _("You"), _("95 % interval"), *_heads(debrief), _("What it is")),
        tuple(tuple(cell for cell in row if cell is not None) for row in rows),
    )
    if marking.engine is not None:
        yield Text(
            _(
                "“Engine, blindly” is the result of somebody who fills the places in the order of the risk engine's "
                "score and thinks no further."
            ),
            "muted",
        )
    if marking.recall.total < FEW:
        yield Text(
            _(
                "One batch has few violations, so these intervals are wide: a single batch does not prove "
                "your skill. Look at several batches together on your progress page."
            ),
            "muted",
        )


def _heads(debrief: Debrief) -> tuple[str, ...]:
    return () if debrief.marking.engine is None else (_("Engine, blindly"),)


def _worth(debrief: Debrief) -> Iterator[tuple[Cell | None, ...]]:
    """Shares of the best; none without an oracle."""
    marking, engine = debrief.marking, debrief.marking.engine
    if not debrief.has_oracle:
        return
    yield (
        _("Share of the best possible (Bayes-efficiency)"),
        figures.part(marking.you.efficiency),
        figures.between(marking.efficiency_interval),
        figures.part(engine.efficiency) if engine else None,
        _(
            "sum of posteriors of what you examined, as a share of the most possible with the same "
            "number of examinations"
        ),
    )
    if marking.asked:
        yield (
            _("The same, against everything knowable"),
            figures.part(marking.you.knowable_efficiency),
            Figure("–"),
            figures.part(engine.knowable_efficiency) if engine else None,
            _("with everything that could be asked for, whatever you asked for"),
        )
    yield (
        _("The same, weighted by severity"),
        figures.part(marking.you.severity_efficiency),
        Figure("–"),
        figures.part(engine.severity_efficiency) if engine else None,
        _("a missed weapon part counts more than a missed form"),
    )


def _found(debrief: Debrief) -> Iterator[tuple[Cell | None, ...]]:
    """Recall and precision."""
    marking, engine = debrief.marking, debrief.marking.engine
    caught, lawful = (int(engine.violations_examined), int(engine.lawful_examined)) if engine else (0, 0)
    yield (
        _("Recall"),
        *figures.share(marking.recall),
        figures.share(Share(caught, marking.recall.total))[0] if engine else None,
        _("violations in the red lane, as a share of all violations"),
    )
    yield (
        _("Precision"),
        *figures.share(marking.precision),
        figures.share(Share(caught, caught + lawful))[0] if engine else None,
        _("violations in the red lane, as a share of all consignments there"),
    )
