"""Groups of companies: what the oracle adds equals enumeration, is calibrated, helps, and does not hang on the cut."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from generators import oracle
from generators.odds import CLASSES, Fronts, Settings, world
from generators.oracle import GROUP, Mask, Opinion, Weighing, opinion
from generators.oracle.weighing import Fact
from generators.output import Order, write
from generators.traffic import Drawn, draw, generate
from simulator.reference import TIERS, Tier
from tests.generators.oracle.test_proof import off_by

Floats = NDArray[np.float64]

# ---- a tiny world: three classes, two statuses, six traders, two groups of two and three of them

TRADER = np.array([0, 0, 1, 2, 3, 4, 4, 5])
DIRECTOR = np.array([7, 7, 7, 9, 9, 9, 9, -1])
CLASS_ODDS = np.array([0.6, 0.25, 0.15])
FRONT_ODDS = np.array([0.8, 0.2])
BY_FRONT = np.array([[0.65, 0.30, 0.05], [0.40, 0.05, 0.55]])
STATUS_ODDS = np.array([[[0.98, 0.02], [0.9, 0.1], [0.3, 0.7]], [[0.97, 0.03], [0.95, 0.05], [0.5, 0.5]]])
VIOLATING = np.array([False, True])


def tiny() -> Weighing:
    rng = np.random.default_rng(3)

    def fact(name: str, tier: Tier, of_trader: bool, given: int) -> Fact:
        odds = rng.dirichlet([1.0, 1.0, 1.0], size=given)  # (given, levels)
        case = rng.integers(0, 3, len(TRADER))[TRADER if of_trader else np.arange(len(TRADER))]
        return Fact(name, tier, of_trader, case.astype(np.int16), np.log(odds.T), ("", "", ""))

    company = [fact("a", "declaration", True, 3), fact("consignee.age", "check", True, 3)]
    same = Fact(
        "consignee.director", "check", True, (DIRECTOR >= 0).astype(np.int16), np.full((2, 3), np.log(0.5)), ("", "f")
    )
    own = [fact("goods", "declaration", False, 2), fact("papers", "document", False, 2)]
    frame = np.array([0, 1, 0, 1, 0, 0, 1, 0])
    prior = float(np.einsum("c,c->", CLASS_ODDS, STATUS_ODDS[0, :, 1]))
    return Weighing(
        facts=(*company, same, *own),
        trader=TRADER,
        frame=frame,
        class_odds=CLASS_ODDS,
        status_odds=STATUS_ODDS,
        violating=VIOLATING,
        severity=np.array([0.0, 3.0]),
        natures=("", "goods"),
        prior=prior,
        director=DIRECTOR,
        front_odds=FRONT_ODDS,
        front_ratio=BY_FRONT / CLASS_ODDS,
    )


def enumerated(odds: Weighing, checked: Mask) -> Floats:
    """P(violation) of each row by summing over fronts, classes and statuses; ``checked``: rows of checked traders."""
    likely = {}
    for fact in odds.facts:
        told = np.exp(fact.log_likelihood[fact.case])
        likely[fact.name] = np.where(checked[:, None], told, 1.0) if fact.tier == "check" else told
    company = np.prod([likely[fact.name] for fact in odds.facts if fact.of_trader], axis=0)
    shown = np.prod([likely[fact.name] for fact in odds.facts if not fact.of_trader], axis=0)
    joined = {who: {int(t) for t in TRADER[(who == DIRECTOR) & checked]} for who in (7, 9)}
    rows = range(len(TRADER))
    total, violating = 0.0, np.zeros(len(TRADER))
    statuses = list(itertools.product(range(2), repeat=len(TRADER)))
    for fronts in itertools.product(range(2), repeat=2):
        for classes in itertools.product(range(3), repeat=6):
            start = FRONT_ODDS[fronts[0]] * FRONT_ODDS[fronts[1]]
            for trader, kind in enumerate(classes):
                own = BY_FRONT[fronts[0]] if trader in joined[7] else CLASS_ODDS
                own = BY_FRONT[fronts[1]] if trader in joined[9] else own
                start *= own[kind] * company[np.flatnonzero(trader == TRADER)[0], kind]
            each = [[STATUS_ODDS[odds.frame[r], classes[TRADER[r]], s] * shown[r, s] for s in range(2)] for r in rows]
            for combination in statuses:
                p = start
                for row, status in zip(rows, combination, strict=True):
                    p *= each[row][status]
                total += p
                violating += p * np.array(combination)
    return violating / total


def log_odds(chance: Floats) -> Floats:
    result: Floats = np.log(chance) - np.log1p(-chance)
    return result


IDS = [f"D-{row}" for row in range(len(TRADER))]


@pytest.mark.parametrize("unchecked", [[], [1], [2], [0, 3]], ids=["all", "one of two", "one of three", "one of each"])
def test_a_tiny_world_of_two_groups_equals_enumeration(unchecked: list[int]) -> None:
    odds, checked = tiny(), ~np.isin(TRADER, unchecked)
    shown: Mapping[Tier, Mask] = MappingProxyType({"check": checked})
    found = opinion(odds, IDS, shown)
    assert found.posterior == pytest.approx(enumerated(odds, checked), abs=1e-12)
    adds_up(found)
    assert found.status[:, 1] == pytest.approx(found.posterior, abs=1e-12)


def adds_up(found: Opinion) -> None:
    """Prior and weights are the log-odds; without the last step they are those of the trader by itself."""
    assert found.prior_log_odds + found.evidence.sum(axis=1).to_numpy() == pytest.approx(
        log_odds(found.posterior), abs=1e-9
    )


def test_the_group_is_the_last_step_and_shows_its_flag_where_others_are_in_view() -> None:
    found = opinion(tiny(), IDS)
    assert found.steps[-2:] == [oracle.OTHERS, GROUP]
    assert found.flags[GROUP].to_list() == ["f"] * 7 + [""]
    assert found.evidence[GROUP].iat[7] == 0.0 and (found.evidence[GROUP].to_numpy()[:7] != 0).all()


def test_without_company_checks_no_group_is_known() -> None:
    nowhere = np.zeros(len(TRADER), dtype=bool)
    assert GROUP not in opinion(tiny(), IDS, {"check": nowhere}).steps
    only = np.isin(TRADER, [0, 2, 5])  # one of each group
    assert GROUP not in opinion(tiny(), IDS, {"check": only}).steps


def test_a_check_that_was_seen_on_one_consignment_tells_the_director_of_all() -> None:
    one = np.array([True, False, True, True, True, False, True, True])
    assert (opinion(tiny(), IDS, {"check": one}).evidence[GROUP].to_numpy()[:7] != 0).all()


# ---- the world as it is


@pytest.mark.parametrize(
    "own",
    [
        {"prevalence": 0.001},
        {},
        {"prevalence": 0.5},
        {"typologies": {"listed_party": 1}},
        {"prevalence": 0.5, "typologies": {"hub_diversion": 1}},
    ],
    ids=str,
)
def test_members_have_the_same_odds_of_each_class_as_others(own: dict[str, Any]) -> None:
    odds = world(Settings.model_validate(own))
    fronts = odds.fronts
    assert fronts.odds.min() >= 0 and fronts.class_odds.min() >= 0
    assert fronts.odds.sum() == pytest.approx(1) and fronts.class_odds.sum(axis=1) == pytest.approx([1, 1])
    assert fronts.odds @ fronts.class_odds == pytest.approx(odds.class_odds, abs=1e-15)
    diverter, listed = CLASSES.index("diverter"), CLASSES.index("listed")
    assert fronts.class_odds[1, diverter] >= fronts.class_odds[0, diverter] - 1e-12
    assert fronts.class_odds[:, listed] == pytest.approx(odds.class_odds[listed])


WHOLE = Settings(declarations=1_200, prevalence=0.1, traders=400)


@pytest.mark.parametrize("tier", ["declaration", "check", "portal"])
def test_all_ways_to_weigh_a_batch_agree(tier: Tier) -> None:
    batch, drawn = generate(WHOLE, 5), draw(WHOLE, 5, 0, 1_200)
    found = oracle.weigh(batch.declarations, WHOLE, tier)
    evidence = oracle.of_drawn(drawn, WHOLE, tier)
    assert oracle.posterior(batch.declarations, WHOLE, tier) == pytest.approx(found.posterior, abs=1e-8)
    assert evidence.posterior(oracle.in_view(evidence, drawn, tier)) == pytest.approx(found.posterior, abs=1e-8)
    assert (GROUP in found.steps) == (TIERS.index(tier) >= TIERS.index("check"))
    told = found.prior_log_odds + found.evidence.sum(axis=1).to_numpy()
    rows = np.abs(told) < 10  # further out, 1 - p has too few digits left
    assert rows.mean() > 0.9
    assert told[rows] == pytest.approx(log_odds(found.posterior[rows]), abs=1e-9)


@pytest.mark.parametrize("shard", [1_200, 500])
def test_the_posterior_on_disk_is_the_same_for_any_cut(shard: int, tmp_path: Path) -> None:
    write(Order(WHOLE, 5, tmp_path / "out", tier="check", shard=shard))
    truth = pd.read_parquet(tmp_path / "out" / "truth")
    drawn = draw(WHOLE, 5, 0, 1_200)
    evidence = oracle.of_drawn(drawn, WHOLE, "check")
    expected = evidence.posterior(oracle.in_view(evidence, drawn, "check")).round(9)
    assert (truth["posterior"].to_numpy() == expected).all()
    alone = evidence.posterior(oracle.totals(evidence, len(drawn.traders.kind))[:, drawn.trader]).round(9)
    assert (truth["posterior"].to_numpy() != alone).any()


# ---- at volume

VOLUME = Settings(declarations=150_000, prevalence=0.1)


@cache
def weighed() -> tuple[Drawn, oracle.Evidence, NDArray[np.bool_], Floats, Floats]:
    """The drawn traffic, its evidence, what happened, and the posterior with groups and without."""
    drawn = draw(VOLUME, 2, 0, VOLUME.declarations)
    evidence = oracle.of_drawn(drawn, VOLUME, "check")
    own = oracle.totals(evidence, len(drawn.traders.kind))[:, drawn.trader]
    happened = world(VOLUME).violating[drawn.status]
    with_groups = evidence.posterior(oracle.in_view(evidence, drawn, "check"))
    return drawn, evidence, happened, with_groups, evidence.posterior(own)


def furthest(chance: Floats, rows: NDArray[np.bool_]) -> list[float]:
    """In standard errors, how far each of twenty bins of the rows is off, the furthest first; see ``test_proof``."""
    drawn, _, happened, _, _ = weighed()
    owner = drawn.traders.owners.number[drawn.trader]
    return sorted(dict(off_by(chance[rows], happened[rows], owner[rows])).values(), reverse=True)


def in_a_group() -> NDArray[np.bool_]:
    """The rows of traders with another company of their director in view."""
    *_, with_groups, without = weighed()
    result: NDArray[np.bool_] = with_groups != without
    return result


@pytest.mark.slow
def test_the_posterior_with_groups_is_calibrated() -> None:
    *_, with_groups, _ = weighed()
    assert in_a_group().mean() > 0.2
    for rows in (np.ones(VOLUME.declarations, dtype=bool), in_a_group()):
        beyond = furthest(with_groups, rows)
        assert beyond[0] < 4.2 and beyond[1] < 3, beyond


@pytest.mark.slow
def test_wrong_odds_of_fronts_break_the_calibration(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if fronts had no more diverters than the other groups have, and the other way around."""
    drawn, evidence, *_ = weighed()
    odds = world(VOLUME)
    wrong = replace(odds, fronts=Fronts(odds.fronts.odds, odds.fronts.class_odds[::-1], odds.fronts.ratio[::-1]))
    rows = in_a_group()
    monkeypatch.setattr("generators.oracle.evidence.world", lambda settings: wrong)
    assert furthest(evidence.posterior(oracle.in_view(evidence, drawn, "check")), rows)[0] > 4.2


