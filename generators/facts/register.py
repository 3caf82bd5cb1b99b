"""The licence register: what the licensing authority answers about a declared licence, or about goods without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from generators.facts.papers import plants
from generators.facts.sight import Sight
from generators.odds import KINDS, Levels, Lists, shelf
from generators.table import BLANK, Coded, Column, joined
from simulator.draws import Floats, Ints, Numbers, take

NOTHING, ON_FILE, UNKNOWN, RULING, REFUSED = range(5)
NOTES = ("nothing on file", "licence on file", "number unknown", "ruling: not listed", "application refused")
_FITS, _OTHER_CONSIGNEE, _OTHER_GOODS, _EXPIRED, _USED_UP = range(1, 6)
_NOTE_OF = np.array([NOTHING, *[ON_FILE] * 5, UNKNOWN, RULING, REFUSED])
"""The note for each level of ``licence.register``."""
_NO_DAY = np.datetime64("NaT", "D")


def write(
    level: Levels, consignor: Coded, consignee: Coded, good: Ints, net: Floats, day: np.ndarray, u: Numbers
) -> dict[str, Column]:
    """Fields of the register by the level of ``licence.register``; ``day``: of acceptance, datetime64 (n,)."""
    note = _NOTE_OF[level]
    rows = np.flatnonzero((note == ON_FILE) | (note == REFUSED))  # few rows have a licence
    own, kg = level[rows], net[rows]
    on_file = note[rows] == ON_FILE
    granted = np.ceil(kg * (1.5 + 6.0 * u("licensed")[rows]) * 10.0) / 10.0
    left = np.where(own == _USED_UP, kg * 0.8 * u("licence used")[rows], kg + (granted - kg) * u("licence used")[rows])
    used = np.maximum(np.round(granted - left, 1), 0.0)
    used = np.where((own != _USED_UP) & (granted - used < kg), 0.0, used)
    days = np.where(
        own == _EXPIRED, -(20 + take(u("licence days")[rows], 400)), 30 + take(u("licence days")[rows], 600)
    )
    until = np.full(len(level), _NO_DAY)
    until[rows[on_file]] = day[rows[on_file]].astype("datetime64[D]") + days[on_file].astype("timedelta64[D]")
    other_goods = rows[own == _OTHER_GOODS]
    licensed = good.copy()
    licensed[other_goods] = _of_category().pick(u("licensed goods")[other_goods], good[other_goods])
    for_other = rows[own == _OTHER_CONSIGNEE]
    user = consignee.codes.astype(np.int64)
    user[for_other] = len(consignee.texts) + take(u("licensed plant")[for_other], len(plants()))
    return {
        "licence_note": Coded.of(note, NOTES),
        "licence_holder": _only(rows, consignor.codes, consignor.texts),
        "licence_consignee": _only(rows, user, joined(consignee.texts, plants())),
        "licence_goods": _only(rows, licensed, _codes()),
        "licence_quantity": _some(rows[on_file], granted[on_file], len(level)),
        "licence_used": _some(rows[on_file], used[on_file], len(level)),
        "licence_valid_until": until,
    }


def _some(rows: Ints, values: Floats, count: int) -> Floats:
    """The values at these rows, missing elsewhere; (count,)."""
    result = np.full(count, np.nan)
    result[rows] = values
    return result


def _only(rows: Ints, codes: Ints, texts: pa.Array) -> Coded:
    """The texts at these rows, "" elsewhere."""
    result = np.full(len(codes), len(texts), dtype=np.int64)
    result[rows] = codes[rows]
    return Coded(result, joined(texts, BLANK))


@cache
def _codes() -> pa.Array:
    return pa.array([good.hs6 for good in shelf().goods])


@cache
def _of_category() -> Lists:
    """For each good other strategic goods of its category."""
    stock = shelf()
    strategic = np.flatnonzero(stock.kind == KINDS.index("strategic"))
    by_category = {one: strategic[stock.category[strategic] == one] for one in np.unique(stock.category)}
    lists = []
    for number, category in enumerate(stock.category.tolist()):
        others = by_category[category][by_category[category] != number]
        lists.append((others if len(others) else strategic).tolist())
    return Lists.of(lists)


def _read(sight: Sight) -> Ints:
    note = sight.levels("licence_note", NOTES.index)
    other = sight.pair_levels("licence_consignee", "consignee_name", lambda one, own: int(one != own))
    goods = sight.pair_levels("licence_goods", "hs_code", lambda one, own: int(one != own))
    expired = (pd.to_datetime(sight.frame["licence_valid_until"]) < sight.frame["acceptance_date"]).to_numpy()
    left = sight.numbers("licence_quantity") - sight.numbers("licence_used")
    used_up = np.round(left, 3) < np.round(sight.numbers("net_mass"), 3)
    on_file = np.select(
        [other == 1, goods == 1, expired, used_up], [_OTHER_CONSIGNEE, _OTHER_GOODS, _EXPIRED, _USED_UP], _FITS
    )
    return np.where(note == ON_FILE, on_file, np.array([NOTHING, _FITS, 6, 7, 8])[note])


READ: Mapping[str, Callable[[Sight], Ints]] = {"licence.register": _read}
