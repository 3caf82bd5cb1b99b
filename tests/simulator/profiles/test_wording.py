"""``contains`` finds whole words in their grammatical forms, and nothing inside other words."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.profiles.evaluate import Evaluator
from simulator.profiles.language import parse
from simulator.profiles.tree import Comparison
from simulator.profiles.wording import folded, forms, pattern, plain


def found(text: str, *wanted: str) -> bool:
    """Whether ``contains`` finds any of these in one text."""
    test = Comparison("goods_description", "contains", wanted)
    return bool(Evaluator(pd.DataFrame({"goods_description": [text]})).true(test)[0])


FOUND = [
    ("valve", "BALL VALVES, DN50"),
    ("valves", "one ball valve"),
    ("wafer", "silicon wafers (300 mm)"),
    ("battery", "Lithium batteries"),
    ("batteries", "lithium battery"),
    ("box", "boxes/lids"),
    ("knife", "kitchen knives"),
    ("axis", "machine with five axes"),
    ("analysis", "gas analyses"),
    ("matrix", "matrices"),
    ("bacterium", "freeze-dried bacteria"),
    ("spare part", "SPARE  PARTS"),
    ("spare parts", "a spare-part"),
    ("night-vision", "night vision goggles"),
    ("night-vision", "nightvision goggles"),
    ("night-vision", "night\u2011vision goggles"),
    ("night vision", "night_vision"),
    ("valve", "the valve's seat"),
    ("azote", "réservoir d'azote"),
    ("vanne", "VANNES PAPILLON"),
    ("pompe à vide", "POMPES A VIDE"),
    ("pompe à vide", "pompe a\u0300 vide"),
    ("métal", "poudres de métaux"),
    ("tuyau", "tuyaux"),
    ("soudé", "tubes soudées"),
    ("dangereux", "matières dangereuses"),
    ("industriel", "pièces industrielles"),
    ("istanbul", "İSTANBUL LTD"),
    ("IŞIK", "ışık"),
    ("strasse", "Straße 4"),
    ("真空泵", "旋片式真空泵设备"),
    ("펌프", "진공펌프용"),
    ("насос", "НАСОС вакуумный"),
    ("पंप", "वैक्यूम पंप"),
    (", various", "tools ,various"),
    ("& sons", "Alder & Sons"),
    ("60x60", "tile 60X60"),
    ("ﬁlter", "FILTER"),
    ("(live)", "horses (live)"),
]
NOT_FOUND = [
    ("valve", "valvetrain"),
    ("wafer", "wood waferboard"),
    ("ion", "station"),
    ("tile", "textiles"),
    ("arm", "farm"),
    ("gyro", "gyrocompass"),
    ("titanium", "ferrotitanium"),
    ("graphite", "electrographite"),
    ("brass", "cotton bras"),
    ("brass", "brassware"),
    ("glass", "glas"),
    ("parts", "partial"),
    ("rat", "rate"),
    ("bank", "bankside"),
    ("spare parts", "spare the parts"),
    ("vacuum pump", "vacuum, pump"),
    ("насос", "насосная"),
    ("पंप", "पंपिंग"),
    (", various", "various"),
    ("cnc", "cnc3"),
    ("m", "mm"),
]


@pytest.mark.parametrize(("word", "text"), FOUND)
def test_a_word_is_found_in_its_forms(word: str, text: str) -> None:
    assert found(text, word)


@pytest.mark.parametrize(("word", "text"), NOT_FOUND)
def test_a_word_is_not_found_in_another(word: str, text: str) -> None:
    assert not found(text, word)


def test_a_letter_of_another_alphabet_in_one_text_changes_nothing_for_the_others() -> None:
    texts = [text for _, text in FOUND + NOT_FOUND]
    frame = pd.DataFrame({"goods_description": texts})
    for word, text in FOUND + NOT_FOUND:
        alone = found(text, word)
        hits = Evaluator(frame).true(Comparison("goods_description", "contains", (word,)))
        assert hits[texts.index(text)] == alone, word


WORDS = st.text("abefgilmnoprstuvxyéàöñжщ", min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=6))
def test_exactly_the_words_of_the_text_count(wanted: list[str], text: list[str]) -> None:
    own = {plain(folded(word)) for word in text}
    assert found(" ".join(text), *wanted) == any(forms(folded(word)) & own for word in wanted)


@given(st.text(max_size=12), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_folding_is_final_and_the_same_for_every_form_of_unicode(text: str, form: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(unicodedata.normalize(form, text)) == folded(text)  # type: ignore[arg-type]


@given(st.text(max_size=8).filter(folded))
def test_any_text_makes_a_pattern_that_finds_it(text: str) -> None:
    assert found(f"x {text} x", text)
    re.compile(pattern((text,)))


@given(WORDS)
def test_a_word_is_one_of_its_own_forms(word: str) -> None:
    assert plain(folded(word)) in forms(folded(word))


def test_several_words_must_be_different_ones_of_the_list() -> None:
    frame = pd.DataFrame({"goods_description": ["wafers of silicon", "wafer, WAFERS", "silicon", None]})
    tree = parse('contains(goods_description, ["wafer", "silicon"], 2)')
    assert Evaluator(frame).true(tree).tolist() == [True, False, False, False]
    assert Evaluator(frame).explain(tree)(0)[0].wanted == "at least 2 of wafer, silicon"


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ('contains(goods_description, ["a", "b"], 1)', "2 or more"),
        ('contains(goods_description, ["a", "b"], 3)', "at most those of the list"),
        ('contains(goods_description, ["a", "b"], "2")', "2 or more"),
        ('contains(goods_description, ["a", "b"], True)', "2 or more"),
        ('contains(goods_description, ["a", "b"], 2, 2)', "takes a field"),
        ('starts(goods_description, ["a", "b"], 2)', "takes a field"),
        ('contains(consignee_id, ["a", "b"], 2)', "is no text"),
        ('contains(goods_description, "\u0307")', "not blank"),
    ],
)
def test_a_wrong_number_of_words_is_told(condition: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        parse(condition)
