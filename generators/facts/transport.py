"""The means of transport: mode, vehicles, containers or wagons, vessel, flight or train, and the transport document.

Nothing here is an indicator: these fields depend only on the goods, their mass and where they go, not on the status.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from generators import geography
from generators.facts import carriage
from generators.facts.lists import joined_lists
from generators.odds import (
    AIR,
    BY_POST,
    CHANNELS,
    EXPORT,
    FREIGHT,
    MODES,
    POST,
    RAIL,
    ROAD,
    SEA,
    TRANSIT,
    Levels,
    Lists,
    Settings,
    market,
    open_routes,
    parcels,
    pattern,
    shelf,
)
from generators.table import Coded, Column
from simulator import draws, formats
from simulator.draws import Floats, Ints, Numbers, take
from simulator.reference import countries

_SURFACE = np.array([0.11, 0.07, 0.82])  # sea, rail and road where goods can go by land (assumption)
_FLIES_STILL = 0.5  # factor on the good's share by air where a lorry or train can go (assumption)
_FLIES_ANYWAY = 2_000.0  # EUR per kg: dearer goods fly, but for this sum over their value per kg (assumption)
_FLIES_FROM_KM = 2_500.0  # the factor is in full from this distance (assumption)
_INLAND = np.array([[0.06, 0.24], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
"""How goods of each mode reach the border at home: by barge or by rail; the rest by road (assumption)."""
_BARGES = frozenset("AT BE BG CN CZ DE FR HR HU LU NL RO RS RU SK UA US".split())
"""Countries where barges carry packed goods (UNECE, Inventory of Main Standards of the E Waterway Network, and general
knowledge); elsewhere nothing reaches a port by barge."""
_FLAGS = {"PA": 0.18, "LR": 0.18, "MH": 0.15, "HK": 0.10, "SG": 0.09, "MT": 0.07, "CN": 0.06, "GR": 0.05, "CY": 0.04}
_FLAGS |= {"DK": 0.04, "NO": 0.04}
"""Flags of ships: about the order of the world fleet (assumption)."""

# Loads in kg, gross (assumptions, from the payload of a European lorry, ISO 668 containers and a four-axle wagon)
LORRY, CONTAINER, WAGON = 24_500.0, 25_500.0, 58_000.0
_LORRY_L, _CONTAINER_L, _WAGON_L = 85_000.0, 60_000.0, 110_000.0  # litres of cargo (assumption: ISO 668, usual makes)
_MOST_UNITS = {ROAD: 6, RAIL: 40, SEA: 30}
_SAMPLES_BY_AIR = 1_000.0  # of goods that travel in bulk
_BULK_AT_SEA = (500_000.0, 60_000_000.0)
_MOST_LOOSE = 3_000_000.0  # of goods on a ship that are neither in containers nor in bulk
_SMALL = 1_200.0  # kg of a package that never travels loose in a ship, a pallet or large bag (assumption)
_TOO_LARGE = 18_000.0  # kg of one package that goes into no container
_DRIVEN = 3_500.0
"""Kg from which what travels unpacked, such as a lorry or trailer, goes into no container (assumption)."""
_AIRLINES = ("NL", "DE", "TR", "AE", "SG", "US")
"""Countries of the fictional airlines, in the order of ``formats.AIRLINES`` (assumption)."""
_BESIDE_KM = 300.0  # km that an airline's home may add to the way, beyond the nearest airline's (assumption)
_WORTH_A_WAGON = 100_000.0  # EUR from which a small load takes a wagon or container of its own (assumption)
_A_WAGON = 10_000.0  # kg of a usual consignment from which trains take their full share (assumption)
_SHIPS, _TRAINS, _FLIGHTS = 10_000, 10_000, 10_000


def modes(known: Mapping[str, Ints], settings: Settings, air_share: Floats, u: Floats) -> Ints:
    """Indices into ``MODES`` among the modes that have a route, by the good's share by air, else by land or sea.

    Fewer goods fly where lorries or trains go, and small lots seldom take a train. Where there is another way, heavy
    pieces do not fly and go by no lorry, and what perishes takes no ship and no train. Cheap goods from far come by
    ship.
    """
    surfaces, over_land, flown = _open(settings.pack, settings.traffic)
    size = len(geography.codes())
    place = (known["direction"] * size + known["origin"]) * size + known["destination"]
    surface, land = surfaces.take(place, axis=0), over_land.take(place)
    flies = flown.take(place)
    usual = market(settings.traffic).kg[known["good"]]
    surface[:, RAIL] *= np.minimum(usual / _A_WAGON, 1.0)
    loads = pattern(settings.traffic).loads
    few = usual < (loads.least_kg_by_rail if loads else 0.0)
    surface[few & (flies | (surface[:, SEA] > 0.0) | (surface[:, ROAD] > 0.0)), RAIL] = 0.0
    fresh = shelf().perishable[known["good"]] & (flies | (surface[:, ROAD] > 0.0))
    surface[fresh, :ROAD] = 0.0
    km = geography.distance_km()[known["origin"], known["destination"]]
    far = loads.cheap_km if loads else np.inf
    shipped = market(settings.traffic).cheap[known["good"]] & (km > far) & (surface[:, SEA] > 0.0)
    surface[shipped, RAIL] = surface[shipped, ROAD] = 0.0
    heavy = (shelf().kg_per_package[known["good"]] > LORRY) & (surface[:, :ROAD] > 0.0).any(axis=1)
    surface[heavy, ROAD] = 0.0
    total = surface.sum(axis=1)
    dear = 1.0 - loads.flown_from / market(settings.traffic).eur_per_kg[known["good"]] if loads else 0.0
    far_air = np.maximum(air_share, dear)
    dear_air = 1.0 - _FLIES_ANYWAY / market(settings.traffic).eur_per_kg[known["good"]] if loads else 0.0
    air = np.maximum(air_share * _FLIES_STILL, dear_air) * np.minimum(km / _FLIES_FROM_KM, 1.0)
    air = np.where(land, air, far_air)
    air = np.where(total == 0, 1.0, np.where(flies & ~heavy & ~shipped, air, 0.0))
    weight = surface * ((1.0 - air) / np.where(total > 0, total, 1.0))[:, None]
    result: Ints = (u[:, None] >= np.cumsum(weight, axis=1)).sum(axis=1)
    return result


@lru_cache(maxsize=8)
def _open(name: str, traffic: str) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Weights of sea, rail and road, whether land is open without a ferry, and whether air is.

    Each by direction, origin and destination, in one row.
    """
    able = np.stack([open_routes(name, direction) for direction in range(3)])
    land = able[:, RAIL] | able[:, ROAD]
    over = geography.ferried() & able[:, SEA]
    land &= ~over
    ferries = _on_ferries(pattern(traffic).ferries)
    shares = np.where(over[..., None], ferries, np.where(land[..., None], _SURFACE, 1.0))
    surfaces = np.where(np.moveaxis(able[:, :AIR], 1, -1), shares, 0.0)
    return surfaces.reshape(-1, AIR), land.ravel(), able[:, AIR].ravel()


