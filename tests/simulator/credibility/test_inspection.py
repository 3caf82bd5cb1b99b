"""The checks together: what runs, what is counted, and how a finding is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.odds import Settings
from generators.traffic import generate
from simulator.credibility import PACK, Quality, checks, inspect, inspection, land_links
from simulator.packs import Pack, load_pack, pack
from tests.simulator.credibility.records import AIR, NL, RAIL, ROAD, SEA, UNITS, Change, frame, inspected

pytestmark = pytest.mark.slow


def counts(declarations: pd.DataFrame) -> dict[str, int]:
    return {one.check.id: len(one.rows) for one in inspected(declarations).found}


@pytest.fixture(scope="module")
def traffic() -> pd.DataFrame:
    return generate(Settings(declarations=900), 3).declarations


def test_a_check_runs_where_all_its_fields_are_present() -> None:
    findings = inspect(frame(ROAD)[["declaration_id", "gross_mass", "net_mass", "mode_at_border"]], NL)
    ran = {one.check.id for one in findings.found}
    assert ran == {"mass.gross_below_net", "mass.packing_heavy", "load.air_heavy", "load.air_impossible"} | {
        "load.many_lorries"
    }
    lacking = {check.id: fields for check, fields in findings.not_run}
    assert lacking["load.container_heavy"] == ("container_id",)
    assert ran | set(lacking) == set(checks())


def test_without_a_context_pack_the_checks_of_the_territory_do_not_run() -> None:
    lacking = {check.id: fields for check, fields in inspect(frame(ROAD)).not_run}
    assert set(lacking) == {name for name, one in checks().items() if one.pack}
    assert set(lacking.values()) == {(PACK,)}


def test_a_message_has_the_values_of_its_row_and_the_row_its_number() -> None:
    bad = ROAD | {"declaration_id": "D-9", "gross_mass": 1_234.5, "net_mass": 98_765.0}
    findings = inspect(frame(ROAD, bad), numbers=[2, 7])
    found = next(one for one in findings.found if one.check.id == "mass.gross_below_net")
    assert found.rows.tolist() == [1]
    (example,) = findings.examples(found)
    assert (example.row, example.declaration_id) == (7, "D-9")
    assert example.message == "The gross mass of 1,234.5 kg is below the net mass of 98,765 kg."


def test_each_message_can_be_written_for_each_row(traffic: pd.DataFrame) -> None:
    for declarations in (frame(ROAD, RAIL, SEA, AIR), frame(dict.fromkeys(ROAD)), traffic):
        findings = inspected(declarations)
        every = np.arange(len(declarations))
        for one in findings.found:
            assert len(list(findings.examples(type(one)(one.check, every), most=None))) == len(declarations)


def test_other_links_replace_those_of_the_table() -> None:
    over_the_sea = ROAD | {"countries_of_routing": "NL;US"}
    missing = {one.check.id: len(one.rows) for one in inspect(frame(over_the_sea)).found}
    assert missing["route.no_land"] == 1
    linked = inspect(frame(over_the_sea), links={"road": frozenset({("NL", "US")}), "rail": frozenset()})
    assert {one.check.id: len(one.rows) for one in linked.found}["route.no_land"] == 0
    assert ("NL", "BE") not in land_links()["road"] and ("BE", "NL") in land_links()["road"]


def test_texts_and_categories_are_read_alike(traffic: pd.DataFrame) -> None:
    texts = traffic.select_dtypes(include=["category", "object", "string"]).columns
    assert len(texts) > 30
    assert counts(traffic.astype(dict.fromkeys(texts, "str"))) == counts(
        traffic.astype(dict.fromkeys(texts, "category"))
    )


def test_the_rows_found_do_not_depend_on_how_many_are_read_at_once(
    traffic: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = inspected(traffic)
    monkeypatch.setattr(inspection, "AT_ONCE", 70)
    parts = inspected(traffic)
    assert sum(len(one.rows) for one in whole.found) > 100
    for one, other in zip(whole.found, parts.found, strict=True):
        assert one.rows.tolist() == other.rows.tolist(), one.check.id


def test_the_quality_of_many_frames_is_that_of_one(traffic: pd.DataFrame) -> None:
    whole, parts = Quality(), Quality()
    whole.add(inspected(traffic))
    for start in range(0, len(traffic), 250):
        part = traffic.iloc[start : start + 250].reset_index(drop=True)
        parts.add(inspect(part, NL, units=UNITS, numbers=range(start + 1, start + 1 + len(part))))
    assert whole == parts
    assert whole.rows == 900 and max(map(len, whole.examples.values())) == 3


def test_a_declaration_with_two_findings_is_counted_once() -> None:
    findings = inspected(frame(ROAD, ROAD | {"gross_mass": 0.0}))
    assert findings.having("impossible").tolist() == [False, True]
    table = findings.table().set_index("check")
    assert table.loc[["mass.gross_zero", "mass.gross_below_net"], "share"].tolist() == [0.5, 0.5]


def test_no_declaration_at_all_is_no_fault() -> None:
    findings = inspected(frame(ROAD).iloc[:0])
    assert findings.table()["count"].sum() == 0


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(ROAD)), min_size=1))
def test_what_is_unknown_is_never_a_finding(unknown: set[str]) -> None:
    """A null in a good declaration gives no finding, but where the tariff asks for a quantity."""
    records: list[Change] = [base | dict.fromkeys(unknown) for base in (ROAD, RAIL, SEA, AIR)]
    found = {name for name, count in counts(frame(*records)).items() if count}
    assert found <= {"goods.unit_missing"}


@pytest.mark.parametrize(
    ("name", "code", "number", "found"),
    [
        (None, "X060", "", 1),
        (None, "GE01", "", 1),
        (None, "Y901", "", 0),
        ("eu-nl", "X060", "", 1),
        ("eu-nl", "GE01", "", 0),
        ("ge", "GE01", "", 1),
        ("ge", "X060", "", 0),
        ("ge", "GE01", "LIC-1", 0),
    ],
)
def test_licences_are_those_of_the_pack_or_of_all_packs(name: str | None, code: str, number: str, found: int) -> None:
    row = ROAD | {"document_type_code": code, "document_reference": number}
    findings = inspect(frame(row), None if name is None else pack(name)).found
    assert {one.check.id: len(one.rows) for one in findings}["paper.licence_without_number"] == found


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [("eu-nl", "12", 0), ("ge", "12", 1), ("ge", "30", 0), ("eu-nl", "30", 1), (None, "12", 0), (None, "13", 1)],
)
def test_natures_of_the_transaction_are_those_of_the_pack(name: str | None, code: str, found: int) -> None:
    findings = inspect(frame(ROAD | {"nature_of_transaction": code}), None if name is None else pack(name)).found
    assert {one.check.id: len(one.rows) for one in findings}["paper.nature_unknown"] == found


def test_goods_of_an_office_without_a_coast_may_go_on_by_ship() -> None:
    """A lorry that leaves Kazakhstan takes goods to a Russian port; it cannot take them to America by itself."""

    def found(routing: str, office: Pack | None) -> int:
        findings = inspect(frame(ROAD | {"countries_of_routing": routing}), office)
        return {one.check.id: len(one.rows) for one in findings.found}["route.no_land"]

    inland, coast = load_pack(Path(__file__).parents[2] / "data" / "packs" / "kz"), pack("eu-nl")
    assert found("KZ;RU;US", inland) == 0 and found("KZ;US", inland) == 1
    assert found("KZ;RU;US", coast) == 1 and found("KZ;RU;US", None) == 1
