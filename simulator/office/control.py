"""Controls before release: what a document check or a physical examination finds, costs and delays.

The consignment's id, not its position in a list, keys the draw of a finding. So the result of a control does not depend
on which other consignments are controlled, and the examination finds everything that the document check finds. A scan
and the laboratory check other things, so each has a separate draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, Literal, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, field_validator

from simulator import draws
from simulator.draws import Floats
from simulator.errors import InputError, load_all
from simulator.files import Key, KeyFaults, read_sheet, read_text, read_yaml, shown_path
from simulator.office.means import MEANS, Means, usual_costs
from simulator.office.selectivity import LANES, Lanes
from simulator.reference import KEY

Mask = NDArray[np.bool_]
Nature = Literal["goods", "licence", "party", "papers", "documentary", "physical", "unknown"]
NATURES = get_args(Nature)
"""What there is to find. Earlier exercises have *physical* for goods, and *documentary* for licence or papers."""


@dataclass(frozen=True)
class Control:
    """One kind of control: sensitivity by nature of violation, working hours, and hours the goods are held."""

    kind: str
    sensitivity: Mapping[str, float]
    hours: float
    delay_hours: float


@dataclass(frozen=True)
class ControlSettings:
    """The kinds of control, the control of each lane, further controls on order, and when audits report (days)."""

    controls: Mapping[str, Control]
    lanes: Mapping[str, str]
    further: tuple[str, ...]
    first_day: int
    last_day: int

    def of_lane(self, lane: str) -> Control | None:
        """The control of a lane before release; ``None`` for blue and green."""
        return self.controls[self.lanes[lane]] if lane in self.lanes else None


@cache
def control_settings() -> ControlSettings:
    """The shipped settings of ``data/control.yaml``."""
    return load_controls(files("simulator") / "data" / "control.yaml")


class _ControlEntry(BaseModel):
    """A control as in the file; missing hours are those of the means with the same name in ``means.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sensitivity: dict[Nature, Annotated[float, Field(ge=0, le=1)]]
    hours: float | None = Field(default=None, ge=0)
    delay_hours: float | None = Field(default=None, ge=0)


class _AuditEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    first_day: int = Field(ge=0)
    last_day: int = Field(ge=0)


class _ControlFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    controls: dict[str, _ControlEntry]
    lanes: dict[str, str]
    further: tuple[str, ...]
    audit: _AuditEntry

    @field_validator("controls")
    @classmethod
    def _whole(cls, controls: dict[str, _ControlEntry]) -> dict[str, _ControlEntry]:
        faults: list[tuple[Key, str]] = [
            ((kind, "sensitivity"), f"{nature} is missing; add it")
            for kind, entry in controls.items()
            for nature in NATURES
            if nature not in entry.sensitivity
        ]
        faults += [
            ((kind,), "hours and delay_hours are missing; add them, because no means has this name")
            for kind, entry in controls.items()
            if None in (entry.hours, entry.delay_hours) and kind not in MEANS
        ]
        if faults:
            raise KeyFaults(faults)
        return controls


def load_controls(file: Traversable) -> ControlSettings:
    """Read a file of controls; ``InputError`` with every fault, each with its line."""
    content, _checked = load_all(lambda: read_yaml(file, _ControlFile), lambda: _check_names(file))
    return ControlSettings(
        controls=MappingProxyType({kind: _control(kind, entry) for kind, entry in content.controls.items()}),
        lanes=MappingProxyType(content.lanes),
        further=content.further,
        first_day=content.audit.first_day,
        last_day=content.audit.last_day,
    )


def _check_names(file: Traversable) -> None:
    """Every control that ``lanes`` and ``further`` name is there; asked of the text, whatever else is wrong with it."""
    sheet = read_sheet(shown_path(file), read_text(file))
    controls, lanes, further = (sheet.values.get(key) for key in ("controls", "lanes", "further"))
    known = set(controls) if isinstance(controls, dict) else set()
    for key, named in (("lanes", lanes.values() if isinstance(lanes, dict) else ()), ("further", further)):
        for kind in named if isinstance(named, Iterable) else ():
            if kind not in known:
                sheet.fault(key, f"{key}: no control is called {kind}; name one of controls")
    if sheet.faults:
        raise InputError(sheet.faults)


def _control(kind: str, entry: _ControlEntry) -> Control:
    hours, delay_hours = entry.hours, entry.delay_hours
    if hours is None or delay_hours is None:
        cost = usual_costs().means[cast(Means, kind)]
        hours, delay_hours = cost.minutes / 60, cost.delay_hours
    return Control(
        kind, MappingProxyType({str(nature): share for nature, share in entry.sensitivity.items()}), hours, delay_hours
    )


