"""Fictional names: pools of words for companies and persons, made once and then only read.

``python -m generators.facts.names`` makes ``data/pools.yaml`` from the hand-written ``data/name_parts.yaml`` and from
surnames of Faker (seeded). Drawing a row never calls Faker.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import BaseModel

from simulator.files import read_sheet, read_text, read_yaml
from simulator.reference import countries

SEED = 20220101
INITIALS = "ABDEFGHIJKLMNOPRSTV"
"""First letters of the given names of persons."""
_DATA = files("generators") / "data"
_LOCALES = ("en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "tr_TR", "pt_PT", "en_IN", "id_ID", "fi_FI")
_SURNAMES, _FIRST_WORDS = 240, 240


@dataclass(frozen=True)
class Pools:
    """Words that make up names, all ASCII; second words depend on the sector, legal forms on the region or country."""

    first_words: tuple[str, ...]
    second_words: Mapping[str, tuple[str, ...]]
    region_forms: Mapping[str, tuple[str, ...]]
    country_forms: Mapping[str, tuple[str, ...]]
    business_centres: tuple[str, ...]
    surnames: tuple[str, ...]

    def legal_forms(self, iso2: str) -> tuple[str, ...]:
        """Legal forms usual in a trading country; ``KeyError`` if ``reference.countries()`` lacks it."""
        return self.country_forms.get(iso2) or self.region_forms[countries()[iso2].region]


class _LegalForms(BaseModel):
    regions: dict[str, tuple[str, ...]]
    countries: dict[str, tuple[str, ...]]


class _PoolsFile(BaseModel):
    first_words: tuple[str, ...]
    second_words: dict[str, tuple[str, ...]]
    legal_forms: _LegalForms
    business_centres: tuple[str, ...]
    surnames: tuple[str, ...]


@cache
def pools() -> Pools:
    """The pools as delivered in ``data/pools.yaml``."""
    found = read_yaml(_DATA / "pools.yaml", _PoolsFile)
    return Pools(
        first_words=found.first_words,
        second_words=MappingProxyType(found.second_words),
        region_forms=MappingProxyType(found.legal_forms.regions),
        country_forms=MappingProxyType(found.legal_forms.countries),
        business_centres=found.business_centres,
        surnames=found.surnames,
    )


def build(seed: int = SEED) -> dict[str, Any]:
    """Make the pools again; the same seed, parts and release of Faker give the same pools."""
    from faker import Faker  # only the maker of the pools needs it, and it is slow to import

    parts: dict[str, Any] = read_sheet("name_parts.yaml", read_text(_DATA / "name_parts.yaml")).values
    avoid = {word.lower() for word in parts["avoid"]}
    rng = random.Random(seed)
    fakers = [Faker(locale) for locale in _LOCALES]
    for number, faker in enumerate(fakers):
        faker.seed_instance(seed + number)

    def pick(words: Iterable[str], count: int) -> list[str]:
        fit = sorted({word for word in words if word.isascii() and word.lower() not in avoid})
        return sorted(rng.sample(fit, min(count, len(fit))))

    def joined(starts: str, ends: str, by: str = "") -> list[str]:
        return [by.join(pair) for pair in product(parts[starts], parts[ends])]

    drawn = [str(faker.last_name()) for faker in fakers for _ in range(60)]
    surnames = [name for name in drawn if name.isalpha() and 4 <= len(name) <= 12]
    return {
        "first_words": sorted(pick(joined("first_starts", "first_ends"), _FIRST_WORDS) + parts["neutral_words"]),
        "second_words": parts["second_words"],
        "legal_forms": parts["legal_forms"],
        "business_centres": parts["business_centres"],
        "surnames": pick(surnames, _SURNAMES),
    }


def main() -> None:
    """Write ``data/pools.yaml``."""
    head = (
        "# Made by `python -m generators.facts.names` from name_parts.yaml and Faker (seeded); do not edit by hand.\n"
    )
    body = yaml.safe_dump(build(), allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    (Path(__file__).parents[1] / "data" / "pools.yaml").write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main()
