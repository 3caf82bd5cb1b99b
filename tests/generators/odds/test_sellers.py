"""Who sells goods abroad."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.odds import shelf
from generators.odds.sellers import load_sellers, sellers
from simulator.errors import InputError


def test_the_longest_code_decides_who_sells() -> None:
    known = {"711311": "household_goods", "710812": "mining", "847160": "electronics_distribution"}
    known |= {"845811": "machine_shop", "871310": "household_goods", "870899": "automotive", "270111": "mining"}
    assert sellers().lines(list(known)) == list(known.values())


def test_every_good_has_a_seller() -> None:
    assert len(shelf().line) == len(shelf().goods)


def test_all_faults_of_the_file_come_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "sellers.yaml").write_text('farms: ["01"]\nmining: ["1-2"]\n', encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_sellers(tmp_path)
    assert "sellers.yaml:2" in "\n".join(error.value.faults)
    (tmp_path / "sellers.yaml").write_text('farms: ["01"]\n', encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_sellers(tmp_path)
    assert "sellers.yaml:1" in "\n".join(error.value.faults)
