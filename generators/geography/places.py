"""Countries as numbers: distances between them, and their expected trade.

Countries are numbered as in ``simulator.reference.countries()``. All arrays are cached and read-only. Sources:
``simulator/data/README.md`` and ``generators/data/gravity.yaml``.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from generators.geography.distances import great_circle
from generators.geography.trade_gravity import members, trade_gravity
from simulator.draws import Floats
from simulator.reference import countries

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
    lat, lon = positions()
    km = great_circle(lat, lon, lat, lon)
    area = np.array([country.area_km2 for country in countries().values()])
    np.fill_diagonal(km, np.rint(_INNER * np.sqrt(area / np.pi)))
    return frozen(km)


@cache
def trade_shares() -> Floats:
    """Expected value of trade from exporter (row) to importer (column) as a share of all; diagonal 0, sum 1.

    Distances include the spread of both countries around their main places, as in the fit: New York and Montreal are
    neighbours, but most trade between the United States and Canada comes from farther away.
    Shares are multiples of 2 ** -40, so that draws are the same on machines whose logarithm differs in the last bit.
    """
    fit, known = trade_gravity(), list(countries().values())
    gdp = np.log([country.gdp_busd for country in known])
    hub = flag("hub") * np.log(fit.hub_multiplier)
    inner = np.diag(distance_km()) ** 2
    km = np.sqrt(distance_km() ** 2 + inner[:, None] + inner[None, :])
    log = fit.exporter_gdp * gdp[:, None] + fit.importer_gdp * gdp[None, :] + fit.distance * np.log(km)
    log += fit.contiguity * _borders() + fit.language * _share("languages") + fit.agreement * _agreements()
    log += hub[:, None] + hub[None, :] + np.log(fit.barred_multiplier) * _pairs(trade_gravity().barred)
    value = np.exp(log - log.max())
    np.fill_diagonal(value, 0.0)
    return frozen(np.rint(value / value.sum() * 2.0**40) / 2.0**40)


def positions() -> tuple[Floats, Floats]:
    """Latitude and longitude of each country's main place, in degrees; (countries,) each."""
    known = countries().values()
    return np.array([country.lat for country in known]), np.array([country.lon for country in known])


@cache
def flag(name: str) -> NDArray[np.bool_]:
    """A flag of the countries, such as ``hub``; (countries,)."""
    return frozen(np.array([bool(getattr(country, name)) for country in countries().values()]))


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


def _agreements() -> NDArray[np.bool_]:
    found = _share("blocs")
    for one, others in trade_gravity().agreements.items():
        rows = [codes().index(code) for code in members(one)]
        columns = [codes().index(code) for other in others for code in members(other)]
        found[np.ix_(rows, columns)] = found[np.ix_(columns, rows)] = True
    return found


def frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """The array, made read-only."""
    array.setflags(write=False)
    return array
