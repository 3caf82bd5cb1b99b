"""Relations: who shares what with whom is told from the queue alone, completely, and to nobody too many."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from time import process_time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.dossier import Relations
from exercises.dossier.relations import SHARED
from generators.odds import Settings
from generators.traffic import generate
from simulator.reference import visible

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def queue() -> pd.DataFrame:
    return visible(generate(Settings(declarations=300, prevalence=0.1, traders=60), 5).declarations, "declaration")


def small(*rows: Mapping[str, object]) -> Relations:
    """A queue of these rows; an id is the row's number."""
    return Relations(pd.DataFrame([{"declaration_id": f"D-{number}", **row} for number, row in enumerate(rows, 1)]))


def test_whoever_shares_a_field_is_found_and_nobody_else(queue: pd.DataFrame) -> None:
    relations, by_id = Relations(queue), queue.set_index("declaration_id").astype(dict.fromkeys(SHARED, "str"))
    for name, own in by_id.iterrows():
        found = {field: relation for relation in relations.of(str(name)) for field in relation.fields}
        for field in SHARED:
            expected = set(by_id.index[by_id[field] == own[field]]) - {name}
            relation = found.get(field)
            assert {one.declaration_id for one in relation.others} == expected if relation else not expected
            if relation:
                those = by_id.loc[[one.declaration_id for one in relation.others]]
                assert relation.consignees == those["consignee_id"].nunique()
                assert relation.consignors == those["consignor_id"].nunique()
                assert list(those["acceptance_date"]) == sorted(those["acceptance_date"])


def test_history_counts_this_one_and_compares_it_with_the_others(queue: pd.DataFrame) -> None:
    relations, by_id = Relations(queue), queue.set_index("declaration_id")
    met = 0
    for name, own in by_id.iterrows():
        all_ = by_id[by_id["consignee_id"] == own["consignee_id"]]
        others, told = all_.drop(index=name), relations.history(str(name))
        assert told.consignments == len(all_) and told.first == all_["acceptance_date"].min()
        assert set(told.goods) == set(others["hs_code"].astype("str").str[:6])
        if len(others):
            met += 1
            assert told.usual_value == pytest.approx(median(others["statistical_value"]))
            headings = set(others["hs_code"].astype("str").str[:4])
            assert told.familiar == (str(own["hs_code"])[:4] in headings)
        else:
            assert told.usual_value is None and told.familiar is None
    assert met > 100


def test_same_code_gives_the_value_per_kilogram_of_the_others(queue: pd.DataFrame) -> None:
    relations, by_id = Relations(queue), queue.set_index("declaration_id")
    met = 0
    for name, own in by_id.iterrows():
        expected = set(by_id.index[by_id["hs_code"] == own["hs_code"]]) - {name}
        found = relations.same_code(str(name))
        assert {one.declaration_id for one in found} == expected
        for one in found:
            row = by_id.loc[one.declaration_id]
            assert one.per_kg == pytest.approx(row["statistical_value"] / row["net_mass"])
            met += 1
    assert met > 20


def test_the_same_address_is_one_however_it_is_spelt() -> None:
    relations = small(
        {"consignee_address": "95 Weaver Row, Alderdella", "consignee_id": "BE1"},
        {"consignee_address": "95, WEAVER ROW - Alderdella ", "consignee_id": "BE2"},
        {"consignee_address": "9 Weaver Row, Alderdella", "consignee_id": "BE3"},
    )
    (found,) = relations.of("D-1")
    assert found.fields == ("consignee_address",) and [one.declaration_id for one in found.others] == ["D-2"]
    assert relations.of("D-3") == ()


def test_a_group_that_shares_several_fields_is_told_once() -> None:
    both = {"consignee_id": "BE1", "notify_party": "Wexomar Logistics", "declarant_id": "NL9"}
    relations = small(both, both, {"declarant_id": "NL9"})
    assert [(one.fields, len(one.others)) for one in relations.of("D-1")] == [
        (("consignee_id", "notify_party"), 1),
        (("declarant_id",), 2),
    ]


blank = st.sampled_from(["", " ", "-", None, float("nan")])


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(SHARED, blank)), min_size=1, max_size=6))
def test_what_is_blank_or_unknown_joins_nobody(rows: list[dict[str, object]]) -> None:
    relations = small(*rows)
    for number in range(1, len(rows) + 1):
        assert relations.of(f"D-{number}") == () and relations.same_code(f"D-{number}") == ()
        assert relations.history(f"D-{number}").consignments == 1


def test_a_consignment_that_is_not_in_the_queue_has_no_relations() -> None:
    relations = small({"consignee_id": "BE1"})
    assert relations.of("D-9") == () and relations.history("D-9").consignments == 1


def test_looking_up_takes_less_than_a_fifth_of_a_millisecond(queue: pd.DataFrame) -> None:
    relations, ids = Relations(queue), [str(name) for name in queue["declaration_id"]]

    def once() -> float:
        started = process_time()
        for name in ids:
            relations.of(name)
            relations.history(name)
            relations.same_code(name)
        return (process_time() - started) / len(ids)

    assert min(once() for _ in range(3)) < 0.000_2
