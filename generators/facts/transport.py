"""The means of transport: mode, places of loading and unloading, container, vessel, flight or lorry, and its papers.

Nothing here is an indicator: these fields depend only on the goods and where they go, not on the status.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from generators import geography
from generators.odds import EXPORT, Lists
from generators.table import Coded, Column, numbered
from simulator.draws import Floats, Ints, Numbers, take
from simulator.reference import countries

MODES = ("1", "2", "3", "4")  # sea, rail, road, air
SEA, RAIL, ROAD, AIR = range(4)
_ROAD, _RAIL = 0.82, 0.07  # shares of goods that can go by land and do not fly; the rest goes by sea (assumption)
_FLIES_STILL = 0.5  # factor on the good's share by air where a lorry can drive (assumption)
_MEANS = ("IMO9", "TRN2", "TRK5", "FLT7")
_PAPERS = ("BOL-", "CMR-", "AWB-")
_PAPER = np.array([0, 1, 1, 2])  # bill of lading by sea, consignment note by land, air waybill
_INLAND = np.array([[0.06, 0.24], [0.0, 0.85], [0.0, 0.02], [0.0, 0.0]])
"""How goods of each mode reach the border at home: by barge or by rail; the rest by road (assumption)."""
_FLAGS = {"PA": 0.18, "LR": 0.18, "MH": 0.15, "HK": 0.10, "SG": 0.09, "MT": 0.07, "CN": 0.06, "GR": 0.05, "CY": 0.04}
_FLAGS |= {"DK": 0.04, "NO": 0.04}
"""Flags of ships: about the order of the world fleet (assumption)."""
_SERIALS, _FLEET = 100_000_000, 10_000


def modes(origin: Ints, destination: Ints, air_share: Floats, u: Floats) -> Ints:
    """Indices into ``MODES``: by air at the good's usual share, less where a lorry can drive; else by land or sea."""
    by_land = geography.land()[origin, destination]
    air = np.where(by_land, air_share * _FLIES_STILL, air_share)
    left = (u - air) / np.maximum(1.0 - air, 1e-9)
    surface = np.where(by_land, np.where(left < _ROAD, ROAD, np.where(left < _ROAD + _RAIL, RAIL, SEA)), SEA)
    return np.where(u < air, AIR, surface)


def write(
    mode: Ints, direction: Ints, origin: Ints, destination: Ints, containers: float, u: Numbers
) -> dict[str, Column]:
    """Fields of the transport; ``origin`` and ``destination`` are indices of countries in ``geography``."""
    places = _places()
    loading = places.lists.pick(u("place of loading"), origin * len(MODES) + mode)
    unloading = places.lists.pick(u("place of unloading"), destination * len(MODES) + mode)
    boxed = (mode == SEA) & (u("container") < containers)
    nationality = np.where(mode == SEA, len(countries()) + u.pick("flag", tuple(_FLAGS.values())), origin)
    barge, rail = _INLAND[mode].T
    reached = u("inland mode")
    inland = (reached >= barge).astype(np.int8) + (reached >= barge + rail)
    serial = take(u("transport document"), _SERIALS)
    return {
        "mode_at_border": Coded.of(mode, MODES),
        "inland_mode": Coded.of(inland, ("8", "2", "3")),
        "container_indicator": Coded.of(boxed.astype(np.int64), ("0", "1")),
        "container_id": _only(boxed, "SYNU", u("container number"), digits=7),
        "place_of_loading": Coded(loading, places.codes),
        "place_of_unloading": Coded(unloading, places.codes),
        "active_border_transport_id": Coded(mode * _FLEET + take(u("means of transport"), _FLEET), _means()),
        "border_transport_nationality": Coded(nationality, _flags()),
        "transport_document_number": numbered(_PAPERS, serial, 8, _PAPER[mode]),
        "previous_document": _only(direction != EXPORT, "ENS-", u("previous document"), digits=8),
    }


def _only(shown: NDArray[np.bool_], prefix: str, u: Floats, digits: int) -> pa.Array:
    """Document numbers for some rows, empty for the others."""
    return numbered(prefix, take(u[shown], 10**digits), digits, shown=shown)


@cache
def _means() -> pa.Array:
    """The vessels, trains, lorries and flights, ``_FLEET`` of each mode."""
    return pa.array([f"{prefix}{number:04d}" for prefix in _MEANS for number in range(_FLEET)])


@cache
def _flags() -> pa.Array:
    """Countries, then the flags of ships."""
    return pa.array([*countries(), *_FLAGS])


@dataclass(frozen=True)
class _Places:
    codes: pa.Array
    lists: Lists


@cache
def _places() -> _Places:
    """Ports, airports and inland places of each country and mode, at country * len(MODES) + mode."""
    names = [geography.ports(country, mode) for country in range(len(geography.codes())) for mode in MODES]
    distinct = sorted({place for own in names for place in own})
    index = {place: number for number, place in enumerate(distinct)}
    return _Places(pa.array(distinct), Lists.of([[index[place] for place in own] for own in names]))
