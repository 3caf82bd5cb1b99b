"""Lines of a file from elsewhere, its mapping, and what was read of it."""

from __future__ import annotations

from typing import Protocol

from simulator.intake import Received

FIELDS = {
    "declaration_id": "{column: id}",
    "acceptance_date": "{column: date}",
    "consignee_name": "{column: name}",
    "country_of_origin": "{column: origin}",
    "hs_code": "{column: hs}",
    "goods_description": "{column: text}",
    "net_mass": "{column: kg}",
    "statistical_value": "{column: value}",
}
PARTS = '{columns: [y, m, d], date_format: "%Y %m %d"}'
HEADER = "id,date,name,origin,hs,text,kg,value"


class Take(Protocol):
    """Reads lines as a file with these columns; ``top`` and ``fields`` change the mapping."""

    def __call__(self, *lines: str, top: str = "", header: str = HEADER, **fields: str | None) -> Received: ...


def row(key: str = "A1", **cells: str) -> str:
    """A line with these cells in place of good ones."""
    good = {"date": "2024-05-06", "name": "Bell", "origin": "BR", "hs": "841391", "text": "p", "kg": "10", "value": "5"}
    return ",".join([key, *(good | cells).values()])


def codes(take: Take, *cells: str, top: str = "") -> list[str]:
    """What each cell of a column of HS codes is read as, or its fault."""
    received = take(
        *(row(f"A{place}", hs=f'"{cell.replace(chr(34), chr(34) * 2)}"') for place, cell in enumerate(cells)), top=top
    )
    read_as = dict(zip(received.declarations["declaration_id"], received.declarations["hs_code"], strict=True))
    faults = dict(zip(received.rejected["id"], received.rejected["faults"], strict=True))
    return [str(read_as[key]) if key in read_as else faults[key] for key in (f"A{p}" for p in range(len(cells)))]


def faults(received: Received) -> str:
    return "\n".join(received.rejected["faults"])
