"""The figures of a class: one cell for each trainee and exercise, and the class's mean with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import mean, stdev

from markupsafe import Markup, escape

from exercises.language import PLAYERS, _, span, swatch
from exercises.marking import Detection, KeptResult, LadderRow
from exercises.report import figures
from exercises.store import ExerciseHead, Member, ResultRow
from exercises.views import values
from simulator.share import Z95


def efficiency(row: ResultRow) -> float | None:
    """The main figure of a submitted attempt; None where it is not marked or has no oracle."""
    return row.result.headline if row.result else None


def interval(shares: Sequence[float]) -> tuple[float, float, float] | None:
    """Mean and 95 % interval of the mean; None below two attempts, where the spread is unknown."""
    if len(shares) < 2:
        return None
    middle, half = mean(shares), Z95 * stdev(shares) / sqrt(len(shares))
    return middle, max(0.0, middle - half), min(1.0, middle + half)


def cell(row: ResultRow | None, volume: int) -> Markup:
    """The result of one trainee in one exercise."""
    if row is None:
        return Markup('<span class="rl-muted">{}</span>').format(_("not started"))
    if row.submitted_at is None:
        return Markup('<span class="rl-muted">{}/{} {}</span>').format(row.decided, volume, _("decided"))
    result = row.result or KeptResult()
    caught, there, seen = result.violations_examined, result.violations, result.detection
    held = Markup() if caught is None else Markup(' <span class="rl-muted">{}/{}</span>').format(caught, there)
    share, parts = efficiency(row), []
    if share is not None:
        parts.append(Markup("<b>{}</b>").format(values.percent(share)))
    if seen is not None:
        parts.append(Markup("d′ {}").format(figures.eye(seen)))
    if not parts:
        return held or escape(_("submitted"))
    return Markup(" ").join(parts) + held + _blindly(result)


def _blindly(result: KeptResult) -> Markup:
    """What the risk engine reaches on the same attempt, followed blindly; nothing where it is not known."""
    if result.engine_efficiency is None:
        return Markup()
    said = _("engine, blindly: {share}").format(share=values.percent(result.engine_efficiency))
    return Markup(' <small class="rl-muted">{}</small>').format(said)


def class_mean(rows: Sequence[ResultRow]) -> Markup:
    """The class's mean efficiency with its interval if it is known; for streams also the d′ of all together."""
    shares = [share for row in rows if (share := efficiency(row)) is not None]
    streams = [row.result.detection for row in rows if row.result and row.result.detection]
    parts = [_mean(shares)] if shares else []
    if streams:
        every = Detection.pooled(streams)
        between = Markup(" <small class='rl-muted'>{}</small>").format(span(*every.d_prime_interval, 1))
        parts.append(Markup("d′ {}{}").format(figures.eye(every), between if every.computable else ""))
    return Markup("<br>").join(parts) if parts else Markup("–")


def _mean(shares: Sequence[float]) -> Markup:
    spread = interval(shares)
    if spread is None:
        return escape(values.percent(shares[0]))
    middle, low, high = spread
    return Markup("{} <small class='rl-muted'>{} {} {}</small>").format(
        values.percent(middle), values.percent(low), _("to"), values.percent(high)
    )


def table(
    members: Sequence[Member],
    heads: Sequence[ExerciseHead],
    rows: Sequence[ResultRow],
    ladders: Mapping[str, Sequence[LadderRow]],
) -> Markup:
    """Trainees in rows, exercises in columns; then the class's mean and the other players of each exercise."""
    newest = {(row.person_id, row.exercise_id): row for row in rows}
    top = Markup().join(Markup('<th class="rl-num">{}</th>').format(_(head.title)) for head in heads)
    lines = [
        _line(
            member.name,
            [cell(newest.get((member.person_id, head.id)), head.spec.consignments) for head in heads],
        )
        for member in members
    ]
    means = [class_mean([row for row in newest.values() if row.exercise_id == head.id]) for head in heads]
    lines.append(_line(_("Class mean"), means, "rl-mine"))
    for player in PLAYERS:
        if player != "you" and any(_share(ladders[head.id], player) is not None for head in heads):
            shares = [values.percent(_share(ladders[head.id], player)) for head in heads]
            lines.append(_line(swatch(player), shares, "rl-muted"))
    return Markup(
        '<table class="rl-table rl-class"><thead><tr><th>{}</th>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(_("Trainee"), top, Markup().join(lines))


def _share(rows: Sequence[LadderRow], player: str) -> float | None:
    return next((row.efficiency for row in rows if row.player == player), None)


def _line(label: str, cells: Sequence[str], style: str = "") -> Markup:
    shown = Markup().join(Markup('<td class="rl-num">{}</td>').format(text) for text in cells)
    return Markup('<tr class="{}"><th>{}</th>{}</tr>').format(style, label, shown)
