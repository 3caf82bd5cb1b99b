"""Generated traffic holds nothing impossible, and what is unlikely at the rates that docs/realism.md states."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from generators.odds import Settings
from generators.realism import report
from generators.realism.credible import Found, credible
from simulator.packs import pack

ROOT = Path(report.__file__).parents[2]
OUTSIDE = ROOT / "tests" / "data" / "packs" / "kz"
ROWS = 20_000


@cache
def found(name: str) -> tuple[Found, ...]:
    return credible(Settings(declarations=ROWS, prevalence=0.06, days=365, pack=name), seed=5)


@pytest.mark.parametrize("name", [*report.PACKS, str(OUTSIDE)], ids=lambda name: Path(name).name)
def test_nothing_is_impossible(name: str) -> None:
    assert [one for one in found(name) if one.severity == "impossible"] == []


@pytest.mark.parametrize("name", report.PACKS)
def test_the_unlikely_has_the_rates_of_the_page(name: str) -> None:
    page = (ROOT / "docs" / "realism.md").read_text(encoding="utf-8")
    title = re.escape(pack(name).title)
    stated = {
        check: float(share) / 100 for check, share in re.findall(rf"\| {title} \| (\S+) \| unlikely \| ([\d.]+)%", page)
    }
    assert len(stated) >= 3
    for check in stated.keys() | {one.check for one in found(name)}:
        share = next((one.share for one in found(name) if one.check == check), 0.0)
        expected = stated.get(check, 0.0)
        assert abs(share - expected) <= 4 * (max(expected, 1e-4) / ROWS) ** 0.5 + 5e-5, check
