"""Countries as files write them: other codes, and names in the languages of Redlane, as codes of ISO 3166-1.

Names: CLDR (in English and French, by Babel), the short, official and common names of ISO 3166 (by pycountry), and
the everyday names below. A name of two countries is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pycountry
from babel import Locale

from simulator.accents import without_accents
from simulator.reference.lists import country_known

LANGUAGES = ("en", "fr")
_OTHER_CODES = {"EL": "GR", "UK": "GB", "XI": "GB"}
"""Codes of the EU for Greece, the United Kingdom and Northern Ireland (in value added tax and origin)."""
_NO_COUNTRY = {
    "XK": "Kosovo, which has no code in ISO 3166",
    "EU": "the European Union, not a country",
    "AN": "the Netherlands Antilles, withdrawn from ISO 3166 in 2010",
    "CS": "Serbia and Montenegro, withdrawn from ISO 3166 in 2006",
    "YU": "Yugoslavia, withdrawn from ISO 3166 in 2003",
    "SU": "the Soviet Union, withdrawn from ISO 3166 in 1992",
    "TP": "East Timor before 2002, now TL",
    "ZR": "Zaire, now CD",
    "BU": "Burma before 1989, now MM",
    "DD": "the German Democratic Republic, withdrawn from ISO 3166 in 1990",
    "XC": "Ceuta in the codes of the EU, a part of ES",
    "XL": "Melilla in the codes of the EU, a part of ES",
    "XS": "Serbia in the codes of the EU until 2021, now RS",
    "QP": "high seas in the codes of the EU",
    "QQ": "ship's and aircraft stores in the codes of the EU",
    "QR": "stores in trade within the EU, in the codes of the EU",
    "QS": "stores in trade with third countries, in the codes of the EU",
    "QU": "a country not specified, in the codes of the EU",
    "QV": "a country not specified in trade within the EU",
    "QW": "a country not specified in trade with third countries",
    "QX": "a country not specified for commercial or military reasons",
    "QY": "a country not specified for such reasons in trade within the EU",
    "QZ": "a country not specified for such reasons in trade with third countries",
    "XX": "often an unknown country",
    "ZZ": "often an unknown country",
    "XZ": "international waters in UN/LOCODE",
    "EUR": "Europe or the euro, not a country",
    "EUE": "the European Union, not a country",
    "XKX": "Kosovo, which has no code in ISO 3166",
    "UNK": "Kosovo, which has no code in ISO 3166",
}
"""Codes in use that name no country of ISO 3166: EU geonomenclature, ISO 3166-3, UN/LOCODE."""
_NO_COUNTRY_NAMES = {"kosovo": "XK", "european union": "EU", "union europeenne": "EU", "yugoslavia": "YU", "eu27": "EU"}
_NAMES = {
    "america": "US",
    "u s a": "US",
    "u s": "US",
    "etats unis d amerique": "US",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "northern ireland": "GB",
    "grande bretagne": "GB",
    "royaume uni": "GB",
    "u k": "GB",
    "holland": "NL",
    "hollande": "NL",
    "uae": "AE",
    "u a e": "AE",
    "south korea": "KR",
    "republic of korea": "KR",
    "korea rep": "KR",
    "north korea": "KP",
    "prc": "CN",
    "p r china": "CN",
    "pr china": "CN",
    "peoples republic of china": "CN",
    "china mainland": "CN",
    "mainland china": "CN",
    "taiwan": "TW",
    "chinese taipei": "TW",
    "hong kong": "HK",
    "hongkong": "HK",
    "hong kong sar": "HK",
    "macau": "MO",
    "macao": "MO",
    "ivory coast": "CI",
    "swaziland": "SZ",
    "burma": "MM",
    "turkey": "TR",
    "czech republic": "CZ",
    "russia": "RU",
    "vietnam": "VN",
    "cape verde": "CV",
    "macedonia": "MK",
    "east timor": "TL",
    "dr congo": "CD",
    "d r congo": "CD",
    "drc": "CD",
    "slovak republic": "SK",
    "deutschland": "DE",
    "palestine": "PS",
    "vatican": "VA",
    "bosnia": "BA",
    "dprk": "KP",
    "dem peoples rep of korea": "KP",
    "korea dem peoples rep": "KP",
    "rep of korea": "KR",
    "rok": "KR",
    "dem rep of the congo": "CD",
    "congo dem rep": "CD",
    "congo rdc": "CD",
    "rdc": "CD",
    "congo rep": "CG",
    "china hong kong sar": "HK",
    "hong kong sar china": "HK",
    "hong kong china": "HK",
    "china macao sar": "MO",
    "macao sar china": "MO",
    "bahamas": "BS",
    "bahamas the": "BS",
    "gambia the": "GM",
    "egypt arab rep": "EG",
    "iran islamic rep": "IR",
    "venezuela rb": "VE",
    "yemen rep": "YE",
    "kyrgyz republic": "KG",
    "lao pdr": "LA",
    "lao peoples dem rep": "LA",
    "micronesia fed sts": "FM",
    "rep of moldova": "MD",
    "united rep of tanzania": "TZ",
    "central african rep": "CF",
    "dominican rep": "DO",
    "czech rep": "CZ",
    "republique tcheque": "CZ",
    "birmanie": "MM",
    "bielorussie": "BY",
    "moldavie": "MD",
    "macedoine": "MK",
    "cap vert": "CV",
    "republique de coree": "KR",
    "viet nam": "VN",
}
"""Everyday and old names of the same country, and short forms in the trade data of the UN and the World Bank."""
_SEVERAL = {"korea": "KR or KP", "coree": "KR or KP", "congo": "CG or CD", "virgin islands": "VG or VI"}


def country_meant(text: str) -> tuple[str | None, str]:
    """The ISO code that a cell of letters means, or None and why not ("" if nothing is known of it).

    >>> from simulator.reference import country_meant
    >>> [country_meant(cell)[0] for cell in ("DE", "el", "USA", "Allemagne", "Corée du Sud", "Korea")]
    ['DE', 'GR', 'US', 'DE', 'KR', None]
    >>> country_meant("XK")
    (None, 'Kosovo, which has no code in ISO 3166')
    """
    code = text.strip().upper()
    if country_known(code):
        return code, ""
    if code in _OTHER_CODES:
        return _OTHER_CODES[code], ""
    if code in _NO_COUNTRY:
        return None, _NO_COUNTRY[code]
    if len(code) == 3 and (found := pycountry.countries.get(alpha_3=code)) is not None:
        return str(found.alpha_2), ""
    name = _folded(text)
    if name in _NO_COUNTRY_NAMES:
        return None, _NO_COUNTRY[_NO_COUNTRY_NAMES[name]]
    if name in _SEVERAL:
        return None, f"{_SEVERAL[name]}; write the code"
    return names().get(name), ""


def country_of_number(text: str) -> str | None:
    """The ISO code of a number of ISO 3166, with or without its leading zeros; None if there is none.

    >>> from simulator.reference import country_of_number
    >>> country_of_number("840"), country_of_number("36"), country_of_number("036.0"), country_of_number("999")
    ('US', 'AU', 'AU', None)
    """
    digits = re.fullmatch(r"([0-9]{1,3})(?:\.0+)?", text.strip())
    found = pycountry.countries.get(numeric=digits[1].zfill(3)) if digits else None
    return None if found is None else str(found.alpha_2)


@cache
def names() -> Mapping[str, str]:
    """Names of one country only, without accents, signs and capital letters, with its ISO code."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if country_known(code):
                found.setdefault(_folded(name), set()).add(code)
    for country in pycountry.countries:
        for kind in ("name", "official_name", "common_name"):
            if name := getattr(country, kind, None):
                found.setdefault(_folded(name), set()).add(country.alpha_2)
    one = {name: codes.copy().pop() for name, codes in found.items() if len(codes) == 1}
    return MappingProxyType({name: code for name, code in (one | _NAMES).items() if name not in _SEVERAL})


def _folded(text: str) -> str:
    """Without accents, signs, an article in front and capital letters."""
    words = re.sub(r"[^\w]+", " ", without_accents(text).replace("&", " and ").replace("'s", "s").casefold()).strip()
    return re.sub(r"^(?:the|la|le|les|l) (?=\w)", "", words)
