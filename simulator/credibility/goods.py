"""Checks of the goods: code, wording, value per kg, bulk, supplementary units."""

from __future__ import annotations

import math

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, outside, ratio, whole
from simulator.draws import Floats
from simulator.reference import EDITIONS, goods, hs_level, package_types

LETTERS = 3
FAR_VALUE = 1_000.0
FAR_MASS = 10.0
_PIECES = ("u", "p/st", "pa", "2u", "NAR", "NPR", "C62", "PCE", "PR")
_NO_UNIT = ("", "-", "kg", "KGM")
_ARTICLES = {f"{chapter:02d}" for chapter in (*range(41, 44), 46, 49, *range(54, 68), *range(82, 98))}
"""Chapters of the HS whose goods are never loose: leather, plaited goods, print, textiles, footwear, articles of
metal, machines, vehicles, instruments, furniture, toys, works of art."""
_WASTE = ("5505", "6310", "8548", "8549")
"""Headings of these chapters with waste, which may be loose."""
_SOLID = ("10", "12", "26", "2701", "2702", "2703", "2704", "72", "73")
"""Cereals, seeds, ores, coal and coke, iron and steel: never a liquid."""
_LIQUID = ("2201", "2202", "2203", "2204", "2205", "2206", "2207", "2208", "2709", "2710")
"""Waters, drinks, crude oil and oils: never loose solids."""
_GAS = ("27", "28", "29", "38")
"""Chapters with gases: mineral fuels and chemicals."""


@check("goods.heading", "impossible", "hs_code", "The HS has no heading for the code {hs_code}.", "HS 2022")
def heading(rows: Columns) -> Bools:
    """No edition of the HS since 2012 has the heading of the commodity code."""
    return rows.where(lambda code: code != "" and hs_level(code[:6], EDITIONS[-1]) is None, "hs_code")


@check(
    "goods.code",
    "unlikely",
    "hs_code",
    "HS 2022 does not have the code {hs_code}; is it of another edition?",
    "HS 2022",
)
def code(rows: Columns) -> Bools:
    """The commodity code is not in HS 2022, though an edition since 2012 has its heading."""
    return rows.where(lambda code: hs_level(code[:6], EDITIONS[-1]) in ("heading", "chapter"), "hs_code")


@check(
    "goods.wording_short",
    "unlikely",
    "goods_description",
    "The description '{goods_description}' does not say what the goods are.",
    "EU UCC Data Annex, 18 05; the limit of three letters is an assumption",
)
def wording_short(rows: Columns) -> Bools:
    """The description has fewer than three letters."""
    return rows.where(lambda text: sum(map(str.isalpha, text)) < LETTERS, "goods_description")


@check(
    "goods.value_high",
    "unlikely",
    "hs_code statistical_value net_mass",
    "{statistical_value} EUR for {net_mass} kg is over 1,000 times what goods of {hs_code} usually cost.",
    "usual values in hs6.csv; the factor is an assumption",
)
def value_high(rows: Columns) -> Bools:
    """The value per kg is over 1,000 times the usual one."""
    return _value_ratio(rows) > FAR_VALUE


@check(
    "goods.value_low",
    "unlikely",
    "hs_code statistical_value net_mass",
    "{statistical_value} EUR for {net_mass} kg is below a thousandth of what goods of {hs_code} usually cost.",
    "usual values in hs6.csv; the factor is an assumption",
)
def value_low(rows: Columns) -> Bools:
    """The value per kg is below a thousandth of the usual one."""
    return _value_ratio(rows) < 1 / FAR_VALUE


def _value_ratio(rows: Columns) -> Floats:
    usual = rows.figure(lambda code: goods()[code[:6]].eur_per_kg if code[:6] in goods() else math.nan, "hs_code")
    return ratio(rows.number("statistical_value"), rows.number("net_mass") * usual)


def _bulk(package: str) -> str:
    known = package_types().get(package)
    return known.bulk if known else ""


