"""The way of the goods: direction, mode, countries of routing, ports, and who is notified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from generators.facts.sight import Sight
from simulator.draws import Floats, Ints, pick, take
from simulator.reference import countries

Uniform = Callable[[str], Floats]
_BY_ROAD_IN_REGION, _BY_RAIL = 0.55, 0.03  # share of what does not fly (assumption)


def write(
    levels: Mapping[str, Ints],
    direction: np.ndarray,
    origin: np.ndarray,
    destination: np.ndarray,
    air_share: Floats,
    home: str,
    u: Uniform,
) -> dict[str, np.ndarray]:
    """Fields of the route from its levels; ``origin`` and ``destination`` are ISO codes, one a consignment."""
    known = countries()
    mode = _modes(origin, destination, air_share, u("mode"))
    leave, arrive = take(u("place of loading"), 1_000_000), take(u("place of unloading"), 1_000_000)
    via, second = u("transit country"), u("second transit country")
    routing, loading, unloading = [], [], []
    for row, level in enumerate(levels["route.itinerary"].tolist()):
        start, end = origin[row], destination[row]
        stops = _stops(level, start, end, home, float(via[row]), float(second[row]))
        ways = [start, *([home] if direction[row] == "TR" else []), *stops, end]
        routing.append(";".join(ways))
        loading.append(_place(known[start], mode[row], int(leave[row])))
        unloading.append(_place(known[end], mode[row], int(arrive[row])))
    return {
        "mode_at_border": mode,
        "container_indicator": np.where((mode == "1") & (u("container") < 0.85), "1", "0").astype(object),
        "countries_of_routing": np.array(routing, dtype=object),
        "place_of_loading": np.array(loading, dtype=object),
        "place_of_unloading": np.array(unloading, dtype=object),
    }


def _modes(origin: np.ndarray, destination: np.ndarray, air_share: Floats, u: Floats) -> np.ndarray:
    known = countries()
    near = np.array([known[a].region == known[b].region for a, b in zip(origin, destination, strict=True)])
    inland = np.array([known[b].landlocked for b in destination])
    left = np.where(air_share < 1.0, (u - air_share) / np.maximum(1.0 - air_share, 1e-9), 0.0)
    by_land = np.where(near, _BY_ROAD_IN_REGION, 0.0)
    surface = np.where(left < by_land, "3", np.where(left < by_land + _BY_RAIL, "2", np.where(inland, "3", "1")))
    return np.where(u < air_share, "4", surface).astype(object)


def _place(country: object, mode: str, number: int) -> str:
    from_sea = country.seaports if mode == "1" else ()  # type: ignore[attr-defined]
    places: tuple[str, ...] = from_sea or country.airports  # type: ignore[attr-defined]
    return places[number % len(places)]


def _stops(level: int, start: str, end: str, home: str, u: float, second: float) -> list[str]:
    """Countries between start and end (and other than home): none, one of the region, one hub, or a detour of two."""
    if level == 0:
        return []
    kind = "hub" if level == 2 else "region" if level == 1 else "far"
    choice = _choices(kind, start, end, home)
    one = choice[int(u * len(choice))]
    if level < 3:
        return [one]
    rest = [code for code in choice if code != one]
    return [one, rest[int(second * len(rest))]]


@cache
def _choices(kind: str, start: str, end: str, home: str) -> tuple[str, ...]:
    known = countries()
    near = {known[start].region, known[end].region}
    others = [c for c in known.values() if c.iso2 not in (start, end, home)]
    if kind == "hub":
        return tuple(c.iso2 for c in others if c.hub)
    plain = [c for c in others if not c.hub]
    return tuple(c.iso2 for c in plain if (c.region in near) == (kind == "region")) or tuple(c.iso2 for c in plain)


def _read_itinerary(sight: Sight) -> Ints:
    def level(text: str) -> int:
        stops = [code for code in text.split(";")[1:-1] if code != sight.home]
        if len(stops) != 1:
            return 0 if not stops else 3
        return 2 if countries()[stops[0]].hub else 1

    return sight.levels("countries_of_routing", level)


def _read_notify(sight: Sight) -> Ints:
    return np.where(sight.frame["notify_party"].astype(str) == sight.frame["consignee_name"].astype(str), 0, 1)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "route.itinerary": _read_itinerary,
    "route.notify": _read_notify,
}


def origins(direction: np.ndarray, home: str, u: Floats, destination: np.ndarray) -> np.ndarray:
    """Country of export of each consignment: home for exports, else another than home and the destination."""
    known = list(countries().values())
    weight = np.array([0.0 if c.iso2 == home else c.weight for c in known])
    codes = np.array([c.iso2 for c in known], dtype=object)
    chosen = codes[pick(u, weight)]
    clash = chosen == destination
    fallback = [c.iso2 for c in sorted(known, key=lambda c: -c.weight) if c.iso2 != home][:2]
    chosen[clash] = np.where(destination[clash] == fallback[0], fallback[1], fallback[0])
    return np.where(direction == "EX", home, chosen).astype(object)
