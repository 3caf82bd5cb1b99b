"""What a status never shows: ordinary goods that nobody would smuggle, and stories that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.odds import Settings, story_texts, world
from generators.odds.indicators import load_indicators
from simulator.errors import InputError
from tests.generators.odds.rules import change


@pytest.mark.parametrize("masking", [0.0, 0.9])
def test_ordinary_goods_are_in_violations_only_as_a_cover_or_where_any_goods_are_forbidden(masking: float) -> None:
    """However well violations are masked: nobody needs a front company for toys, clothes or food."""
    odds = world(Settings(masking=masking))
    ordinary = odds.consignments["goods.kind"].odds[:, :, 0].max(axis=0)
    found = {own.id for own, share in zip(odds.statuses, ordinary, strict=True) if own.typology and share > 0}
    covers = {"concealed_load", "source_in_cargo", "vague_cover"}
    assert found == {"embargo_transshipment", "listed_party"} | covers


def test_what_never_occurs_is_a_level_of_an_indicator(data: Path) -> None:
    change(data / "typologies" / "front_company.yaml", "never: {goods.kind: [ordinary]}", "never: {goods.kind: [odd]}")
    with pytest.raises(InputError) as told:
        load_indicators(data)
    assert "front_company.yaml" in told.value.faults[0] and "no level 'odd'" in told.value.faults[0]


@pytest.mark.parametrize("status", ["fair_or_repair", "temporary_not_returned", "import_re_export"])
def test_a_story_of_any_size_and_origin_tells_of_no_sample_and_no_import(status: str) -> None:
    """The mass of a consignment does not depend on its status, and goods of the union are not imported there."""
    text = story_texts()[status]
    words = " ".join([text.label, text.opening, *(clause.say for clause in text.clauses)]).lower()
    assert not {"sample", "import", "imported", "admitted", "trial"} & {*words.replace("trial order", "").split()}


def test_no_ruling_says_that_goods_of_a_listed_code_are_not_listed() -> None:
    table = world(Settings()).consignments["licence.register"]
    groups, levels = table.indicator.groups, table.indicator.levels
    assert not table.odds[groups.index("unlicensed_named"), :, levels.index("ruling")].any()
    assert table.odds[groups.index("unlicensed"), :, levels.index("ruling")].any()
