"""The gravity of trade: the delivered file is sound, and a faulty one is refused with every fault's file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.geography import trade_gravity
from simulator.errors import InputError

FILE = Path(trade_gravity.__file__).parents[1] / "data" / "gravity.yaml"


def faults(folder: Path, *changes: tuple[str, str]) -> list[str]:
    text = FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "gravity.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        trade_gravity.load_trade_gravity(folder)
    return error.value.faults


def test_a_party_is_a_country_or_a_bloc_of_countries() -> None:
    assert trade_gravity.members("NO") == ("NO",)
    assert set(trade_gravity.members("efta")) == {"CH", "IS", "NO"}
    assert "NO" in trade_gravity.trade_gravity().agreements["eu"]  # not YAML's word for false


def test_all_faults_come_at_once_with_file_and_line(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        ("distance: -1.17", "distance: 1.17"),
        ("AM-AZ", "AM-ZZ"),
        ("AM-TR", "TR-AM"),
        ("efta: [CA", "eftta: [CAN"),
    )
    for said in (
        "distance: is 1.17; write a number below 0",
        "ZZ of AM-ZZ",
        "not in alphabetical order",
        "'eftta' is neither",
        "'CAN' is neither",
    ):
        assert sum(said in fault for fault in found) == 1, said
    lines = FILE.read_text(encoding="utf-8").splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if text.startswith("barred:"))
    assert any(f"gravity.yaml:{line}: barred.1: " in fault for fault in found)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    assert any("distanse" in fault for fault in faults(tmp_path, ("distance:", "distanse:")))  # codespell:ignore
