"""Who else: the other consignments in the queue that share a party or an address with one, by what anyone can see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from simulator.declaration import KEY

SHARED = ("consignee_id", "consignor_id", "consignee_address", "declarant_id", "notify_party")
"""Fields by which consignments hang together, in the order of interest."""
SHOWN = ("acceptance_date", "goods_description", "country_of_export", "country_of_destination", "statistical_value")


@dataclass(frozen=True)
class Other:
    """Another consignment as the queue shows it; ``date`` and ``value`` may be unknown."""

    declaration_id: str
    date: pd.Timestamp | None
    goods: str
    start: str
    end: str
    value: float | None


@dataclass(frozen=True)
class Relation:
    """The other consignments that share one field, by date; ``consignees``: how many different ones are among them."""

    field: str
    others: tuple[Other, ...]
    consignees: int


@dataclass(frozen=True)
class History:
    """The consignee's consignments in the queue, this one among them: how many, and how this one's value compares.

    ``usual_value``: median of the others in EUR; ``None`` where there is no other.
    """

    consignments: int
    usual_value: float | None
    value: float | None


class Relations:
    """The queue of an exercise as an index, from the fields that are seen for nothing."""

    def __init__(self, queue: pd.DataFrame) -> None:
        names = [str(name) for name in queue[KEY]]
        shown = {field: queue[field].tolist() if field in queue else [None] * len(names) for field in SHOWN}
        self._others = {name: _other(name, {f: shown[f][row] for f in SHOWN}) for row, name in enumerate(names)}
        self._keys: dict[str, dict[str, str]] = {}
        self._groups: dict[str, Mapping[str, tuple[str, ...]]] = {}
        for field in SHARED:
            if field not in queue:
                continue
            keys = {name: _evened(value) for name, value in zip(names, queue[field], strict=True)}
            groups: dict[str, list[str]] = {}
            for name, key in keys.items():
                if key:
                    groups.setdefault(key, []).append(name)
            self._keys[field] = keys
            self._groups[field] = MappingProxyType({key: tuple(those) for key, those in groups.items()})

    def of(self, declaration_id: str) -> tuple[Relation, ...]:
        """What else hangs together with a consignment; fields that nobody else shares are left out."""
        found = []
        for field, groups in self._groups.items():
            those = [name for name in groups.get(self._keys[field][declaration_id], ()) if name != declaration_id]
            if those:
                others = sorted(
                    (self._others[name] for name in those), key=lambda one: (str(one.date), one.declaration_id)
                )
                buyers = self._keys.get("consignee_id", {})
                found.append(Relation(field, tuple(others), len({buyers.get(name, name) for name in those})))
        return tuple(found)

    def history(self, declaration_id: str) -> History:
        """How a consignment stands among those of its consignee."""
        key = self._keys.get("consignee_id", {}).get(declaration_id, "")
        those = self._groups.get("consignee_id", {}).get(key, (declaration_id,))
        values = [v for n in those if n != declaration_id and (v := self._others[n].value) is not None]
        usual = float(pd.Series(values).median()) if values else None
        return History(len(those), usual, self._others[declaration_id].value)


def _by_date(other: Other) -> tuple[str, str]:
    return str(other.date), other.declaration_id


def _other(name: str, shown: Mapping[str, object]) -> Other:
    date, value = shown["acceptance_date"], shown["statistical_value"]
    goods, start, end = (_text(shown[f]) for f in ("goods_description", "country_of_export", "country_of_destination"))
    return Other(
        name,
        date if isinstance(date, pd.Timestamp) and not pd.isna(date) else None,
        goods,
        start,
        end,
        float(value) if isinstance(value, (int, float)) and not pd.isna(value) else None,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _evened(value: object) -> str:
    """A name, number or address with case, marks and blanks evened out."""
    return re.sub(r"[\W_]+", " ", _text(value).casefold()).strip()
