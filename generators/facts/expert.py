"""What the technical expert has: the data sheet of the goods, and an opinion from its deciding line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from generators.facts.sight import Sight
from generators.facts.wordings import in_sentence
from generators.odds import Levels, shelf
from generators.table import Coded, Column
from simulator.draws import Ints
from simulator.reference import strategic

OPINIONS = ("no data sheet", "not listed", "listed", "needs a sample")
LISTED = OPINIONS.index("listed")
_SIDES = 3  # texts of each good: of other goods, of listed ones, and without the deciding line; then two of look-alikes


def write(level: Levels, subject: Ints, likely: NDArray[np.bool_]) -> dict[str, Column]:
    """Fields of the expert by the level of ``goods.identity``; ``subject``: the strategic goods that the sheet tells
    apart from others, as places on the shelf; ``likely``: the rows of look-alikes, whose sheet has no such line.
    """
    texts, start = _sheets()
    side = np.where(likely & (level != LISTED), _SIDES + (level > LISTED), level - 1)
    codes = np.where(level == 0, 0, start[subject] + side)
    return {"data_sheet": Coded(codes, texts), "expert_opinion": Coded.of(level, OPINIONS)}


@cache
def _sheets() -> tuple[pa.Array, Ints]:
    """The texts of all data sheets, "" first, and where those of each good start; 0 for goods without one."""
    texts, start = [""], np.zeros(len(shelf().goods), dtype=np.int64)
    for number, good in enumerate(shelf().goods):
        known = strategic().get(good.hs6)
        if known is None or good.kind != "strategic":
            continue
        start[number] = len(texts)
        line = known.data_sheet[0]
        texts += [f"{line.name}: {said}" for said in (f"other than {line.listed}", line.listed, "not stated")]
        label = in_sentence(good.label).removeprefix("other ")
        alike = f"other than {label}" if known.match == "named" else f"not the listed kind of {label}"
        texts += [f"goods: {alike}", "goods: no type or use stated"]
    return pa.array(texts), start


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "goods.identity": lambda sight: sight.levels("expert_opinion", OPINIONS.index)
}
