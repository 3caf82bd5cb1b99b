"""The codes that a pack is written in: countries, currencies, languages and codes of the administration."""

from __future__ import annotations

from typing import Annotated, Any

import pycountry
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from simulator.files import shaped
from simulator.packs.currencies import currencies
from simulator.reference import countries, country_known


def _as_text(value: Any) -> Any:
    """YAML reads NO as false and 1000 as a number; say how to write them instead."""
    if isinstance(value, bool):
        raise ValueError(f"YAML reads this as {str(value).lower()}; put the code in quotes")
    if isinstance(value, (int, float)):
        raise ValueError(f'YAML reads this as a number; put the code in quotes: "{value}"')
    return value


def _country(code: str) -> str:
    if not country_known(code):
        raise ValueError(f"{code!r} is not in ISO 3166; give the two capital letters of a country")
    return code


def _trading(code: str) -> str:
    if code not in countries():
        raise ValueError(f"{_country(code)!r} is not a trading country of countries.csv; leave it out")
    return code


def _currency(code: str) -> str:
    if code not in currencies():
        raise ValueError(f"{code!r} is not in currencies.csv; give one of {', '.join(currencies())}")
    return code


def _language(code: str) -> str:
    if len(code) != 2 or pycountry.languages.get(alpha_2=code) is None:
        raise ValueError(f"{code!r} is not in ISO 639-1; give the two small letters of a language")
    return code


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[
    str, BeforeValidator(_as_text), shaped("[A-Z0-9]{1,8}", "write one to eight capital letters and digits")
]
"""A code of the administration: one to eight capital letters and digits."""
Country = Annotated[str, AfterValidator(_country), BeforeValidator(_as_text)]
"""Any country of ISO 3166-1, by its two letters."""
TradingCountry = Annotated[str, AfterValidator(_trading), BeforeValidator(_as_text)]
"""A country of ``countries.csv``, by its two letters."""
CurrencyCode = Annotated[str, AfterValidator(_currency), BeforeValidator(_as_text)]
Language = Annotated[str, AfterValidator(_language), BeforeValidator(_as_text)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
