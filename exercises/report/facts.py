"""Every fact that the oracle weighs, in plain words, and which facts mattered most in a case."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from exercises.debrief import CaseReview, Move, Step, waterfall
from exercises.language import _
from simulator.files import read_table

COLUMNS = ("fact", "level", "words")
TOLD = 3
"""Facts that the sentence names (assumption: nobody keeps more in mind)."""
MATTERS = 0.3
"""Log-odds from which a fact is named: it moves an even chance by seven points (assumption)."""

SLIGHT = 0.1
"""Part of the weight of the heaviest fact, below which another one did not matter (assumption)."""


@cache
def fact_words() -> Mapping[tuple[str, str], str]:
    """What a fact says, by its step and level. ``InputError`` with every fault of the file.

    Level "" is the fact itself, for exercises that do not keep levels. Of a step that has no levels, "for" and
    "against" are what it says where it raised or lowered the chance.
    """
    table = read_table(files("exercises") / "data", "fact_words.csv", COLUMNS, ("fact", "words"), keys=2)
    table.checked()
    return MappingProxyType({(row["fact"], row["level"]): row["words"] for row in table.rows})


def words_of(step: Step) -> str:
    """What a step of the oracle saw, in words; its id where nobody has written any."""
    known, side = fact_words(), "for" if step.weight > 0 else "against"
    found = known.get((step.id, step.level or side)) or known.get((step.id, ""))
    return _(found) if found else step.id


def move_words(move: Move) -> str:
    """What a line of the waterfall says: the facts together, or that it is all the rest."""
    if move.rest:
        return _("Everything else that spoke for it") if move.weight > 0 else _("Everything else that spoke against it")
    heavy = sorted(
        (step for step in move.steps if step.weight or len(move.steps) == 1), key=lambda one: -abs(one.weight)
    )
    return "; ".join(words_of(step) for step in heavy or move.steps)


def mattered(case: CaseReview) -> str:
    """The two or three facts that mattered most, for and against, as sentences; "" where none did."""
    moves = [move for move in waterfall(case) if not move.rest and abs(move.weight) >= MATTERS]
    moves.sort(key=lambda move: -abs(move.weight))
    moves = [move for move in moves if abs(move.weight) >= SLIGHT * abs(moves[0].weight)]
    first = [next((move for move in moves if move.weight > 0), None), next((m for m in moves if m.weight < 0), None)]
    named = [move for move in first if move is not None]
    named += [move for move in moves if move not in named][: TOLD - len(named)]
    return " ".join(_sentence(move) for move in sorted(named, key=lambda move: (move.weight < 0, -abs(move.weight))))


def _sentence(move: Move) -> str:
    said = words_of(max(move.steps, key=lambda step: abs(step.weight)))
    if move.weight > 0:
        return _("{fact}: that speaks for a violation.").format(fact=said)
    return _("{fact}: that speaks against a violation.").format(fact=said)
