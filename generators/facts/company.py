"""The consignee's company: its line of business, country, name, address, and what a company check shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generators.facts.names import pools
from generators.facts.sight import Sight
from generators.odds import FORWARDING, TRADING, Lists, shelf
from simulator.draws import Choice, Codes, Floats, Ints, Numbers, take
from simulator.packs import pack
from simulator.reference import countries, streets, towns
from simulator.screening import listed_parties

TODAY = pd.Timestamp("2031-03-31")
"""The last day of traffic, and the day of every company check."""

ADDRESS_KINDS = ("street", "mail centre")
PREMISES = ("own site", "rented offices", "private address", "business centre")
PRESENCE = ("established", "limited", "minimal")
RECORD = ("no findings", "minor corrections", "no history", "past supply to a restricted end-user")
OWNERSHIP = ("disclosed", "partly disclosed", "withheld")
AGE_EDGES = (365, 1_095, 3_652)
"""Bin edges of a company's age at the first day of the traffic, in days (assumption)."""
CAPITAL_EDGES = (3_000, 47_000, 950_000)
"""Bin edges of its paid-up capital, in EUR (assumption)."""
_AGE_DAYS = ((3_700, 14_000), (1_100, 3_600), (380, 1_080), (40, 330))
"""Days by level (assumption); the youngest stay under a year for the 31 days of the usual traffic."""
_TWO_YEARS = 730.0
_CAPITAL = ((1_000_000, 40_000_000), (50_000, 900_000), (4_000, 45_000), (1, 2_500))
_MAIL_CENTRE = "Mail Centre"
_TWO_WORDS = 0.6  # share of companies with two words before their trade (assumption: most names then differ)


@dataclass(frozen=True)
class Companies:
    """Companies as numbers: sector, country and the parts of name and address, (n,) each. Texts are made on demand."""

    sector: Ints
    country: Ints
    words: Ints  # first word, second word or none (-1), word of the trade, legal form; shape (4, n)
    place: Ints  # town, street, house number; shape (3, n)

    @classmethod
    def draw(cls, sector: Ints, country: Ints, u: Numbers) -> Companies:
        """Companies of these sectors and countries; ``u`` gives uniform numbers by name."""
        stock = pools()
        trades, forms = _trade_words(), _legal_forms()
        second = np.where(u("two words") < _TWO_WORDS, take(u("second word"), len(stock.first_words)), -1)
        words = (
            take(u("first word"), len(stock.first_words)),
            second,
            trades[0][sector] + take(u("trade word"), trades[1][sector]),
            forms[0][country] + take(u("legal form"), forms[1][country]),
        )
        place = (
            _town_lists().pick(u("town"), country),
            _street_lists().pick(u("street"), country),
            take(u("house number"), 180),
        )
        return cls(sector, country, np.stack(words), np.stack(place))

    def names(self, rows: Ints) -> pa.Array:
        """The names of some companies, as Arrow strings."""
        first, second, trade, form = self.words[:, rows]
        stock = _first_words()
        more = stock.take(pa.array(np.where((second < 0) | (second == first), len(stock) - 1, second)))
        start = pc.binary_join_element_wise(stock.take(pa.array(first)), more, "")
        rest = pc.binary_join_element_wise(
            _trade_words()[2].take(pa.array(trade)), _legal_forms()[2].take(pa.array(form)), " "
        )
        return pc.binary_join_element_wise(pc.utf8_rtrim_whitespace(start), rest, " ")

    def addresses(self, rows: Ints, mail: Codes) -> pa.Array:
        """Their addresses: a mail centre where ``mail`` is true, else a street."""
        town, street, number = self.place[:, rows]
        town_names = pa.array(all_towns()).take(pa.array(town))
        house = pa.array(number + 1).cast(pa.string())
        before, after = (texts.take(pa.array(street)) for texts in _around_number())
        there = pc.binary_join_element_wise(pc.binary_join_element_wise(before, house, after, ""), town_names, ", ")
        box = pa.array((number + 1) * 7).cast(pa.string())
        centre = pc.binary_join_element_wise(
            pc.binary_join_element_wise(pa.scalar("PO Box"), box, " "),
            pc.binary_join_element_wise(town_names, pa.scalar(_MAIL_CENTRE), " "),
            ", ",
        )
        return pc.if_else(pa.array(mail == 1), centre, there)


@cache
def _first_words() -> pa.Array:
    """First words, each followed by a blank; the last entry is empty."""
    return pa.array([*(f"{word} " for word in pools().first_words), ""])


@cache
def all_towns() -> tuple[str, ...]:
    """The towns of all countries, in the order of the countries."""
    return tuple(town for names in towns().values() for town in names)


@cache
def _town_lists() -> Lists:
    """The towns of each country, as indices into ``all_towns``."""
    return _numbered([len(towns()[code]) for code in countries()])


@cache
def _street_lists() -> Lists:
    return _numbered([len(streets()[code].names) for code in countries()])


def _numbered(counts: Sequence[int]) -> Lists:
    """Lists of consecutive numbers, one of each length."""
    ends = np.cumsum(counts).tolist()
    return Lists.of([list(range(end - count, end)) for end, count in zip(ends, counts, strict=True)])


@cache
def _around_number() -> tuple[pa.Array, pa.Array]:
    """What stands before and after the house number in each street of each country."""
    lines = [
        streets()[code].pattern.replace("{street}", name).partition("{number}")
        for code in countries()
        for name in streets()[code].names
    ]
    return pa.array([before for before, _, _ in lines]), pa.array([after for _, _, after in lines])