def _on_ferries(share: float) -> Floats:
    """Sea, rail and road where lorries take a ferry, and ships sail too: ``share`` goes by lorry or train."""
    return np.array([1.0 - share, *(_SURFACE[1:] / _SURFACE[1:].sum() * share)])


def boxed(mode: Ints, good: Ints, containers: float, u: Floats) -> NDArray[np.bool_]:
    """Which consignments travel in containers if they are packed: by sea, no package too large."""
    small = shelf().bulk[good] | (shelf().kg_per_package[good] < _SMALL)
    most = np.where(shelf().unpacked[good], _DRIVEN, _TOO_LARGE)
    fits = shelf().bulk[good] | (shelf().kg_per_package[good] < most)
    result: NDArray[np.bool_] = (mode == SEA) & fits & ((u < containers) | small)
    return result


def limits(
    mode: Ints, good: Ints, sector: Ints, in_containers: NDArray[np.bool_], channel: Levels, traffic: str
) -> tuple[Floats, Floats, Floats]:
    """Least and most kg, gross, of one consignment by mode; and from how many kg bulk goods travel so; (n,) each.

    ``sector``: the buyer's, for ``Loads.most_kg_for``; ``channel``: the level of ``transport.channel``.
    """
    stock, loads = market(traffic), pattern(traffic).loads
    bulk = shelf().bulk[good]
    at_sea = np.where(bulk, _BULK_AT_SEA[1], np.where(in_containers, CONTAINER * _MOST_UNITS[SEA], _MOST_LOOSE))
    by_air = np.where(bulk, _SAMPLES_BY_AIR, stock.flown[good])
    most = np.choose(mode, [at_sea, WAGON * _MOST_UNITS[RAIL], LORRY * _MOST_UNITS[ROAD], by_air])
    full = np.choose(mode, [_BULK_AT_SEA[0], 0.7 * WAGON, 0.6 * LORRY, np.inf])
    least = np.zeros(len(mode))
    if loads:
        least = np.choose(mode, [loads.least_kg_by_sea, loads.least_kg_by_rail, 0.0, 0.0])
        least = np.minimum(least, _WORTH_A_WAGON / stock.eur_per_kg[good])
        least = np.maximum(least, np.array(loads.least_eur)[mode] / stock.eur_per_kg[good])
        most = np.minimum(most, np.array([loads.most_kg_for.get(name, np.inf) for name in shelf().sectors])[sector])
    least = np.where(stock.loose[good] & (mode != AIR), full, np.minimum(least, most))
    sent, posted = parcels(traffic), channel != FREIGHT
    least, most = np.where(posted, sent.least_kg[good], least), np.where(posted, sent.most_kg[good], most)
    return least, most, np.where(bulk, full, np.inf)


