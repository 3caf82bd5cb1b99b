"""Scores declarations of a file or generated ones in chunks; writes Parquet and a reject file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from exercises.analysis import generated
from exercises.engine import Engine
from models import FIELDS
from simulator.credibility import Quality, inspect
from simulator.derived import with_facts
from simulator.draws import Floats, Ints
from simulator.errors import InputError
from simulator.intake import Intake, Mapping, RejectFile, Report
from simulator.profiles import above_cap
from simulator.reference import KEY, visible
from simulator.scoring import Scores, together

SCHEMA = pa.schema(
    [
        (KEY, pa.string()),
        ("profile_score", pa.float64()),
        ("classifier_score", pa.float64()),
        ("combined_score", pa.float64()),
        ("lane", pa.string()),
        ("profiles", pa.string()),
        ("reasons", pa.string()),
        ("violation", pa.bool_()),
    ]
)
"""Columns of the scored file: scores in [0, 1]; the lane that profiles ask for ("" = none); the profiles that hit and
the strongest reasons (``indicator weight``), joined by "; "; the known outcome, null if the file does not have it."""

SEED = 1
"""Seed of the draw of the hits that a profile sends to its lane: the same file always gets the same lanes."""

REASONS, TOP = 5, 1_000  # reasons per declaration, and number of declarations with reasons: the highest scores so far
LEAST_SHOWN = 0.005  # a weight that would be shown as 0.00 is no reason


@dataclass(frozen=True)
class ScoredFile:
    """The result for a file: its rows, profiles that could not hit (with the missing fields), hits by profile.

    ``warnings`` name the profiles that hit more than their cap; their hits stay. ``quality``: what the credibility
    checks found in the rows scored; ``None`` for generated traffic.
    """

    rows: Report
    unable: list[tuple[str, list[str]]]
    hits: Counter[str]
    warnings: list[str]
    quality: Quality | None


def score_file(
    source: Path,
    mapping: Mapping,
    out: Path,
    engine: Engine,
    rejected: Path | None = None,
    reasons: int = REASONS,
    top: int = TOP,
    progress: Callable[[float], None] = lambda done: None,
) -> ScoredFile:
    """Score the rows without faults to the Parquet file ``out`` (columns: ``SCHEMA``); write the others to a CSV file.

    The files appear only when everything is done. ``progress`` receives the share done. The ``top`` highest scores so
    far get ``reasons``. Raises ``InputError`` if the file does not fit the mapping or an output cannot be written.
    """
    _check_places(source, [place for place in (out, rejected) if place is not None])
    scoring, quality = _Scoring(engine, reasons, top, mapping.hs_edition), Quality()
    with ExitStack() as stack:
        intake = stack.enter_context(Intake(source, mapping))
        writer = stack.enter_context(_Replacing(out))
        rejects = stack.enter_context(RejectFile(rejected, intake.header)) if rejected is not None else None
        for chunk in intake:
            writer.write(scoring.columns(chunk.declarations, chunk.violation))
            quality.add(inspect(chunk.declarations, numbers=chunk.rows))
            if rejects is not None:
                rejects.write(chunk.rejected)
            progress(intake.done)
        writer.keep()
    unable = engine.profiles.unable(list(mapping.fields))
    return ScoredFile(intake.report, unable, scoring.hits, scoring.warnings(intake.report.accepted), quality)


def score_folder(
    folder: Path,
    out: Path,
    engine: Engine,
    reasons: int = REASONS,
    top: int = TOP,
    progress: Callable[[float], None] = lambda done: None,
) -> ScoredFile:
    """Score the declarations that ``redlane generate`` wrote, shard by shard; otherwise as ``score_file``."""
    _check_places(folder, [out])
    scoring, rows = _Scoring(engine, reasons, top), generated.count(folder)
    report = Report()
    with _Replacing(out) as writer:
        for shard in generated.shards(folder, engine.profiles.fields | FIELDS):
            writer.write(scoring.columns(shard.declarations, shard.violation))
            report.read += len(shard.declarations)
            report.accepted = report.read
            progress(report.read / rows)
        writer.keep()
    return ScoredFile(report, [], scoring.hits, scoring.warnings(report.accepted), None)


class _Scoring:
    """Scores batches; counts hits, and remembers the highest scores so far, because only these get reasons."""

    def __init__(self, engine: Engine, reasons: int, top: int, edition: str = "2022") -> None:
        if engine.classifier is None:
            raise InputError("there is no trained classifier; run `redlane train`")
        self.hits: Counter[str] = Counter()
        self._profiles, self._classifier = engine.profiles, engine.classifier
        self._reasons, self._k = reasons, top
        self._best = np.empty(0)
        self._edition = edition

    def columns(self, declarations: pd.DataFrame, violation: pd.Series[bool] | None) -> dict[str, Any]:
        """One batch as the columns of ``SCHEMA``."""
        if declarations.empty:
            return {name: [] for name in SCHEMA.names}
        seen = with_facts(visible(declarations, "declaration"), edition=self._edition)
        hits = self._profiles.hits(seen)
        ids = np.array([profile.id for profile in hits.profiles], dtype=object)
        self.hits.update(dict(zip(ids.tolist(), hits.matrix.sum(axis=0).tolist(), strict=True)))
        by_rules, by_model = hits.scores(), self._classifier.score(seen)
        both = together(by_rules, by_model)
        named, reasons = np.full(len(seen), "", dtype=object), np.full(len(seen), "", dtype=object)
        rows = np.flatnonzero(hits.matrix.any(axis=1))
        named[rows] = ["; ".join(ids[row]) for row in hits.matrix[rows]]
        top = self._top(both.value)
        reasons[top] = _written(both, top, self._reasons)
        return {
            KEY: seen[KEY],
            "profile_score": by_rules.value,
            "classifier_score": by_model.value,
            "combined_score": both.value,
            "lane": hits.lanes(SEED).astype(object),
            "profiles": named,
            "reasons": reasons,
            "violation": [None] * len(seen) if violation is None else violation,
        }

    def warnings(self, rows: int) -> list[str]:
        """Warnings for profiles that hit more than their cap, as a share of all rows."""
        told = (above_cap(profile, self.hits[profile.id], rows) for profile in self._profiles.profiles)
        return [text for text in told if text]

    def _top(self, value: Floats) -> Ints:
        """Rows that are among the highest scores so far."""
        if self._k == 0:
            return np.empty(0, dtype=np.int64)
        self._best = np.sort(np.concatenate([self._best, value]))[-self._k :]
        least = self._best[0] if len(self._best) == self._k else -np.inf
        return np.flatnonzero(value >= least)


def _written(scores: Scores, rows: Ints, top: int) -> list[str]:
    """The strongest contributions of some rows as text, strongest first."""
    names = [str(name) for name in scores.contributions.columns]
    weights = scores.contributions.to_numpy(dtype=np.float64)[rows]
    best = np.argsort(-weights, axis=1, kind="stable")[:, :top]
    return [
        "; ".join(f"{names[column]} {row[column]:.2f}" for column in order if row[column] >= LEAST_SHOWN)
        for row, order in zip(weights, best, strict=True)
    ]


class _Replacing:
    """A Parquet file that is written under a temporary name and renamed when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(f"{path.name}.part")
        try:
            self._writer = pq.ParquetWriter(self._beside, SCHEMA, compression="zstd")
        except OSError as error:
            raise InputError(f"{path}: cannot be written ({error.strerror or error}); name another place") from None

    def __enter__(self) -> _Replacing:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._writer.close()
        self._beside.unlink(missing_ok=True)

    def write(self, columns: dict[str, Any]) -> None:
        arrays = [_array(columns[column.name], column.type) for column in SCHEMA]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))

    def keep(self) -> None:
        self._writer.close()
        os.replace(self._beside, self._path)


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    found = pa.array(values, from_pandas=isinstance(values, pd.Series))
    return found if found.type == kind else found.cast(kind)


def _check_places(source: Path, places: Sequence[Path]) -> None:
    faults = [f"{place}: is a folder; name a file" for place in places if place.is_dir()]
    faults += [f"{place}: is the input file; name another file" for place in places if _same(place, source)]
    if len(places) > len({place.absolute() for place in places}):
        faults.append(f"{places[0]}: scored and rejected rows cannot go to the same file; name two files")
    if faults:
        raise InputError(faults)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
