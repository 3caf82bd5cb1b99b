"""A built exercise: what trainees see, what the engine says, and (kept apart) the truth."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from pydantic import ValidationError

from exercises.design.evidence import Evidence
from exercises.engine import Learned
from generators.odds import Settings
from generators.oracle import Weighing
from simulator.reference import KEY

TABLES = ("declarations", "engine", "truth", "evidence", "answers", "queue_only")
"""The parts that are tables, by their stored names."""
SETTINGS, GROUNDS, LEARNED = "settings", "grounds", "learned"


@dataclass(frozen=True)
class ExerciseBatch:
    """The tables of an exercise, each with the key ``declaration_id`` in the same order.

    ``declarations``: schema fields of the tiers that trainees can see or request. ``engine``: profile_score,
    classifier_score and combined_score in [0, 1] (NaN: not computed), hits and reasons as JSON. ``truth``: see
    ``generators.traffic.truth``; for a real file the known outcome. ``evidence``: see ``exercises.design.evidence``;
    ``None`` without an oracle (a real file). ``means_answers`` (the part ``answers``): what the means of inquiry
    answer, see ``exercises.design.answers``; ``None`` if no means is offered. ``settings`` made the traffic,
    ``grounds`` weigh its evidence (see ``exercises.design.grounds``); both ``None`` for a real file, and settings
    also where the context pack is not here any more: only new traffic needs one. ``queue_only``: what the columns of
    the queue tell, see ``exercises.design.queue_only``; ``learned``: what the engine in service had learned from; both
    ``None`` for a real file, and for exercises from earlier editions.
    All but declarations, engine and answers is ``None`` until revealed.
    """

    declarations: pd.DataFrame
    engine: pd.DataFrame
    truth: pd.DataFrame | None = None
    evidence: pd.DataFrame | None = None
    means_answers: pd.DataFrame | None = None
    settings: Settings | None = None
    grounds: Weighing | None = None
    queue_only: pd.DataFrame | None = None
    learned: Learned | None = None

    def without_hidden(self) -> ExerciseBatch:
        """The batch without its hidden parts: what a trainee may have."""
        return ExerciseBatch(self.declarations, self.engine, means_answers=self.means_answers)

    def to_parts(self) -> dict[str, bytes]:
        """Bytes by part name: tables as Parquet, grounds as NumPy arrays, the rest as JSON; no absent parts."""
        parts = {name: _pack(frame) for name, frame in self._frames().items()}
        if self.settings is not None:
            parts[SETTINGS] = self.settings.model_dump_json().encode()
        if self.grounds is not None:
            parts[GROUNDS] = self.grounds.to_bytes()
        if self.learned is not None:
            parts[LEARNED] = self.learned.model_dump_json().encode()
        return parts

    @classmethod
    def from_parts(cls, parts: Mapping[str, bytes]) -> ExerciseBatch:
        """The inverse of ``to_parts``; hidden parts may be missing."""
        frames = {_field(name): read_part(parts[name]) for name in TABLES if name in parts}
        settings = _stored_settings(parts[SETTINGS]) if SETTINGS in parts else None
        grounds = Weighing.from_bytes(parts[GROUNDS]) if GROUNDS in parts else None
        learned = Learned.model_validate_json(parts[LEARNED]) if LEARNED in parts else None
        return cls(**frames, settings=settings, grounds=grounds, learned=learned)

    def content_hash(self) -> str:
        """SHA-256 of the tables' content: names, kinds and values; the Parquet version does not matter."""
        digest = hashlib.sha256()
        for name, frame in self._frames().items():
            digest.update(f"part {name} {len(frame)}\n".encode())
            for column in frame.columns:
                kind, content = _canonical(frame[column])
                digest.update(f"column {column} {kind}\n".encode())
                digest.update(content)
        return digest.hexdigest()

    @cached_property
    def oracle(self) -> Evidence | None:
        """The evidence, read from its table; ``None`` if there is no oracle or it is not revealed yet."""
        return None if self.evidence is None else Evidence.of(self.evidence)

    @cached_property
    def luck(self) -> int:
        """Seed for random results (controls, ties); it comes from the declarations, so every player has the same."""
        return int(ExerciseBatch(self.declarations, self.engine).content_hash()[:15], 16)

    @cached_property
    def same_consignee(self) -> Mapping[str, tuple[str, ...]]:
        """For each id, the ids with the same consignee number; without a number, only the id itself."""
        ids = [str(name) for name in self.declarations[KEY]]
        numbers = self.declarations["consignee_id"].astype("str") if "consignee_id" in self.declarations else ids
        together: dict[str, list[str]] = {}
        for name, number in zip(ids, numbers, strict=True):
            together.setdefault(str(number), []).append(name)
        return {name: tuple(together[str(number)]) for name, number in zip(ids, numbers, strict=True)}

    @cached_property
    def means_answers_by_id(self) -> Mapping[str, Mapping[str, str]]:
        """The answers as JSON by declaration id and means; empty if no means is offered."""
        if self.means_answers is None:
            return {}
        rows = self.means_answers.set_index(KEY).astype("str").to_dict(orient="index")
        return {str(name): {str(means): text for means, text in row.items()} for name, row in rows.items()}

    def _frames(self) -> dict[str, pd.DataFrame]:
        return {name: frame for name in TABLES if (frame := getattr(self, _field(name))) is not None}


def _field(part: str) -> str:
    """The field of ``ExerciseBatch`` that holds a table."""
    return "means_answers" if part == "answers" else part


def _stored_settings(payload: bytes) -> Settings | None:
    """The settings of a stored exercise, or ``None`` where the office has no pack (a former home, a moved folder)."""
    try:
        return Settings.model_validate_json(payload)
    except ValidationError:
        return None


def read_part(payload: bytes) -> pd.DataFrame:
    """One table of a stored exercise."""
    return pd.read_parquet(io.BytesIO(payload))


def _pack(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def _canonical(column: pd.Series) -> tuple[str, bytes]:
    """Kind and bytes of a column; they do not depend on how its values are encoded."""
    dtype = column.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return "bool", column.to_numpy(dtype=np.uint8).tobytes()
    if pd.api.types.is_numeric_dtype(dtype):
        # Six decimals, because log and exp can differ in the last bit between machines; + 0.0 turns -0.0 into 0.0.
        numbers = np.round(column.to_numpy(dtype="<f8", na_value=np.nan), 6) + 0.0
        return "number", np.where(np.isnan(numbers), np.nan, numbers).astype("<f8").tobytes()
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return "date", column.to_numpy(dtype="datetime64[us]").astype("<i8").tobytes()
    known = column.notna().to_numpy()
    texts = [str(value) if there else None for value, there in zip(column, known, strict=True)]
    return "text", b"".join(b"-" if text is None else f"{len(text)}:{text}".encode() for text in texts)
