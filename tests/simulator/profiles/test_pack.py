"""The shipped risk profiles on generated traffic: each finds something, none cries wolf, no red flag is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml
from numpy.typing import NDArray

from exercises.analysis.training_set import compose
from generators.odds import Settings
from generators.traffic import generate
from simulator.profiles import Hits, Profile, ProfileScorer, load
from simulator.profiles.pack import LISTS, SHIPPED
from simulator.reference import catalogue, countries, strategic
from simulator.screening.spelling import rules
from simulator.share import wilson

PACK = load()
ACTIVE = [profile for profile in PACK if profile.status == "active"]
SHADOW = [profile for profile in PACK if profile.status == "shadow"]
LISTS_TOLD: dict[str, list[str]] = yaml.safe_load((SHIPPED / LISTS).read_text(encoding="utf-8"))
OTHER_SOURCES = ("EU 2021/821 Annex I, by HS heading", "HS 2022, which names the goods")
DECLARATIONS = 200_000


@pytest.fixture(scope="module")
def traffic() -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Declarations at the usual difficulty and whether each was a violation, one in fifty."""
    batch = generate(Settings(declarations=DECLARATIONS, prevalence=0.02), 2_031)
    return batch.declarations, batch.truth["violation"].to_numpy(dtype=bool)


@pytest.fixture(scope="module")
def hits(traffic: tuple[pd.DataFrame, NDArray[np.bool_]]) -> Hits:
    """What all profiles hit there, those in the shadow (last) as if they were active."""
    return ProfileScorer([*ACTIVE, *(replace(profile, status="active") for profile in SHADOW)]).hits(traffic[0])


def judged(hits: Hits) -> NDArray[np.bool_]:
    """Hits of the active profiles, in the order of ``ACTIVE``."""
    return hits.matrix[:, : len(ACTIVE)]


def test_at_least_forty_profiles_are_active() -> None:
    assert len(ACTIVE) >= 40


def test_every_active_profile_finds_something(hits: Hits) -> None:
    silent = [profile.id for profile, count in zip(ACTIVE, judged(hits).sum(axis=0), strict=True) if count == 0]
    assert silent == []


def test_what_waits_in_the_shadow_is_what_generated_traffic_never_shows(hits: Hits) -> None:
    counts = hits.matrix[:, len(ACTIVE) :].sum(axis=0)
    assert [profile.id for profile, count in zip(SHADOW, counts, strict=True) if count] == []


def test_no_profile_hits_more_than_its_cap(hits: Hits) -> None:
    assert hits.warnings() == []


def test_a_hit_of_any_profile_says_more_than_chance() -> None:
    """One in five is a violation here, so that profiles with few hits can be judged too."""
    batch = generate(Settings(declarations=DECLARATIONS, prevalence=0.2), 2_032)
    violation = batch.truth["violation"].to_numpy(dtype=bool)
    matrix = ProfileScorer(ACTIVE).hits(batch.declarations).matrix
    found = {
        profile.id: (int(violation[hit].sum()), int(hit.sum())) for profile, hit in zip(ACTIVE, matrix.T, strict=True)
    }
    assert {name: counts for name, counts in found.items() if wilson(*counts)[0] <= violation.mean()} == {}


def test_the_score_is_the_chance_of_a_violation_in_training_traffic() -> None:
    declarations, violation = compose()
    matrix = ProfileScorer(ACTIVE).hits(declarations).matrix
    off = {}
    for profile, hit in zip(ACTIVE, matrix.T, strict=True):
        low, high = wilson(int(violation[hit].sum()), int(hit.sum()))
        if not low / 1.2 <= profile.score <= high * 1.2:
            off[profile.id] = (profile.score, round(low, 3), round(high, 3))
    assert off == {}


def test_no_two_profiles_ask_the_same(hits: Hits) -> None:
    assert len({profile.tree for profile in PACK}) == len(PACK)
    found = np.packbits(judged(hits), axis=0)
    assert len({column.tobytes() for column in found.T}) == len(ACTIVE)


def test_the_pack_speaks_for_every_red_flag_that_the_declaration_shows() -> None:
    visible = {flag.id for flag in catalogue().values() if flag.tier == "declaration"}
    spoken_for = {flag for profile in ACTIVE for flag in profile.indicators}
    assert visible - spoken_for == set()


@pytest.mark.parametrize("profile", PACK, ids=lambda profile: profile.id)
def test_a_profile_cites_who_published_its_red_flags(profile: Profile) -> None:
    cited = set(profile.references)
    assert [flag for flag in profile.indicators if not cited & set(catalogue()[flag].sources)] == []
    every = {source for flag in catalogue().values() for source in flag.sources}
    assert cited <= every | set(OTHER_SOURCES)


@pytest.mark.parametrize("profile", PACK, ids=lambda profile: profile.id)
def test_a_profile_shows_what_it_is_not_about(profile: Profile) -> None:
    examples = yaml.safe_load((SHIPPED / f"{profile.id}.yaml").read_text(encoding="utf-8"))["examples"]
    assert len(examples["match"]) >= 1 and len(examples["no_match"]) >= 2


def test_shared_lists_agree_with_the_reference_tables() -> None:
    tiers = {code: entry.tier[:1] for code, entry in strategic().items()}
    listed = {code[:4] for code, entry in strategic().items() if entry.match in ("named", "ex")}
    biological = {code for code, entry in strategic().items() if {"2B352", "1C351"} & set(entry.control_list)}
    assert LISTS_TOLD["high_priority_codes"] == sorted(code for code, tier in tiers.items() if tier in ("1", "2"))
    assert LISTS_TOLD["high_priority_lower_codes"] == sorted(code for code, tier in tiers.items() if tier in ("3", "4"))
    assert LISTS_TOLD["strategic_headings"] == sorted(listed)
    assert LISTS_TOLD["biological_codes"] == sorted(biological)
    assert LISTS_TOLD["hubs"] == sorted(code for code, country in countries().items() if country.hub)
    assert LISTS_TOLD["small_economies"] == sorted(c for c, country in countries().items() if country.gdp_busd < 60)


def test_profiles_on_names_ask_for_the_likeness_that_makes_a_candidate() -> None:
    on_names = [profile for profile in PACK if "listed_resemblance" in profile.condition]
    assert on_names and all(f"listed_resemblance >= {rules().candidate:g}" in p.condition for p in on_names)
