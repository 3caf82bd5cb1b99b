"""The director of a consignee, whom the companies of one group share, and how many companies the register lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generators.facts.names import INITIALS, pools
from generators.facts.sight import Sight
from generators.table import BLANK
from simulator.draws import Ints, integers

_STEP = 7_368_787  # shares no factor with the number of names, so that each name comes once


def names(seed: int, count: int) -> pa.Array:
    """``count`` names of persons, all different, as Arrow strings; below 20 million.

    Two initials and a surname; where these run out, two initials and two surnames.
    """
    letters, surnames = len(INITIALS), len(pools().surnames)
    short = letters * letters * surnames
    number, start = np.arange(count), integers(seed, "director", 0, 1, short)[0]
    one = number < short
    code = np.where(one, number + start, number - short) * _STEP % np.where(one, short, short * (surnames - 1))
    code, initials = np.divmod(code, letters * letters)
    more, first = np.divmod(code, surnames)
    second = (first + 1 + more) % surnames
    texts = pa.array(pools().surnames)
    two = pc.binary_join_element_wise(pa.scalar("-"), texts.take(pa.array(second[~one])), "")
    ends = pa.concat_arrays([BLANK, two]).take(pa.array(np.where(one, 0, np.cumsum(~one))))
    heads = pa.array([f"{a}. {b}. " for a in INITIALS for b in INITIALS]).take(pa.array(initials))
    return pc.binary_join_element_wise(heads, texts.take(pa.array(first)), ends, "")


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "consignee.director": lambda sight: (sight.numbers("director_firms") > 1).astype(np.int64),
}