@cache
def _trade_words() -> tuple[Ints, Ints, pa.Array]:
    return _ranges([pools().second_words[sector] for sector in shelf().sectors])


@cache
def _legal_forms() -> tuple[Ints, Ints, pa.Array]:
    return _ranges([pools().legal_forms(country) for country in countries()])


def _ranges(lists: Sequence[Sequence[str]]) -> tuple[Ints, Ints, pa.Array]:
    """All lists joined into one: where each list starts, how long it is, and the texts."""
    count = np.array([len(own) for own in lists], dtype=np.int64)
    return np.cumsum(count) - count, count, pa.array([text for own in lists for text in own])


def sectors(level: Codes, u: Floats, weight: Floats) -> Ints:
    """The line of business by the level of ``consignee.activity``: within the own line by the sector's ``weight``."""
    index = shelf().sector_index
    own = Choice([(np.arange(len(weight)), weight)]).pick(u, 0)
    return np.where(level == 1, index[TRADING], np.where(level == 2, index[FORWARDING], own))


def first_day(days: int) -> np.datetime64:
    """The first day of a period of traffic. Ages of companies count up to it: none is younger than its trade."""
    return np.datetime64(TODAY, "D") - np.timedelta64(days - 1, "D")


def ages(level: Codes, u: Floats) -> Ints:
    """Days from the founding of the company to the first day of traffic."""
    return np.round(_between(_AGE_DAYS, level, u)).astype(np.int64)


def capital(level: Codes, u: Floats) -> Floats:
    """Paid-up capital in EUR, stated to two significant digits."""
    value = _between(_CAPITAL, level, u)
    unit = 10.0 ** np.maximum(np.floor(np.log10(value)) - 1, 0)
    result: Floats = np.round(value / unit) * unit
    return result


def past(record: Codes, age: Ints, u: Numbers) -> tuple[Floats, Floats, Floats]:
    """Declarations, controls and findings of the last two years, by the level of ``consignee.record``; (n,) each.

    ``age``: of the companies in days; those of less than two years had less time.
    """
    minor, no_history, restricted = 1, 2, 3
    declared = np.floor(4.0 * 60.0 ** u("past declarations") * np.minimum(age / _TWO_YEARS, 1.0)) + 1.0
    declared = np.where(record == no_history, 0.0, declared)
    controls = np.floor(declared * 0.12 * u("past controls"))
    found = np.where(record == minor, 1.0 + take(u("past findings"), 3), (record == restricted) * 1.0)
    controls = np.maximum(controls, found)
    return np.maximum(declared, controls), controls, found


def _between(ranges: Sequence[tuple[int, int]], level: Codes, u: Floats) -> Floats:
    low = np.array([low for low, _ in ranges], dtype=np.float64)[level]
    high = np.array([high for _, high in ranges], dtype=np.float64)[level]
    result: Floats = low + (high - low) * u
    return result


@cache
def resembled() -> Mapping[str, str]:
    """The listed party for each name similar to its own: a word left out, two words swapped, or one letter changed."""
    found: dict[str, str] = {}
    for name in listed_parties().names:
        words = name.split()
        vowel = next((k for k, sign in enumerate(words[0]) if k and sign in "aeiou"), 1)
        changed = words[0][:vowel] + ("e" if words[0][vowel] == "a" else "a") + words[0][vowel + 1 :]
        for alike in (
            " ".join([*words[:-1], "Trading"]) if len(words) > 2 else f"{name} Trading",
            " ".join([words[1], words[0], *words[2:]]) if len(words) > 2 else f"{name} Group",
            " ".join([changed, *words[1:]]),
        ):
            found.setdefault(alike, name)
    return {alike: name for alike, name in found.items() if alike not in listed_parties().names}


@cache
def resembling() -> tuple[str, ...]:
    """Names similar to a listed party's name."""
    return tuple(resembled())


def _bin(edges: Sequence[float], value: Floats) -> Ints:
    return np.searchsorted(np.array(edges), value, side="right")


def _read_country(sight: Sight) -> Ints:
    rules = pack(sight.pack)
    return sight.levels("consignee_country", lambda c: 2 if rules.inside(c) else int(countries()[c].hub))


def _read_activity(sight: Sight) -> Ints:
    return sight.levels("consignee_activity", lambda name: {TRADING: 1, FORWARDING: 2}.get(name, 0))


def _read_founded(sight: Sight) -> Ints:
    opening = pd.Timestamp(first_day(sight.settings.days))
    days = (opening - sight.frame["consignee_founded"]).dt.days.to_numpy(dtype=np.float64)
    return 3 - _bin(AGE_EDGES, days)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "consignee.activity": _read_activity,
    "consignee.country": _read_country,
    "consignee.name": lambda sight: sight.levels("consignee_name", lambda name: int(name in resembled())),
    "consignee.address": lambda sight: sight.levels("consignee_address", lambda text: int(_MAIL_CENTRE in text)),
    "consignee.founded": _read_founded,
    "consignee.premises": lambda sight: sight.levels("consignee_premises", PREMISES.index),
    "consignee.capital": lambda sight: 3 - _bin(CAPITAL_EDGES, sight.numbers("consignee_capital")),
    "consignee.presence": lambda sight: sight.levels("consignee_presence", PRESENCE.index),
    "consignee.record": lambda sight: sight.levels("consignee_record", RECORD.index),
    "consignee.ownership": lambda sight: sight.levels("consignee_ownership", OWNERSHIP.index),
}