@check(
    "goods.bulk_articles",
    "impossible",
    "package_type hs_code",
    "Goods of {hs_code} are not loose goods, but the packages are {package_type} (bulk).",
    "UN/ECE Recommendation 21; the chapters are an assumption",
)
def bulk_articles(rows: Columns) -> Bools:
    """A bulk code for goods that are never loose."""

    def wrong(package: str, code: str) -> bool:
        return bool(_bulk(package)) and code[:2] in _ARTICLES and not code.startswith(_WASTE)

    return rows.where(wrong, "package_type", "hs_code")


@check(
    "goods.bulk_state",
    "impossible",
    "package_type hs_code",
    "Goods of {hs_code} are not in the state that the package code {package_type} names (liquid, solid or gas).",
    "UN/ECE Recommendation 21; the headings are an assumption",
)
def bulk_state(rows: Columns) -> Bools:
    """A bulk code of another state: liquid, solid or gas."""

    def wrong(package: str, code: str) -> bool:
        state = _bulk(package)
        return (
            (state == "liquid" and code.startswith(_SOLID))
            or (state == "solid" and code.startswith(_LIQUID))
            or (state == "gas" and not code.startswith(_GAS))
        )

    return rows.where(wrong, "package_type", "hs_code")


@check(
    "goods.bulk_in_container",
    "unlikely",
    "package_type container_indicator",
    "The goods are in a container, but the packages are {package_type} (bulk); only tank containers and "
    "lined ones carry that.",
    "UN/ECE Recommendation 21; assumption: most containers carry packed goods",
)
def bulk_in_container(rows: Columns) -> Bools:
    """A bulk code for goods in a container."""
    return rows.where(
        lambda package, boxed: bool(_bulk(package)) and boxed == "1", "package_type", "container_indicator"
    )


@check(
    "goods.unit",
    "unlikely",
    "hs_code supplementary_unit",
    "The tariff has another supplementary unit than {supplementary_unit} for {hs_code}.",
    "supplementary units of the tariff",
)
def unit(rows: Columns) -> Bools:
    """The supplementary unit is not the tariff's."""

    def other(code: str, unit: str) -> bool:
        wanted = rows.units.get(code[:6])
        return wanted is not None and unit != "" and unit != wanted[0]

    return rows.where(other, "hs_code", "supplementary_unit")


@check(
    "goods.unit_missing",
    "unlikely",
    "hs_code supplementary_quantity",
    "The tariff asks for a supplementary unit for {hs_code}, but there is no quantity.",
    "supplementary units of the tariff",
)
def unit_missing(rows: Columns) -> Bools:
    """The tariff asks for a supplementary unit, and there is no quantity."""
    asked = rows.where(lambda code: rows.units.get(code[:6], ("", 0.0))[0] not in _NO_UNIT, "hs_code")
    return asked & ~(rows.number("supplementary_quantity") > 0)


@check(
    "goods.pieces_whole",
    "impossible",
    "supplementary_unit supplementary_quantity",
    "{supplementary_quantity} is no number of pieces (unit {supplementary_unit}).",
    "pieces and pairs are counted in whole numbers",
)
def pieces_whole(rows: Columns) -> Bools:
    """A broken number of pieces."""
    quantity = rows.number("supplementary_quantity")
    return rows.where(lambda unit: unit in _PIECES, "supplementary_unit") & ~whole(quantity)


@check(
    "goods.unit_mass",
    "unlikely",
    "hs_code supplementary_quantity net_mass",
    "{supplementary_quantity} units of {hs_code} do not weigh {net_mass} kg: that is over ten times too "
    "much or too little.",
    "mass of a unit in the tariff table; the factor is an assumption",
)
def unit_mass(rows: Columns) -> Bools:
    """Net mass and number of units do not fit, by a factor over ten."""
    each = rows.figure(lambda code: rows.units.get(code[:6], ("", math.nan))[1], "hs_code")
    off = ratio(rows.number("net_mass"), rows.number("supplementary_quantity") * each)
    return outside(off, 1 / FAR_MASS, FAR_MASS)