@pytest.mark.slow
def test_groups_help_by_more_than_chance() -> None:
    """Log-loss of the rows in groups, with two standard errors over the sums of groups."""
    drawn, _, happened, with_groups, without = weighed()

    def loss(chance: Floats) -> Floats:
        result: Floats = -np.log(np.where(happened, chance, 1.0 - chance) + 1e-300)
        return result

    gain = np.bincount(drawn.traders.owners.number[drawn.trader], weights=loss(without) - loss(with_groups))
    assert gain.sum() > 2 * np.sqrt((gain**2).sum())


@pytest.mark.slow
def test_who_belongs_to_a_group_says_nothing_of_its_class() -> None:
    for seed in range(3):
        stock = draw(VOLUME, seed, 0, 1).traders
        member, count = stock.owners.firms > 1, len(stock.kind)
        share = float(world(VOLUME).traders["consignee.director"].odds[0, 0, 1])
        assert member.mean() == pytest.approx(share, abs=4 * np.sqrt(5 * share / count))
        for number, chance in enumerate(world(VOLUME).class_odds):
            seen = (stock.kind[member] == number).mean()
            blocks = np.sqrt(chance * (1 - chance) / member.sum() * 3)  # classes within a group hang together
            assert abs(seen - chance) < 4 * blocks