def sensitivity(truth: pd.DataFrame, control: Control | None) -> Floats:
    """Chance that a control finds each row's violation, if it is one, by ``truth["nature"]``; shape (n,)."""
    if control is None:
        return np.zeros(len(truth))
    if "nature" not in truth.columns:
        return np.full(len(truth), control.sensitivity["unknown"])
    codes, natures = pd.factorize(truth["nature"])  # a code is -1 where there is none: the last chance
    known = [control.sensitivity[name if name in NATURES else "unknown"] for name in (*natures, "unknown")]
    return np.array(known)[codes]


def expected_found(truth: pd.DataFrame, lanes: Lanes | str, settings: ControlSettings | None = None) -> Floats:
    """Chance that each row's violation is found before release in its lane, 0 for lawful trade; shape (n,).

    ``lanes`` is one lane for all rows or one per row. The sum of the chances is the expected number of findings.
    """
    known, assigned = settings or control_settings(), _assigned(truth, lanes)
    return np.where(truth["violation"].to_numpy(dtype=bool), _chance(truth, assigned, known), 0.0)


def inspect(
    truth: pd.DataFrame,
    lanes: Lanes | str,
    seed: int,
    settings: ControlSettings | None = None,
    further: Mapping[str, Mask] | None = None,
) -> pd.DataFrame:
    """Carry out the controls of the lanes; one row per consignment, in the order of ``truth``.

    ``further`` orders more kinds of control (``ControlSettings.further``) for some rows, bool, shape (n,) each,
    in any lane; a violation is found if any control sees it, and hours and delays add up. Columns:
    declaration_id; lane; control (``physical``, ``documents`` or None); further (other kinds carried out,
    ``scan; laboratory``, or None);
    finding (a violation was found); found_status (what the controls say it is: the true status, or ``clean``; None if
    not controlled); hours of work; delay_hours of the goods.
    """
    known, assigned, ordered = settings or control_settings(), _assigned(truth, lanes), dict(further or {})
    unknown = sorted(set(ordered) - set(known.further))
    if unknown:
        raise InputError(f"the control {', '.join(unknown)} cannot be ordered: choose from {', '.join(known.further)}")
    controls = [known.of_lane(lane) for lane in assigned]
    controlled = np.array([control is not None for control in controls], dtype=bool)
    seen = np.zeros(len(truth), dtype=bool)
    chance = _chance(truth, assigned, known)
    seen[controlled] = draws.by_id(seed, "control", truth[KEY][controlled].tolist()) < chance[controlled]
    hours = np.array([control.hours if control else 0.0 for control in controls])
    delay = np.array([control.delay_hours if control else 0.0 for control in controls])
    names = np.full(len(truth), "", dtype=object)
    for kind, rows in ordered.items():
        control, part = known.controls[kind], truth[rows]
        seen[rows] |= draws.by_id(seed, f"control.{kind}", part[KEY].tolist()) < sensitivity(part, control)
        hours[rows] += control.hours
        delay[rows] += control.delay_hours
        names[rows] = [f"{name}; {kind}" if name else kind for name in names[rows]]
        controlled |= rows
    return pd.DataFrame(
        {
            KEY: truth[KEY].to_numpy(),
            "lane": assigned,
            "control": pd.Series([control.kind if control else None for control in controls], dtype="object"),
            "further": pd.Series(names, dtype="object").where(names != "", None),
            "finding": seen & truth["violation"].to_numpy(dtype=bool),
            "found_status": found_status(truth, seen, controlled),
            "hours": hours,
            "delay_hours": delay,
        }
    )


def found_status(truth: pd.DataFrame, seen: np.ndarray, looked: np.ndarray) -> pd.Series[str]:
    """What the officer records: the true status if it was found, ``clean`` if not, None without a control."""
    written = truth["status"].astype(object).reset_index(drop=True)
    return written.where(seen, "clean").where(looked, None)


def _chance(truth: pd.DataFrame, assigned: Lanes, known: ControlSettings) -> Floats:
    """Chance that the control of each row's lane finds its violation, if it is one; shape (n,)."""
    chance = np.zeros(len(truth))
    for lane in known.lanes:
        here = assigned == lane
        chance[here] = sensitivity(truth, known.of_lane(lane))[here]
    return chance


def _assigned(truth: pd.DataFrame, lanes: Lanes | str) -> Lanes:
    assigned = np.full(len(truth), lanes) if isinstance(lanes, str) else np.asarray(lanes)
    faults = [
        f"unknown lane {lane!r}: there are {', '.join(LANES)}" for lane in sorted(set(assigned.tolist()) - set(LANES))
    ]
    if len(assigned) != len(truth):
        faults.append(f"{len(assigned)} lanes for {len(truth)} consignments: give one lane for each")
    if faults:
        raise InputError(faults)
    return cast(Lanes, assigned)
