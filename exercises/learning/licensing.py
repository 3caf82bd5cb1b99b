"""When a context pack asks for a licence, in words: for the library and for the briefing."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.language import _, languages
from simulator.packs import Pack


def licence_rule(pack: Pack) -> str:
    """Which goods need a licence, and for which destinations."""
    return _("Here ({office}), goods on this list need a licence {where}: {list}.").format(
        office=_(pack.title), where=_where(pack), list=_(pack.control_list.name)
    )


def _where(pack: Pack) -> str:
    if pack.licence_needed is not None:
        return _("to these destinations: {countries}").format(countries=country_names(pack.licence_needed))
    if pack.union and pack.free_within_union:
        return _("to every destination outside the customs territory ({union})").format(union=_(pack.union.name))
    return _("to every destination")


def country_names(codes: Iterable[str]) -> str:
    """The names of countries in one line, in the order of the alphabet."""
    return ", ".join(sorted(languages.country(code) for code in codes))
