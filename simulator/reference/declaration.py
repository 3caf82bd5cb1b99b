"""The declaration: the only table schema of Redlane, and one consignment as an officer sees it.

Frames have one row per consignment (with one goods item) and columns named as in ``data/declaration_fields.csv``, which
gives each field's SAD box, EU data element and WCO Data Model id, and the **tier** at which an officer can see it. An
absent column or a null means *unknown*: the source does not have the field. A field left blank on the form is "".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

import pandas as pd

from simulator.files import read_table

Tier = Literal["declaration", "document", "check", "screening", "licence", "expert", "portal"]
TIERS: tuple[Tier, ...] = get_args(Tier)
"""In the order in which an officer sees them: the declaration, its documents, a company check, the resolved match with
a listed party, the licence register, the technical expert, the portal that measures radiation."""

Kind = Literal["id", "category", "text", "number", "date", "country", "hs"]
Value = str | float | pd.Timestamp | None
KEY = "declaration_id"


@dataclass(frozen=True)
class Field:
    """One field of the schema; ``unit`` is empty if the field has none."""

    name: str
    tier: Tier
    kind: Kind
    group: str
    label: str
    unit: str
    sad_box: str
    eu_data_element: str
    wco_id: str
    source: str


_COLUMNS = "field tier kind group label unit sad_box eu_data_element wco_id source".split()


@cache
def schema() -> Mapping[str, Field]:
    """All fields by name, in the order of the form."""
    required = [name for name in _COLUMNS if name not in ("unit", "sad_box", "eu_data_element", "wco_id")]
    table = read_table(files("simulator") / "data", "declaration_fields.csv", _COLUMNS, required)
    return MappingProxyType(
        {
            row["field"]: Field(
                name=row["field"],
                tier=cast(Tier, row["tier"]),
                kind=cast(Kind, row["kind"]),
                group=row["group"],
                label=row["label"],
                unit=row["unit"],
                sad_box=row["sad_box"],
                eu_data_element=row["eu_data_element"],
                wco_id=row["wco_id"],
                source=row["source"],
            )
            for row in table.checked()
        }
    )


def fields_at(tier: Tier) -> list[str]:
    """Names of the fields that an officer can see at a tier: those of this tier and of the tiers before it."""
    reached = TIERS[: TIERS.index(tier) + 1]
    return [field.name for field in schema().values() if field.tier in reached]


def visible(frame: pd.DataFrame, tier: Tier) -> pd.DataFrame:
    """Copy of the frame with only the schema's fields up to the tier: the allow-list for every screen."""
    return of_tiers(frame, TIERS[: TIERS.index(tier) + 1])


def of_tiers(frame: pd.DataFrame, tiers: Collection[Tier]) -> pd.DataFrame:
    """Copy of the frame with only the schema's fields of these tiers."""
    return frame[[field.name for field in schema().values() if field.tier in tiers and field.name in frame]].copy()


@dataclass(frozen=True)
class Consignment:
    """One consignment on screen: the known fields of one row."""

    declaration_id: str
    fields: Mapping[str, Value]

    @classmethod
    def from_row(cls, frame: pd.DataFrame, declaration_id: str) -> Consignment:
        """The consignment with this id; ``KeyError`` if the frame does not hold it exactly once."""
        rows = (frame[KEY] == declaration_id).to_numpy().nonzero()[0]
        if len(rows) != 1:
            raise KeyError(declaration_id)
        row = frame.iloc[int(rows[0])]  # the whole row at once: reading cell by cell is eight times slower
        known = {name: _plain(row[name]) for name in schema() if name in row.index and not pd.isna(row[name])}
        return cls(declaration_id, MappingProxyType(known))

    def get(self, name: str) -> Value:
        """The field's value, or ``None`` where it is unknown."""
        return self.fields.get(name)

    def text(self, name: str) -> str:
        """The field as text, "" where it is unknown."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> float | None:
        """A numeric field, or ``None`` where it is unknown."""
        value = self.fields.get(name)
        return float(value) if isinstance(value, (int, float)) else None


def _plain(value: object) -> Value:
    if isinstance(value, pd.Timestamp):
        return value
    if isinstance(value, (str, float)):
        return value
    return float(cast(float, value))
