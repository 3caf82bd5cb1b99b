"""Random numbers are pure functions of (seed, stream, row): any cut gives the same, and shares are those asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare, kstest

from simulator import draws
from simulator.draws import Choice, Numbers

SEED = 2031


@given(first=st.integers(0, 5_000), count=st.integers(0, 300), cut=st.integers(0, 300))
def test_any_cut_gives_the_same_numbers(first: int, count: int, cut: int) -> None:
    cut = min(cut, count)
    for draw in (draws.raw, draws.bits16, draws.uniform32, draws.uniform):
        whole = draw(SEED, "stream", first, count)
        parts = [draw(SEED, "stream", first, cut), draw(SEED, "stream", first + cut, count - cut)]
        assert (whole == np.concatenate(parts)).all() and len(whole) == count


@pytest.mark.parametrize("other", [(SEED + 1, "stream"), (SEED, "stream 2")])
def test_another_seed_or_stream_gives_other_numbers(other: tuple[int, str]) -> None:
    assert (draws.uniform(SEED, "stream", 0, 1_000) != draws.uniform(*other, 0, 1_000)).all()


def test_numbers_are_uniform() -> None:
    for numbers in (draws.uniform(SEED, "a", 0, 50_000), draws.uniform32(SEED, "a", 0, 50_000)):
        assert kstest(numbers, "uniform").pvalue > 1e-4 and numbers.min() >= 0 and numbers.max() < 1
    assert kstest(draws.bits16(SEED, "b", 0, 50_000) / 2**16, "uniform").pvalue > 1e-4


def test_a_fixed_number_for_each_number_is_in_no_order_and_repeats() -> None:
    found = draws.scatter(SEED, "supplier", np.arange(50_000))
    assert (found == draws.scatter(SEED, "supplier", np.arange(50_000))).all()
    assert kstest(found / 2**32, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(found, np.arange(50_000))[0, 1]) < 0.02


@given(weights=st.lists(st.floats(0, 10), min_size=1, max_size=40).filter(lambda own: sum(own) > 0.1))
def test_a_weighted_choice_never_takes_what_weighs_nothing(weights: list[float]) -> None:
    items = np.arange(len(weights)) * 10
    taken = Choice([(items, np.array(weights))]).pick(draws.uniform(SEED, "c", 0, 2_000), 0)
    assert set(taken) <= {int(item) for item, weight in zip(items, weights, strict=True) if weight > 0}


def test_a_weighted_choice_keeps_to_the_weights_of_each_group() -> None:
    lists = [(np.array([1, 2, 3]), np.array([0.5, 0.3, 0.2])), (np.array([7, 9]), np.array([1.0, 3.0]))]
    group = np.arange(60_000) % 2
    taken = Choice(lists).pick(draws.uniform(SEED, "d", 0, 60_000), group)
    for number, (items, weights) in enumerate(lists):
        seen = [(taken[group == number] == item).sum() for item in items]
        assert sum(seen) == 30_000 and chisquare(seen, weights / weights.sum() * 30_000).pvalue > 1e-4


def test_shares_are_kept_in_sixteen_bits() -> None:
    taken = Numbers(SEED, "e", 0, 100_000).pick("office", (0.46, 0.27, 0.17, 0.10))
    assert chisquare(np.bincount(taken), np.array([0.46, 0.27, 0.17, 0.10]) * 100_000).pvalue > 1e-4


def test_what_is_drawn_by_id_belongs_to_the_id_wherever_it_is_met() -> None:
    ids = [f"D-{number:05d}" for number in range(1000)]
    drawn = draws.by_id(SEED, "x", ids)
    assert draws.by_id(SEED, "x", ids[::-1]).tolist() == drawn[::-1].tolist()
    assert draws.by_id(SEED, "y", ids[:1])[0] != drawn[0] != draws.by_id(SEED + 1, "x", ids[:1])[0]
    assert kstest(drawn, "uniform").pvalue > 0.001
    assert len({draws.address(name) for name in ids}) == 1000
    assert all(0 <= draws.address(name) < 2**62 for name in ids)
    assert len(draws.by_id(SEED, "x", [])) == 0
