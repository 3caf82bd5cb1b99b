"""The goods as declared: their code, wording, value, weight and packages, licence and parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from generators.facts.sight import Sight
from generators.facts.wordings import PRECISION, wordings
from generators.odds import CHANNELS, FREIGHT, PARCEL_KG, UNPACKED, Levels, Market, Pattern, shelf
from generators.table import Coded, Column, numbered
from simulator.draws import Floats, Ints, Numbers, take
from simulator.packs import pack
from simulator.reference import package_types, units

VALUE_EDGES = (-2.2, -0.9, -0.36, -0.12, 0.12, 0.36, 0.9, 2.2)
"""Bin edges of ln(value per kg / the good's usual one); the spread within a good is near 0.3 (assumption)."""
PACKING_EDGES = (0.44, 2.4)
"""Bin edges of the kg of a package over the usual: lighter, usual, heavier (assumption)."""
_PACKING = ((0.12, 0.34), (0.55, 1.75), (3.2, 7.0))  # kg per package over the usual, by level
_WHOLE = (0.8, 1.3)  # the same for goods whose package cannot hold less
_USUAL = 3  # the bin around the benchmark
_WITHIN = 1e-6  # cents from the edge of a bin, so that no rounding crosses it
_LIGHTEST = (0.25, 0.8, 20.0)  # the lightest piece, as a share of the usual one: below 20 kg, and above (assumption)
_LEAST_KG = 0.1  # no consignment is lighter: otherwise rounding would show more than the level does
_KG_PER_LITRE = 0.12  # of vehicles, machines and other unpacked goods (assumption)
_LASHING = 0.012  # of the mass of unpacked goods: straps, chocks and covers, at most (assumption)
_TARE = 1.0 / 1.12  # the heaviest packing that is written
_PART, _SAMPLE = "Part shipment", "Commercial sample"
_LICENCES = 100_000_000


def write(
    levels: Mapping[str, Levels],
    good: Ints,
    size: Floats,
    normal: Floats,
    bounds: tuple[Floats, Floats, Floats],
    shape: Pattern,
    stock: Market,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the goods from their levels, in a pattern of traffic and its market; one entry for each consignment.

    ``good`` is an index into the shelf, ``size`` the buyer's usual multiple of a consignment's mass, ``normal`` a
    standard normal number that varies the mass around it, ``bounds`` the least and the most kg that travel by
    the mode, and from how many kg goods travel in bulk. What goes in parcels has any mass within the bounds, the
    lighter the more frequent.
    """
    kinds, (fewest, most, bulk_from) = shelf(), bounds
    wanted = stock.kg[good] * size * np.exp(stock.kg_spread[good] * normal)
    wanted = np.maximum(np.maximum(wanted, fewest), np.maximum(_LEAST_KG, shape.least_value / stock.eur_per_kg[good]))
    wanted = np.where(kinds.piece[good], np.maximum(wanted, _lightest()[good]), wanted)
    posted = levels["transport.channel"] != FREIGHT
    wanted = np.where(posted, fewest * (most * _TARE / np.maximum(fewest, _LEAST_KG)) ** u("parcel mass") ** 2, wanted)
    too_much = wanted > most * _TARE  # a smaller load, not always the limit itself
    wanted = np.where(too_much, most * _TARE * (1.0 - 0.5 * u("lot")), wanted)
    bulk = wanted >= bulk_from
    form, per_package = _packed(good, bulk)
    form = np.where(posted, _package_types()[1].index(_PARCEL).as_py(), form)
    packing = levels["goods.packing"]
    low, high = np.array([low for low, _ in _PACKING])[packing], np.array([high for _, high in _PACKING])[packing]
    whole = (kinds.whole[good] == 1) | posted
    low, high = np.where(whole, _WHOLE[0], low), np.where(whole, _WHOLE[1], high)
    parcel = wanted / np.maximum(np.ceil(wanted / PARCEL_KG), 1.0)
    each: Floats = np.where(posted, parcel, per_package * (low + (high - low) * u("packing")))
    room = np.maximum(np.floor(most * _TARE / each), 2.0)
    packages = np.minimum(np.maximum(np.rint(wanted / each), np.where(packing == 0, 2.0, 1.0)), room)
    single = (packages == 1.0) & (packing == 1)
    lot: Floats = np.where(single, np.minimum(wanted, each), packages * each)
    net = np.round(lot, 3)
    least, top = np.where(single, 0.0, low * packages * per_package), high * packages * per_package
    packages = np.where(bulk, 1.0, packages)
    net = np.where(bulk, np.round(wanted, -1), net)
    least, top = np.where(bulk, bulk_from, least), np.where(bulk, np.inf, top)
    least, top = np.where(posted, fewest, least), np.where(posted, packages * PARCEL_KG, top)
    net = _rounded(net, least, np.minimum(top, most * _TARE), shape, u("round mass"))
    tare = np.where(kinds.unpacked[good], _LASHING * u("tare"), 0.04 + 0.08 * u("tare"))
    gross = np.maximum(np.round(net * (1.0 + tare), 1), np.round(net + 0.05, 3))
    gross = np.where(bulk, net, gross)
    value = _values(levels["goods.unit_value"], net * stock.eur_per_kg[good], shape.list_prices, u)
    parts = take(u("parts"), 4) + 2
    part = np.where(levels["consignment.parts"] == 1, parts * 10 + take(u("part"), parts) + 1, 0)
    quantity = np.maximum(
        np.rint(net / kinds.kg_per_unit[good]), np.where(kinds.piece[good] & ~kinds.parted[good], packages, 1.0)
    )
    quantity = np.where(kinds.piece[good] & kinds.unpacked[good], packages, quantity)
    return {
        "hs_code": Coded(good, _codes()),
        "goods_description": Coded(_words(levels["goods.wording"], good, u), wordings().texts),
        "package_type": Coded(form, _package_types()[1]),
        "package_count": packages,
        "net_mass": net,
        "gross_mass": gross,
        "statistical_value": value,
        "supplementary_quantity": np.where(kinds.counted[good], quantity, np.nan),
        "supplementary_unit": Coded(_units()[0][good], _units()[1]),
        "additional_information_text": Coded(part * 2 + levels["parcel.content"], _further_texts()),
    }


@cache
def _lightest() -> Floats:
    """Kg of the lightest piece of each good; (goods,)."""
    small, large, kg = _LIGHTEST
    usual = shelf().kg_per_unit
    return usual * np.where(usual < kg, small, large)


def litres(facts: Mapping[str, Column]) -> Floats:
    """The least volume of each consignment: of its packages, or of unpacked goods by their mass."""
    form, packages, gross = facts["package_type"], facts["package_count"], facts["gross_mass"]
    assert isinstance(form, Coded) and isinstance(packages, np.ndarray) and isinstance(gross, np.ndarray)
    kinds = form.texts.to_pylist()
    least = np.array([package_types()[kind].least_litres for kind in kinds])
    unpacked = np.array([kind == UNPACKED for kind in kinds])
    result: Floats = np.where(unpacked[form.codes], gross / _KG_PER_LITRE, packages * least[form.codes])
    return result


def licence(level: Levels, codes: tuple[str, str], u: Numbers) -> dict[str, Column]:
    """Fields of the licence by the level of ``licence.reference``; ``codes``: a licence, and goods not listed."""
    return {
        "document_type_code": Coded.of(level, (*codes, "")),
        "document_reference": numbered("LIC-", take(u("licence number")[level == 0], _LICENCES), 8, shown=level == 0),
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


def _rounded(net: Floats, least: Floats, most: Floats, shape: Pattern, u: Floats) -> Floats:
    """Masses as stated: to 0.1 kg, some to whole kg or to one or two significant digits, where that stays in bounds."""
    stated = np.round(net, 1)
    result = np.where((stated >= least) & (stated <= most) & (stated > 0), stated, net)
    one, two = shape.round_masses
    rows = np.flatnonzero(u < one + two + shape.whole_masses)
    some = result[rows]
    size = np.floor(np.log10(some)) - (u[rows] >= one)
    unit = 10.0 ** np.where(u[rows] < one + two, size, 0.0)
    round_figure = np.round(np.rint(some / unit) * unit, 3)
    inside = (round_figure >= least[rows]) & (round_figure <= most[rows]) & (round_figure > 0)
    result[rows] = np.where(inside, round_figure, some)
    return result


@cache
def _codes() -> pa.Array:
    return pa.array([good.hs6 for good in shelf().goods])


_SMALL_LOTS = {"VL": ("DR", 200.0), "VY": ("BG", 25.0), "VR": ("BG", 25.0), "VS": ("BE", 500.0)}
"""Packages of goods in bulk that travel in small lots, and kg of one (assumption); of others, gases, cylinders."""
_CYLINDER = ("CY", 50.0)
_PARCEL = "PC"


@cache
def _package_types() -> tuple[Ints, pa.Array, Ints, Floats]:
    """Package of each good, all kinds of packages, and package and kg of one of each good in a small lot."""
    goods = shelf().goods
    small = [_SMALL_LOTS.get(good.package_type, _CYLINDER) for good in goods]
    kinds = sorted({good.package_type for good in goods} | {kind for kind, _ in small} | {_PARCEL})
    own, lots = (
        [kinds.index(kind) for kind in some] for some in ([g.package_type for g in goods], [k for k, _ in small])
    )
    return np.array(own), pa.array(kinds), np.array(lots), np.array([kg for _, kg in small])


def _packed(good: Ints, bulk: NDArray[np.bool_]) -> tuple[Ints, Floats]:
    """Kind of packages and kg of one: goods in bulk travel in small packages where they are no load of their own."""
    own, _, lots, kg = _package_types()
    small = shelf().bulk[good] & ~bulk
    return np.where(small, lots[good], own[good]), np.where(small, kg[good], shelf().kg_per_package[good])


@cache
def _units() -> tuple[Ints, pa.Array]:
    """The supplementary unit of each good, "" where it is counted in kg only."""
    kinds = sorted({good.unit for good in shelf().goods})
    texts = ["" if kind == "kg" else units()[kind].rec20 for kind in kinds]
    return np.array([kinds.index(good.unit) for good in shelf().goods]), pa.array(texts)


@cache
def _further_texts() -> pa.Array:
    """Texts of "k of n" at index (n * 10 + k) * 2, and the same of samples after each; the text at 0 is empty."""
    parts = ["", *(f"{_PART} {number % 10} of {number // 10}" for number in range(1, 60))]
    return pa.array([text for part in parts for text in (part, f"{_SAMPLE}. {part}".removesuffix(". "))])


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


def variety(level: Levels, good: Ints, u: Numbers) -> Ints:
    """What the descriptions say of the kind of the goods, see ``varieties``; (n,).

    A vague text, or one of another code, says nothing.
    """
    result = np.zeros(len(good), dtype=np.int64)
    for precision in (0, 1):
        rows = np.flatnonzero(level == precision)
        result[rows] = wordings().variety[wordings().of[precision].pick(u("wording")[rows], good[rows])]
    return result


def read_variety(sight: Sight) -> Ints:
    """The same, from the fields."""
    known = wordings()
    says = dict(zip(known.texts.to_pylist(), known.variety.tolist(), strict=True))

    def level(text: str, code: str) -> int:
        return says[text] if known.level(text, code) < PRECISION.index("vague") else 0

    return sight.pair_levels("goods_description", "hs_code", level)


def _read_words(sight: Sight) -> Ints:
    return sight.pair_levels("goods_description", "hs_code", wordings().level)


def _read_value(sight: Sight) -> Ints:
    usual = sight.numbers("net_mass") * sight.market.eur_per_kg[sight.good]
    ratio = sight.numbers("statistical_value") / usual
    return np.searchsorted(np.exp(np.array(VALUE_EDGES[1:-1])), ratio, side="right")


def _read_packing(sight: Sight) -> Ints:
    packages = sight.numbers("package_count")
    ratio = sight.numbers("net_mass") / packages / shelf().kg_per_package[sight.good]
    level = np.searchsorted(np.array(PACKING_EDGES), ratio, side="right")
    whole = (shelf().whole[sight.good] == 1) | (_read_channel(sight) != FREIGHT)
    return np.where(whole | ((packages == 1.0) & (level == 0)), 1, level)


def _read_channel(sight: Sight) -> Ints:
    return sight.levels("channel", CHANNELS.index)


def _read_licence(sight: Sight) -> Ints:
    rules = pack(sight.pack)
    level = {**dict.fromkeys(rules.codes("licence"), 0), **dict.fromkeys(rules.codes("not_listed"), 1), "": 2}
    return sight.levels("document_type_code", level.__getitem__)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "goods.kind": lambda sight: shelf().kind[sight.good],
    "goods.category": lambda sight: shelf().category[sight.good],
    "goods.fit": lambda sight: np.where(shelf().fits[sight.sector, sight.good], 0, 1),
    "goods.wording": _read_words,
    "goods.unit_value": _read_value,
    "goods.packing": _read_packing,
    "licence.reference": _read_licence,
    "consignment.parts": lambda sight: sight.levels("additional_information_text", lambda text: int(_PART in text)),
    "transport.channel": _read_channel,
    "parcel.content": lambda sight: sight.levels(
        "additional_information_text", lambda text: int(text.startswith(_SAMPLE))
    ),
}
