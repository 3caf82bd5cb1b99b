"""The oracle is exact: it equals enumeration, adds up, and reads only what is shown (at volume: test_proof)."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score

from generators import geography, oracle
from generators.facts import READERS, Sight
from generators.odds import FRAMES, Settings, World, indicators, partners, world
from generators.oracle import view
from generators.traffic import KNOWN, generate, group, trader_groups
from simulator.reference import TIERS, Tier, fields_at, visible

MIDDLE = Settings(declarations=15_000)


def enumerated(declarations: pd.DataFrame, settings: Settings, tier: Tier) -> list[float]:
    """P(violation) of each consignment by summing over every class, frame and combination of statuses.

    The frame is drawn from the trader's country, which its level shows: it is known, so other frames have no weight.
    """
    odds: World = world(settings)
    sight = Sight(declarations, settings)
    known_of = view.known_of(sight)
    hub = geography.flag("hub")[known_of["destination"]]
    told = [
        name if name == "import" or not to_hub else f"{name}_to_hub"
        for name, to_hub in zip(np.array(["export", "import", "transit"])[known_of["direction"]], hub, strict=True)
    ]
    chance = partners(settings).frames  # P(frame | level of the trader's country)
    seen = [known for known in indicators().values() if TIERS.index(known.tier) <= TIERS.index(tier)]
    level = {known.id: READERS[known.id](sight) for known in seen}
    known_of |= {KNOWN[name]: read for name, read in level.items() if name in KNOWN}
    groups: dict[str, Any] = {}
    for known in seen:
        if known.about == "trader":
            groups[known.id] = trader_groups(known.given, level, len(declarations))
        else:
            groups[known.id] = group(known.given, known_of, settings)
    result = [0.0] * len(declarations)
    for trader in declarations["consignee_id"].unique():
        rows = np.flatnonzero(declarations["consignee_id"] == trader).tolist()
        total, violating = 0.0, dict.fromkeys(rows, 0.0)
        for c, p_class in enumerate(odds.class_odds):
            company = p_class
            for known in seen:
                if known.about == "trader":
                    company *= odds.traders[known.id].odds[groups[known.id][rows[0]], c, level[known.id][rows[0]]]
            shown = {}
            for row in rows:
                for s in range(len(odds.statuses)):
                    p = 0.0
                    for number, frame in enumerate(FRAMES):
                        here = float(frame == told[row]) * chance[level["consignee.country"][row], number]
                        p += here * odds.status_odds[number, c, s]
                    for known in seen:
                        if known.about == "consignment":
                            table = odds.consignments[known.id]
                            p *= table.odds[groups[known.id][row], s, level[known.id][row]]
                    shown[row, s] = p
            for combination in itertools.product(range(len(odds.statuses)), repeat=len(rows)):
                p = company * np.prod([shown[row, s] for row, s in zip(rows, combination, strict=True)])
                total += p
                for row, s in zip(rows, combination, strict=True):
                    violating[row] += p * odds.violating[s]
        for row, mass in violating.items():
            result[row] = mass / total
    return result


TINY = {"declarations": 4, "traders": 2, "prevalence": 0.3}


def seed_of_pairs(settings: Settings) -> int:
    """A seed whose two traders, of two directors, have two consignments each, in different directions."""
    for seed in range(200):
        drawn = generate(settings, seed).declarations
        apart = drawn["declaration_type"].nunique() > 1 and drawn["consignee_director"].nunique() == 2
        if apart and drawn["consignee_id"].value_counts().to_list() == [2, 2]:
            return seed
    raise AssertionError("no such seed")


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize(
    "own",
    [{}, {"pack": "ge"}, {"typologies": {"hub_diversion": 1, "licence_missing": 1}}],
    ids=["eu-nl", "ge", "typologies that do not occur in every frame"],
)
def test_the_posterior_of_a_tiny_world_equals_enumeration(tier: Tier, own: dict[str, Any]) -> None:
    settings = Settings.model_validate(TINY | own)
    declarations = generate(settings, seed_of_pairs(settings)).declarations
    expected = enumerated(declarations, settings, tier)
    assert oracle.weigh(declarations, settings, tier).posterior == pytest.approx(expected, abs=1e-12)
    assert oracle.posterior(declarations, settings, tier) == pytest.approx(expected, abs=1e-8)


def test_frames_matter_to_the_posterior() -> None:
    """With typologies of exports alone an import is lawful; that step of the evidence is shown, and it all adds up."""
    settings = Settings.model_validate({"declarations": 200, "prevalence": 0.2, "typologies": {"import_re_export": 1}})
    declarations = generate(settings, 3).declarations
    opinion = oracle.weigh(declarations, settings, "declaration")
    leaves = (declarations["declaration_type"] == "EX").to_numpy()
    assert 0 < leaves.sum() < len(leaves)
    assert (opinion.posterior[~leaves] < 1e-20).all() and (opinion.posterior[leaves] > 1e-6).any()
    assert opinion.steps[0] == view.FRAME and (opinion.evidence[view.FRAME].to_numpy()[leaves] > 0).all()
    assert np.isfinite(opinion.evidence.to_numpy()).all()
    added_up = (opinion.prior_log_odds + opinion.evidence.sum(axis=1)).to_numpy()
    assert 1.0 / (1.0 + np.exp(-added_up)) == pytest.approx(opinion.posterior, abs=1e-12)


@pytest.mark.parametrize("tier", TIERS)
def test_prior_and_weights_of_evidence_add_up_to_the_log_odds(tier: Tier) -> None:
    settings = Settings(declarations=300, prevalence=0.1)
    opinion = oracle.weigh(generate(settings, 8).declarations, settings, tier)
    added_up = (opinion.prior_log_odds + opinion.evidence.sum(axis=1)).to_numpy()
    assert 1.0 / (1.0 + np.exp(-added_up)) == pytest.approx(opinion.posterior, abs=1e-12)
    open_ = np.abs(added_up) < 15  # beyond that, a probability next to 1 holds too few digits of its log-odds
    log_odds = np.log(opinion.posterior[open_]) - np.log1p(-opinion.posterior[open_])
    assert open_.mean() > 0.9 and added_up[open_] == pytest.approx(log_odds, abs=1e-9)
    others = opinion.evidence[[step for step in (oracle.OTHERS, oracle.GROUP) if step in opinion.steps]].sum(axis=1)
    alone = np.log(opinion.posterior_alone) - np.log1p(-opinion.posterior_alone)
    assert (alone + others.to_numpy())[open_] == pytest.approx(log_odds, abs=1e-9)


def test_the_oracle_reads_nothing_but_the_fields_of_its_tier() -> None:
    settings = Settings(declarations=200)
    declarations = generate(settings, 4).declarations
    for tier in TIERS:
        seen = visible(declarations, tier)
        assert list(seen.columns) == fields_at(tier)
        assert (oracle.posterior(seen, settings, tier) == oracle.posterior(declarations, settings, tier)).all()


def test_each_tier_adds_to_what_can_be_found() -> None:
    batch = generate(MIDDLE, 5)
    happened = batch.truth["violation"].to_numpy()
    found = [average_precision_score(happened, oracle.posterior(batch.declarations, MIDDLE, tier)) for tier in TIERS]
    assert found[0] < found[1] < found[2]


def test_flags_present_are_those_the_truth_lists() -> None:
    settings = Settings(declarations=400)
    batch = generate(settings, 2)
    present = oracle.flags_present(batch.declarations, settings)
    for row, flags in enumerate(batch.truth["flags"]):
        assert set(present.columns[present.iloc[row]]) == set(filter(None, flags.split(";")))
