"""The consignee's company: its line of business, country, name, address, and what a company check tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd

from generators.facts.sight import Sight
from generators.goods import FORWARDING, TRADING, shelf
from generators.names import pools
from simulator.draws import Floats, Ints, pick, take
from simulator.reference import countries
from simulator.screening import listed_parties

TODAY = pd.Timestamp("2031-03-31")
"""The day of every company check: the end of the month that traffic falls in."""

Uniform = Callable[[str], Floats]
_PREMISES = ("own site", "rented offices", "private address", "business centre")
_PRESENCE = ("established", "limited", "minimal")
_RECORD = ("no findings", "minor corrections", "no history", "past supply to a restricted end-user")
_AGE_DAYS = ((3_700, 14_000), (1_100, 3_600), (380, 1_080), (40, 350))
_CAPITAL = ((1_000_000, 40_000_000), (50_000, 900_000), (4_000, 45_000), (1, 2_500))
_MAIL_CENTRE = "Mail Centre"


def write(levels: Mapping[str, Ints], u: Uniform, home: str) -> dict[str, np.ndarray]:
    """Fields of the traders from their levels; each array has one entry a trader. ``u`` gives named uniforms."""
    sector = _sectors(levels["consignee.activity"], u("sector"))
    country = _countries(levels["consignee.country"], u("country"), home)
    names = _names(levels["consignee.name"], sector, country, u)
    towns, streets = pools().towns, pools().streets
    town = [towns[k] for k in take(u("town"), len(towns))]
    street = [streets[k] for k in take(u("street"), len(streets))]
    number = take(u("house number"), 180) + 1
    address = [
        f"PO Box {n * 7}, {t} {_MAIL_CENTRE}" if mail else f"{n} {s}, {t}"
        for mail, n, s, t in zip(levels["consignee.address"], number, street, town, strict=True)
    ]
    age = _between(_AGE_DAYS, levels["consignee.founded"], u("age"))
    return {
        "sector": sector,
        "consignee_activity": np.array(shelf().sectors, dtype=object)[sector],
        "consignee_country": np.array(list(countries()), dtype=object)[country],
        "consignee_name": np.array(names, dtype=object),
        "consignee_address": np.array(address, dtype=object),
        "consignee_founded": (TODAY - pd.to_timedelta(np.round(age).astype(np.int64), unit="D")).to_numpy(),
        "consignee_premises": np.array(_PREMISES, dtype=object)[levels["consignee.premises"]],
        "consignee_capital": _round(_between(_CAPITAL, levels["consignee.capital"], u("capital"))),
        "consignee_presence": np.array(_PRESENCE, dtype=object)[levels["consignee.presence"]],
        "consignee_record": np.array(_RECORD, dtype=object)[levels["consignee.record"]],
    }


def _sectors(level: Ints, u: Floats) -> Ints:
    index = shelf().sector_index
    own = np.array([number for name, number in index.items() if name not in (TRADING, FORWARDING)])
    return np.where(level == 1, index[TRADING], np.where(level == 2, index[FORWARDING], own[take(u, len(own))]))


def _countries(level: Ints, u: Floats, home: str) -> Ints:
    known = list(countries().values())
    result = np.full(len(level), list(countries()).index(home), dtype=np.int64)
    for number, hub in enumerate((False, True)):
        weight = np.array([c.weight if c.hub == hub and c.iso2 != home else 0.0 for c in known])
        rows = level == number
        result[rows] = pick(u[rows], weight)
    return result


def company_names(sector: Sequence[int] | Ints, country: Sequence[int] | Ints, u: Uniform) -> list[str]:
    """Fictional company names by sector and country (numbers in shelf and country order)."""
    words, known = pools(), list(countries())
    first, second, form = u("first word"), u("second word"), u("legal form")
    names = []
    for s, c, a, b, f in zip(sector, country, first, second, form, strict=True):
        seconds, forms = words.second_words[shelf().sectors[s]], words.legal_forms(known[c])
        firsts = words.first_words
        names.append(f"{firsts[int(a * len(firsts))]} {seconds[int(b * len(seconds))]} {forms[int(f * len(forms))]}")
    return names


def _names(level: Ints, sector: Ints, country: Ints, u: Uniform) -> list[str]:
    own = company_names(sector, country, u)
    alike = resembling()
    chosen = take(u("resembled party"), len(alike))
    return [alike[k] if resembles else name for resembles, k, name in zip(level, chosen, own, strict=True)]


@cache
def resembling() -> tuple[str, ...]:
    """Names that resemble a listed party without being it: a word left out, two swapped, one letter changed."""
    found: list[str] = []
    for name in listed_parties().names:
        words = name.split()
        found.append(" ".join([*words[:-1], "Trading"]) if len(words) > 2 else f"{name} Trading")
        found.append(" ".join([words[1], words[0], *words[2:]]) if len(words) > 2 else f"{name} Group")
        vowel = next((k for k, sign in enumerate(words[0]) if k and sign in "aeiou"), 1)
        changed = words[0][:vowel] + ("e" if words[0][vowel] == "a" else "a") + words[0][vowel + 1 :]
        found.append(" ".join([changed, *words[1:]]))
    return tuple(dict.fromkeys(name for name in found if name not in listed_parties().names))


def _between(ranges: Sequence[tuple[int, int]], level: Ints, u: Floats) -> Floats:
    low = np.array([low for low, _ in ranges], dtype=np.float64)[level]
    high = np.array([high for _, high in ranges], dtype=np.float64)[level]
    result: Floats = low + (high - low) * u
    return result


def _round(value: Floats) -> Floats:
    """Two significant digits, as capital is stated."""
    unit = 10.0 ** np.maximum(np.floor(np.log10(value)) - 1, 0)
    result: Floats = np.round(value / unit) * unit
    return result


def _bin(edges: Sequence[float], value: Floats) -> Ints:
    return np.searchsorted(np.array(edges), value, side="right")


@cache
def _resembling_set() -> frozenset[str]:
    return frozenset(resembling())


def _read_country(sight: Sight) -> Ints:
    return sight.levels("consignee_country", lambda c: 2 if c == sight.home else int(countries()[c].hub))


def _read_activity(sight: Sight) -> Ints:
    return sight.levels("consignee_activity", lambda name: {TRADING: 1, FORWARDING: 2}.get(name, 0))


def _read_founded(sight: Sight) -> Ints:
    days = (TODAY - sight.frame["consignee_founded"]).dt.days.to_numpy(dtype=np.float64)
    return 3 - _bin((365, 1_095, 3_652), days)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "consignee.activity": _read_activity,
    "consignee.country": _read_country,
    "consignee.name": lambda sight: sight.levels("consignee_name", lambda name: int(name in _resembling_set())),
    "consignee.address": lambda sight: sight.levels("consignee_address", lambda text: int(_MAIL_CENTRE in text)),
    "consignee.founded": _read_founded,
    "consignee.premises": lambda sight: sight.levels("consignee_premises", _PREMISES.index),
    "consignee.capital": lambda sight: 3 - _bin((3_000, 47_000, 950_000), sight.numbers("consignee_capital")),
    "consignee.presence": lambda sight: sight.levels("consignee_presence", _PRESENCE.index),
    "consignee.record": lambda sight: sight.levels("consignee_record", _RECORD.index),
}
