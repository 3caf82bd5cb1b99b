"""Never a wrong value without a word: 1,000 mangled files of known tables are read, and every value is compared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from simulator.intake import Received, load_mapping, read
from tests.simulator.intake.mangling import Exporter, Mangled, Truth

pytestmark = pytest.mark.slow
FILES, PARTS, TYPED = 1_000, 4, 100


def differences(row: pd.Series, outcome: object, truth: Truth) -> list[str]:
    """The fields of an accepted row that say something else than the truth. Quotation marks may be lost or kept."""
    told = {
        "code": (row["hs_code"], truth.code),
        "country": (row["country_of_origin"], truth.country),
        "day": (row["acceptance_date"].date(), truth.day),
        "mass": (None if pd.isna(row["net_mass"]) else row["net_mass"], truth.mass),
        "value": (row["statistical_value"], truth.value),
        "text": (bare(row["goods_description"]), bare(truth.text)),
        "outcome": (None if pd.isna(outcome) else bool(outcome), truth.outcome),  # type: ignore[call-overload]
    }
    return [f"{name}: {found!r} is not {right!r}" for name, (found, right) in told.items() if found != right]


def bare(text: str) -> str:
    return " ".join(text.replace('"', "").replace("?", "").split())


def compared(received: Received, file: Mangled) -> list[str]:
    """Every difference between what was read and what is true, and every row that is nowhere."""
    wrong: list[str] = []
    outcomes = received.violation
    assert outcomes is not None
    for (_, row), outcome in zip(received.declarations.iterrows(), outcomes, strict=True):
        truth = file.truths.get(row["declaration_id"])
        wrong += [f"{row['declaration_id']}: no such row"] if truth is None else differences(row, outcome, truth)
    lost = len(file.truths) - len(received.declarations) - len(received.rejected)
    return wrong + ([f"{lost} rows are nowhere"] if lost > 0 else [])


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_a_typed_file_is_read_rightly_or_rejected_with_a_cause(tmp_path: Path, kind: str) -> None:
    counts: Counter[str] = Counter()
    for seed in range(TYPED):
        file = Exporter(seed).write_typed(kind)
        (tmp_path / "file").write_bytes(file.content)
        (tmp_path / "map.yaml").write_text(file.mapping, encoding="utf-8")
        received = read(tmp_path / "file", load_mapping(tmp_path / "map.yaml"))
        wrong = compared(received, file)
        assert not wrong, (seed, wrong)
        counts["rows"] += len(file.truths)
        counts["read"] += len(received.declarations)
    assert counts["read"] > 0.97 * counts["rows"], "what can be told apart is read"


@pytest.mark.parametrize("part", range(PARTS))
def test_a_mangled_file_is_read_rightly_or_rejected_with_a_cause(tmp_path: Path, part: int) -> None:
    counts: Counter[str] = Counter()
    for seed in range(part, FILES, PARTS):
        exporter = Exporter(seed)
        file = exporter.write()
        (tmp_path / "file.csv").write_bytes(file.content)
        (tmp_path / "map.yaml").write_text(file.mapping, encoding="utf-8")
        received = read(tmp_path / "file.csv", load_mapping(tmp_path / "map.yaml"))
        wrong = compared(received, file)
        assert not wrong, (seed, vars(exporter), wrong, file.content.decode(exporter.encoding))
        counts["rows"] += len(file.truths)
        counts["read"] += len(received.declarations)
    assert counts["read"] > 0.97 * counts["rows"], "what can be told apart is read"
