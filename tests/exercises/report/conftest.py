"""One attempt that several tests read."""

from __future__ import annotations

import pytest

from exercises.play import MemoryAttempt
from tests.exercises.report.told import played


@pytest.fixture(scope="session")
def inquiry() -> MemoryAttempt:
    """The inquiry desk, played by who follows the profiles."""
    return played("inquiry-desk", "rule-follower")
