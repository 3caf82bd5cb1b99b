"""A small hand-made exercise, and an attempt at it, for everything that plays, marks or shows one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from exercises.analysis.training_set import compose
from exercises.design import ExerciseBatch, ExerciseCard
from exercises.engine import Engine, Help
from exercises.engine.advice import reasons_to_text
from exercises.play import MemoryAttempt
from models import persistence, train
from simulator.profiles import Hit, Leaf, ProfileScorer
from simulator.profiles import load as load_profiles
from simulator.scoring import Reason

FLAG_A, FLAG_B = "product.buyer_mismatch", "route.abnormal"
VIOLATIONS = (2, 5, 9)
FLAGS = {1: FLAG_A, 2: f"{FLAG_A};{FLAG_B}", 5: FLAG_B}


def make_batch(n: int = 10, oracle: bool = True) -> ExerciseBatch:
    """Ten consignments D-00 … D-09: violations 2 (two flags), 5 (one flag), 9 (no flag); 1 is lawful with a flag."""
    ids = [f"D-{i:02d}" for i in range(n)]
    declarations = pd.DataFrame(
        {
            "declaration_id": pd.Series(ids, dtype="str"),
            "goods_description": pd.Series([f"goods {i}" for i in range(n)], dtype="str"),
            "hs_code": pd.Series(["841410", "950300"] * (n // 2), dtype="category"),
            "statistical_value": np.arange(n) * 1000.0,
            "acceptance_date": pd.Series(pd.date_range("2031-03-03", periods=n), dtype="datetime64[us]"),
            "payment_terms": pd.Series(["cash"] * n, dtype="category"),
        }
    )
    weight_a = np.array([2.0 if FLAG_A in FLAGS.get(i, "") else -0.2 for i in range(n)])
    weight_b = np.array([3.0 if FLAG_B in FLAGS.get(i, "") else -0.4 for i in range(n)])
    context = np.linspace(-0.1, 0.1, n)
    prior = np.full(n, -2.0)
    chance = 1 / (1 + np.exp(-(prior + context + weight_a + weight_b)))
    evidence = pd.DataFrame(
        {
            "declaration_id": pd.Series(ids, dtype="str"),
            "posterior": chance,
            "prior_log_odds": prior,
            "weight:consignee.others": context,
            "weight:goods.fit": weight_a,
            "weight:route.itinerary": weight_b,
            "flag:consignee.others": pd.Series([""] * n, dtype="str"),
            "flag:goods.fit": pd.Series([FLAG_A if FLAG_A in FLAGS.get(i, "") else "" for i in range(n)], dtype="str"),
            "flag:route.itinerary": pd.Series(
                [FLAG_B if FLAG_B in FLAGS.get(i, "") else "" for i in range(n)], dtype="str"
            ),
        }
    )
    status = ["false_end_user" if i in VIOLATIONS else "clean" for i in range(n)]
    truth = pd.DataFrame(
        {
            "declaration_id": pd.Series(ids, dtype="str"),
            "status": pd.Series(status, dtype="str"),
            "violation": [i in VIOLATIONS for i in range(n)],
            "typology": pd.Series(["false_end_user" if i in VIOLATIONS else "" for i in range(n)], dtype="str"),
            "nature": pd.Series(["party" if i in VIOLATIONS else "" for i in range(n)], dtype="str"),
            "severity": [3.0 if i in VIOLATIONS else 0.0 for i in range(n)],
            "trader_class": pd.Series(["lawful"] * n, dtype="str"),
            "flags": pd.Series([FLAGS.get(i, "") for i in range(n)], dtype="str"),
            "story_fields": pd.Series([json.dumps({"consignee": f"SECRET buyer {i}"}) for i in range(n)], dtype="str"),
        }
    )
    leaf = Leaf("hs_code", "841410", "is", "8414")
    hit = Hit("RP-01", "Goods and buyer", (FLAG_A,), "red", "high", "Ask.", (leaf,)).to_json()
    classifier = np.linspace(0.0, 0.9, n)
    profiles = np.array([0.6 if i in (1, 2) else 0.0 for i in range(n)])
    engine = pd.DataFrame(
        {
            "declaration_id": pd.Series(ids, dtype="str"),
            "profile_score": profiles,
            "classifier_score": classifier,
            "combined_score": 1 - (1 - classifier) * (1 - profiles),
            "hits": pd.Series([json.dumps([hit] if i in (1, 2) else []) for i in range(n)], dtype="str"),
            "reasons": pd.Series([reasons_to_text([Reason("route", 0.5)]) for _ in range(n)], dtype="str"),
        }
    )
    return ExerciseBatch(declarations, engine, truth, evidence if oracle else None)


def make_card(profiles: bool = True, classifier: bool = True) -> ExerciseCard:
    """The card of the small exercise: 3 examinations, 2 document checks."""
    return ExerciseCard(
        id="small",
        title="Small",
        level="easy",
        briefing="Read it.",
        capacity={"red": 3, "yellow": 2},
        visible_tier="declaration",
        help=Help(profiles=profiles, classifier=classifier),
        minutes=30,
        volume=10,
    )


@pytest.fixture
def small_batch() -> ExerciseBatch:
    """See ``make_batch``."""
    return make_batch()


@pytest.fixture
def outcome_batch() -> ExerciseBatch:
    """The same without an oracle, as from a real file."""
    return make_batch(oracle=False)


@pytest.fixture
def sample_attempt(small_batch: ExerciseBatch) -> MemoryAttempt:
    """A fresh attempt at the small exercise."""
    return MemoryAttempt(make_card(), small_batch)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a classifier that was trained on little: quick, and good enough to rank.

    The first worker that wants it trains it; the others wait and read the same file.
    """
    base = tmp_path_factory.getbasetemp()
    file = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "classifier.skops"
    with FileLock(file.with_suffix(".lock")):
        if not file.exists():
            declarations, labels = compose(9_000)
            persistence.save(file, train(declarations, labels, 1))
    return file


@pytest.fixture(scope="session")
def engine(trained: Path) -> Engine:
    """The shipped profiles and the trained classifier."""
    return Engine(ProfileScorer(load_profiles()), persistence.load(trained))


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """Give ``__main__`` back after each test: a page run by AppTest leaves itself there.

    Worker processes that a later test starts would run the page again.
    """
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
