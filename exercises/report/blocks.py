"""The parts of a report; a page in the browser or a printed PDF shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exercises.debrief import CaseReview

Tone = Literal["plain", "lead", "muted"]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; ``count`` is shown next to it."""

    text: str
    level: int = 2
    count: int | None = None


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Figure:
    """A figure, aligned to the right."""

    text: str


@dataclass(frozen=True)
class Reference:
    """A consignment's reference, never broken."""

    id: str


@dataclass(frozen=True)
class Lane:
    """A lane by its word and colour; in a stream the word is hold or release."""

    lane: str | None
    streams: bool = False


@dataclass(frozen=True)
class Player:
    """A player by its word and colour."""

    name: str


@dataclass(frozen=True)
class Bar:
    """A bar in a player's colour, as a share of its full length, 0 to 1; ``low`` and ``high`` are drawn over it."""

    share: float
    player: str = "best"
    low: float | None = None
    high: float | None = None


Cell = str | Figure | Reference | Lane | Player | Bar


@dataclass(frozen=True)
class Table:
    """A table; the rows numbered in ``mine`` are the trainee's own."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    mine: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of a chart: a player and its values at x = 0, 1, 2 …"""

    player: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Curves:
    """Lines over the number examined, with a band behind them and a rule at the capacity."""

    lines: tuple[Line, ...]
    band: tuple[tuple[float, ...], tuple[float, ...]]
    capacity: int
    across: str
    up: str


@dataclass(frozen=True)
class Dots:
    """Points in the unit square with their intervals, and the diagonal: x, y, low, high, size."""

    points: tuple[tuple[float, float, float, float, int], ...]
    across: str
    up: str


@dataclass(frozen=True)
class Share:
    """One bar of a chart: its label, a share from 0 to 1, its interval if there is one, and its player's colour."""

    label: str
    share: float
    low: float | None = None
    high: float | None = None
    player: str = "best"


@dataclass(frozen=True)
class Shares:
    """Bars from 0 to 1, one under the other."""

    bars: tuple[Share, ...]
    across: str


@dataclass(frozen=True)
class Case:
    """One consignment, revealed."""

    case: CaseReview


@dataclass(frozen=True)
class Explained:
    """What only some readers want: on the page it opens on demand; on paper it stands under its title."""

    title: str
    parts: tuple[Text | Table, ...]


Block = Heading | Text | Table | Curves | Dots | Shares | Case | Explained
