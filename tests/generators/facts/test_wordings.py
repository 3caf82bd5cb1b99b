"""The wordings: every good has them at three levels, and a precise text belongs to one code only."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from generators.facts.wordings import PRECISION, trade_names, wordings
from generators.odds import shelf
from simulator.errors import InputError
from simulator.reference import chapters, goods


def texts(hs6: str, precision: int) -> list[str]:
    """The texts of a code at a precision."""
    lists, good = wordings().of[precision], shelf().index[hs6]
    start, count = int(lists.start[good]), int(lists.count[good])
    found: list[str] = wordings().texts.take(lists.flat[start : start + count]).to_pylist()
    return found


def test_ordinary_texts_are_the_words_of_the_code_and_vague_ones_those_of_the_chapter() -> None:
    for hs6 in ("010130", "854231", "841410", "290511"):
        assert texts(hs6, PRECISION.index("ordinary")) == list(goods()[hs6].words)
        assert texts(hs6, PRECISION.index("vague")) == list(chapters()[hs6[:2]].vague)


def test_exact_texts_are_trade_names_first_then_the_words_with_maker_and_model() -> None:
    assert texts("841410", 0) == trade_names()["841410"]
    assert len(trade_names()["392690"]) == 1
    for hs6 in ("010130", "392690", "870323", "960810"):
        own, made = trade_names().get(hs6, []), texts(hs6, 0)
        assert made[: len(own)] == own and len(made) == min(3, len(own) + len(goods()[hs6].words))
        for text, words in zip(made[len(own) :], goods()[hs6].words, strict=False):
            assert re.fullmatch(rf"[A-Z][A-Za-z ]+ {re.escape(words)}, .+", text)


def test_models_are_such_as_makers_print() -> None:
    looks = {
        "01": r"lot \d{3}",
        "26": r"lot \d{3}|art\. \d{5}",
        "39": r"art\. \d{5}",
        "85": r"[A-Z]{2}-\d{2}0|[A-Z]{2}\d{2}|[A-Z] \d{2}0|[A-Z]\d{2}-[A-Z]",
    }
    for chapter, look in looks.items():
        models = [
            text.rpartition(", ")[2]
            for hs6 in goods()
            if hs6[:2] == chapter
            for text in texts(hs6, 0)
            if text not in trade_names().get(hs6, [])
        ]
        assert all(re.fullmatch(look, model) for model in models) and len(set(models)) > 0.8 * len(models)
    assert "lot" in texts("260111", 0)[0]  # iron ore in bulk


def test_a_text_names_one_code_of_six_digits_and_reads_as_another_elsewhere() -> None:
    owners = Counter(owner for owner, _ in wordings().owner.values())
    assert set(owners) == {"", *goods()} and min(owners.values()) >= 4
    assert wordings().level("rotary vane vacuum pump", "841410") == 1
    assert wordings().level("rotary vane vacuum pump", "841420") == len(PRECISION)  # the same heading
    assert wordings().level("machinery", "841410") == wordings().level("machinery", "854231") == 2
    folded = Counter(text.casefold() for text in wordings().owner)
    assert max(folded.values()) == 1


def test_trade_names_fit_the_box_and_carry_no_figures_with_units() -> None:
    assert {hs6 for hs6, good in goods().items() if hs6 in trade_names() and good.kind != "ordinary"}
    for text in (text for own in trade_names().values() for text in own):
        assert 3 <= len(text) <= 60 and text.isascii() and text == text.strip()
        assert not re.search(r"\d+(\.\d+)?\s*(%|mm|nm|um|kg|bar|kW|GHz|MHz|Hz|rpm|km|hp|V|W|C)\b", text)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"841410": ["hand pump for tyres"], "841420": ["hand pump for tyres"]}, "exact 841410"),
        ({"841410": ["machinery"]}, "'machinery' is exact for 841410, and elsewhere vague"),
        ({"999999": ["gizmo"]}, "'999999', which is no HS code"),
    ],
)
def test_a_text_of_two_codes_or_precisions_is_refused(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]], said: str
) -> None:
    for code, own in names.items():
        monkeypatch.setitem(trade_names(), code, own)
    with pytest.raises(InputError) as error:
        wordings.__wrapped__()
    assert any(said in fault for fault in error.value.faults)
