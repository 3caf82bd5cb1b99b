"""Post-clearance audit: its own selection, capacity and sensitivity, and the two views afterwards."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.office import Capacity, audit, control_settings, inspect, known_to_administration, select
from simulator.office.post_clearance import expected_audit, full_view


def batch(rows: int = 300) -> pd.DataFrame:
    violation = np.arange(rows) % 2 == 0
    return pd.DataFrame(
        {
            "declaration_id": [f"D-{row:05d}" for row in range(rows)],
            "status": np.where(violation, "licence_missing", "honest_error"),
            "violation": violation,
            "severity": np.where(violation, 3.0, 0.0),
            "nature": ["documentary" if bad else None for bad in violation],
        }
    )


LANES = np.array((["red", "yellow", "blue"] + ["green"] * 7) * 30)
RISK = np.linspace(0, 1, 300)


def test_only_released_consignments_are_audited_blue_ones_first() -> None:
    truth = batch()
    controls = inspect(truth, LANES, 1)
    audits = audit(truth, controls, 60, RISK, 1)
    assert len(audits) == 60
    caught = set(controls["declaration_id"][controls["finding"]])
    assert caught and not caught & set(audits["declaration_id"])
    assert (audits["selected"] == "random").sum() == 12
    blue = set(truth["declaration_id"][LANES == "blue"])
    assert blue <= set(audits["declaration_id"])
    by_risk = audits.loc[audits["selected"] == "risk", "declaration_id"]
    assert truth.set_index("declaration_id").index.get_indexer(pd.Index(by_risk)).min() > 150


@given(st.integers(0, 40), st.sampled_from([0.0, 0.2, 1.0]))
def test_the_capacity_is_kept(capacity: int, random_share: float) -> None:
    truth = batch(20)
    controls = inspect(truth, LANES[:20], 1)
    audits = audit(truth, controls, capacity, RISK[:20], 1, random_share)
    assert len(audits) == min(capacity, int((~controls["finding"]).sum()))
    assert audits["declaration_id"].is_unique


def test_an_audit_finds_as_its_sensitivity_says_and_later() -> None:
    truth = batch(3000)
    audits = audit(truth, inspect(truth, "green", 1), 3000, np.zeros(3000), 2)
    stated = control_settings().controls["audit"].sensitivity["documentary"]
    assert abs(audits["finding"].sum() / 1500 - stated) < 0.04
    assert expected_audit(truth).sum() == pytest.approx(1500 * stated)
    assert audits["days"].min() >= control_settings().first_day and audits["days"].max() <= control_settings().last_day
    assert audits["days"].nunique() > 100


def test_random_audits_draw_their_own_lots() -> None:
    """Not again the consignments that were examined at random: audits would then tell nothing new."""
    truth = batch(2000).assign(violation=False)
    chosen = select(np.zeros(2000), Capacity(200, 0, 0, 1.0), 3)
    controls = inspect(truth, chosen.lanes, 3)
    audits = audit(truth, controls, 200, np.zeros(2000), 3, random_share=1.0)
    twice = set(audits["declaration_id"]) & set(truth["declaration_id"][chosen.lanes == "red"])
    assert len(twice) < 40, "20 are expected by chance, with a standard deviation of 4"


def test_what_the_administration_knows_is_what_was_found_and_no_more() -> None:
    truth = batch()
    controls = inspect(truth, LANES, 1)
    audits = audit(truth, controls, 60, RISK, 1)
    known = known_to_administration(controls, audits)
    found = set(controls["declaration_id"][controls["finding"]]) | set(audits["declaration_id"][audits["finding"]])
    assert set(known["declaration_id"][known["finding"]]) == found
    unseen = ~known["checked"]
    assert known.loc[unseen, ["source", "status", "days"]].isna().all().all() and unseen.any()
    seen = known[known["checked"]]
    assert seen["status"].notna().all() and seen["days"].notna().all()
    assert set(known.columns) & {"violation", "severity", "nature", "typology"} == set()


def test_an_audit_that_saw_nothing_does_not_unsay_what_the_control_wrote_down() -> None:
    truth = batch(200).assign(violation=False, status="honest_error")
    controls = inspect(truth, "red", 1)
    known = known_to_administration(controls, audit(truth, controls, 200, np.zeros(200), 1))
    seen_by_control = controls["found_status"] == "honest_error"
    assert (known["status"][seen_by_control] == "honest_error").all()
    assert (known["status"] == "honest_error").sum() > seen_by_control.sum()


def test_the_full_view_keeps_truth_and_knowledge_side_by_side() -> None:
    truth = batch()
    controls = inspect(truth, LANES, 1)
    view = full_view(truth, controls, audit(truth, controls, 60, RISK, 1))
    assert view[truth.columns.tolist()].equals(truth)
    assert not (view["known_finding"] & ~view["violation"]).any()
    assert (view["violation"] & ~view["known_finding"]).any()


def test_frames_that_do_not_belong_together_are_refused() -> None:
    truth = batch(10)
    controls = inspect(truth, "green", 1)
    with pytest.raises(InputError, match="same order"):
        audit(truth.iloc[::-1], controls, 1, np.zeros(10), 1)
    with pytest.raises(InputError, match="3 risks for 10"):
        audit(truth, controls, 1, np.zeros(3), 1)


def test_no_audits_leave_knowledge_to_the_controls() -> None:
    truth = batch(20)
    controls = inspect(truth, "yellow", 1)
    known = known_to_administration(controls, audit(truth, controls, 0, np.zeros(20), 1))
    assert known["finding"].tolist() == controls["finding"].tolist() and (known["source"] == "control").all()
