"""Drawing and weighing stay one thing: every level that is written as fields is read back from those fields."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.facts import READERS, company, goods, papers, route
from generators.facts.sight import Sight
from generators.goods import shelf
from generators.indicators import indicators
from generators.traders import named

ROWS = 400
HOME = "NL"


def written(seed: int) -> tuple[dict[str, np.ndarray], pd.DataFrame]:
    """Levels drawn evenly, rare ones as often as common ones, and the frame they are written to."""
    rng = np.random.default_rng(seed)
    u = named(seed, "test", 0, ROWS)
    levels = {known.id: rng.integers(0, len(known.levels), ROWS) for known in indicators().values()}
    who = company.write(levels, u, HOME)
    levels["goods.fit"] = np.where(shelf().in_line(who["sector"], levels["goods.kind"]) == 1, 1, levels["goods.fit"])
    good = shelf().pick(u("good"), who["sector"], levels["goods.kind"], levels["goods.fit"])
    facts = {name: column for name, column in who.items() if name != "sector"} | goods.write(levels, good, u)
    direction = np.where(who["consignee_country"] == HOME, "IM", rng.choice(["EX", "TR"], ROWS))
    origin = route.origins(direction, HOME, u("origin"), who["consignee_country"])
    facts |= route.write(levels, direction, origin, who["consignee_country"], shelf().air_share[good], HOME, u)
    facts["notify_party"] = np.where(levels["route.notify"] == 1, "Some Forwarder BV", who["consignee_name"])
    facts |= papers.write(levels, facts, u)
    return levels, pd.DataFrame(facts)


def test_every_indicator_has_a_reader() -> None:
    assert set(READERS) == set(indicators())


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_levels_are_read_back_from_the_fields_they_were_written_to(seed: int) -> None:
    levels, frame = written(seed)
    sight = Sight(frame, HOME)
    for name, read in READERS.items():
        wrong = np.flatnonzero(read(sight) != levels[name])
        assert not len(wrong), f"{name}: row {wrong[0]} {frame.iloc[wrong[0]].to_dict()} level {levels[name][wrong[0]]}"


@pytest.mark.parametrize("name", [n for n, known in indicators().items() if not set(known.fields) <= {"hs_code"}])
def test_an_indicator_is_seen_in_the_fields_it_names(name: str) -> None:
    """Shuffling those fields alone changes what is read; shuffling all others does not."""
    _, frame = written(11)
    order = np.random.default_rng(0).permutation(ROWS)
    context = {"hs_code", "consignee_name", "consignee_country"}
    own = [field for field in indicators()[name].fields if field in frame]
    moved = frame.assign(**{field: frame[field].to_numpy()[order] for field in own})
    others = [field for field in frame if field not in own and field not in context and field != "consignee_activity"]
    kept = frame.assign(**{field: frame[field].to_numpy()[order] for field in others})
    before = READERS[name](Sight(frame, HOME))
    assert (READERS[name](Sight(moved, HOME)) != before).any()
    assert (READERS[name](Sight(kept, HOME)) == before).all()
