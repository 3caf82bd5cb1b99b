"""What conditions mean: which rows they hit, three-valued, and the tests that made them hit."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.profiles import And, Comparison, Leaf, Node
from simulator.profiles.evaluate import Evaluator, missing
from simulator.profiles.language import parse
from simulator.profiles.tree import Or, named, opposite
from tests.simulator.profiles.hostile_conditions import LISTS
from tests.simulator.profiles.judged import true


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
            "consignee_id": ["NL15", "NL1050", "", None],
            "notify_party": pd.Series(["alder", "Corvo", "x", None], dtype="str"),
            "gross_mass": [110.0, 90.0, None, 5.0],
            "net_mass": [100.0, 100.0, 10.0, 5.0],
            "acceptance_date": pd.to_datetime(pd.Series(["2031-01-05", "2031-02-05", None, "2031-03-05"])),
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
        ('contains(goods_description, "equipments")', "c"),
        ('contains(goods_description, "equip")', ""),
        ("contains(goods_description, vague)", "ac"),
        ('not contains(goods_description, "equipment")', "ab"),
        ('contains(goods_description, ["machine", "part", "equipment"], 2)', "c"),
        ('not contains(goods_description, ["machine", "part", "equipment"], 2)', "ab"),
        ('contains(consignee_id, "05")', "b"),
        ("notify_party == consignee_name", "a"),
        ("notify_party != consignee_name", "bc"),
        ('consignee_name == ""', "d"),
        ("country_of_origin != country_of_export", "b"),
        ("country_of_export in hubs", "bd"),
        ("gross_mass < net_mass", "b"),
        ("gross_mass != 110", "bd"),
        ("gross_mass != net_mass", "ab"),
        ("gross_mass >= 90 and gross_mass < 110", "b"),
        ("90 <= gross_mass <= 110", "ab"),
        ("100 > gross_mass", "bd"),
        ("gross_mass > -1", "abd"),  # codespell:ignore
        ("not (gross_mass > 100 or net_mass > 50)", "d"),
        ("not not gross_mass > 100", "a"),
        ('acceptance_date >= "2031-02-05"', "bd"),
        ('acceptance_date == "2031-01-05"', "a"),
        ('acceptance_date <= "2031-01-05"', "a"),
        ('hs_code == "950300" or country_of_export == "AE"', "bd"),
        ("gross_to_net > 1.05", "a"),
        ("value_per_kg > 0", ""),
    ],
)
def test_a_condition_hits_exactly_the_rows_it_describes(batch: pd.DataFrame, condition: str, hits: str) -> None:
    assert "".join(batch["declaration_id"][true(batch, condition)]) == hits


def test_unknown_values_are_neither_true_nor_false(batch: pd.DataFrame) -> None:
    assert true(batch, 'hs_code == "841410"') == [True, False, False, False]
    assert true(batch, 'not hs_code == "841410"') == [False, True, True, False]
    assert not any(true(batch, 'mode_at_border == "4"') + true(batch, 'not mode_at_border == "4"'))
    assert not any(true(batch, "office_of_exit == declaration_office or office_of_exit != declaration_office"))


def test_true_or_unknown_is_true_and_false_and_unknown_is_false(batch: pd.DataFrame) -> None:
    assert true(batch, 'mode_at_border == "4" or net_mass > 50') == [True, True, False, False]
    assert true(batch, 'not (mode_at_border == "4" and net_mass > 50)') == [False, False, True, True]


def test_a_category_column_and_a_text_column_are_judged_alike(batch: pd.DataFrame) -> None:
    as_text = batch.assign(hs_code=batch["hs_code"].astype("str"), goods_description=batch["goods_description"])
    as_category = batch.assign(goods_description=batch["goods_description"].astype("category"))
    for condition in ('starts(hs_code, "84")', "goods_description in vague", 'contains(goods_description, "e")'):
        tree = parse(condition, LISTS)
        assert Evaluator(as_text).true(tree).tolist() == Evaluator(as_category).true(tree).tolist()


def test_pieces_put_together_are_judged_as_one(batch: pd.DataFrame) -> None:
    """Columns read piece by piece are held in pieces."""
    pieces = pd.concat([batch.iloc[:1], batch.iloc[1:3], batch.iloc[3:]])
    for condition in ("contains(goods_description, vague)", "notify_party == consignee_name", "gross_mass < net_mass"):
        assert true(pieces, condition) == true(batch, condition)


def test_parties_are_found_in_a_list_of_ones_own(batch: pd.DataFrame) -> None:
    ours = {"our_parties": ["ALDER", "Nobody else"]}
    assert Evaluator(batch).true(parse("consignee_name in our_parties", ours)).tolist() == [True, False, True, False]


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
    assert evaluator.true(tree).tolist() == [outcome is True for outcome in wanted]
    assert evaluator.true(opposite(tree)).tolist() == [outcome is False for outcome in wanted]


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
    hits = Evaluator(rows).true(tree)
    if missing(tree, columns):
        assert not hits.any()
    else:
        assert hits.any()


def test_a_leaf_has_field_value_operator_threshold_or_list_and_selection(batch: pd.DataFrame) -> None:
    pumps = named(parse("hs_code in pump_codes", LISTS), "pumps")
    tree = parse(
        "pumps and (gross_mass > 100 or net_mass > 500) and acceptance_date >= '2031-01-05' and mode_at_border != '4' "
        "and contains(goods_description, ['spare', 'x']) and notify_party == consignee_name and container_id == ''",
        LISTS,
        {"pumps": pumps},
    )
    full = batch.assign(mode_at_border="1", container_id="")
    assert Evaluator(full).explain(tree)(0) == [
        Leaf("hs_code", "841410", "in", "pump_codes: 841410, 841381", "pumps"),
        Leaf("gross_mass", "110", ">", "100"),
        Leaf("acceptance_date", "2031-01-05", ">=", "2031-01-05"),
        Leaf("mode_at_border", "1", "!=", "4"),
        Leaf("goods_description", "Spare Parts", "contains", "spare, x"),
        Leaf("notify_party", "alder / Alder", "==", "consignee_name"),
        Leaf("container_id", "(blank)", "==", "(blank)"),
    ]


def test_a_test_is_the_same_test_in_whatever_selection_it_stands() -> None:
    test = parse("net_mass > 1")
    assert named(test, "a") == test and hash(named(test, "a")) == hash(test)


@given(TREES, st.lists(ROW, min_size=1, max_size=4))
def test_every_hit_is_explained_by_tests_that_hold_and_nothing_else(tree: Node, rows: list[dict[str, object]]) -> None:
    evaluator = Evaluator(pd.DataFrame(rows))
    explain = evaluator.explain(tree)
    for row in evaluator.true(tree).nonzero()[0].tolist():
        leaves = explain(row)
        assert leaves and all(leaf.found != "unknown" for leaf in leaves)
        alone = pd.DataFrame([rows[row]])
        for leaf in leaves:
            values = tuple(leaf.wanted.split(", "))
            wanted = float(leaf.wanted) if leaf.field.endswith("mass") else values
            test = Comparison(leaf.field, leaf.operator, wanted)  # type: ignore[arg-type]
            assert Evaluator(alone).true(test)[0]
