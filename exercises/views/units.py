"""Vehicles, wagons and containers of a consignment: how many, and their numbers as a list."""

from __future__ import annotations

from markupsafe import Markup

from exercises.language import _, ngettext
from simulator.reference import Consignment

NUMBERS = ("container_id", "transport_unit_ids")
"""Fields that hold several numbers, joined by ";"."""
MOST, FIRST = 6, 5
"""Up to six numbers are shown; of more, the first five, and the rest on demand (assumption: a box stays small)."""
_RAIL, _ROAD = "2", "3"


def carried(consignment: Consignment) -> bool:
    """Whether there is something to list: not for bulk on a ship, or goods that fly."""
    return any(consignment.text(name) for name in NUMBERS) or (consignment.number("transport_units") or 0.0) > 1


def kind(consignment: Consignment, count: float) -> str:
    """What is counted: containers, lorries or wagons; "" for other loads."""
    if consignment.text("container_id"):
        return ngettext("container", "containers", int(count))
    mode = consignment.text("mode_at_border")
    if mode == _RAIL:
        return ngettext("wagon", "wagons", int(count))
    return ngettext("lorry", "lorries", int(count)) if mode == _ROAD else ""


def split(joined: str) -> list[str]:
    """The single numbers of a field."""
    return [number.strip() for number in joined.split(";") if number.strip()]


def listed(joined: str) -> Markup:
    """The numbers one below the other; of many, the first ones, and the rest behind "and N more"."""
    shown = [Markup("<code>{}</code>").format(number) for number in split(joined)]
    if len(shown) <= MOST:
        return Markup('<span class="rl-units">{}</span>').format(Markup("").join(shown))
    rest = shown[FIRST:]
    return Markup(
        '<span class="rl-units">{}</span>'
        '<details class="rl-more"><summary>{}</summary><span class="rl-units">{}</span></details>'
    ).format(Markup("").join(shown[:FIRST]), _("and {} more").format(len(rest)), Markup("").join(rest))
