"""Words of the indicator catalogue for the screen."""

from __future__ import annotations

from collections.abc import Mapping

from exercises.language import _, family_label, means_label, ngettext
from simulator.reference import Indicator, catalogue


def family(name: str) -> str:
    """An indicator family in words."""
    return family_label(name)


def indicator(name: str) -> str:
    """An indicator's label; the family's word if a reason is given by family; otherwise the id itself."""
    known = catalogue().get(name)
    return _(known.label) if known else family(name)


def indicator_in_family(name: str) -> str:
    """The label after its family, as in a list of all indicators."""
    known = catalogue().get(name)
    return _("{family}: {flag}").format(family=family(known.family), flag=_(known.label)) if known else name


def indicators() -> Mapping[str, Indicator]:
    """The red flags that an officer can see at some tier, in the catalogue's order, which keeps families together."""
    return {name: known for name, known in catalogue().items() if known.tier != "never"}


def level(name: str) -> str:
    """An exercise's level in words."""
    levels = {
        "easy": _("Easy"),
        "medium": _("Medium"),
        "hard": _("Hard"),
        "expert": _("Expert"),
        "custom": _("Custom"),
    }
    return levels.get(name, name)


def tier(name: str) -> str:
    """What an exercise shows, in words."""
    return {
        "declaration": _("declaration only"),
        "document": _("declaration and documents"),
        "check": _("declaration, documents and company check"),
        "screening": _("declaration, documents, company check and name screening"),
        "licence": _("declaration, documents, company check, name screening and licence register"),
        "expert": _("everything but the radiation portal"),
        "portal": _("everything, the radiation portal too"),
    }.get(name, name)


def means(name: str) -> str:
    """A means of inquiry, in words."""
    return means_label(name)


def terms(volume: int, capacity: Mapping[str, int]) -> str:
    """An exercise's size and places in one line; a stream has no places."""
    places = {"examination": capacity.get("red"), "documents": capacity.get("yellow")}
    parts = {"consignment": volume, **{kind: number for kind, number in places.items() if number is not None}}
    return " · ".join(count(kind, number) for kind, number in parts.items())


def count(kind: str, number: int) -> str:
    """A number of consignments, physical examinations or document checks."""
    match kind:
        case "examination":
            text = ngettext("{} physical examination", "{} physical examinations", number)
        case "documents":
            text = ngettext("{} document check", "{} document checks", number)
        case _:
            text = ngettext("{} consignment", "{} consignments", number)
    return text.format(number)


def player_help(name: str) -> str:
    """A part of the risk engine's advice, in words."""
    return {"profiles": _("risk profiles"), "classifier": _("classifier")}.get(name, name)


def confidence(level: int) -> str:
    """A confidence in words, after its number, which is its key."""
    return {1: _("1 guess"), 2: _("2 unsure"), 3: _("3 fairly sure"), 4: _("4 certain")}[level]
