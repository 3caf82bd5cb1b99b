"""The indicator catalogue: complete, sourced, and refused when broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.reference import indicators


def test_the_catalogue_holds_the_published_flags_of_every_family() -> None:
    catalogue = indicators.catalogue()
    assert len(catalogue) == 47
    assert {one.family for one in catalogue.values()} == set(indicators.FAMILIES)
    assert {one.tier for one in catalogue.values()} == set(indicators.SIGHTS)


def test_every_indicator_is_sourced_labelled_once_and_named_after_its_family() -> None:
    catalogue = indicators.catalogue()
    assert all(one.sources for one in catalogue.values())
    assert len({one.label for one in catalogue.values()}) == len(catalogue)
    assert all(one.id == key and key.startswith(one.family + ".") for key, one in catalogue.items())


def test_every_fault_is_reported_with_its_line(tmp_path: Path) -> None:
    rows = [
        "id,family,label,tier,sources",
        "route.x,payment,X,never,BIS",
        "cash.y,cash,Y,later,",
        "route.x,route,X,never,BIS",
    ]
    (tmp_path / "indicators.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError) as error:
        indicators.load(tmp_path)
    said = "\n".join(error.value.faults)
    for words in (
        ":2: id 'route.x'",
        ":3: family is",
        ":3: tier is",
        ":3: sources is empty",
        ":4: id 'route.x' stands already",
    ):
        assert words in said
