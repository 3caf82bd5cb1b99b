"""Runs the checks on declarations, and says what they find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from simulator.credibility.checks import SEVERITIES, Check, Severity
from simulator.credibility.columns import Bools, Columns, Links, Units
from simulator.credibility.links import land_links, tariff_units
from simulator.credibility.registry import checks
from simulator.draws import Ints
from simulator.packs import Pack
from simulator.reference import KEY

EXAMPLES = 3
AT_ONCE = 200_000  # rows; so that distinct texts do not fill the memory


@dataclass(frozen=True)
class Example:
    """One row that a check found: its number, its declaration, and what is wrong with it."""

    row: int
    declaration_id: str
    message: str


@dataclass(frozen=True)
class Found:
    """What one check found: ``rows`` are positions in the frame, in order."""

    check: Check
    rows: Ints


@dataclass(frozen=True)
class Findings:
    """What all checks found in a frame; ``not_run`` has the checks that could not run, and what they lack.

    ``numbers`` are the rows' numbers as people see them, one for each row.
    """

    declarations: pd.DataFrame
    numbers: Ints
    found: tuple[Found, ...]
    not_run: tuple[tuple[Check, tuple[str, ...]], ...]

    def table(self) -> pd.DataFrame:
        """One row for each check that ran: ``check``, ``severity``, ``count``, ``share`` of the declarations."""
        total = max(len(self.declarations), 1)
        rows = [(one.check.id, one.check.severity, len(one.rows), len(one.rows) / total) for one in self.found]
        return pd.DataFrame(rows, columns=["check", "severity", "count", "share"])

    def having(self, severity: Severity) -> Bools:
        """Declarations with at least one finding of this severity; shape (rows,)."""
        hit = np.zeros(len(self.declarations), dtype=np.bool_)
        for one in self.found:
            if one.check.severity == severity:
                hit[one.rows] = True
        return hit

    def examples(self, found: Found, most: int | None = EXAMPLES) -> Iterator[Example]:
        """The first rows that a check found (``most=None``: all), with their messages."""
        rows = found.rows[:most]
        shown = [_shown(self.declarations[name].iloc[rows]) for name in found.check.fields]
        ids = self.declarations[KEY].iloc[rows] if KEY in self.declarations else [""] * len(rows)
        for row, key, *values in zip(rows.tolist(), ids, *shown, strict=True):
            text = found.check.message.format(**dict(zip(found.check.fields, values, strict=True)))
            yield Example(int(self.numbers[row]), str(key), text)


def inspect(
    declarations: pd.DataFrame,
    pack: Pack | None = None,
    *,
    links: Links | None = None,
    units: Units | None = None,
    numbers: Sequence[int] | Ints | None = None,
) -> Findings:
    """Run every check whose fields are present on declarations in the schema.

    Without a ``pack`` the checks that need the home country do not run, and codes are those of all administrations
    that we know. ``links`` and ``units`` replace
    ``land_links()`` and ``tariff_units()``; ``numbers`` are the rows' numbers for people (1, 2, … by default).
    """
    links, units = land_links() if links is None else links, tariff_units() if units is None else units
    lacking = {one.id: one.lacking(declarations.columns, pack is not None) for one in checks().values()}
    rows: dict[str, list[Ints]] = {
        name: [np.empty(0, dtype=np.int64)] for name, fields in lacking.items() if not fields
    }
    for start in range(0, len(declarations), AT_ONCE):
        columns = Columns(declarations.iloc[start : start + AT_ONCE], pack, links, units)
        for name, found in rows.items():
            found.append(start + np.flatnonzero(checks()[name].test(columns)))
    return Findings(
        declarations,
        np.arange(1, len(declarations) + 1) if numbers is None else np.asarray(numbers, dtype=np.int64),
        tuple(Found(checks()[name], np.concatenate(found)) for name, found in rows.items()),
        tuple((checks()[name], fields) for name, fields in lacking.items() if fields),
    )


@dataclass
class Quality:
    """The findings of many frames added up, with the first examples of each check; ``rows`` counts declarations.

    ``declarations`` counts those with at least one finding, by severity.
    """

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)
    not_run: dict[str, tuple[str, ...]] = field(default_factory=dict)
    declarations: Counter[str] = field(default_factory=Counter)

    def add(self, findings: Findings) -> None:
        """Add what was found in one more frame."""
        self.rows += len(findings.declarations)
        for one in findings.found:
            self.counts[one.check.id] += len(one.rows)
            kept = self.examples.setdefault(one.check.id, [])
            kept += findings.examples(one, EXAMPLES - len(kept))
        self.not_run = {check.id: lacking for check, lacking in findings.not_run}
        self.declarations.update({name: int(findings.having(name).sum()) for name in SEVERITIES})


def _shown(values: pd.Series) -> list[str]:
    """Values as a message shows them."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [f"{value:%Y-%m-%d}" if not pd.isna(value) else "?" for value in values]
    if pd.api.types.is_numeric_dtype(values.dtype):
        return [f"{value:,.10g}" if not pd.isna(value) else "?" for value in values]
    return ["?" if pd.isna(value) else str(value) for value in values]
