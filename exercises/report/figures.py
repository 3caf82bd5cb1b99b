"""Shares, intervals and d′ as a reader sees them."""

from __future__ import annotations

from exercises.language import number, percent, span
from exercises.marking import SETTLED, Detection
from exercises.report.blocks import Cell, Figure
from simulator.share import Share


def share(found: Share) -> tuple[Cell, Cell]:
    """A share with its counts, then its 95 % interval; dashes without a total."""
    if found.value is None:
        return Figure("–"), Figure("–")
    return Figure(f"{percent(found.value)} ({found.count}/{found.total})"), between(found.interval)


def part(share: float | None) -> Cell:
    """A share alone; a dash where it is undefined."""
    return Figure("–" if share is None else percent(share))


def between(interval: tuple[float, float] | None) -> Cell:
    """An interval of shares; a dash where there is none."""
    return Figure("–" if interval is None else f"{percent(interval[0])} – {percent(interval[1])}")


def eye(seen: Detection, digits: int = 1) -> str:
    """How well the trainee told violations from lawful trade, as d′; a dash where d′ is undefined."""
    return number(seen.d_prime, digits) if seen.computable else "–"


def from_to(interval: tuple[float, float]) -> Cell:
    """From one number to another, with two digits."""
    return Figure(span(*interval, 2))


def chance(value: float) -> str:
    """A probability in per cent, with a decimal near 0 and near 1; 0 % and 100 % only where it is settled."""
    if not 1.0 - SETTLED < value < SETTLED:
        return percent(round(value))
    if value < 0.0005:
        return f"< {percent(0.001, 1)}"
    if value > 0.9995:
        return f"> {percent(0.999, 1)}"
    return percent(value, 1 if value < 0.0995 or value > 0.995 else 0)
