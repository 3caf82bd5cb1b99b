"""Reliance adds up, and tells who follows blindly, who never listens and who weighs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import reliance
from exercises.marking.reliance import Mask

CASES = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=60)


def columns(cases: Sequence[tuple[bool, ...]]) -> tuple[Mask, ...]:
    return tuple(np.array(column) for column in zip(*cases, strict=True))


@given(CASES)
def test_every_judgement_is_counted_once_and_help_is_what_improved(cases: list[tuple[bool, bool, bool, bool]]) -> None:
    before, after, engine, best = columns(cases)
    found = reliance(before, after, engine, best)
    assert found is not None
    assert found.toward + found.away + found.kept == found.judged == len(cases)
    assert 0 <= found.toward_helped <= found.toward and 0 <= found.away_helped <= found.away
    helped = found.toward_helped + found.away_helped
    hurt = found.toward + found.away - helped
    assert int((after == best).sum()) - int((before == best).sum()) == helped - hurt


@given(CASES)
def test_blind_following_deafness_and_weighing_are_told_apart(cases: list[tuple[bool, bool, bool, bool]]) -> None:
    before, _after, engine, best = columns(cases)
    blind, deaf, wise = (reliance(before, after, engine, best) for after in (engine, before, best))
    assert blind is not None and deaf is not None and wise is not None
    assert blind.rightly_followed.count == blind.rightly_followed.total and blind.rightly_resisted.count == 0
    assert deaf.rightly_resisted.count == deaf.rightly_resisted.total and deaf.rightly_followed.count == 0
    assert wise.rightly_followed.count == wise.rightly_followed.total == blind.rightly_followed.total
    assert wise.rightly_resisted.count == wise.rightly_resisted.total == deaf.rightly_resisted.total
    assert blind.away == 0 == deaf.toward + deaf.away
