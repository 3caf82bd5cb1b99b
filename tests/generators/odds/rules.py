"""A change of one of the generator's rules, to break it."""

from __future__ import annotations

from pathlib import Path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
