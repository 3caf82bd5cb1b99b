"""Ways between trading countries for lorries and trains: land borders, bridges and tunnels, and ferries for lorries.

The state is that of the mid-2020s (``links.csv``, source per row). A way by sea-going freight ship is not a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast

from simulator.files import Row, Table, read_table
from simulator.reference.lists import Country, load_countries

LinkKind = Literal["border", "fixed", "ferry"]
LINKS: tuple[LinkKind, ...] = ("border", "fixed", "ferry")
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Link:
    """A pair of countries, ``one`` before ``other`` in the alphabet, and whether goods cross by ``road`` and ``rail``.

    ``kind``: *border*, by land; *fixed*, a bridge, causeway or tunnel across the sea; *ferry*, a ferry that carries
    lorries (and wagons, if ``rail``). A closed or roadless border has neither; ``name`` then says why. Else ``name``
    names the main crossings.
    """

    one: str
    other: str
    road: bool
    rail: bool
    kind: LinkKind
    name: str
    source: str


@cache
def link_rows() -> tuple[Link, ...]:
    """All links, each pair once; closed borders too."""
    return load_links(_DATA)


@cache
def links() -> Mapping[str, frozenset[tuple[str, str]]]:
    """The pairs of countries (ISO codes, both ways round) that goods can cross, by "road" and by "rail".

    >>> from simulator.reference import links
    >>> ("FR", "GB") in links()["rail"], ("GB", "FR") in links()["road"], ("AM", "AZ") in links()["road"]
    (True, True, False)
    """
    both = [(link, pair) for link in link_rows() for pair in ((link.one, link.other), (link.other, link.one))]
    return MappingProxyType(
        {
            "road": frozenset(pair for link, pair in both if link.road),
            "rail": frozenset(pair for link, pair in both if link.rail),
        }
    )


def load_links(folder: Traversable) -> tuple[Link, ...]:
    """Read and check ``links.csv`` against ``countries.csv``: each border of a country has one row, and only those.

    Raises ``InputError`` with every fault of the table.
    """
    columns = ("one", "other", "road", "rail", "kind", "name", "source")
    table = read_table(folder, "links.csv", columns, required=columns, keys=2)
    known = load_countries(folder)
    for row in table.rows:
        _check(table, row, known)
    if not table.faults:
        _missing(table, known)
    table.checked()
    return tuple(
        Link(
            one=row["one"],
            other=row["other"],
            road=row["road"] == "1",
            rail=row["rail"] == "1",
            kind=cast(LinkKind, row["kind"]),
            name=row["name"],
            source=row["source"],
        )
        for row in table.rows
    )


def _check(table: Table, row: Row, known: Mapping[str, Country]) -> None:
    for column in ("road", "rail"):
        table.one_of(row, column, ("0", "1"))
    table.one_of(row, "kind", LINKS)
    unknown = [row[column] for column in ("one", "other") if row[column] not in known]
    for code in unknown:
        table.fault(row, f"country {code!r} is not in countries.csv; correct the code")
    if unknown:
        return
    pair = f"{row['one']} and {row['other']}"
    if row["one"] >= row["other"]:
        # One order for all pairs: else a pair could stand there twice, once each way round.
        table.fault(row, f"{pair} are not in the order of the alphabet; put the first code first")
    borders = row["other"] in known[row["one"]].borders
    if row["kind"] == "ferry" and borders:
        table.fault(row, f"{pair} border each other in countries.csv; give the border's row and name the ferry there")
    if row["kind"] != "ferry" and not borders:
        table.fault(row, f"{pair} do not border each other in countries.csv; make it a ferry or correct the codes")
    if row["kind"] == "ferry" and row["road"] == row["rail"] == "0":
        table.fault(row, f"the ferry between {pair} carries neither lorries nor wagons; take the row out")


def _missing(table: Table, known: Mapping[str, Country]) -> None:
    there = {(row["one"], row["other"]) for row in table.rows}
    borders = {(code, other) for code, country in known.items() for other in country.borders if code < other}
    end = table.rows[-1].line + 1 if table.rows else 2
    for one, other in sorted(borders - there):
        row = Row(end, {})
        table.fault(row, f"the border of {one} and {other} has no row; add it, with 0 and the reason if it is closed")
