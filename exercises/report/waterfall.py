"""The waterfall of a case as lines to draw, and how its chances are computed, with one worked example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from exercises.debrief import CaseReview, FlagReview, Move, start, waterfall
from exercises.language import _, languages
from exercises.report.blocks import Block, Explained, Figure, Table, Text
from exercises.report.facts import move_words
from exercises.report.figures import chance

WIDEST = 7.0
"""Log-odds at which the scale ends on either side: 0.1 % and 99.9 % (assumption: no lane depends on more)."""
LEAST = 1.5
"""Log-odds that the scale shows at least, so that a case in which little counted does not look dramatic."""


@dataclass(frozen=True)
class Drawn:
    """One line: its words, the red flag that it shows, and the chance after it; ``left`` and ``right`` are the ends of
    its bar, 0 to 1, alike on the first and last line. ``weight`` in log-odds, ``None`` on these two."""

    words: str
    flag: FlagReview | None
    chance: float
    left: float
    right: float
    weight: float | None


def drawn(case: CaseReview) -> tuple[Drawn, ...]:
    """The lines of a case: the chance before looking, the moves, the stated chance; none without an oracle."""
    moves = waterfall(case)
    if not moves or case.prior is None or case.posterior is None:
        return ()
    ends = [_clipped(start(case)), *(_clipped(move.after) for move in moves)]
    low, high = min(ends), max(ends)
    spare = max(LEAST - (high - low), 0.0) / 2 + 0.05 * (high - low)
    low, high = low - spare, high + spare

    def place(log_odds: float) -> float:
        return (_clipped(log_odds) - low) / (high - low)

    begin, end = place(start(case)), place(moves[-1].after)
    lines = [Drawn(_("Before looking"), None, case.prior, begin, begin, None)]
    for move in moves:
        left, right = sorted((place(move.before), place(move.after)))
        lines.append(Drawn(move_words(move), move.flag, move.chance, left, right, move.weight))
    return (*lines, Drawn(result_word(case), None, moves[-1].chance, end, end, None))


def _clipped(log_odds: float) -> float:
    return min(max(log_odds, -WIDEST), WIDEST)


def result_word(case: CaseReview) -> str:
    """The word for the stated chance: by what the trainee saw, or by the file that stayed closed."""
    return _("Given all that you saw") if case.opened else _("Given the file, which you did not open")


def log_odds(value: float) -> str:
    """A figure in log-odds with its sign, as in a sum."""
    return languages.signed(value, 2).replace("-", "−")


def _shown(move: Move) -> float:
    """The weight of a line as it is written: the difference of the sums as written, so that what is read adds up."""
    return round(move.after, 2) - round(move.before, 2)


def computed(case: CaseReview) -> str:
    """The sum of a case in log-odds, in one line; "" without an oracle."""
    moves = waterfall(case)
    if not moves:
        return ""
    parts = " ".join(log_odds(_shown(move)) for move in moves if move.weight)
    return _("In log-odds, line by line: {first} {parts} = {last}.").format(
        first=log_odds(start(case)), parts=parts, last=log_odds(moves[-1].after)
    )


def explained(found: Sequence[CaseReview]) -> Iterator[Block]:
    """How the chances are computed, on the case that shows it best; nothing without an oracle."""
    case = next((case for case in sorted(found, key=_plainness) if case.steps), None)
    if case is None or case.prior is None or case.posterior is None:
        return
    moves = waterfall(case)
    rows = [(_("Before looking"), "", log_odds(start(case)), chance(case.prior))]
    rows += [(move_words(move), log_odds(_shown(move)), log_odds(move.after), chance(move.chance)) for move in moves]
    table = Table(
        ("", _("Weight in log-odds"), _("Sum"), _("Chance of a violation")),
        tuple((words, *(Figure(text) for text in rest)) for words, *rest in rows),
    )
    odds = case.prior / (1.0 - case.prior)
    yield Explained(
        _("How it is computed"),
        (
            Text(
                _(
                    "Percentages cannot be added: the same fact moves 50 % far and 1 % little. So the sum is done in "
                    "log-odds. The odds of a chance are the chance divided by the rest; its log-odds are the natural "
                    "logarithm of the odds. Log-odds of 0 are 50 %; each +0.7 doubles the odds, each −0.7 halves them."
                )
            ),
            Text(
                _(
                    "The weight of a fact says how much more often violations show it than lawful trade does, given "
                    "the facts before it: three times as often is +1.1, a third as often −1.1."
                )
            ),
            Text(
                _(
                    "An example, {ref}: before looking, the chance was {prior}. Its odds are {odds} to 1, and its "
                    "log-odds {log}. Every line of the table adds its weight; the last sum is turned back into a "
                    "chance of {posterior}."
                ).format(
                    ref=case.declaration_id,
                    prior=chance(case.prior),
                    odds=languages.number(odds, 3),
                    log=log_odds(log(odds)),
                    posterior=chance(case.posterior),
                )
            ),
            table,
        ),
    )


def _plainness(case: CaseReview) -> tuple[bool, float]:
    """First a case with facts for and against; of these the one nearest to an even chance."""
    moves = waterfall(case)
    both = any(move.weight > 0.5 for move in moves) and any(move.weight < -0.5 for move in moves)
    return not both, abs((case.posterior or 0.0) - 0.5)
