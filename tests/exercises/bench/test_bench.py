"""The benchmarks compare like with like, and their page says nothing of the machine but what matters."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from exercises.bench import Figure, account, field_by_field, generating, page, scoring, steps
from exercises.bench.figures import runs
from exercises.engine import Engine
from simulator.reference import schema


@pytest.mark.parametrize("rows", [field_by_field.faker_rows, field_by_field.mimesis_rows])
def test_both_loops_fill_every_visible_field_of_a_declaration(rows: Callable[[int], list[field_by_field.Row]]) -> None:
    made = rows(3)
    assert len(made) == 3 and all(list(row) == list(schema()) for row in made)
    assert all(value not in (None, "") for row in made for value in row.values())


def test_generating_is_measured_beside_both_loops_with_and_without_writing() -> None:
    ours, *loops = generating(shards=2, faker=2, mimesis=2, shard=50)
    assert "Generate and write 100 declarations" in ours.what and len(ours.seconds) == 3
    assert [("Faker" in loop.what, "Parquet" in loop.what) for loop in loops] == [
        (True, False), (True, True), (False, False), (False, True),
    ]  # fmt: skip
    assert all(loop.ratio is not None and loop.ratio > 0 for loop in loops)


def test_the_account_of_generating_adds_up_and_names_its_limit() -> None:
    parts = steps(rows=200, runs=2)
    text = "\n".join(account(parts))
    own = [part.median for part in parts if not part.floor]
    assert len(own) == 8 and f"| all | {sum(own):,.0f} |" in text
    assert "The limit is Parquet" in text and "random bits of the same draws" in text


def test_scoring_is_measured_by_stage_and_beside_treeshap(engine: Engine) -> None:
    together, *stages, whole, reasons = scoring(engine, declarations=300, explained=20)
    assert "Score 300 by profiles and classifier together" in together.what and len(together.seconds) == 3
    own = [stage for stage in stages if "reading" not in stage.what]
    assert len(own) == 5 and len(stages) == 6
    for run, seconds in enumerate(together.seconds):
        assert sum(stage.seconds[run] for stage in own) == pytest.approx(seconds)
    assert "from Parquet to Parquet" in whole.what and min(whole.seconds) > 0
    assert reasons.against == "TreeSHAP" and reasons.ratio is not None


def test_figures_are_medians_and_a_percentile_needs_enough_runs() -> None:
    assert Figure("x", [3.0, 1.0, 2.0], "so").median == 2.0
    assert Figure("x", [0.001, 0.003], "so", "ms").median == pytest.approx(2.0)
    assert Figure("x", [0.003, 0.001], "so", "ms").span == pytest.approx((1.0, 3.0))
    assert Figure("x", [1.0] * 19, "so").p95 is None
    assert Figure("x", [float(i) for i in range(1, 102)], "so").p95 == pytest.approx(96.0)
    assert len(runs(4, lambda: None)) == 4


def test_the_page_says_of_each_figure_how_it_was_taken_and_has_no_path_of_the_machine() -> None:
    generate_, open_ = (
        Figure("Generate", [4.0], "in one process", against="Faker", ratio=16.4),
        Figure("Open", [0.004, *[0.005] * 30, 0.02], "by pressing Next", "ms"),
    )
    text = page([generate_, open_])
    assert "| Generate | 4.00 s |  | 1 | 16.4 × Faker |" in text
    assert "| Open | 5.00 ms (4.00–20.0) | 5.00 ms | 32 |  |" in text
    assert "- Generate: in one process." in text and "- Open: by pressing Next." in text
    machine = next(line for line in text.splitlines() if line.startswith("Machine:"))
    assert not re.search(r"(^|\s)/\w", machine)
