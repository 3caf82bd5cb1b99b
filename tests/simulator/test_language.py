"""The language of conditions: what it means, and that nothing but a condition gets in."""

from __future__ import annotations

import string

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.profiles.evaluate import Evaluator, missing
from simulator.profiles.language import parse
from simulator.profiles.tree import And, Comparison, Node, Or, comparisons, opposite
from simulator.profiles.vocabulary import words

LISTS = {"hubs": ["AE", "SG"], "pump_codes": ["841410", "841381"], "vague": ["spare parts", "equipment"]}


@pytest.fixture
def batch() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "declaration_id": ["a", "b", "c", "d"],
            "hs_code": pd.Categorical(["841410", "950300", "841381", None]),
            "country_of_export": pd.Categorical(["DE", "SG", None, "AE"]),
            "country_of_origin": pd.Categorical(["DE", "CN", "CN", None]),
            "goods_description": pd.Series(["Spare Parts", "toys", "Machine EQUIPMENT", None], dtype="str"),
            "consignee_name": pd.Series(["Alder", "Brook", "ALDER", ""], dtype="str"),
            "notify_party": pd.Series(["alder", "Corvo", "x", None], dtype="str"),
            "gross_mass": [110.0, 90.0, None, 5.0],
            "net_mass": [100.0, 100.0, 10.0, 5.0],
            "acceptance_date": pd.to_datetime(["2031-01-05", "2031-02-05", None, "2031-03-05"]),
        }
    )


@pytest.mark.parametrize(
    ("condition", "hits"),
    [
        ('hs_code == "841410"', "a"),
        ('hs_code != "841410"', "bc"),
        ('"841410" == hs_code', "a"),
        ("hs_code in pump_codes", "ac"),
        ('hs_code not in ["841410"]', "bc"),
        ('hs_code in ("841410", "950300")', "ab"),
        ('hs_code in {"841410"}', "a"),
        ('starts(hs_code, "84")', "ac"),
        ('not starts(hs_code, ["84", "90"])', "b"),
        ('goods_description == "SPARE parts"', "a"),
        ("goods_description in vague", "a"),
        ('contains(goods_description, "equip")', "c"),
        ("contains(goods_description, vague)", "ac"),
        ('not contains(goods_description, "equip")', "ab"),
        ("notify_party == consignee_name", "a"),
        ("notify_party != consignee_name", "bc"),
        ('consignee_name == ""', "d"),
        ("country_of_origin != country_of_export", "b"),
        ("country_of_export in hubs", "bd"),
        ("gross_mass < net_mass", "b"),
        ("gross_mass >= 90 and gross_mass < 110", "b"),
        ("90 <= gross_mass <= 110", "ab"),
        ("100 > gross_mass", "bd"),
        ("gross_mass > -1", "abd"),
        ("not (gross_mass > 100 or net_mass > 50)", "d"),
        ("not not gross_mass > 100", "a"),
        ('acceptance_date >= "2031-02-05"', "bd"),
        ('acceptance_date == "2031-01-05"', "a"),
        ('hs_code == "950300" or country_of_export == "AE"', "bd"),
        ("gross_to_net > 1.05", "a"),
        ("value_per_kg > 0", ""),
    ],
)
def test_a_condition_hits_exactly_the_rows_it_describes(batch: pd.DataFrame, condition: str, hits: str) -> None:
    assert "".join(batch["declaration_id"][Evaluator(batch).truth(parse(condition, LISTS)).yes]) == hits


def test_unknown_values_are_neither_true_nor_false(batch: pd.DataFrame) -> None:
    truth = Evaluator(batch).truth(parse('hs_code == "841410"'))
    assert truth.yes.tolist() == [True, False, False, False]
    assert truth.no.tolist() == [False, True, True, False]
    absent = Evaluator(batch).truth(parse('mode_at_border == "4"'))
    assert not absent.yes.any() and not absent.no.any()


def test_true_or_unknown_is_true_and_false_and_unknown_is_false(batch: pd.DataFrame) -> None:
    evaluator = Evaluator(batch)
    assert evaluator.truth(parse('mode_at_border == "4" or net_mass > 50')).yes.tolist() == [True, True, False, False]
    assert evaluator.truth(parse('mode_at_border == "4" and net_mass > 50')).no.tolist() == [False, False, True, True]


def test_a_category_column_and_a_text_column_are_judged_alike(batch: pd.DataFrame) -> None:
    as_text = batch.assign(hs_code=batch["hs_code"].astype("str"), goods_description=batch["goods_description"])
    as_category = batch.assign(goods_description=batch["goods_description"].astype("category"))
    for condition in ('starts(hs_code, "84")', "goods_description in vague", 'contains(goods_description, "e")'):
        tree = parse(condition, LISTS)
        assert Evaluator(as_text).truth(tree).yes.tolist() == Evaluator(as_category).truth(tree).yes.tolist()


