"""Screening resolved: the consignee's register number beside that of the listed party whose name it resembles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pyarrow as pa

from generators.facts.company import resembled
from generators.facts.sight import Sight
from generators.odds import Levels
from generators.table import numbered
from simulator.draws import Ints
from simulator.screening import listed_parties

_NO_ENTRY, _ANOTHER, _UNRESOLVED, _SAME = range(4)
_OWN = 7_368_787  # own numbers take other steps than those of the list, and end in another digit


def numbers(level: Levels, alike: Ints) -> pa.Array:
    """Register numbers by the level of ``consignee.identity``: the own one, none, or that of the party resembled.

    ``alike``: index of the name among ``company.resembling()``.
    """
    own = numbered("9", (np.arange(len(level)) * _OWN) % 1_000_000, 6)
    entry = pa.array([listed_parties().numbers[party] for party in _parties().tolist()]).take(pa.array(alike))
    texts = pa.concat_arrays([own, entry, pa.array([""])])
    place = np.select(
        [level == _SAME, level == _UNRESOLVED],
        [len(level) + np.arange(len(level)), np.full(len(level), 2 * len(level))],
        np.arange(len(level)),
    )
    return texts.take(pa.array(place))


@cache
def _parties() -> Ints:
    """The place in the list of the party that each resembling name resembles."""
    return np.array([listed_parties().names.index(name) for name in resembled().values()])


def _read(sight: Sight) -> Ints:
    parties = dict(zip(listed_parties().names, listed_parties().numbers, strict=True))

    def level(number: str, name: str) -> int:
        party = resembled().get(name)
        if party is None:
            return _NO_ENTRY
        return _SAME if number == parties[party] else _ANOTHER if number else _UNRESOLVED

    return sight.pair_levels("consignee_register_number", "consignee_name", level)


READ: Mapping[str, Callable[[Sight], Ints]] = {"consignee.identity": _read}
