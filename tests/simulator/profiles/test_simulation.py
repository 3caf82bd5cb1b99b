"""Trying out a draft: hits, precision, what is new beside the pack, overlap and lane load are counted as by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.derived import DERIVED
from simulator.errors import InputError
from simulator.profiles import Profile, apply_profiles
from simulator.profiles.simulation import Overlap, simulate
from simulator.share import Share
from tests.simulator.profiles.profile_file import CONDITION, changed, pack


def weigher(name: str, condition: str, *pairs: tuple[str, str]) -> str:
    """A profile that looks at the net mass alone."""
    text = changed(("id: pump-to-hub", f"id: {name}"), (CONDITION, condition), *pairs)
    return text.split("examples:", maxsplit=1)[0] + "examples: {match: [{net_mass: 60}], no_match: [{net_mass: 1}]}\n"


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Profile]:
    """A draft that hits from 40 on, an active profile from 50 on, one up to 70, a shadow and a retired one."""
    found = pack(
        tmp_path_factory.mktemp("pack"),
        draft=weigher("draft", "net_mass >= 40", ("status: active", "status: draft"), ("hit_cap: 0.1", "hit_cap: 0.5")),
        above=weigher("above", "net_mass >= 50", ("lane: red", "lane: yellow")),
        below=weigher("below", "30 <= net_mass <= 70", ("lane: red", "lane: blue\nselection_share: 0.5")),
        shadow=weigher("shadow", "net_mass >= 2", ("status: active", "status: shadow")),
        retired=weigher("retired", "net_mass >= 2", ("status: active", "status: retired")),
    )
    return {profile.id: profile for profile in found}


BATCH = pd.DataFrame(
    {"declaration_id": [f"D-{row}" for row in range(10)], "net_mass": [float(10 * row) for row in range(10)]}
)
OUTCOMES = pd.Series([True, False, None, False, True, True, False, None, True, False], dtype=object)


def test_hits_precision_overlap_and_load_are_counted_as_by_hand(profiles: dict[str, Profile]) -> None:
    others = [profiles[name] for name in ("above", "shadow", "retired")]
    done = simulate(profiles["draft"], others, BATCH, OUTCOMES)
    assert done.hits == Share(6, 10)
    assert done.precision == Share(3, 5)
    assert done.recall == Share(3, 4)
    assert (done.marginal, done.marginal_precision) == (Share(1, 6), Share(1, 1))
    assert done.overlaps == (Overlap("above", Share(5, 6)),)
    assert dict(done.lanes) == {"red": 0, "yellow": 5, "blue": 0}
    assert dict(done.lanes_with) == {"red": 6, "yellow": 0, "blue": 0}
    assert "draft hit 6 of 10 declarations (60.0%), above its cap of 50.0%" in done.warning


def test_outcomes_may_be_of_any_type_that_knows_yes_and_no(profiles: dict[str, Profile]) -> None:
    wanted = simulate(profiles["draft"], [], BATCH, OUTCOMES).precision
    for kind in ("boolean", "bool[pyarrow]", "Float64"):
        assert simulate(profiles["draft"], [], BATCH, OUTCOMES.astype(kind)).precision == wanted
    assert simulate(profiles["draft"], [], BATCH, OUTCOMES.isna()).precision == Share(1, 6)


def test_the_load_counts_the_selection_share(profiles: dict[str, Profile]) -> None:
    many = BATCH.iloc[[5] * 1000].assign(declaration_id=[f"D-{row}" for row in range(1000)])
    done = simulate(profiles["draft"], [profiles["below"]], many)
    assert 437 < done.lanes["blue"] < 563  # 500 expected, 4 standard deviations
    assert dict(done.lanes_with) == {"red": 1000, "yellow": 0, "blue": 0}


def test_overlaps_are_sorted_and_profiles_that_share_nothing_are_left_out(profiles: dict[str, Profile]) -> None:
    done = simulate(profiles["above"], [profiles["below"]], BATCH)
    assert done.overlaps == (Overlap("below", Share(3, 5)),)
    assert simulate(profiles["above"], [profiles["below"]], BATCH[BATCH["net_mass"] > 70]).overlaps == ()
    both = simulate(profiles["draft"], [profiles["below"], profiles["above"]], BATCH).overlaps
    assert [(one.profile_id, one.hits.count) for one in both] == [("above", 5), ("below", 4)]


def test_without_outcomes_nothing_is_said_of_precision(profiles: dict[str, Profile]) -> None:
    done = simulate(profiles["draft"], [], BATCH)
    assert (done.precision, done.recall, done.marginal_precision) == (Share(0, 0), Share(0, 0), Share(0, 0))
    assert done.marginal == Share(6, 6)


def test_a_new_version_is_not_compared_with_the_one_it_replaces(profiles: dict[str, Profile]) -> None:
    done = simulate(profiles["above"], [profiles["above"]], BATCH)
    assert (done.marginal, done.overlaps, done.lanes["yellow"]) == (Share(5, 5), (), 0)


def test_a_draft_that_cannot_hit_says_which_fields_it_lacks(profiles: dict[str, Profile]) -> None:
    done = simulate(profiles["draft"], [], BATCH.drop(columns="net_mass"))
    assert (done.lacking, done.hits, done.warning) == (("net_mass",), Share(0, 10), "")


def test_a_draft_sees_the_declaration_alone_and_facts_of_our_own(tmp_path: Path) -> None:
    text = weigher("draft", "net_mass >= 40 and value_per_kg > 1")
    (draft,) = pack(tmp_path, draft=changed(("{net_mass: 60}", "{net_mass: 60, statistical_value: 900}"), text=text))
    batch = BATCH.assign(statistical_value=900.0)
    poisoned = batch.assign(violation=True, payment_terms="cash", **dict.fromkeys(DERIVED, 0.0))
    assert simulate(draft, [], poisoned, OUTCOMES) == simulate(draft, [], batch, OUTCOMES)
    assert simulate(draft, [], batch, OUTCOMES).hits == Share(6, 10)


def test_outcomes_of_other_declarations_are_refused(profiles: dict[str, Profile]) -> None:
    with pytest.raises(InputError, match="3 outcomes for 10"):
        simulate(profiles["draft"], [], BATCH, OUTCOMES.iloc[:3])


def test_no_declarations_give_no_hits_in_peace(profiles: dict[str, Profile]) -> None:
    done = simulate(profiles["draft"], [profiles["above"]], BATCH.iloc[:0], OUTCOMES.iloc[:0])
    assert (done.hits, done.hits.value, done.overlaps) == (Share(0, 0), None, ())


@given(st.lists(st.tuples(st.sampled_from([5.0, 35.0, 45.0, 60.0, 80.0, None]), st.sampled_from([True, False, None]))))
def test_shares_hang_together_whatever_the_batch(
    profiles: dict[str, Profile], rows: list[tuple[float | None, bool | None]]
) -> None:
    frame = pd.DataFrame(
        {"declaration_id": [f"D-{n}" for n in range(len(rows))], "net_mass": [mass for mass, _ in rows]}
    )
    others = [profiles["above"], profiles["below"]]
    done = simulate(profiles["draft"], others, frame, pd.Series([outcome for _, outcome in rows], dtype=object))
    assert done.precision.count == done.recall.count
    assert done.marginal_precision.total <= done.marginal.count <= done.marginal.total == done.hits.count
    hit = apply_profiles(others, frame).matrix.any(axis=1)
    assert done.marginal.count == (apply_profiles([profiles["draft"]], frame).matrix[:, 0] & ~hit).sum()
    assert done.lanes_with["red"] == done.hits.count and sum(done.lanes.values()) <= hit.sum()
