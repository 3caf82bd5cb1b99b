"""Readable names of the things in a debrief."""

from __future__ import annotations

from exercises.language.languages import _
from simulator.reference import catalogue


def indicator_label(name: str) -> str:
    """The label of a red flag; an id that the catalogue does not know is returned as it is."""
    known = catalogue().get(name)
    return _(known.label) if known else name


def innocent_text(name: str) -> str:
    """Why a red flag can be innocent; "" for an id that the catalogue does not know."""
    known = catalogue().get(name)
    return _(known.innocent) if known else ""


def lane_label(lane: str | None, streams: bool = False) -> str:
    """The word for the lane, or a dash where none is chosen; in a stream, hold or release."""
    words = {"red": _("Red"), "yellow": _("Yellow"), "blue": _("Blue"), "green": _("Green")}
    if streams:
        words = {"red": _("Hold"), "green": _("Release")}
    return words.get(lane or "", "–")


def means_label(name: str) -> str:
    """A means of inquiry, in words."""
    return {
        "documents": _("Documents"),
        "company": _("Company check"),
        "screening": _("Name screening"),
        "licence": _("Licence register"),
        "expert": _("Technical expert"),
        "portal": _("Radiation portal"),
        "scan": _("Scan"),
        "hint": _("Hint"),
    }.get(name, name)


def family_label(name: str) -> str:
    """An indicator family in words."""
    return {
        "product": _("Product"),
        "end_user": _("End-user"),
        "end_use": _("End-use"),
        "route": _("Route"),
        "vessel": _("Ship"),
        "payment": _("Payment"),
        "documents": _("Documents"),
        "parcel": _("Parcels"),
        "licence": _("Licence"),
        "behaviour": _("Behaviour"),
        "radiation": _("Radiation"),
        "context": _("Not red flags: goods, mode, countries"),
    }.get(name, name.replace("_", " "))
