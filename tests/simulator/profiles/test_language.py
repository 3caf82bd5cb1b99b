"""The language of conditions: nothing but a condition gets in, and what is wrong is said in words."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.profiles import And, Comparison, Node
from simulator.profiles.language import parse
from simulator.profiles.tree import Or, comparisons
from simulator.profiles.vocabulary import words
from tests.simulator.profiles.hostile_conditions import CONDITIONS, LISTS


@pytest.mark.parametrize("condition", CONDITIONS)
def test_hostile_and_malformed_conditions_are_refused_in_words(
    condition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refusal:
        parse(condition, LISTS)
    assert refusal.value.faults and all(fault.strip() and fault.isprintable() for fault in refusal.value.faults)
    assert not list(tmp_path.iterdir()), "it was evaluated"


def test_the_hostile_inputs_are_many() -> None:
    assert len(set(CONDITIONS)) >= 200


def test_a_misspelt_field_list_or_value_gets_a_suggestion() -> None:
    for condition, hint in (
        ("gros_mass > 1", "gross_mass"),
        ("hs_code in pump_code", "pump_codes"),
        ('strategic_match == "nmed"', "named"),
        ('start(hs_code, "84")', "starts"),
    ):
        with pytest.raises(InputError, match=f"did you mean {hint}"):
            parse(condition, LISTS)


def test_all_faults_of_a_condition_are_told_at_once_with_their_columns() -> None:
    with pytest.raises(InputError) as refusal:
        parse("gros_mass > 1 and hs_code == 84 and contains(net_mass, 'x')")
    assert [fault.split(":")[0] for fault in refusal.value.faults] == ["column 1", "column 30", "column 56"]


def test_columns_are_counted_in_letters_as_a_reader_counts_them() -> None:
    with pytest.raises(InputError, match="column 30: 'gros'"):
        parse("  goods_description == 'é😀' or gros == 1")


SELECTIONS = {"pumps": parse("hs_code in pump_codes", LISTS), "heavy": parse("gross_mass > 100 or net_mass > 90")}


def test_a_selection_stands_for_its_condition_and_its_tests_carry_its_name() -> None:
    tree = parse("pumps and not heavy", LISTS, SELECTIONS)
    assert tree == parse("hs_code in pump_codes and not (gross_mass > 100 or net_mass > 90)", LISTS)
    assert tree == And(
        (
            Comparison("hs_code", "in", ("841410", "841381"), "pump_codes"),
            And((Comparison("gross_mass", "<=", 100.0), Comparison("net_mass", "<=", 90.0))),
        )
    )


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ("heavi and pumps", "'heavi' is not a selection (did you mean heavy?)"),
        ("heavy > 3", "'heavy': is a selection: use it without a comparison"),
        ("hs_code in pumps", "unknown list 'pumps' (did you mean pump_codes?)"),
        ("net_mass", "'net_mass' is not a complete test"),
        ("heavy()", "unknown function heavy"),
    ],
)
def test_a_selection_in_the_wrong_place_is_told(condition: str, hint: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse(condition, LISTS, SELECTIONS)
    assert hint in refusal.value.faults[0]


def test_selections_do_not_let_a_condition_grow_without_bound() -> None:
    large = Or(tuple(Comparison("net_mass", ">", float(number)) for number in range(200)))
    assert parse("large", {}, {"large": large}) == large
    with pytest.raises(InputError, match="over 300 tests"):
        parse("large or large", {}, {"large": large})


FIELDS = sorted(words())
ATOMS = st.sampled_from(
    [*FIELDS, "hubs", "pump_codes", '"841410"', '"AE"', "1", "2.5", "-3", "None", "__import__", "starts", "contains"]
)
SIGNS = st.sampled_from("and or not in == != < <= > >= is ( ) [ ] , . : := + - * / lambda if else for".split())


@given(st.one_of(st.text(max_size=200), st.text(string.printable, max_size=200)))
def test_any_text_gives_a_tree_or_an_input_error(text: str) -> None:
    read_or_refuse(text)


@given(st.lists(st.one_of(ATOMS, SIGNS), max_size=25))
def test_any_jumble_of_the_languages_own_words_gives_a_tree_or_an_input_error(parts: list[str]) -> None:
    tree = read_or_refuse(" ".join(parts))
    if tree is not None:
        assert {name for test in comparisons(tree) for name in test.fields()} <= set(FIELDS)


def read_or_refuse(text: str) -> Node | None:
    try:
        return parse(text, LISTS)
    except InputError as error:
        assert error.faults
        return None
