"""The end-use certificate: the user that it names, who signed it, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from generators.facts.names import INITIALS, pools
from generators.facts.sight import Sight
from generators.odds import Levels, shelf
from generators.table import BLANK, Coded, Column, joined
from simulator.draws import Ints, Numbers, take

_AGREES, _OTHER, _NOBODY = range(3)
_SIGNED, _UNSIGNED, _LATE = range(3)
_POSTS = ("managing director", "head of purchasing", "head of operations", "technical director")
_KINDS = ("Assembly Works", "Process Plant", "Machine Shop", "Power Station")
_ANY_KINDS = ("Partners", "Union", "Associates", "Supply")  # see ``Shelf.users``
_LATEST = 22  # most days from the invoice to a certificate made after it (assumption)
_NO_DAY = np.datetime64("NaT", "D")


def write(
    levels: Mapping[str, Levels],
    certified: np.ndarray,
    end_user: Coded,
    consignee: Coded,
    invoiced: np.ndarray,
    accepted: np.ndarray,
    good: Ints,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the certificate; ``certified``: the rows that have one, ``end_user`` and ``consignee``: names on the
    invoice and the declaration, ``invoiced`` and ``accepted``: dates of the invoice and of acceptance, datetime64 (n,),
    ``good``: the goods, on which the name of another user depends as on the invoice;
    a late certificate is dated after the invoice, and not after the day when the goods are declared with it."""
    user, signed = levels["end_use.user"], levels["end_use.signature"]
    rows = np.flatnonzero(certified)
    count, names, others = len(user), len(end_user.texts), len(consignee.texts)
    named = np.array([text != "" for text in end_user.texts.to_pylist()])
    agreed = np.where(named[end_user.codes], end_user.codes, names + consignee.codes)
    plants, half = _plants(), len(_plants()) // 2
    plant = names + others + take(u("certified plant"), half) + np.where(shelf().users[good] == 0, half, 0)
    blank = names + others + len(plants)
    codes = np.full(count, blank, dtype=np.int64)
    codes[rows] = np.choose(user[rows], [agreed[rows], plant[rows], np.full(len(rows), blank)])
    who = np.full(count, len(_signatories()) - 1, dtype=np.int64)
    some = rows[signed[rows] != _UNSIGNED]
    who[some] = take(u("signatory")[some], len(_signatories()) - 1)
    between = (accepted.astype("datetime64[D]") - invoiced.astype("datetime64[D]")).astype(np.int64)
    late = 1 + take(u("certificate day"), np.clip(between, 1, _LATEST))
    days = np.where(signed == _LATE, late, -take(u("certificate day"), 60))
    day = np.full(count, _NO_DAY)
    day[rows] = invoiced[rows].astype("datetime64[D]") + days[rows].astype("timedelta64[D]")
    texts = joined(joined(end_user.texts, consignee.texts), joined(plants, BLANK))
    return {
        "end_use_user": Coded(codes, texts),
        "end_use_signatory": Coded(who, _signatories()),
        "end_use_date": day,
    }


@cache
def _plants() -> pa.Array:
    """Names that no invoice has as the end-user, so that they never agree with it by accident: plants, then as many of
    users of other goods."""
    return pa.array(
        [f"{word} {kind}" for kinds in (_KINDS, _ANY_KINDS) for word in pools().first_words for kind in kinds]
    )


@cache
def _signatories() -> pa.Array:
    """Persons who sign, and "" at the end."""
    names = [f"{INITIALS[number % len(INITIALS)]}. {name}" for number, name in enumerate(pools().surnames)]
    return pa.array([*(f"{name}, {post}" for name in names for post in _POSTS), ""])


def _read_user(sight: Sight) -> Ints:
    invoice = sight.pair_levels("end_use_user", "invoice_end_user", lambda one, own: int(one != own or not one))
    buyer = sight.pair_levels("end_use_user", "consignee_name", lambda one, own: int(one != own))
    missing = sight.levels("invoice_end_user", lambda text: int(text == ""))
    nobody = sight.levels("end_use_user", lambda text: int(text == ""))
    agrees = np.where(missing == 1, buyer == 0, invoice == 0)
    return np.where(nobody == 1, _NOBODY, np.where(agrees, _AGREES, _OTHER))


def _read_signature(sight: Sight) -> Ints:
    unsigned = sight.levels("end_use_signatory", lambda text: int(text == ""))
    late = (pd.to_datetime(sight.frame["end_use_date"]) > sight.frame["invoice_date"]).to_numpy()
    return np.where(unsigned == 1, _UNSIGNED, np.where(late, _LATE, _SIGNED))


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "end_use.user": _read_user,
    "end_use.signature": _read_signature,
}