def test_categories_that_differ_in_case_alone_compare_as_equal() -> None:
    frame = pd.DataFrame({"consignee_name": pd.Categorical(["ALDER", "Alder"]), "notify_party": ["alder", "aldeR"]})
    assert Evaluator(frame).truth(parse("consignee_name == notify_party")).yes.all()


def test_columns_of_another_type_never_raise() -> None:
    frame = pd.DataFrame(
        {"hs_code": [841410, None], "gross_mass": ["ten", "12"], "acceptance_date": ["?", "2031-01-01"]}
    )
    evaluator = Evaluator(frame)
    assert evaluator.truth(parse("gross_mass > 11")).yes.tolist() == [False, True]
    assert evaluator.truth(parse('acceptance_date > "2030-01-01"')).yes.tolist() == [False, True]
    assert evaluator.truth(parse('starts(hs_code, "84")')).no.tolist() == [False, False]


HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "hs_code.to_csv('x')",
    "hs_code.__class__ == hs_code",
    "open('/etc/passwd').read() == hs_code",
    "eval('1')",
    "exec('1')",
    "@hs_code == 1",
    "`hs_code` == 1",
    "hs_code == __import__",
    "(lambda: 1)()",
    "(lambda hs_code: True)(1)",
    "[x for x in hs_code]",
    "{x: 1 for x in hs_code}",
    "(x for x in hs_code)",
    "hs_code[0] == '8'",
    "hs_code['a'] == '8'",
    "(hs_code := '841410')",
    "f'{hs_code}' == '841410'",
    "f'{open(1)}'",
    "hs_code == '841410' if net_mass > 1 else hs_code == '950300'",
    "await hs_code",
    "(yield)",
    "*hs_code",
    "net_mass + 1 > 2",
    "net_mass ** 99999999 > 2",
    "net_mass > 9 ** 9 ** 9",
    "'a' * 999999999 == goods_description",
    "net_mass % 2 == 0",
    "~net_mass > 1",
    "+net_mass > 1",
    "-net_mass > 1",
    "net_mass > --1",
    "net_mass & gross_mass",
    "net_mass > 1 & gross_mass > 2",
    "goods_description == b'a'",
    "net_mass > 1j",
    "net_mass > True",
    "net_mass == None",
    "net_mass > ...",
    "net_mass > 1e999",
    "net_mass > " + "9" * 400,
    "net_mass > 'heavy'",
    "net_mass in [1, 2]",
    "net_mass is None",
    "hs_code is not None",
    "hs_code > '84'",
    "hs_code == 841410",
    "hs_code == '8414'",
    "hs_code == '84141o'",
    "hs_code == '８４１４１０'",
    "hs_code in []",
    "hs_code in ()",
    "hs_code in {}",
    "hs_code in 'pump_codes'",
    "hs_code in ['841410', net_mass]",
    "hs_code in ['841410', *pump_codes]",
    "hs_code in no_such_list",
    "hs_code in net_mass",
    "pump_codes == '841410'",
    "country_of_export == 'Germany'",
    "country_of_export == 'de'",
    "country_of_export == 'XX'",
    "country_of_export == hs_code",
    "declaration_type == 'EXPORT'",
    "consignee_activity == 'spying'",
    "strategic_match == 'controlled'",
    "acceptance_date > '2031-13-01'",
    "acceptance_date > 'today'",
    "acceptance_date > 2031",
    "starts(hs_code)",
    "starts(hs_code, '84', '85')",
    "starts(hs_code, prefix='84')",
    "starts(*hs_code)",
    "starts(**hs_code)",
    "starts('841410', '84')",
    "starts(net_mass, '8')",
    "starts(hs_code, '')",
    "starts(hs_code, 'ab')",
    "starts(hs_code, 84)",
    "contains(goods_description, ' ')",
    "contains(goods_description, '.*') and starts",
    "matches(goods_description, '.*')",
    "len(goods_description) > 3",
    "goods_descripton == 'x'",
    "consignee_capital > 3",
    "payment_terms == 'cash'",
    "violation",
    "violation == True",
    "hs_code",
    "'841410'",
    "1",
    "True",
    "not 1",
    "",
    "   ",
    "hs_code ==",
    "hs_code = '841410'",
    "hs_code == '841410' and",
    "hs_code == '841410' hs_code",
    "hs_code == '841410'; import os",
    "import os",
    "hs_code == '841410'\nor True",
    "hs_code == '841410' # comment\r",
    "hs_code == \x00",
    "hs_code == '\ud800'",
    "(" * 300 + "hs_code == '841410'" + ")" * 300,
    "not " * 230 + "hs_code == '841410'",
    "[" * 500,
    "net_mass > 1 or " * 60 + "net_mass > 1",
    "x" * 5000,
    "hs_code == '841410'" * 100,
    "goods_description == 'a' 'b' and hs_code == ('841410', )",
]


