"""Charts drawn for print: their size, and axes of whole numbers."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import exercises
from exercises.drawing import fonts, png, svg
from exercises.report import charts


def attempts(last: int) -> list[dict[str, object]]:
    return [{"n": place, "share": 0.5, "title": "one"} for place in range(1, last + 1)]


def test_a_picture_is_as_large_as_it_is_printed() -> None:
    picture = png(charts.attempts(attempts(3)), 174.0, 70.0).getvalue()
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG")
    assert width / height == pytest.approx(174 / 70, rel=0.01) and 25.4 * width / 174 > 150


@pytest.mark.parametrize("last", [2, 3, 4, 7, 12, 60])
def test_attempts_are_counted_in_whole_numbers(last: int) -> None:
    drawn = svg({**charts.attempts(attempts(last)), "width": 660})
    ticks = re.findall(r">([\d.]+)</text>", drawn)
    assert len(set(ticks)) == len(ticks) >= 2 and all(tick.isdigit() for tick in ticks)


def test_the_fonts_come_with_the_project_and_have_the_signs_of_both_languages() -> None:
    folder = fonts()
    assert folder.is_relative_to(Path(exercises.__file__).parent) and (folder / "LICENSE").is_file()
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        signs = TTFont(folder / name).getBestCmap()
        assert {ord(sign) for sign in "aàâçéèêëîïôùûüœÀÉÇ«»’“”–—…·×±−≥≤→′€%Ωя"} <= signs.keys()
