"""The wordings: every good has them, and a precise text belongs to one good only."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

import generators
from simulator.reference import tariff

FILE = Path(generators.__file__).parent / "data" / "wordings.yaml"


@pytest.fixture(scope="module")
def wordings() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def test_every_listed_good_and_lookalike_has_its_wordings(wordings: dict[str, dict[str, list[str]]]) -> None:
    assert (
        {code for code, good in tariff.goods().items() if good.kind != "ordinary"}
        <= set(wordings)
        <= set(tariff.goods())
    )
    for texts in wordings.values():
        assert {kind: len(listed) for kind, listed in texts.items()} == {"exact": 3, "ordinary": 3, "vague": 3}


def test_precise_texts_name_one_good_and_vague_texts_are_never_precise(
    wordings: dict[str, dict[str, list[str]]],
) -> None:
    precise = Counter(
        text.lower() for texts in wordings.values() for kind in ("exact", "ordinary") for text in texts[kind]
    )
    vague = {text.lower() for texts in wordings.values() for text in texts["vague"]}
    assert max(precise.values()) == 1
    assert not vague & set(precise)


def test_a_vague_text_fits_several_goods(wordings: dict[str, dict[str, list[str]]]) -> None:
    shared = Counter(text for texts in wordings.values() for text in texts["vague"])
    assert min(shared.values()) >= 2


def test_texts_fit_the_box_and_carry_no_figures_with_units(wordings: dict[str, dict[str, list[str]]]) -> None:
    for texts in wordings.values():
        for text in (text for listed in texts.values() for text in listed):
            assert 3 <= len(text) <= 60 and text.isascii() and text == text.strip()
            assert not re.search(r"\d+(\.\d+)?\s*(%|mm|nm|um|kg|bar|kW|GHz|MHz|Hz|rpm|km|hp|V|W|C)\b", text)
