"""Screening resolved: the consignee's register number beside that of the listed party whose name it resembles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
from pydantic import RootModel

from generators.facts.company import resembled
from generators.facts.sight import Sight
from generators.odds import Levels, Lists, shelf
from generators.table import BLANK, numbered
from simulator.draws import Floats, Ints
from simulator.files import read_yaml
from simulator.screening import listed_parties

_NO_ENTRY, _ANOTHER, _UNRESOLVED, _SAME = range(4)
_OWN = 7_368_787  # the step from one own number to the next
OWN_NUMBERS = 1_000_000
"""How many own numbers there are."""


class _Lines(RootModel[dict[str, list[str]]]):
    """Lines of business by the id of a listed party."""


def alike(sector: Ints, u: Floats) -> Ints:
    """A name like that of a listed party which fits each line of business: its index in ``company.resembling()``."""
    return _fitting().pick(u, sector)


@cache
def _fitting() -> Lists:
    """The names that fit each line of business; those of parties without an entry fit all."""
    lines = read_yaml(files("generators") / "data" / "listed_lines.yaml", _Lines).root
    told = [lines.get(listed_parties().ids[party], shelf().sectors) for party in _parties().tolist()]
    return Lists.of([[k for k, own in enumerate(told) if line in own] for line in shelf().sectors])


def numbers(level: Levels, alike: Ints, start: int) -> pa.Array:
    """Register numbers by the level of ``consignee.identity``: the own one, none, or that of the party resembled.

    ``alike``: index of the name among ``company.resembling()``; ``start``: the first own number, below ``OWN_NUMBERS``.
    """
    own = numbered("9", (np.arange(len(level)) * _OWN + start) % OWN_NUMBERS, 6)
    entry = pa.array([listed_parties().numbers[party] for party in _parties().tolist()]).take(pa.array(alike))
    texts = pa.concat_arrays([own, entry, BLANK])
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
