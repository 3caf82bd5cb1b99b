"""The geography of trade: distances between countries, their trade, and the usual routes of goods with their stops.

Countries are numbered as in ``simulator.reference.countries()``. All arrays are cached and read-only. Km are great
circles between main places; routes by land follow open borders, routes by sea the lanes of ``sea_lanes``. Sources:
``simulator/data/README.md`` and ``generators/data/gravity.yaml``.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from generators.geography.distances import great_circle, shortest, through
from generators.geography.sea_lanes import lanes
from generators.geography.trade_gravity import members, trade_gravity
from simulator.draws import Floats, Ints
from simulator.reference import Country, countries

REGIONAL, HUBS, DETOURS = 6, 4, 8
"""Number of candidate stops of each sort for a pair of countries; if fewer exist, they repeat."""
_AT_LEAST = 2  # different regional stops, because one may be the office's own country
_INNER = 2 / 3  # mean distance within a country as a share of the radius of a disc of its area (Head and Mayer 2002)

Scalar = TypeVar("Scalar", bound=np.generic)


@cache
def codes() -> tuple[str, ...]:
    """ISO codes of the countries, in the order that every array here uses."""
    return tuple(countries())


@cache
def distance_km() -> Floats:
    """Great-circle km between main places, symmetric; shape (countries, countries).

    The diagonal is the mean distance within a country, from its area (Head and Mayer 2002).
    """
    lat, lon = _positions()
    km = great_circle(lat, lon, lat, lon)
    area = np.array([country.area_km2 for country in countries().values()])
    np.fill_diagonal(km, np.rint(_INNER * np.sqrt(area / np.pi)))
    return _frozen(km)


@cache
def trade_shares() -> Floats:
    """Expected value of trade from exporter (row) to importer (column) as a share of all; diagonal 0, sum 1.

    Distances include the spread of both countries around their main places, as in the fit: New York and Montreal are
    neighbours, but most trade between the United States and Canada comes from farther away.
    Shares are multiples of 2 ** -40, so that draws are the same on machines whose logarithm differs in the last bit.
    """
    fit, known = trade_gravity(), list(countries().values())
    gdp = np.log([country.gdp_busd for country in known])
    hub = _flag("hub") * np.log(fit.hub_multiplier)
    inner = np.diag(distance_km()) ** 2
    km = np.sqrt(distance_km() ** 2 + inner[:, None] + inner[None, :])
    log = fit.exporter_gdp * gdp[:, None] + fit.importer_gdp * gdp[None, :] + fit.distance * np.log(km)
    log += fit.contiguity * _borders() + fit.language * _share("languages") + fit.agreement * _agreements()
    log += hub[:, None] + hub[None, :] + np.log(fit.barred_multiplier) * _pairs(trade_gravity().barred)
    value = np.exp(log - log.max())
    np.fill_diagonal(value, 0.0)
    return _frozen(np.rint(value / value.sum() * 2.0**40) / 2.0**40)


@cache
def land() -> NDArray[np.bool_]:
    """Whether a trip by road or rail is plausible; symmetric, diagonal False, shape (countries, countries)."""
    fit, ways = trade_gravity(), _over_land()
    by_land = (ways <= fit.land_km) | (_open_borders() & (ways <= fit.neighbour_km))
    by_land &= ~_pairs(fit.barred)
    np.fill_diagonal(by_land, False)
    return _frozen(by_land)


@cache
def way_km() -> Floats:
    """Km of the usual route: by land where ``land()``, else by sea, over the nearest coast of a landlocked country."""
    return _frozen(np.where(land(), _over_land(), _by_sea()))


@cache
def excess_km() -> Floats:
    """Km that a call at a stop adds to the usual route; shape (origins, destinations, stops).

    Inf where the stop is itself an end, or is barred from trade with an end. By land where the pair trades by land and
    land joins the stop to both ends, else by sea.
    """
    reach = through(_from_sea(), lanes().km)  # (countries, waypoints)
    size = len(codes())
    call = np.full((size, size, size), np.inf)
    home_coast = _gateways()
    for stop in range(size):
        for point in np.flatnonzero(lanes().ports[home_coast[stop]]):
            np.minimum(call[:, :, stop], reach[:, None, point] + reach[None, :, point], out=call[:, :, stop])
    over = _over_land()
    call += 2.0 * over[np.arange(size), home_coast] - way_km()[:, :, None]
    with np.errstate(invalid="ignore"):
        overland = over[:, None, :] + over[None, :, :] - over[:, :, None]
    excess = np.where(land()[:, :, None] & np.isfinite(overland), overland, np.maximum(call, 0.0))
    no_stop = np.eye(size, dtype=np.bool_) | _pairs(trade_gravity().barred)
    excess[no_stop[:, None, :] | no_stop[None, :, :]] = np.inf
    return _frozen(np.rint(excess))


@cache
def regional() -> NDArray[np.int16]:
    """Countries on the route that are not hubs, most imports first; shape (origins, destinations, REGIONAL).

    They add little to the route: for a land pair they lie along the roads, for other pairs they have seaports. Where
    fewer than two lie on the route, the two that add least.
    """
    able = ~_flag("hub") & (~_flag("landlocked") | _joined())
    lies = able & _lies() & (_joined() | ~land()[:, :, None])
    return _frozen(_lists(_order(able, lies), np.maximum(lies.sum(axis=2), _AT_LEAST), REGIONAL))


@cache
def hubs() -> NDArray[np.int16]:
    """The hub countries on the route, most imports first, then those that add least; (…, …, HUBS).

    Landlocked ones only for pairs that trade by land.
    """
    able = _flag("hub") & (~_flag("landlocked") | _joined())
    key = _order(able, able & _lies())
    return _frozen(_lists(key, np.isfinite(key).sum(axis=2), HUBS))


@cache
def detours() -> NDArray[np.int16]:
    """Coastal countries far off the route that are not hubs: a call at two of them is abnormal; (…, …, DETOURS).

    They are spread evenly over the quantiles ``far_off`` of the km that such countries add to the route.
    """
    key = np.where(_flag("hub") | _flag("landlocked"), np.inf, excess_km())
    order = np.argsort(key, axis=2, kind="stable")
    count = np.isfinite(key).sum(axis=2, keepdims=True) - 1
    low, high = trade_gravity().far_off
    ranks = np.rint(count * np.linspace(low, high, DETOURS)).astype(np.int64)
    return _frozen(np.take_along_axis(order, ranks, axis=2).astype(np.int16))


@cache
def ports(country: int, mode: str) -> tuple[str, ...]:
    """UN/LOCODEs where goods are loaded or unloaded; ``mode``: "1" sea, "2" rail, "3" road, "4" air, "5" post.

    By sea: its seaports; for a landlocked country those of the coastal country nearest by land. By air and post: its
    airports. By road and rail: the cities of its airports, which share their codes.
    """
    if mode not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"mode {mode!r} is not one of 1 to 5")
    if mode == "1":
        return _at(int(_gateways()[country])).seaports
    return _at(country).airports


def _at(country: int) -> Country:
    return countries()[codes()[country]]


def _positions() -> tuple[Floats, Floats]:
    known = countries().values()
    return np.array([country.lat for country in known]), np.array([country.lon for country in known])


def _flag(name: str) -> NDArray[np.bool_]:
    return np.array([bool(getattr(country, name)) for country in countries().values()])


def _share(name: str) -> NDArray[np.bool_]:
    """Whether two countries share a language, or a bloc."""
    sets = [set(getattr(country, name)) for country in countries().values()]
    return np.array([[bool(one & other) for other in sets] for one in sets])


def _pairs(pairs: list[str]) -> NDArray[np.bool_]:
    """Pairs like "AM-AZ" as a symmetric matrix."""
    found = np.zeros((len(codes()), len(codes())), dtype=np.bool_)
    for pair in pairs:
        one, other = codes().index(pair[:2]), codes().index(pair[3:])
        found[one, other] = found[other, one] = True
    return found


def _borders() -> NDArray[np.bool_]:
    return np.array([[code in country.borders for code in codes()] for country in countries().values()])


def _open_borders() -> NDArray[np.bool_]:
    return _borders() & ~_pairs(trade_gravity().barred) & ~_pairs(trade_gravity().roadless)


def _agreements() -> NDArray[np.bool_]:
    found = _share("blocs")
    for one, others in trade_gravity().agreements.items():
        rows = [codes().index(code) for code in members(one)]
        columns = [codes().index(code) for other in others for code in members(other)]
        found[np.ix_(rows, columns)] = found[np.ix_(columns, rows)] = True
    return found


@cache
def _over_land() -> Floats:
    """Km of the shortest path by land over open borders, inf if there is none; shape (countries, countries)."""
    return _frozen(shortest(distance_km(), _open_borders()))


@cache
def _gateways() -> Ints:
    """For each country, the country whose seaports it uses: itself, or the coastal one nearest by land."""
    return _frozen(np.argmin(np.where(_flag("landlocked"), np.inf, _over_land()), axis=1))


@cache
def _from_sea() -> Floats:
    """Km from each country to the waypoints at which it has ports, else inf; (countries, waypoints)."""
    sea, gateways = lanes(), _gateways()
    lat, lon = _positions()
    access = np.where(sea.ports, great_circle(lat, lon, sea.lat, sea.lon), np.inf)
    return _frozen(access[gateways] + _over_land()[np.arange(len(gateways)), gateways][:, None])


@cache
def _by_sea() -> Floats:
    """Km of the shortest path by sea, from the gateway of a landlocked country; shape (countries, countries)."""
    return _frozen(through(through(_from_sea(), lanes().km), _from_sea().T))


def _joined() -> NDArray[np.bool_]:
    """Whether a pair trades by land and land joins the stop to it; shape (origins, destinations, stops)."""
    return land()[:, :, None] & np.isfinite(_over_land())[:, None, :]


def _lies() -> NDArray[np.bool_]:
    """Whether a stop adds little to the route of a pair; shape (origins, destinations, stops)."""
    limit = np.maximum(trade_gravity().on_the_way_km, trade_gravity().on_the_way * way_km())
    return excess_km() <= limit[:, :, None]


def _order(able: NDArray[np.bool_], lies: NDArray[np.bool_]) -> Floats:
    """Sort key of stops: first those on the route by imports, then other possible ones by added km; else inf."""
    imports = np.argsort(np.argsort([-country.weight for country in countries().values()], kind="stable"))
    return np.where(lies, imports, np.where(able, len(imports) + excess_km(), np.inf))


def _lists(key: Floats, count: Ints, size: int) -> NDArray[np.int16]:
    """The ``count`` stops with the smallest key for each pair, cut or repeated to ``size``."""
    order = np.argsort(key, axis=2, kind="stable")
    turn = np.arange(size) % np.minimum(count, size)[:, :, None]
    return np.take_along_axis(order, turn, axis=2).astype(np.int16)


def _frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    array.setflags(write=False)
    return array
