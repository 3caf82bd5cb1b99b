"""An exercise of real declarations with known outcomes, drawn from a file that Redlane did not make.

A real file does not say what else its violations showed, so there is no oracle: no weights and no best possible
choice. The debrief compares with hindsight instead, and says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from exercises.design.batch import ExerciseBatch
from exercises.design.spec import RealSpec
from exercises.engine import Engine
from exercises.language import KNOWN_LAWFUL, KNOWN_VIOLATION, _, number
from simulator.draws import uniform
from simulator.errors import InputError
from simulator.intake import Intake, Mapping, Report
from simulator.reference import KEY, schema, visible

_LOT, _OUTCOME = "lot", "violation"
LEAST_KNOWN, LEAST_LAWFUL = 0.01, 0.2
"""Least share of known outcomes in the rows read, and of lawful goods in these (assumptions)."""


def build_from_file(
    spec: RealSpec,
    source: Path,
    mapping: Mapping,
    engine: Engine,
    progress: Callable[[float], None] = lambda done: None,
    told: Callable[[Report], None] = lambda report: None,
) -> ExerciseBatch:
    """Draw as many consignments as the spec asks for from the valid rows with a known outcome, and score them.

    The same file and spec draw the same rows. Raises ``InputError`` if the mapping names no outcome or the file has
    too few rows, hardly any outcomes or hardly any lawful goods. ``progress`` receives the share of the file read so
    far, ``told`` what became of its rows.
    """
    if mapping.outcome is None:
        no_outcome = _("the mapping names no outcome column; an exercise needs known outcomes, add one")
        raise InputError(f"{source}: {no_outcome}")
    pool, report = _pool(spec, source, mapping, progress)
    told(report)
    _check_outcomes(source, report)
    chosen = _choose(spec, source, pool)
    declarations = visible(chosen, spec.visible_tier).reset_index(drop=True)
    kinds = {name: field.kind for name, field in schema().items()}
    coded = [name for name in declarations.columns if kinds[name] in ("category", "country", "hs")]
    declarations = declarations.astype(dict.fromkeys(coded, "category"))
    return ExerciseBatch(declarations, engine.advise(declarations, edition=mapping.hs_edition), _truth(chosen))


def slug_of(title: str) -> str:
    """A short name made from a title: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-") or "exercise"


def _check_outcomes(source: Path, report: Report) -> None:
    """``InputError`` where an exercise would teach nothing: nearly nothing known, or nearly nothing lawful."""
    known, unknown = report.violations + report.lawful, report.accepted - report.violations - report.lawful
    counts = _("{violations} violations, {lawful} lawful, {unknown} unknown").format(
        violations=number(report.violations), lawful=number(report.lawful), unknown=number(unknown)
    )
    if cells := ", ".join(f"'{cell}'" for cell, _count in report.unlisted.most_common(4)):
        counts = _("{counts}; {cells} are in neither list of the mapping").format(counts=counts, cells=cells)
    if known < LEAST_KNOWN * report.accepted:
        hardly = _(
            "hardly any outcome is known ({counts}); give a file of controlled consignments, or correct "
            "violation_values and lawful_values"
        )
        raise InputError(f"{source}: {hardly.format(counts=counts)}")
    if report.lawful < LEAST_LAWFUL * known:
        hardly = _("hardly anything is lawful ({counts}); give lawful consignments too, or correct lawful_values")
        raise InputError(f"{source}: {hardly.format(counts=counts)}")


def _pool(
    spec: RealSpec, source: Path, mapping: Mapping, progress: Callable[[float], None]
) -> tuple[pd.DataFrame, Report]:
    """The candidates: the violations and the lawful rows with the lowest random numbers, never more than needed."""
    kept: list[pd.DataFrame] = []
    first = 0
    with Intake(source, mapping) as intake:
        for chunk in intake:
            rows = len(chunk.declarations)
            if chunk.violation is not None and rows:
                known = chunk.violation.notna().to_numpy()
                frame = _plain(chunk.declarations)
                frame[_LOT] = uniform(spec.seed, "exercises.real", first, rows)
                frame[_OUTCOME] = chunk.violation.eq(True).to_numpy(dtype=bool, na_value=False)
                kept = [_lowest(pd.concat([*kept, frame[known]], ignore_index=True), spec.volume)]
            first += rows
            progress(intake.done)
    pool = kept[0] if kept else pd.DataFrame({_LOT: [], _OUTCOME: pd.Series([], dtype=bool)})
    return pool, intake.report


def _lowest(frame: pd.DataFrame, count: int) -> pd.DataFrame:
    return frame.sort_values(_LOT, kind="stable").groupby(_OUTCOME, sort=False).head(count)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with categories as text: they differ between chunks, and text can be joined."""
    return frame.astype({name: "str" for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)})


def _choose(spec: RealSpec, source: Path, pool: pd.DataFrame) -> pd.DataFrame:
    """The sample in the order of its random numbers; the order says nothing about the outcome."""
    bad, good = pool[pool[_OUTCOME]], pool[~pool[_OUTCOME]]
    if spec.violations is None:
        wanted = {_("rows of known outcome"): (pool, spec.volume)}
    else:
        share = max(1, round(spec.volume * spec.violations))
        wanted = {_("violations"): (bad, share), _("lawful rows"): (good, spec.volume - share)}
    few = _("{found} {what} can be used, {count} are wanted; ask for fewer consignments")
    faults = [
        f"{source}: {few.format(found=len(rows), what=name, count=count)}"
        for name, (rows, count) in wanted.items()
        if len(rows) < count
    ]
    if faults:
        raise InputError(faults)
    drawn = pd.concat([rows.nsmallest(count, _LOT) for rows, count in wanted.values()])
    chosen = drawn.sort_values(_LOT, kind="stable").reset_index(drop=True)
    if not chosen[_OUTCOME].any():
        none = _("no violation among the consignments drawn; state a share of violations to draw")
        raise InputError(f"{source}: {none}")
    return chosen


def _truth(chosen: pd.DataFrame) -> pd.DataFrame:
    violation = chosen[_OUTCOME].to_numpy(dtype=bool)
    texts = {
        "status": np.where(violation, KNOWN_VIOLATION, KNOWN_LAWFUL),
        "story_fields": np.full(len(chosen), "{}"),
    } | {name: np.full(len(chosen), "") for name in ("typology", "nature", "trader_class", "flags")}
    truth = pd.DataFrame({KEY: chosen[KEY].astype("str"), "violation": violation, "severity": violation * 1.0})
    return truth.assign(**{name: pd.Series(values, dtype="str") for name, values in texts.items()})
