"""The goods as declared: their code, wording, value, weight and packages, licence and parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pyarrow as pa

from generators import geography
from generators.facts.sight import Sight
from generators.facts.wordings import PRECISION, wordings
from generators.odds import Levels, Market, Pattern, pattern, shares, shelf
from generators.table import Coded, Column, numbered
from simulator.draws import Choice, Floats, Ints, Numbers, take
from simulator.reference import countries

VALUE_EDGES = (-2.2, -0.9, -0.36, -0.12, 0.12, 0.36, 0.9, 2.2)
"""Bin edges of ln(value per kg / the good's usual one); the spread within a good is near 0.3 (assumption)."""
_PACKING = ((0.12, 0.34), (0.55, 1.75), (3.2, 7.0))  # kg per package over the usual, by level
_USUAL = 3  # the bin around the benchmark
_WITHIN = 1e-6  # cents from the edge of a bin, so that no rounding crosses it
_LEAST_KG = 0.1  # no consignment is lighter: otherwise rounding would show more than the level does
_LICENCE, _EXEMPT = "X002", "Y901"
_PART = "Part shipment"
_MAKERS = 25  # the largest economies make most of what is traded (assumption)
_LICENCES = 100_000_000


def write(
    levels: Mapping[str, Levels], good: Ints, size: Floats, normal: Floats, shape: Pattern, stock: Market, u: Numbers
) -> dict[str, Column]:
    """Fields of the goods from their levels, in a pattern of traffic and its market; one entry for each consignment.

    ``good`` is an index into the shelf, ``size`` the buyer's usual multiple of a consignment's mass, ``normal`` a
    standard normal number that varies the mass around it.
    """
    per_package = shelf().kg_per_package[good]
    wanted = stock.kg[good] * size * np.exp(stock.kg_spread[good] * normal)
    wanted = np.maximum(wanted, np.maximum(_LEAST_KG, shape.least_value / stock.eur_per_kg[good]))
    packing = levels["goods.packing"]
    low, high = np.array([low for low, _ in _PACKING])[packing], np.array([high for _, high in _PACKING])[packing]
    each = per_package * (low + (high - low) * u("packing"))
    packages = np.maximum(np.rint(wanted / each), np.where(packing == 0, 2.0, 1.0))
    single = (packages == 1.0) & (packing == 1)
    net = np.round(np.where(single, np.minimum(wanted, each), packages * each), 3)
    bounds = np.where(single, 0.0, low * packages * per_package), high * packages * per_package
    net = _rounded(net, *bounds, shape.round_masses, u("round mass"))
    gross = np.maximum(np.round(net * (1.04 + 0.08 * u("tare")), 1), np.round(net + 0.05, 3))
    value = _values(levels["goods.unit_value"], net * stock.eur_per_kg[good], shape.list_prices, u)
    parts = take(u("parts"), 4) + 2
    part = parts * 10 + take(u("part"), parts) + 1
    marks = take(u("marks"), 90) * 1_000 + np.minimum(packages, 999.0).astype(np.int64)
    return {
        "hs_code": Coded(good, _codes()),
        "goods_description": Coded(_words(levels["goods.wording"], good, u), wordings().texts),
        "package_type": Coded(_package_types()[0][good], _package_types()[1]),
        "package_count": packages,
        "net_mass": net,
        "gross_mass": gross,
        "statistical_value": value,
        "document_type_code": Coded.of(levels["licence.reference"], (_LICENCE, _EXEMPT, "")),
        "document_reference": _references(levels["licence.reference"], u("licence number")),
        "additional_information_text": Coded(np.where(levels["consignment.parts"] == 1, part, 0), _part_texts()),
        "shipping_marks": Coded(marks, _mark_texts()),
    }


def _values(level: Levels, usual: Floats, list_prices: float, u: Numbers) -> Floats:
    """Values in whole cents from the level of ``goods.unit_value`` and the usual value; within the level's bin."""
    edges = np.array(VALUE_EDGES)
    ratio = edges[level] + np.diff(edges)[level] * u("unit value")
    ratio[(level == _USUAL) & (u("list price") < list_prices)] = 0.0
    cents, bounds = usual * 100.0, np.exp(edges)
    least, most = np.ceil(cents * bounds[level] + _WITHIN), np.floor(cents * bounds[level + 1] - _WITHIN)
    value: Floats = np.clip(np.rint(cents * np.exp(ratio)), least, most) / 100.0
    return value


def _rounded(net: Floats, least: Floats, most: Floats, shares: tuple[float, float], u: Floats) -> Floats:
    """Masses as stated: rounded to 0.1 kg, some to one or two significant digits, if the result stays in bounds."""
    stated = np.round(net, 1)
    result = np.where((stated >= least) & (stated <= most) & (stated > 0), stated, net)
    rows = np.flatnonzero(u < sum(shares))
    some = result[rows]
    unit = 10.0 ** (np.floor(np.log10(some)) - (u[rows] >= shares[0]))
    round_figure = np.round(np.rint(some / unit) * unit, 3)
    inside = (round_figure >= least[rows]) & (round_figure <= most[rows])
    result[rows] = np.where(inside, round_figure, some)
    return result


@cache
def _codes() -> pa.Array:
    return pa.array([good.hs6 for good in shelf().goods])


@cache
def _package_types() -> tuple[Ints, pa.Array]:
    kinds = sorted({good.package_type for good in shelf().goods})
    return np.array([kinds.index(good.package_type) for good in shelf().goods]), pa.array(kinds)


@cache
def _part_texts() -> pa.Array:
    """Texts of "k of n" at index n * 10 + k; the text at 0 is empty."""
    return pa.array(["", *(f"{_PART} {number % 10} of {number // 10}" for number in range(1, 60))])


@cache
def _mark_texts() -> pa.Array:
    return pa.array([f"NHV/{mark + 10}-{packages}" for mark in range(90) for packages in range(1_000)])


def _references(level: Levels, u: Floats) -> pa.Array:
    """Licence numbers; empty where there is no licence."""
    return numbered("LIC-", take(u[level == 0], _LICENCES), 8, shown=level == 0)


def _words(level: Levels, good: Ints, u: Numbers) -> Ints:
    """Indices of the texts: the good's own at a precision, or those of a good that it is mistaken for."""
    texts, choice = wordings(), u("wording")
    result = np.empty(len(good), dtype=np.int64)
    for precision in range(len(PRECISION)):
        rows = np.flatnonzero(level == precision)
        result[rows] = texts.of[precision].pick(choice[rows], good[rows])
    rows = np.flatnonzero(level == len(PRECISION))
    other = shelf().mistaken.pick(u("other heading")[rows], good[rows])
    exact = u("wording precision")[rows] < 1 / 3
    for precision in (0, 1):
        here = rows[exact == (precision == 0)]
        result[here] = texts.of[precision].pick(choice[here], other[exact == (precision == 0)])
    return result


@cache
def makers() -> frozenset[str]:
    """Countries that make most traded goods: the largest economies that are not re-export hubs."""
    known = [country for country in countries().values() if not country.hub]
    return frozenset(country.iso2 for country in sorted(known, key=lambda c: -c.gdp_busd)[:_MAKERS])


@cache
def _origins(traffic: str) -> Choice:
    """Odds of origins by country of export and level: countries that make goods, by their exports, and all others.

    Where the pattern's own table of origins has the country of export, the weights come from that table.
    """
    own = _known_origins(traffic)
    codes = geography.codes()
    made = np.array([code in makers() for code in codes])
    exports = geography.trade_shares().sum(axis=1)
    lists = []
    for place in range(len(codes)):
        other = np.arange(len(codes)) != place
        for pool in (made & other, ~made & other):
            items = np.flatnonzero(pool)
            weight = exports if pool[made].any() else np.ones(len(codes))
            known = own.get(codes[place], weight)
            lists.append((items, known[items] if known[items].any() else weight[items]))
    return Choice(lists)


def _known_origins(traffic: str) -> dict[str, Floats]:
    """Shares of the countries of origin by country of export, from the pattern's table."""
    name = pattern(traffic).origins
    return shares(name, "export", "origin", known=geography.codes()) if name else {}


def origins(level: Levels, country_of_export: Ints, u: Floats, traffic: str) -> Ints:
    """Origin by the level of ``goods.origin``: the country of export, another that makes goods, or an unlikely one."""
    drawn = _origins(traffic).pick(u, country_of_export * 2 + (level == 2))
    return np.where(level == 0, country_of_export, drawn)


def _read_words(sight: Sight) -> Ints:
    return sight.pair_levels("goods_description", "hs_code", wordings().level)


def _read_value(sight: Sight) -> Ints:
    usual = sight.numbers("net_mass") * sight.market.eur_per_kg[sight.good]
    ratio = sight.numbers("statistical_value") / usual
    return np.searchsorted(np.exp(np.array(VALUE_EDGES[1:-1])), ratio, side="right")


def _read_packing(sight: Sight) -> Ints:
    packages = sight.numbers("package_count")
    ratio = sight.numbers("net_mass") / packages / shelf().kg_per_package[sight.good]
    level = np.searchsorted(np.array([0.44, 2.4]), ratio, side="right")
    return np.where((packages == 1.0) & (level == 0), 1, level)


def _read_origin(sight: Sight) -> Ints:
    def level(origin: str, export: str) -> int:
        return 0 if origin == export else 1 if origin in makers() else 2

    return sight.pair_levels("country_of_origin", "country_of_export", level)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "goods.kind": lambda sight: shelf().kind[sight.good],
    "goods.fit": lambda sight: np.where(shelf().fits[sight.sector, sight.good], 0, 1),
    "goods.wording": _read_words,
    "goods.unit_value": _read_value,
    "goods.packing": _read_packing,
    "goods.origin": _read_origin,
    "licence.reference": lambda sight: sight.levels("document_type_code", (_LICENCE, _EXEMPT, "").index),
    "consignment.parts": lambda sight: sight.levels(
        "additional_information_text", lambda text: int(text.startswith(_PART))
    ),
}
