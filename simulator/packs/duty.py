"""Whether listed goods of a declaration need an export licence, as the pack has it."""

from __future__ import annotations

from typing import Literal

from simulator.packs.pack import Pack

Duty = Literal["needed", "free", "inside", "incoming", "transit"]
"""*needed*: for this destination, if the goods are listed; *free*: not for this destination; *inside*: the goods stay
in the customs territory; *incoming* and *transit*: the goods are not exported."""


def licence_duty(rules: Pack, declaration_type: str, destination: str) -> Duty | None:
    """The duty of a declaration (EX, IM or TR) to a destination; ``None`` if either is unknown.

    >>> from simulator.packs import licence_duty, pack
    >>> licence_duty(pack("eu-nl"), "EX", "TR"), licence_duty(pack("eu-nl"), "IM", "NL")
    ('needed', 'incoming')
    """
    match declaration_type:
        case "IM":
            return "incoming"
        case "TR":
            return "transit"
        case "EX" if destination:
            if rules.needs_licence(destination):
                return "needed"
            return "inside" if rules.inside(destination) else "free"
        case _:
            return None
