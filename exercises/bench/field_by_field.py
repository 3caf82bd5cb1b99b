"""The simplest way to make declarations: a loop that calls a library of fake data for every field of a row.

Both loops fill all visible fields of the schema with values of the right sort (a telephone number in the field of a
telephone number), but without any relation between the fields: no odds, no truth, no posterior.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from faker import Faker
from mimesis import Generic
from mimesis.locales import Locale

from simulator.reference import Kind, schema

Row = dict[str, object]
Maker = Callable[[], object]
_YEAR = 2031
_CHOICES = ("1", "2", "3", "4", "5")
_TERMS = ("EXW", "FCA", "FOB", "CIF", "DAP")
_OFFICES = ("declaration_office", "office_of_exit")
_PLACES = ("place_of_loading", "place_of_unloading")


def faker_rows(count: int) -> list[Row]:
    """Rows of all fields; Faker gives each value."""
    fake = Faker("en_GB")
    Faker.seed(1)
    kinds: dict[Kind, Maker] = {
        "id": lambda: fake.bothify("??########"),
        "category": lambda: fake.random_element(_CHOICES),
        "text": fake.company,
        "number": lambda: fake.pyfloat(min_value=1, max_value=1_000_000, right_digits=2),
        "date": lambda: fake.date_between(date(_YEAR, 1, 1), date(_YEAR, 12, 31)),
        "country": fake.country_code,
        "hs": lambda: fake.numerify("######"),
    }
    own: dict[str, Maker] = {
        "consignee_address": fake.address,
        "countries_of_routing": lambda: ";".join(fake.country_code() for _ in range(3)),
        "goods_description": lambda: fake.sentence(nb_words=4),
        "shipping_marks": lambda: fake.bothify("???/##-##"),
        "incoterm_code": lambda: fake.random_element(_TERMS),
        "incoterm_place": fake.city,
        "invoice_currency": fake.currency_code,
        "package_count": lambda: fake.random_int(1, 500),
        "document_reference": lambda: fake.numerify("LIC-########"),
        "end_use_statement": fake.sentence,
        "contact_phone": fake.phone_number,
        **dict.fromkeys(_OFFICES, lambda: fake.bothify("??######")),
        **dict.fromkeys(_PLACES, lambda: fake.lexify("?????")),
    }
    return _rows(count, kinds, own)


def mimesis_rows(count: int) -> list[Row]:
    """Rows of all fields; mimesis gives each value."""
    fake = Generic(Locale.EN_GB, seed=1)
    mask, choice = fake.random.generate_string_by_mask, fake.random.choice
    kinds: dict[Kind, Maker] = {
        "id": lambda: mask("@@########"),
        "category": lambda: choice(_CHOICES),
        "text": fake.finance.company,
        "number": lambda: fake.numeric.float_number(1, 1_000_000, precision=2),
        "date": lambda: fake.datetime.date(_YEAR, _YEAR),
        "country": fake.address.country_code,
        "hs": lambda: mask("######"),
    }
    own: dict[str, Maker] = {
        "consignee_address": lambda: f"{fake.address.address()}, {fake.address.city()}",
        "countries_of_routing": lambda: ";".join(fake.address.country_code() for _ in range(3)),
        "goods_description": lambda: " ".join(fake.text.words(4)),
        "shipping_marks": lambda: mask("@@@/##-##"),
        "incoterm_code": lambda: choice(_TERMS),
        "incoterm_place": fake.address.city,
        "invoice_currency": fake.finance.currency_iso_code,
        "package_count": lambda: fake.numeric.integer_number(1, 500),
        "document_reference": lambda: mask("LIC-########"),
        "end_use_statement": fake.text.sentence,
        "contact_phone": fake.person.telephone,
        **dict.fromkeys(_OFFICES, lambda: mask("@@######")),
        **dict.fromkeys(_PLACES, lambda: mask("@@@@@")),
    }
    return _rows(count, kinds, own)


def _rows(count: int, kinds: Mapping[Kind, Maker], own: Mapping[str, Maker]) -> list[Row]:
    makers = {name: own.get(name, kinds[field.kind]) for name, field in schema().items()}
    return [{name: make() for name, make in makers.items()} for _ in range(count)]
