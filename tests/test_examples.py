"""The examples in docstrings are true and whole: whoever copies one into a session sees what it shows."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    ".".join(path.relative_to(PROJECT).with_suffix("").parts)
    for package in ("simulator", "generators", "models", "exercises")
    for path in (PROJECT / package).rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)
CALLED = (
    "generators.oracle.difficulty",
    "generators.oracle.weigh",
    "generators.output.write",
    "generators.traffic.generate",
    "generators.traffic.sentences",
    "models.train_quickly",
    "simulator.intake.load_mapping",
    "simulator.office.select",
    "simulator.profiles.ProfileScorer",
    "simulator.profiles.load",
    "simulator.reference.hs_known",
    "simulator.reference.strategic",
    "simulator.scoring.share_of_best",
    "simulator.scoring.together",
    "simulator.share.wilson",
)
"""What analysts call, by the face that they import it from."""


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    """They run without the module's own names, so each example imports what it uses."""
    result = doctest.testmod(importlib.import_module(name), globs={})
    assert result.attempted and not result.failed


@pytest.mark.parametrize("called", CALLED)
def test_what_analysts_call_has_an_example_that_imports_it_from_its_face(called: str) -> None:
    face, _, name = called.rpartition(".")
    told = getattr(importlib.import_module(face), name).__doc__
    imports = [example.source for example in doctest.DocTestParser().get_examples(told)]
    assert any(line.startswith(f"from {face} import ") and name in line for line in imports)