def units(mode: Ints, gross: Floats, litres: Floats, in_containers: NDArray[np.bool_]) -> Ints:
    """Number of lorries, wagons or containers for so many kg and litres; 1 for a load on a ship or in an aircraft."""
    room = np.choose(mode, [np.where(in_containers, _CONTAINER_L, np.inf), _WAGON_L, _LORRY_L, np.inf])
    load = np.choose(mode, [np.where(in_containers, CONTAINER, np.inf), WAGON, LORRY, np.inf])
    result: Ints = np.maximum(np.ceil(np.maximum(gross / load, litres / room)), 1.0).astype(np.int64)
    return result


def write(
    known: Mapping[str, Ints],
    ends: Ints,
    gross: Floats,
    litres: Floats,
    in_containers: NDArray[np.bool_],
    row: Ints,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the transport of so many kg and litres.

    ``ends``: countries where the main leg starts and ends, (2, n); ``row``: number of each row in the traffic, for the
    numbers of further vehicles. Post has no means of transport: its carrier alone knows the flight.
    """
    mode, origin, destination = known["mode"], known["origin"], known["destination"]
    by_post = known["channel"] == POST
    count = units(mode, gross, litres, in_containers)
    barge, rail = _INLAND[mode].T
    barge = np.where(_barges()[_home(known, ends)], barge, 0.0)
    reached = u("inland mode")
    inland = (reached >= barge).astype(np.int8) + (reached >= barge + rail)
    inland = np.where(by_post, 3, inland)
    carrier = np.where(u("carrier") < 0.5, origin, destination)
    lorries, wagons = mode == ROAD, mode == RAIL
    plates, first = joined_lists(
        count, lorries, lambda rows, serials: carriage.plates(carrier[rows], serials), row, u, "lorry"
    )
    numbers, _ = joined_lists(
        count, wagons, lambda rows, serials: carriage.wagons(carrier[rows], serials), row, u, "wagon"
    )
    boxes, _ = joined_lists(count, in_containers, lambda _, serials: carriage.containers(serials), row, u, "container")
    which = take(u("means of transport"), _SHIPS)
    airline = _carriers().pick(u("airline"), ends[0] * len(countries()) + ends[1])
    flight = which % (_FLIGHTS // len(_AIRLINES)) * len(_AIRLINES) + airline
    which = np.where(mode == AIR, flight, which)
    named = Coded(np.choose(mode, [which, _SHIPS + which, 0, _SHIPS + _TRAINS + which]), _means())
    active = pc.replace_with_mask(named.texts.take(pa.array(named.codes)), pa.array(lorries), first)
    active = pc.if_else(pa.array(by_post), "", active)
    nationality = np.choose(
        mode, [len(countries()) + _flag_of()[which], carrier, carrier, _airlines()[which % len(_AIRLINES)]]
    )
    nationality = np.where(by_post, len(_flags()) - 1, nationality)
    return {
        "channel": Coded.of(known["channel"], CHANNELS),
        "mode_at_border": Coded.of(np.where(by_post, len(MODES), mode), (*MODES, BY_POST)),
        "inland_mode": Coded.of(inland, ("8", "2", "3", BY_POST)),
        "container_indicator": Coded.of(in_containers.astype(np.int64), ("0", "1")),
        "container_id": boxes,
        "transport_units": count.astype(np.float64),
        "transport_unit_ids": pc.if_else(pa.array(lorries), plates, numbers),
        "active_border_transport_id": active,
        "border_transport_nationality": Coded(nationality, _flags()),
        "transport_document_number": carriage.documents(known, which, u),
    }


def _home(known: Mapping[str, Ints], ends: Ints) -> Ints:
    """The office's country: the end of the main leg from which goods leave, or at which they arrive; (n,)."""
    leaves = (known["direction"] == EXPORT) | ((known["direction"] == TRANSIT) & (ends[0] != known["origin"]))
    found: Ints = np.where(leaves, ends[0], ends[1])
    return found


@cache
def _barges() -> NDArray[np.bool_]:
    return np.array([code in _BARGES for code in countries()])


@cache
def _means() -> pa.Array:
    """Ships, then trains, then flights of fictional airlines; two letters and a digit stand for an airline."""
    ships = formats.imo_numbers(np.arange(_SHIPS) * 19)
    trains = pa.array([f"Train {40_000 + number}" for number in range(_TRAINS)])
    codes = [f"Q{2 + number}" for number in range(len(formats.AIRLINES))]
    flights = pa.array([f"{codes[number % len(codes)]} {100 + number // len(codes)}" for number in range(_FLIGHTS)])
    return pa.concat_arrays([ships, trains, flights])


@cache
def _flag_of() -> Ints:
    """The flag of each ship, as an index into ``_FLAGS``; a ship has one flag; (ships,)."""
    return draws.pick(draws.uniform(0, "flag of a ship", 0, _SHIPS), np.array(list(_FLAGS.values())))


@cache
def _airlines() -> Ints:
    """The country of each fictional airline."""
    return np.array([list(countries()).index(code) for code in _AIRLINES])


@cache
def _carriers() -> Lists:
    """Who flies between two countries: airlines whose home adds few km to the way, as indices into ``_AIRLINES``."""
    km = geography.distance_km()
    homes = [geography.codes().index(code) for code in _AIRLINES]
    added = np.stack([km[:, home, None] + km[home] - km for home in homes], axis=-1)
    # an airline of one of the two countries is at no distance, so it flies unless another is as near
    near = added <= added.min(axis=-1, keepdims=True) + _BESIDE_KM
    return Lists.of([np.flatnonzero(own).tolist() for own in near.reshape(-1, len(homes))])


@cache
def _flags() -> pa.Array:
    """Countries, then the flags of ships, then none."""
    return pa.array([*countries(), *_FLAGS, ""])
