"""Reference data of the office: sectors, countries and the codes of the HS (goods: ``tariff.py``).

All loaders are cached and read the tables in ``data/`` (sources: ``data/README.md``). Each has a ``load_…`` twin that
reads and checks the table of any folder and raises ``InputError`` with every fault, file and line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

import pycountry

from simulator.files import read_table

_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Country:
    """A trading country: ``weight`` is a rough share of world imports in percent, ports and airports UN/LOCODEs.

    ``hub`` marks economies well known for re-export and transhipment, which is lawful trade. ``gdp_busd``: gross
    domestic product in billion US dollars, of the year the source names; ``lat`` and ``lon``: degrees, of the main
    port or city; ``languages``: official and business languages, ISO 639; ``blocs``: trade agreements of several
    members; ``borders``: ISO codes of the trading countries next to it by land or fixed link.
    """

    iso2: str
    name: str
    region: str
    hub: bool
    landlocked: bool
    weight: float
    phone: str
    currency: str
    seaports: tuple[str, ...]
    airports: tuple[str, ...]
    gdp_busd: float
    area_km2: float
    lat: float
    lon: float
    languages: tuple[str, ...]
    blocs: tuple[str, ...]
    borders: tuple[str, ...]
    source: str


@cache
def sectors() -> Mapping[str, str]:
    """Label of each line of business, by id."""
    return load_sectors(_DATA)


@cache
def countries() -> Mapping[str, Country]:
    """The trading countries by ISO code; not all countries (see ``country_known``)."""
    return load_countries(_DATA)


@cache
def _hs() -> frozenset[str]:
    return load_hs(_DATA)


@cache
def _headings() -> frozenset[str]:
    return frozenset(code[:4] for code in _hs())


def hs_known(code: str) -> bool:
    """Whether the code is in HS 2022; of a longer national code the first six digits count.

    >>> from simulator.reference import hs_known
    >>> hs_known("854231"), hs_known("85423190"), hs_known("854299")
    (True, True, False)
    """
    return len(code) >= 6 and code.isascii() and code.isdigit() and code[:6] in _hs()


def heading_known(code4: str) -> bool:
    """Whether HS 2022 has this four-digit heading."""
    return code4 in _headings()


def chapter(code: str) -> str:
    """The two-digit HS chapter of a code."""
    return code[:2]


@cache
def country_known(iso2: str) -> bool:
    """Whether ISO 3166-1 has this two-letter code (capital letters)."""
    return len(iso2) == 2 and iso2.isupper() and pycountry.countries.get(alpha_2=iso2) is not None


def load_sectors(folder: Traversable) -> Mapping[str, str]:
    """Read and check ``sectors.csv``."""
    columns = ("sector", "label", "source")
    table = read_table(folder, "sectors.csv", columns, required=columns)
    table.checked()
    return MappingProxyType({row["sector"]: row["label"] for row in table.rows})


def load_hs(folder: Traversable) -> frozenset[str]:
    """Read and check ``hs6.csv``: the six-digit codes of HS 2022."""
    table = read_table(folder, "hs6.csv", ("hs6", "eur_per_kg", "kg", "air_share", "lines", "basis"), required=("hs6",))
    for row in table.rows:
        if not re.fullmatch(r"\d{6}", row["hs6"]):
            table.fault(row, f"hs6 {row['hs6']!r} is not six digits; keep leading zeros")
    table.checked()
    return frozenset(row["hs6"] for row in table.rows)


def load_countries(folder: Traversable) -> Mapping[str, Country]:
    """Read and check ``countries.csv`` against ISO 3166, ISO 4217 and ISO 639, and its borders against each other."""
    nature = ("region", "hub", "landlocked", "weight", "phone", "currency")
    place = ("gdp_busd", "area_km2", "lat", "lon", "languages", "blocs", "borders")
    columns = ("iso2", "name", *nature, "seaports", "airports", *place, "source")
    required = [name for name in columns if name not in ("seaports", "blocs", "borders")]
    table = read_table(folder, "countries.csv", columns, required)
    borders = {row["iso2"]: row.parts("borders") for row in table.rows}
    members = Counter(bloc for row in table.rows for bloc in set(row.parts("blocs")))
    for row in table.rows:
        if not country_known(row["iso2"]):
            table.fault(row, f"iso2 {row['iso2']!r} is not in ISO 3166; correct the code")
        if pycountry.currencies.get(alpha_3=row["currency"]) is None:
            table.fault(row, f"currency {row['currency']!r} is not in ISO 4217; correct the code")
        if not row["phone"].isdigit():
            table.fault(row, f"phone {row['phone']!r} is not a calling code; give its digits alone")
        for column in ("hub", "landlocked"):
            table.one_of(row, column, ("0", "1"))
        if bool(row["seaports"]) == (row["landlocked"] == "1"):
            table.fault(row, "a country has seaports unless it is landlocked; correct one of the two")
        for port in row.parts("seaports") + row.parts("airports"):
            if not re.fullmatch(rf"{row['iso2']}[A-Z0-9]{{3}}", port):
                table.fault(row, f"place {port!r} is not a UN/LOCODE of {row['iso2']}; correct the code")
        for language in row.parts("languages"):
            if len(language) != 2 or pycountry.languages.get(alpha_2=language) is None:
                table.fault(row, f"language {language!r} is not in ISO 639-1; correct the code")
        for bloc in row.parts("blocs"):
            if not re.fullmatch(r"[a-z][a-z0-9_]*", bloc) or members[bloc] < 2:
                table.fault(row, f"bloc {bloc!r} has no second member or is not an id; name its members or correct it")
        for neighbour in row.parts("borders"):
            if neighbour not in borders or neighbour == row["iso2"]:
                table.fault(row, f"border {neighbour!r} is not another country of this file; correct the code")
            elif row["iso2"] not in borders[neighbour]:
                table.fault(row, f"borders {neighbour}, but {neighbour} does not border {row['iso2']}; make them agree")
    read = [
        Country(
            iso2=row["iso2"],
            name=row["name"],
            region=row["region"],
            hub=row["hub"] == "1",
            landlocked=row["landlocked"] == "1",
            weight=table.number(row, "weight", 0.001, 50),
            phone=row["phone"],
            currency=row["currency"],
            seaports=row.parts("seaports"),
            airports=row.parts("airports"),
            gdp_busd=table.number(row, "gdp_busd", 0.01, 1_000_000),
            area_km2=table.number(row, "area_km2", 1, 20_000_000),
            lat=table.number(row, "lat", -90, 90),
            lon=table.number(row, "lon", -180, 180),
            languages=row.parts("languages"),
            blocs=row.parts("blocs"),
            borders=row.parts("borders"),
            source=row["source"],
        )
        for row in table.rows
    ]
    table.checked()
    return MappingProxyType({country.iso2: country for country in read})
