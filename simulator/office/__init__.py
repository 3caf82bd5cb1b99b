"""The customs office at work: lanes, controls, post-clearance audit, means of inquiry, campaigns and estimates."""

from __future__ import annotations

from simulator.office.campaign import Known, Policy, run
from simulator.office.control import ControlSettings, control_settings, expected_found, inspect
from simulator.office.estimate import Tally, chances, tally
from simulator.office.means import (
    ABOUT_TRADERS,
    MEANS,
    MOST_DELAY_HOURS,
    MOST_MINUTES,
    REVEALS,
    Cost,
    Means,
    usual_costs,
)
from simulator.office.post_clearance import audit, known_to_administration
from simulator.office.selectivity import LANES, Capacity, select
from simulator.office.weeks import weeks_of_controls

__all__ = [
    "ABOUT_TRADERS",
    "LANES",
    "MEANS",
    "MOST_DELAY_HOURS",
    "MOST_MINUTES",
    "REVEALS",
    "Capacity",
    "ControlSettings",
    "Cost",
    "Known",
    "Means",
    "Policy",
    "Tally",
    "audit",
    "chances",
    "control_settings",
    "expected_found",
    "inspect",
    "known_to_administration",
    "run",
    "select",
    "tally",
    "usual_costs",
    "weeks_of_controls",
]
