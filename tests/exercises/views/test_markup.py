"""HTML reaches a page through one door, and only as Markup."""

from __future__ import annotations

import re
from pathlib import Path

import exercises.views
from exercises.language import palette
from exercises.report import Heading, Reference, Table, Text
from exercises.views import blocks, lanes
from exercises.views.trainee.desk import header

VIEWS = Path(exercises.views.__file__).parent
SAID = "<b>it's</b>"


def test_only_one_module_hands_html_to_streamlit() -> None:
    others = [path for path in VIEWS.glob("*.py") if path.name != "markup.py"]
    for path in (*others, *(VIEWS / "trainee").rglob("*.py"), *(VIEWS / "instructor").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "st.html(" not in text and "from html import escape" not in text, path
        assert not re.search(r"""\bf(["']).*</?[a-z].*\1""", text), path


def test_a_text_given_to_a_view_is_escaped_once() -> None:
    table = Table((SAID,), ((SAID, Reference(SAID)),))
    for html in (
        blocks.html(Heading(SAID, 2)),
        blocks.html(Text(SAID)),
        blocks.html(table),
        header.clock(0.0, SAID),
    ):
        assert "&lt;b&gt;it&#39;s&lt;/b&gt;" in html and SAID not in html and "&amp;" not in html


def test_the_marks_of_a_view_are_not_escaped() -> None:
    assert str(blocks.html(Text("said", "lead"))) == '<p class="rl-lead">said</p>'
    assert lanes.chip("red").startswith('<span class="rl-lane rl-red">')
    assert all(palette.swatch(player).startswith("<i ") for player in palette.COLOURS)
