"""Checks of the parties: names, numbers, addresses, telephones, marks, and the site of end use."""

from __future__ import annotations

import re
from functools import cache

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns
from simulator.reference import countries, country_known

_PREFIXES = {"EL": "GR", "XI": "GB"}  # Greece, and Northern Ireland, in numbers of traders
_NUMBER = re.compile(r"[A-Z]{2}[A-Z]?[0-9]{4,}")
_NO_MARKS = re.compile(r"(?i)n/?m|no marks?|as addressed|none|nil|addr.*")
_MARK = re.compile(r"[A-Z]{2,}")
_PREFIX_SOURCE = "EU UCC, Art. 9, and VAT Directive, Art. 215: a trader's number begins with its country"


@check(
    "party.same",
    "unlikely",
    "consignor_name consignee_name",
    "Consignor and consignee are the same: {consignor_name}, {consignee_name}.",
    "assumption: few firms send goods to themselves",
)
def same(rows: Columns) -> Bools:
    """Consignor and consignee are the same."""
    return rows.where(
        lambda one, two: one != "" and one.casefold() == two.casefold(), "consignor_name", "consignee_name"
    )


@check(
    "party.consignor_number",
    "unlikely",
    "consignor_id consignor_country",
    "The consignor's number {consignor_id} is not of {consignor_country}.",
    _PREFIX_SOURCE,
)
def consignor_number(rows: Columns) -> Bools:
    """The consignor's number is of another country."""
    return rows.where(_foreign_number, "consignor_id", "consignor_country")


@check(
    "party.consignee_number",
    "unlikely",
    "consignee_id consignee_country",
    "The consignee's number {consignee_id} is not of {consignee_country}.",
    _PREFIX_SOURCE,
)
def consignee_number(rows: Columns) -> Bools:
    """The consignee's number is of another country."""
    return rows.where(_foreign_number, "consignee_id", "consignee_country")


def _foreign_number(number: str, country: str) -> bool:
    prefix = _PREFIXES.get(number[:2], number[:2])
    return bool(country) and _NUMBER.match(number) is not None and country_known(prefix) and prefix != country


@check(
    "party.address_country",
    "unlikely",
    "consignee_address consignee_country",
    "The address '{consignee_address}' ends with another country than {consignee_country}.",
    "names of countries in countries.csv",
)
def address_country(rows: Columns) -> Bools:
    """The address is in another country."""

    def elsewhere(address: str, country: str) -> bool:
        named = _names().get(address.rpartition(",")[2].strip().casefold())
        return named is not None and country != "" and named != country

    return rows.where(elsewhere, "consignee_address", "consignee_country")


@check(
    "party.telephone",
    "unlikely",
    "contact_phone consignee_country",
    "The telephone number {contact_phone} is not of {consignee_country}.",
    "ITU-T E.164: the number begins with the country's code",
)
def telephone(rows: Columns) -> Bools:
    """The telephone number is of another country."""

    def foreign(number: str, country: str) -> bool:
        known = countries().get(country)
        return known is not None and number.startswith("+") and not _digits(number).startswith(known.phone)

    return rows.where(foreign, "contact_phone", "consignee_country")


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


@check(
    "party.marks",
    "unlikely",
    "shipping_marks consignor_name consignee_name",
    "The marks {shipping_marks} come neither from the name {consignor_name} nor from {consignee_name}.",
    "assumption: marks begin with letters of the name of one of the parties",
)
def marks(rows: Columns) -> Bools:
    """The marks come from neither name."""

    def strange(text: str, *names: str) -> bool:
        letters = _MARK.match(text)
        if letters is None or _NO_MARKS.fullmatch(text.strip()):
            return False
        return all(names) and not any(_within(letters[0], name.upper()) for name in names)

    return rows.where(strange, "shipping_marks", "consignor_name", "consignee_name")


def _within(letters: str, name: str) -> bool:
    """Whether the letters stand in the name in this order, with others between them or not."""
    at = 0
    for letter in letters:
        at = name.find(letter, at) + 1
        if not at:
            return False
    return True


@check(
    "party.end_use_elsewhere",
    "unlikely",
    "end_use_statement consignee_country country_of_destination",
    "The end-use statement names another country than {consignee_country} or {country_of_destination}: "
    "'{end_use_statement}'",
    "names of countries in countries.csv",
)
def end_use_elsewhere(rows: Columns) -> Bools:
    """The end-use statement names another country."""

    def elsewhere(text: str, *ends: str) -> bool:
        named = {_names()[name.casefold()] for name in _named().findall(text)}
        return bool(named) and not named & set(ends)

    return rows.where(elsewhere, "end_use_statement", "consignee_country", "country_of_destination")


@cache
def _names() -> dict[str, str]:
    """Countries by name, in small letters."""
    return {country.name.casefold(): code for code, country in countries().items()}


@cache
def _named() -> re.Pattern[str]:
    names = sorted((country.name for country in countries().values()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
