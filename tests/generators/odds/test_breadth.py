"""Every category of strategic goods is in the traffic: in violations, in lawful trade, and among the look-alikes."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from generators.facts.wordings import in_sentence
from generators.odds import Settings, shelf
from generators.odds.groups import GOODS_CATEGORIES
from generators.traffic import generate
from simulator.reference import CATEGORIES, Category, goods, strategic


@pytest.fixture(scope="module")
def shown() -> pd.DataFrame:
    """Of each consignment whether it violates, and the kind and category of the goods, declared or hidden."""
    batch = generate(Settings(declarations=40_000, prevalence=0.3, strategic=0.1), 17)
    labels = {in_sentence(good.label): good for good in goods().values() if good.kind == "strategic"}
    place = {good.hs6: number for number, good in enumerate(goods().values())}
    rows = []
    for code, fields in zip(batch.declarations["hs_code"].astype(str), batch.truth["story_fields"], strict=True):
        hidden = labels.get(json.loads(fields).get("hidden", ""))
        good = goods()[code]
        number = int(shelf().category[place[code]])
        rows.append(
            ("strategic", strategic()[hidden.hs6].category) if hidden else (good.kind, GOODS_CATEGORIES[number])
        )
    found = pd.DataFrame(rows, columns=["kind", "category"])
    return found.assign(violation=batch.truth["violation"].to_numpy())


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_is_in_violations_lawful_trade_and_look_alikes(shown: pd.DataFrame, category: str) -> None:
    here = shown[shown["category"] == category]
    assert (here["violation"] & (here["kind"] == "strategic")).sum() >= 5
    assert (~here["violation"] & (here["kind"] == "strategic")).sum() >= 5
    assert (here["kind"] == "lookalike").sum() >= 5


def test_violations_of_a_theme_are_mostly_about_its_goods() -> None:
    """Typologies of its goods are more frequent than usual, and those of other goods alone do not occur."""
    usual, themed = (
        generate(Settings(declarations=6_000, prevalence=0.3, theme=theme), 3).truth["typology"].astype(str)
        for theme in ("", "radiological")
    )
    for name in ("source_in_cargo", "source_in_device"):
        assert (themed == name).mean() > 3 * (usual == name).mean() > 0
    assert (usual == "machine_without_control").any() and not (themed == "machine_without_control").any()


@pytest.mark.parametrize("category", CATEGORIES)
def test_about_half_or_more_of_the_strategic_goods_of_a_theme_are_of_it(category: Category) -> None:
    settings = Settings(declarations=3_000, strategic=0.1, theme=category)
    declared = generate(settings, 3).declarations["hs_code"].astype(str)
    listed = [strategic()[code].category for code in declared if goods()[code].kind == "strategic"]
    assert listed.count(category) > 0.45 * len(listed) > 45