@pytest.mark.parametrize("condition", HOSTILE)
def test_hostile_and_malformed_conditions_are_refused_in_words(condition: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse(condition, LISTS)
    assert refusal.value.faults and all(fault.strip() and "\n" not in fault for fault in refusal.value.faults)


def test_the_hostile_inputs_are_many() -> None:
    assert len(set(HOSTILE)) >= 60


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


LEAVES = st.sampled_from(
    [
        Comparison("hs_code", "in", ("841410", "950300")),
        Comparison("country_of_export", "==", ("AE",)),
        Comparison("gross_mass", ">", 100.0),
        Comparison("net_mass", "<=", 10.0),
        Comparison("goods_description", "contains", ("spare",)),
        Comparison("mode_at_border", "==", ("4",)),
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda joined, parts: joined(tuple(parts)), st.sampled_from([And, Or]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
ROW = st.fixed_dictionaries(
    {
        "hs_code": st.sampled_from(["841410", "950300", None]),
        "country_of_export": st.sampled_from(["AE", "DE", None]),
        "gross_mass": st.sampled_from([5.0, 100.0, 101.0, None]),
        "net_mass": st.sampled_from([5.0, 10.0, 11.0, None]),
        "goods_description": st.sampled_from(["Spare parts", "toys", "", None]),
    }
)


def kleene(node: Node, row: dict[str, object]) -> bool | None:
    """The plainest possible reading of a tree, one row at a time."""
    if isinstance(node, Comparison):
        value = row.get(node.field)
        if value is None:
            return None
        if node.operator in (">", "<="):
            return bool(value > node.wanted) == (node.operator == ">")  # type: ignore[operator]
        assert isinstance(node.wanted, tuple) and isinstance(value, str)
        if node.operator == "contains":
            return any(part in value.casefold() for part in node.wanted)
        return value in node.wanted
    outcomes = [kleene(part, row) for part in node.parts]
    decisive = isinstance(node, Or)
    if decisive in outcomes:
        return decisive
    return None if None in outcomes else not decisive


@given(TREES, st.lists(ROW, min_size=1, max_size=6))
def test_masks_agree_with_the_plainest_reading_row_by_row(tree: Node, rows: list[dict[str, object]]) -> None:
    evaluator = Evaluator(pd.DataFrame(rows))
    wanted = [kleene(tree, row) for row in rows]
    truth = evaluator.truth(tree)
    assert truth.yes.tolist() == [outcome is True for outcome in wanted]
    assert truth.no.tolist() == [outcome is False for outcome in wanted]
    contrary = evaluator.truth(opposite(tree))
    assert contrary.yes.tolist() == truth.no.tolist() and contrary.no.tolist() == truth.yes.tolist()


@given(TREES, st.sets(st.sampled_from(["hs_code", "country_of_export", "gross_mass", "net_mass", "goods_description"])))
def test_a_profile_said_to_lack_fields_never_hits_without_them(tree: Node, columns: set[str]) -> None:
    rows = pd.DataFrame(
        {
            "hs_code": ["841410", "800000"] * 8,
            "country_of_export": ["AE", "AE", "DE", "DE"] * 4,
            "gross_mass": [101.0] * 8 + [5.0] * 8,
            "net_mass": ([5.0] * 4 + [11.0] * 4) * 2,
            "goods_description": ["Spare parts"] * 16,
        }
    )[sorted(columns)].reindex(range(16))
    hits = Evaluator(rows).truth(tree).yes
    if missing(tree, columns):
        assert not hits.any()
    else:
        assert hits.any()


@given(TREES, st.lists(ROW, min_size=1, max_size=4))
def test_every_hit_is_explained_by_tests_that_hold_and_nothing_else_is(
    tree: Node, rows: list[dict[str, object]]
) -> None:
    evaluator = Evaluator(pd.DataFrame(rows))
    for row, hit in enumerate(evaluator.truth(tree).yes):
        leaves = list(evaluator.leaves(tree, row))
        assert bool(leaves) == hit
        assert all(leaf.found != "unknown" for leaf in leaves)
