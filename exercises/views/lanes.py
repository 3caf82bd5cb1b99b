"""The four lanes on screen: always a word together with its colour."""

from __future__ import annotations

from markupsafe import Markup

from exercises.language import _, lane_label
from simulator.office import LANES

KEYS = {lane: lane[0].upper() for lane in LANES}
"""The key that puts the open consignment into the lane: R, Y, B, G; 1 to 4 say how sure one is."""


def word(lane: str | None, streams: bool = False) -> str:
    """The word for the lane, or a dash where none is chosen; in a stream, hold or release."""
    return lane_label(lane, streams)


def meaning(lane: str) -> str:
    """What happens to a consignment in this lane."""
    return {
        "red": _("physical examination"),
        "yellow": _("document check"),
        "blue": _("release with post-clearance audit"),
        "green": _("release"),
    }[lane]


def chip(lane: str | None, streams: bool = False) -> Markup:
    """The lane as a small HTML mark: its word in its colour."""
    if lane not in LANES:
        return Markup('<span class="rl-muted">{}</span>').format(word(None))
    return Markup('<span class="rl-lane rl-{}">{}</span>').format(lane, word(lane, streams))
