"""Exercise, settings and mapping files that are made to exhaust the reader are refused before they are parsed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exercises.design import load_spec
from generators.odds import load_settings
from simulator.errors import InputError
from simulator.intake import load_mapping

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "aliases that multiply": (BOMB, "aliases"),
    "an alias of itself": ("a: &a [*a]\n", "aliases"),
    "a million keys": ("".join(f"k{number}: 1\n" for number in range(1_000_000)), "shorten it to 100000"),
    "five thousand levels": ("a: " + "[" * 5_000, "nested more than"),
}
READERS: dict[str, Callable[[Path], object]] = {
    "exercise": load_spec,
    "settings": lambda file: load_settings(file, {}),
    "mapping": lambda file: load_mapping(str(file)),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_would_exhaust_the_reader_is_one_line(kind: str, reader: str, tmp_path: Path) -> None:
    text, said = HOSTILE[kind]
    file = tmp_path / "file.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=said) as refusal:
        READERS[reader](file)
    assert len(refusal.value.faults) == 1
