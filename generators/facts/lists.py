"""Lists of numbers in one field: the lorries, wagons or containers of a consignment, with ";" between them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulator import draws
from simulator.draws import Ints, Numbers

_SERIALS = 2**31
_STEP = 1_024  # more than the units of any consignment


def joined_lists(
    count: Ints,
    shown: NDArray[np.bool_],
    make: Callable[[Ints, Ints], pa.Array],
    row: Ints,
    u: Numbers,
    name: str,
) -> tuple[pa.Array, pa.Array]:
    """``count`` numbers for each row that is ``shown``, joined by ";", and "" for the others; (n,).

    With them, the first number of each row that is shown; (shown,).

    ``make`` writes numbers from the index of their row here and a random serial below 2**31; ``row`` is each row's
    number in the traffic, so that its list does not depend on other rows.
    """
    rows = np.flatnonzero(shown)
    parts = count[rows]
    of = np.repeat(rows, parts)
    ends = np.cumsum(parts)
    nth = np.arange(len(of)) - np.repeat(ends - parts, parts)
    serial = draws.scatter(u.seed, name, row[of] * _STEP + nth) % _SERIALS
    texts = make(of, serial.astype(np.int64))
    offsets = np.zeros(len(shown) + 1, dtype=np.int32)
    np.cumsum(np.where(shown, count, 0), out=offsets[1:])
    firsts = texts.take(pa.array(ends - parts))
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), texts), ";"), firsts
