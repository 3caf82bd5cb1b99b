"""Declarations in XML of the WCO Data Model, as rows: one for each goods item, with what its declaration says.

A column is the path of an element below ``Declaration``, as in ``GoodsShipment/GovernmentAgencyGoodsItem/Origin/
CountryCode``. An element that repeats has its place behind it (``Classification[2]``); an attribute stands behind
``@``. Names are without their namespaces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from simulator.errors import InputError
from simulator.files import read_table
from simulator.intake.goods_items import MOST_COLUMNS, Cells, Items, items_of
from simulator.reference import schema

MOST_BYTES = 50_000_000
_DEEPEST = 30
_SHIPMENT, _ITEM = "GoodsShipment", "GovernmentAgencyGoodsItem"


def load_elements(folder: Traversable) -> Mapping[str, str]:
    """Read and check ``wco_elements.csv``: the field that each element holds, by its path."""
    columns = ("path", "field", "source")
    table = read_table(folder, "wco_elements.csv", columns, required=columns)
    for row in table.rows:
        table.one_of(row, "field", [*schema(), "item"])
    return MappingProxyType({row["path"]: row["field"] for row in table.checked()})


@cache
def elements() -> Mapping[str, str]:
    """The fields by the paths of elements."""
    return load_elements(files("simulator") / "data")


def items_of_xml(path: Path, columns: Collection[str]) -> Items:
    """A row for each goods item.

    Elements of ``elements()`` that the mapping reads are columns even where the file has none: they are optional.
    ``InputError`` if the file is too large or deep, declares entities or a document type, is broken, or has no items.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            f"{path}: has over {MOST_BYTES // 1_000_000} MB; split it, or save its declarations as a table"
        )
    try:
        root = parse(path, forbid_dtd=True).getroot()
    except DefusedXmlException:
        raise InputError(f"{path}: has a document type, which may be a trap; take the DOCTYPE out") from None
    except (ParseError, ValueError, LookupError) as error:
        raise InputError(f"{path}: is XML that is not well formed ({error}); save or send it again") from None
    found = (cells for one in root.iter() if _name(one) == "Declaration" for cells in _items(path, one))
    items = items_of(path, found, set(columns) & set(elements()))
    if not items.rows:
        raise InputError(
            f"{path}: is XML, not a table, and has no goods item (Declaration/{_SHIPMENT}/{_ITEM}); "
            "save the declarations as .xlsx, Parquet or CSV, with one row for each goods item"
        )
    return items


def _items(path: Path, declaration: Element) -> Iterator[Cells]:
    top: Cells = {}
    _leaves(path, declaration, "", top, _SHIPMENT)
    for shipment in (one for one in declaration if _name(one) == _SHIPMENT):
        around = dict(top)
        _leaves(path, shipment, _SHIPMENT, around, _ITEM)
        for item in (one for one in shipment if _name(one) == _ITEM):
            cells = dict(around)
            _leaves(path, item, f"{_SHIPMENT}/{_ITEM}", cells)
            yield cells


def _leaves(path: Path, element: Element, place: str, cells: Cells, without: str = "", depth: int = 0) -> None:
    """Add the texts and attributes below an element, but for the children that are rows of their own."""
    if depth > _DEEPEST or len(cells) > MOST_COLUMNS:
        raise InputError(
            f"{path}: has elements over {_DEEPEST} deep, or over {MOST_COLUMNS:,} for one item; it is no declaration"
        )
    seen: Counter[str] = Counter()
    for child in element:
        name = _name(child)
        if not name or name == without:
            continue
        seen[name] += 1
        step = "" if name == "DateTimeString" else name if seen[name] == 1 else f"{name}[{seen[name]}]"
        below = "/".join(part for part in (place, step) if part)
        if text := (child.text or "").strip():
            cells[below] = text
        for attribute, value in child.attrib.items():
            cells[f"{below}/@{attribute.rpartition('}')[2]}"] = value
        _leaves(path, child, below, cells, depth=depth + 1)


def _name(element: Element) -> str:
    """The name without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
