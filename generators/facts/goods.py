"""The goods as declared: their code, wording, value, weight and packages, licence and parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from generators.facts.sight import Sight
from generators.goods import shelf, wordings
from simulator.draws import Floats, Ints, take

Uniform = Callable[[str], Floats]
_VALUE_EDGES = (-3.0, -1.2, -0.6, -0.2, 0.2, 0.6, 1.2, 3.0)  # ln of value per kg over the good's benchmark
_PACKING = ((0.12, 0.34), (0.55, 1.75), (3.2, 7.0))  # kg per package over the usual, by level
_INSIDE = 0.04  # share of a value bin left free at each edge, so that rounding never crosses it
_LICENCE, _EXEMPT = "X002", "Y901"
_PART = "Part shipment"


def write(levels: Mapping[str, Ints], good: Ints, u: Uniform) -> dict[str, np.ndarray]:
    """Fields of the goods from their levels; one entry a consignment. ``good`` numbers the shelf."""
    stock = shelf()
    packages = 1.0 + np.floor(70.0 * u("packages") ** 4)
    low = np.array([low for low, _ in _PACKING])[levels["goods.packing"]]
    high = np.array([high for _, high in _PACKING])[levels["goods.packing"]]
    per_package = stock.kg_per_package[good] * (low + (high - low) * u("packing"))
    net = np.maximum(np.round(packages * per_package, 2), 0.01)
    gross = np.round(net * (1.04 + 0.08 * u("tare")) + 0.1, 2)
    edges = np.array(_VALUE_EDGES)
    width = np.diff(edges)[levels["goods.unit_value"]]
    log_ratio = edges[levels["goods.unit_value"]] + width * (_INSIDE + (1.0 - 2.0 * _INSIDE) * u("unit value"))
    value = np.round(net * stock.eur_per_kg[good] * np.exp(log_ratio), 2)
    paper = np.array([_LICENCE, _EXEMPT, ""], dtype=object)[levels["licence.reference"]]
    number = take(u("licence number"), 900_000) + 100_000
    parts = take(u("parts"), 4) + 2
    part = take(u("part"), parts) + 1
    return {
        "hs_code": np.array([g.hs6 for g in stock.goods], dtype=object)[good],
        "goods_description": _words(levels["goods.wording"], good, u),
        "package_type": np.array([g.package_type for g in stock.goods], dtype=object)[good],
        "package_count": packages,
        "net_mass": net,
        "gross_mass": gross,
        "statistical_value": value,
        "document_type_code": paper,
        "document_reference": np.array(
            [f"LIC-31-{n}" if code == _LICENCE else "" for code, n in zip(paper, number, strict=True)], dtype=object
        ),
        "additional_information_text": np.array(
            [
                f"{_PART} {k} of {n}" if split else ""
                for split, k, n in zip(levels["consignment.parts"], part, parts, strict=True)
            ],
            dtype=object,
        ),
        "shipping_marks": np.array(
            [f"NHV/{a}-{int(n)}" for a, n in zip(take(u("marks"), 90) + 10, packages, strict=True)], dtype=object
        ),
    }


_PRECISION = ("exact", "ordinary", "vague")


def _words(level: Ints, good: Ints, u: Uniform) -> np.ndarray:
    stock, texts = shelf(), wordings()
    other, choice, exact = u("other heading"), u("wording"), u("wording precision")
    result = np.empty(len(good), dtype=object)
    for row, (kind, number) in enumerate(zip(level.tolist(), good.tolist(), strict=True)):
        owner, precision = number, kind
        if kind == len(_PRECISION):
            owner = int(stock.mistaken[number][int(other[row] * len(stock.mistaken[number]))])
            precision = 0 if exact[row] < 1 / 3 else 1
        options = texts[stock.goods[owner].hs6][_PRECISION[precision]]  # type: ignore[index]
        result[row] = options[int(choice[row] * len(options))]
    return result


@cache
def owners() -> Mapping[str, tuple[str, int]]:
    """The HS code an exact or ordinary text belongs to, and its precision; vague texts belong to none ("")."""
    found: dict[str, tuple[str, int]] = {}
    for code, texts in wordings().items():
        for number, precision in enumerate(_PRECISION):
            for text in texts[precision]:  # type: ignore[index]
                found[text] = ("" if precision == "vague" else code, number)
    return found


def _read_words(sight: Sight) -> Ints:
    pairs = sight.frame["goods_description"].astype(str) + "\n" + sight.frame["hs_code"].astype(str)

    def level(pair: str) -> int:
        text, code = pair.split("\n")
        owner, precision = owners()[text]
        return precision if owner in ("", code) else len(_PRECISION)

    return Sight(sight.frame.assign(_pair=pairs), sight.home).levels("_pair", level)


def _read_value(sight: Sight) -> Ints:
    ratio = sight.numbers("statistical_value") / (sight.numbers("net_mass") * shelf().eur_per_kg[sight.good])
    return np.searchsorted(np.exp(np.array(_VALUE_EDGES[1:-1])), ratio, side="right")


def _read_packing(sight: Sight) -> Ints:
    ratio = sight.numbers("net_mass") / sight.numbers("package_count") / shelf().kg_per_package[sight.good]
    return np.searchsorted(np.array([0.44, 2.4]), ratio, side="right")


def _read_fit(sight: Sight) -> Ints:
    return np.where(shelf().fits[sight.sector, sight.good], 0, 1)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "goods.kind": lambda sight: shelf().kind[sight.good],
    "goods.fit": _read_fit,
    "goods.wording": _read_words,
    "goods.unit_value": _read_value,
    "goods.packing": _read_packing,
    "licence.reference": lambda sight: sight.levels("document_type_code", (_LICENCE, _EXEMPT, "").index),
    "consignment.parts": lambda sight: sight.levels(
        "additional_information_text", lambda text: int(text.startswith(_PART))
    ),
}
