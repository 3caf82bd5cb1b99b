"""The list of all checks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from simulator.credibility import (
    dates,
    goods,
    loads,
    masses,
    money,
    papers,
    parties,
    places,
    route,
    territory,
    transport,
)
from simulator.credibility.checks import Check

_SUBJECTS = (goods, masses, loads, transport, places, route, territory, papers, money, dates, parties)


@cache
def checks() -> Mapping[str, Check]:
    """All checks by id, subject by subject."""
    found = [one for subject in _SUBJECTS for one in vars(subject).values() if isinstance(one, Check)]
    by_id = {one.id: one for one in found}
    if len(by_id) < len(found):
        raise ValueError("two checks have the same id")
    return MappingProxyType(by_id)
