"""Compares risk profiles with lambdas on each row and with the rule-engine package: CPU seconds, and the same hits.

The others get the derived facts at no cost. So the profiles get them at no cost too in the comparison, and the time
that includes the derived facts is a separate figure.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from exercises.bench import plain, rule_engine_package
from exercises.bench.figures import Figure, cpu
from generators.odds import Settings
from generators.traffic import generate
from simulator.derived import derive
from simulator.errors import InputError
from simulator.profiles import Hits, ProfileScorer, load
from simulator.reference import visible

DECLARATIONS = 100_000
LAMBDAS, PACKAGE = 20_000, 1_000
"""Rows per run of the others: about a second each."""
PAGE = 200
RUNS = 5

Rule = Callable[[Mapping[str, Any]], bool]


def judging(declarations: int = DECLARATIONS, lambdas: int = LAMBDAS, package: int = PACKAGE) -> Iterator[Figure]:
    """The active profiles of the pack on generated traffic; raises ``InputError`` if the hits differ."""
    scorer = ProfileScorer(load())
    traffic = visible(generate(Settings(declarations=declarations), 1).declarations, "declaration")
    with_facts = pd.concat([traffic, derive(traffic)], axis=1)
    hits, count = scorer.hits(with_facts), len(scorer.profiles)
    ours = [cpu(lambda: scorer.hits(with_facts)) for _ in range(RUNS)]
    for what, rules, rows in (
        ("lambdas on each row", [plain.rule(profile) for profile in scorer.profiles], min(lambdas, declarations)),
        ("the rule-engine package", [rule_engine_package.rule(profile) for profile in scorer.profiles], package),
    ):
        seconds = _others(rules, with_facts.head(rows), hits, what) * declarations / rows
        yield Figure(
            f"Apply {count} risk profiles to {declarations:,} with derived facts ready, beside {what}",
            ours,
            f"CPU seconds of one process; each run reads and encodes every column again; {what} took {seconds:.1f} s, "
            f"scaled up from the first {rows:,} rows as dicts, and hit the same rows",
            against=what,
            ratio=seconds / statistics.median(ours),
        )
    yield Figure(
        f"Apply {count} risk profiles to {declarations:,} and score them, with derived facts and name screening",
        [cpu(lambda: scorer.score(traffic)) for _ in range(RUNS)],
        "CPU seconds of one process, from the declaration to the score and the part of each indicator in it",
    )
    yield from _page(scorer, traffic, hits)


def _page(scorer: ProfileScorer, traffic: pd.DataFrame, hits: Hits) -> Iterator[Figure]:
    rows = np.flatnonzero(hits.matrix.any(axis=1))[:PAGE]
    page = traffic.iloc[rows].reset_index(drop=True).apply(_of_its_own)
    fresh = [scorer.hits(page) for _ in range(RUNS)]
    yield Figure(
        f"Apply them to a page of {len(page)}, each with hits, with derived facts and name screening",
        [cpu(lambda: scorer.hits(page)) for _ in range(RUNS)],
        "CPU time of one process",
        "ms",
    )
    yield Figure(
        f"Explain the hits of a page of {len(page)}, leaf by leaf",
        [cpu(lambda one=one: [one.explain(row) for row in range(len(page))]) for one in fresh],  # type: ignore[misc]
        "CPU time of one process; the profiles are applied before, and nothing else is prepared",
        "ms",
    )


def _of_its_own(column: pd.Series[Any]) -> pd.Series[Any]:
    """A page that comes by itself has only its own categories."""
    return column.cat.remove_unused_categories() if isinstance(column.dtype, pd.CategoricalDtype) else column


def _others(rules: Sequence[Rule], frame: pd.DataFrame, hits: Hits, what: str) -> float:
    """Seconds that rules take on the rows of a frame: the first rows of those that the profiles judged."""
    rows, found = plain.rows_of(frame), list[list[bool]]()
    gc.freeze()  # the garbage collector need not search the many rows made before
    seconds = cpu(lambda: found.extend([rule(row) for rule in rules] for row in rows))
    gc.unfreeze()
    if not np.array_equal(np.array(found), hits.matrix[: len(rows)]):
        raise InputError(f"{what} and the profiles hit different rows: correct the translation")
    return seconds
