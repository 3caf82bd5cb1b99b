"""Relations: the other consignments in the queue that share a party or an address, by the fields shown to all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from simulator.reference import KEY

SHARED = ("consignee_id", "consignor_id", "consignee_address", "declarant_id", "notify_party")
"""Fields that relate consignments to each other, the most interesting first."""
_TEXTS = (
    *SHARED,
    *("goods_description", "hs_code", "consignor_name", "consignee_name"),
    *("country_of_export", "country_of_destination"),
)


@dataclass(frozen=True)
class Other:
    """Another consignment as the queue shows it; missing texts are "".

    ``hs6``: six-digit code; ``value``: EUR; ``per_kg``: EUR per kg of net mass; unknown values are ``None``.
    """

    declaration_id: str
    date: pd.Timestamp | None
    goods: str
    hs6: str
    consignor: str
    consignee: str
    start: str
    end: str
    value: float | None
    per_kg: float | None


@dataclass(frozen=True)
class Relation:
    """The other consignments that share all these fields, by date; the numbers of different parties among them."""

    fields: tuple[str, ...]
    others: tuple[Other, ...]
    consignors: int
    consignees: int


@dataclass(frozen=True)
class History:
    """The consignee's consignments in the queue, including this one, and how this one compares with the others.

    ``first``: date of the earliest; ``usual_value``: median of the others in EUR; ``goods``: six-digit codes of the
    others, the most frequent first; ``familiar``: whether one of the others has the same heading. Unknown values are
    ``None``.
    """

    consignments: int
    first: pd.Timestamp | None
    value: float | None
    usual_value: float | None
    goods: tuple[str, ...]
    familiar: bool | None


class Relations:
    """An index of the queue of an exercise, from the fields shown at no cost."""

    def __init__(self, queue: pd.DataFrame) -> None:
        ids = [str(name) for name in queue[KEY]]
        texts = {name: _texts(queue, name) for name in _TEXTS}
        dates, values, masses = (
            queue[name].tolist() if name in queue else [None] * len(ids)
            for name in ("acceptance_date", "statistical_value", "net_mass")
        )
        self._others: dict[str, Other] = {}
        for row, name in enumerate(ids):
            value, mass = _known(values[row]), _known(masses[row])
            self._others[name] = Other(
                name,
                None if pd.isna(dates[row]) else dates[row],
                texts["goods_description"][row],
                texts["hs_code"][row][:6],
                texts["consignor_name"][row],
                texts["consignee_name"][row],
                texts["country_of_export"][row],
                texts["country_of_destination"][row],
                value,
                value / mass if value is not None and mass else None,
            )
        self._keys = {name: dict(zip(ids, map(_evened, texts[name]), strict=True)) for name in SHARED}
        self._groups = {name: self._grouped(keys) for name, keys in self._keys.items()}
        self._codes = self._grouped({name: other.hs6 for name, other in self._others.items()})

    def of(self, declaration_id: str) -> tuple[Relation, ...]:
        """The consignments related to one, each group once with all the fields that it shares."""
        shared: dict[tuple[str, ...], list[str]] = {}
        for field in SHARED:
            shared.setdefault(self._beside(field, declaration_id), []).append(field)
        return tuple(
            Relation(
                tuple(fields),
                tuple(self._others[name] for name in those),
                self._parties("consignor_id", those),
                self._parties("consignee_id", those),
            )
            for those, fields in shared.items()
            if those
        )

    def history(self, declaration_id: str) -> History:
        """How a consignment compares with the others of its consignee."""
        own = self._others.get(declaration_id)
        others = [self._others[name] for name in self._beside("consignee_id", declaration_id)]
        values = [other.value for other in others if other.value is not None]
        dates = [other.date for other in (own, *others) if other is not None and other.date is not None]
        codes = Counter(other.hs6 for other in others if other.hs6)
        familiar = None
        if own is not None and own.hs6 and codes:
            familiar = own.hs6[:4] in {code[:4] for code in codes}
        return History(
            consignments=len(others) + 1,
            first=min(dates, default=None),
            value=own.value if own is not None else None,
            usual_value=median(values) if values else None,
            goods=tuple(code for code, _count in codes.most_common()),
            familiar=familiar,
        )

    def same_code(self, declaration_id: str) -> tuple[Other, ...]:
        """The other consignments with the same six-digit code and a known value per kilogram, by date."""
        own = self._others.get(declaration_id)
        those = self._codes.get(own.hs6, ()) if own is not None else ()
        found = (self._others[name] for name in those if name != declaration_id)
        return tuple(other for other in found if other.per_kg is not None)

    def _beside(self, field: str, declaration_id: str) -> tuple[str, ...]:
        key = self._keys[field].get(declaration_id, "")
        return tuple(name for name in self._groups[field].get(key, ()) if name != declaration_id)

    def _grouped(self, keys: dict[str, str]) -> dict[str, tuple[str, ...]]:
        """Ids that share a key, by date; an empty key relates no consignments."""
        groups: dict[str, list[str]] = {}
        for name in sorted(keys, key=self._by_date):
            if keys[name]:
                groups.setdefault(keys[name], []).append(name)
        return {key: tuple(those) for key, those in groups.items()}

    def _by_date(self, name: str) -> tuple[pd.Timestamp, str]:
        return self._others[name].date or pd.Timestamp.max, name

    def _parties(self, field: str, those: Sequence[str]) -> int:
        return len({self._keys[field][name] or name for name in those})


def _texts(queue: pd.DataFrame, name: str) -> list[str]:
    found = queue[name].tolist() if name in queue else [None] * len(queue)
    return [value if isinstance(value, str) else "" for value in found]


def _known(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not pd.isna(value) else None


def _evened(value: str) -> str:
    """A name, number or address without differences in case, marks and blanks."""
    return re.sub(r"[\W_]+", " ", value.casefold()).strip()
