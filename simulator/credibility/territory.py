"""Checks of the direction: what is an import, an export or a transit for this office. They need a context pack."""

from __future__ import annotations

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, parts_of
from simulator.packs import Pack

_ENDS = "declaration_type country_of_export country_of_destination"
_UNION = "EU UCC, Art. 4, 201 and 269: goods enter and leave the customs territory, not its parts"


def _inside(pack: Pack | None) -> frozenset[str]:
    """Countries of the customs territory: home and the members of its union."""
    return frozenset(pack.members) if pack is not None else frozenset()


def _ends(rows: Columns, kind: str, export_inside: bool, destination_inside: bool) -> Bools:
    """Declarations of a type whose ends lie inside or outside of the customs territory."""
    inside = _inside(rows.pack)

    def found(declared: str, export: str, destination: str) -> bool:
        if declared != kind or not export or not destination:
            return False
        return (export in inside) == export_inside and (destination in inside) == destination_inside

    return rows.where(found, *_ENDS.split())


@check(
    "territory.inside_union",
    "impossible",
    _ENDS,
    "From {country_of_export} to {country_of_destination} goods stay inside the customs territory: there "
    "is no declaration {declaration_type}.",
    f"{_UNION}; special fiscal territories are left out",
    pack=True,
)
def inside_union(rows: Columns) -> Bools:
    """Export or import inside the customs territory."""
    return _ends(rows, "EX", True, True) | _ends(rows, "IM", True, True)


@check(
    "territory.export_to_inside",
    "impossible",
    _ENDS,
    "Declaration {declaration_type}: the goods come from {country_of_export} to "
    "{country_of_destination}, into the customs territory.",
    _UNION,
    pack=True,
)
def export_to_inside(rows: Columns) -> Bools:
    """Export into the customs territory."""
    return _ends(rows, "EX", False, True)


@check(
    "territory.export_from_outside",
    "impossible",
    _ENDS,
    "Declaration {declaration_type}: neither {country_of_export} nor {country_of_destination} is inside "
    "the customs territory.",
    _UNION,
    pack=True,
)
def export_from_outside(rows: Columns) -> Bools:
    """Export between two countries outside."""
    return _ends(rows, "EX", False, False)


@check(
    "territory.import_from_inside",
    "impossible",
    _ENDS,
    "Declaration {declaration_type}: the goods leave the customs territory, from {country_of_export} to "
    "{country_of_destination}.",
    _UNION,
    pack=True,
)
def import_from_inside(rows: Columns) -> Bools:
    """Import out of the customs territory."""
    return _ends(rows, "IM", True, False)


@check(
    "territory.import_to_outside",
    "impossible",
    _ENDS,
    "Declaration {declaration_type}: neither {country_of_export} nor {country_of_destination} is inside "
    "the customs territory.",
    _UNION,
    pack=True,
)
def import_to_outside(rows: Columns) -> Bools:
    """Import between two countries outside."""
    return _ends(rows, "IM", False, False)


@check(
    "territory.transit_elsewhere",
    "impossible",
    f"{_ENDS} countries_of_routing",
    "Transit ({declaration_type}) from {country_of_export} to {country_of_destination} by "
    "{countries_of_routing} never comes here.",
    "an office sees the transit that begins, ends or passes in its country",
    pack=True,
)
def transit_elsewhere(rows: Columns) -> Bools:
    """Transit that never comes to the office's country."""
    home = rows.pack.home if rows.pack is not None else ""

    def elsewhere(kind: str, export: str, destination: str, routing: str) -> bool:
        return kind == "TR" and bool(parts_of(routing)) and home not in (export, destination, *parts_of(routing))

    return rows.where(elsewhere, *_ENDS.split(), "countries_of_routing")


@check(
    "territory.transit_at_home",
    "unlikely",
    _ENDS,
    "Transit ({declaration_type}) begins and ends in the same country: {country_of_export}, {country_of_destination}.",
    "assumption: few goods move under transit within one country",
    pack=True,
)
def transit_at_home(rows: Columns) -> Bools:
    """Transit within the office's country."""
    home = rows.pack.home if rows.pack is not None else ""
    return rows.where(lambda kind, one, two: kind == "TR" and one == two == home, *_ENDS.split())


@check(
    "territory.office",
    "impossible",
    "declaration_office",
    "The office {declaration_office} is not in the customs territory.",
    "EU UCC Data Annex, 17 09: an office's number begins with its country",
    pack=True,
)
def office(rows: Columns) -> Bools:
    """The office is not in the customs territory."""
    inside = _inside(rows.pack)
    return rows.where(lambda text: text[:2].isalpha() and text[:2] not in inside, "declaration_office")
