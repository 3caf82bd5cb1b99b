"""Controls: stated sensitivities, and luck that belongs to the consignment."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.errors import InputError
from simulator.office import audit, control_settings, inspect, known_to_administration, usual_costs
from simulator.office.control import NATURES, expected_found, load_controls

SHIPPED = (files("simulator") / "data" / "control.yaml").read_text(encoding="utf-8")


def batch(rows: int, nature: str | None = "papers") -> pd.DataFrame:
    """Truth of which every second row is a violation."""
    violation = np.arange(rows) % 2 == 0
    return pd.DataFrame(
        {
            "declaration_id": [f"D-{row:05d}" for row in range(rows)],
            "status": np.where(violation, "hub_diversion", "clean"),
            "violation": violation,
            "severity": np.where(violation, 3.0, 0.0),
        }
    ).assign(**({"nature": nature} if nature else {}))


def test_lawful_trade_is_never_accused_and_uncontrolled_trade_never_found() -> None:
    truth = batch(400)
    found = inspect(truth, "red", 1)
    assert not found["finding"][~truth["violation"]].any() and found["finding"].any()
    for lane in ("green", "blue"):
        free = inspect(truth, lane, 1)
        assert not free["finding"].any() and free["found_status"].isna().all() and free["control"].isna().all()
        assert free["hours"].sum() == free["delay_hours"].sum() == 0


@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize(("lane", "kind"), [("red", "physical"), ("yellow", "documents")])
def test_a_control_finds_as_often_as_its_sensitivity_says(nature: str, lane: str, kind: str) -> None:
    truth = batch(4000, nature)
    share = inspect(truth, lane, 5)["finding"][truth["violation"]].mean()
    stated = control_settings().controls[kind].sensitivity[nature]
    assert abs(share - stated) < 4 * np.sqrt(stated * (1 - stated) / 2000)
    assert expected_found(truth, lane).sum() == pytest.approx(2000 * stated)


@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize("kind", control_settings().further)
def test_a_further_control_finds_as_often_as_its_sensitivity_says(nature: str, kind: str) -> None:
    truth = batch(4000, nature)
    everyone = np.ones(len(truth), dtype=bool)
    share = inspect(truth, "green", 5, further={kind: everyone})["finding"][truth["violation"]].mean()
    stated = control_settings().controls[kind].sensitivity[nature]
    assert abs(share - stated) <= 4 * np.sqrt(stated * (1 - stated) / 2000)


def test_further_controls_look_for_themselves_and_hours_and_delays_add_up() -> None:
    truth, known = batch(4000, "goods"), control_settings().controls
    some = np.arange(len(truth)) < 3000
    found = inspect(truth, "yellow", 5, further={"scan": some, "laboratory": some})
    kinds = [known[name] for name in ("documents", "scan", "laboratory")]
    missed = np.prod([1 - control.sensitivity["goods"] for control in kinds])
    share = found["finding"][some & truth["violation"]].mean()
    assert abs(share - (1 - missed)) < 4 * np.sqrt(missed * (1 - missed) / 1500)
    assert found["hours"][some].eq(sum(control.hours for control in kinds)).all()
    assert found["delay_hours"][some].eq(sum(control.delay_hours for control in kinds)).all()
    assert found["further"][some].eq("scan; laboratory").all() and found["further"][~some].isna().all()
    plain = inspect(truth, "yellow", 5)
    pd.testing.assert_frame_equal(found[~some], plain[~some])
    assert (found["finding"] | ~plain["finding"]).all(), "what the lane's control finds, stays found"
    assert not found["finding"][~truth["violation"]].any()


def test_a_further_control_alone_is_a_control_too() -> None:
    truth = batch(100, "goods")
    some = np.arange(len(truth)) < 50
    found = inspect(truth, "green", 5, further={"scan": some})
    assert found["control"].isna().all() and found["found_status"].notna().tolist() == some.tolist()
    known = known_to_administration(found, audit(truth, found, 0, np.zeros(len(truth)), 1))
    assert known["checked"].tolist() == some.tolist()


def test_a_kind_that_cannot_be_ordered_is_told() -> None:
    truth = batch(4)
    with pytest.raises(InputError, match="physical, x-ray cannot be ordered: choose from scan, laboratory"):
        inspect(truth, "green", 1, further={"x-ray": np.ones(4, dtype=bool), "physical": np.ones(4, dtype=bool)})


def test_what_a_laboratory_says_of_goods_no_scan_can_see() -> None:
    known = control_settings().controls
    for nature in NATURES:
        assert known["laboratory"].sensitivity[nature] >= known["scan"].sensitivity[nature]
    assert known["scan"].hours < known["documents"].hours < known["physical"].hours < known["laboratory"].hours


def test_a_document_check_sees_papers_better_than_goods() -> None:
    documents = control_settings().controls["documents"].sensitivity
    assert documents["licence"] > documents["papers"] > documents["party"] > documents["goods"]
    assert documents["documentary"] > documents["physical"], "natures of earlier exercises"


def test_other_goods_in_an_opened_package_are_found_nearly_always() -> None:
    known = control_settings().controls
    assert min(known[kind].sensitivity["goods"] for kind in ("physical", "laboratory")) >= 0.95
    for nature in ("licence", "party", "papers"):
        assert known["physical"].sensitivity[nature] >= known["documents"].sensitivity[nature]


def test_examination_finds_whatever_the_document_check_would_have_found() -> None:
    parts = [(nature, batch(300, nature)) for nature in NATURES]
    truth = pd.concat([part.assign(declaration_id=nature + part["declaration_id"]) for nature, part in parts])
    checked, examined = inspect(truth, "yellow", 3), inspect(truth, "red", 3)
    assert (examined["finding"] | ~checked["finding"]).all()


def test_the_same_consignment_is_found_or_not_whoever_else_is_controlled() -> None:
    truth = batch(200)
    whole = inspect(truth, "red", 7).set_index("declaration_id")["finding"]
    lanes = np.where(np.arange(200) % 3 == 0, "red", "green")
    some = inspect(truth, lanes, 7)
    shuffled = inspect(truth.iloc[::-1], "red", 7).set_index("declaration_id")["finding"]
    controlled = some[some["lane"] == "red"].set_index("declaration_id")["finding"]
    assert (controlled == whole[controlled.index]).all()
    assert (shuffled[whole.index] == whole).all()
    assert not inspect(truth, "red", 8)["finding"].equals(inspect(truth, "red", 7)["finding"])


def test_an_honest_error_may_be_seen_but_is_no_finding() -> None:
    truth = batch(300).assign(status="honest_error", violation=False)
    found = inspect(truth, "red", 1)
    assert not found["finding"].any() and set(found["found_status"]) == {"honest_error", "clean"}


def test_traffic_that_does_not_tell_the_nature_gets_the_unknown_sensitivity() -> None:
    unknown = control_settings().controls["physical"].sensitivity["unknown"]
    for truth in (batch(10, None), batch(10, None).assign(nature=None), batch(10, "other")):
        assert expected_found(truth, "red").tolist() == [unknown, 0.0] * 5


def test_wrong_lanes_and_settings_are_refused_with_every_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="violet"):
        inspect(batch(2), "violet", 1)
    with pytest.raises(InputError, match="1 lanes for 2"):
        inspect(batch(2), np.array(["red"]), 1)
    broken = SHIPPED.replace("physical: 0.2,", "physical: 2,").replace("hours: 0.5", "hours: -1")
    (tmp_path / "control.yaml").write_text(broken.replace("yellow: documents", "yellow: x-ray"), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_controls(tmp_path / "control.yaml")
    assert len(refusal.value.faults) == 3
    assert all(fault.startswith(f"{tmp_path / 'control.yaml'}:") for fault in refusal.value.faults)


def test_a_scan_costs_the_same_as_a_means_and_as_a_control() -> None:
    scan, cost = control_settings().controls["scan"], usual_costs().means["scan"]
    assert (scan.hours * 60, scan.delay_hours) == (cost.minutes, cost.delay_hours)


def test_an_empty_batch_is_controlled_in_peace() -> None:
    assert len(inspect(batch(0), "red", 1)) == 0 and len(expected_found(batch(0), "red")) == 0
