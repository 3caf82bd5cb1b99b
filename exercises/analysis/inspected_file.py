"""Runs the credibility checks on the declarations of a file or of generated ones, in chunks."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from exercises.analysis import generated
from simulator.credibility import Findings, Quality, inspect
from simulator.errors import InputError
from simulator.intake import Intake, Mapping, Report
from simulator.packs import Pack

COLUMNS = ("row", "declaration_id", "check", "severity", "message")
"""Columns of the file of findings: one line for each check that found something in a row."""


@dataclass(frozen=True)
class InspectedFile:
    """The result for a file: its rows, and what was found in those that could be read."""

    rows: Report
    quality: Quality


def inspect_file(
    source: Path,
    mapping: Mapping,
    out: Path | None = None,
    pack: Pack | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> InspectedFile:
    """Check the rows without faults; write each finding to the CSV file ``out`` (columns: ``COLUMNS``).

    ``out`` appears only when everything is done. ``progress`` receives the share done. Without a ``pack`` the checks
    that need the home country do not run. Raises ``InputError`` if the file does not fit the mapping or ``out`` cannot
    be written.
    """
    quality = Quality()
    with ExitStack() as stack:
        intake = stack.enter_context(Intake(source, mapping))
        writer = stack.enter_context(_FindingsFile(out, source)) if out is not None else None
        for chunk in intake:
            findings = inspect(chunk.declarations, pack, numbers=chunk.rows)
            quality.add(findings)
            if writer is not None:
                writer.write(findings)
            progress(intake.done)
        if writer is not None:
            writer.keep()
    return InspectedFile(intake.report, quality)


def inspect_folder(
    folder: Path,
    out: Path | None = None,
    pack: Pack | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> InspectedFile:
    """Check the declarations that ``redlane generate`` wrote, with all their papers; otherwise as ``inspect_file``."""
    quality, report, rows = Quality(), Report(), generated.count(folder)
    with ExitStack() as stack:
        writer = stack.enter_context(_FindingsFile(out, folder)) if out is not None else None
        for shard in generated.shards(folder, tier="check"):
            first, count = report.read + 1, len(shard.declarations)
            findings = inspect(shard.declarations, pack, numbers=range(first, first + count))
            quality.add(findings)
            if writer is not None:
                writer.write(findings)
            report.read += count
            report.accepted = report.read
            progress(report.read / rows)
        if writer is not None:
            writer.keep()
    return InspectedFile(report, quality)


class _FindingsFile:
    """A CSV file of findings that is written under a temporary name and renamed when it is complete."""

    def __init__(self, path: Path, source: Path) -> None:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file")
        if path.exists() and source.exists() and path.samefile(source):
            raise InputError(f"{path}: is the input file; name another file")
        self._path, self._beside = path, path.with_name(f"{path.name}.part")
        try:
            self._handle = self._beside.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise InputError(f"{path}: cannot be written ({error.strerror or error}); name another place") from None
        self._writer = csv.writer(self._handle)
        self._writer.writerow(COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.close()
        self._beside.unlink(missing_ok=True)

    def write(self, findings: Findings) -> None:
        """Append the findings of one frame, check by check."""
        for found in findings.found:
            for example in findings.examples(found, most=None):
                self._writer.writerow(
                    (example.row, example.declaration_id, found.check.id, found.check.severity, example.message)
                )

    def keep(self) -> None:
        """Give the file its name."""
        self._handle.close()
        os.replace(self._beside, self._path)
