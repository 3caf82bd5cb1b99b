"""What a page says of a fault names no place on the server."""

from __future__ import annotations

import pytest

from exercises.views.notices import without_folders


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/srv/redlane/simulator/data/mappings/korea_import.yaml:12: no column", "korea_import.yaml:12: no column"),
        ("'/tmp/redlane-x1/declarations/in.csv' is empty", "'in.csv' is empty"),
        ("C:\\redlane\\var\\models\\classifier.skops: missing", "classifier.skops: missing"),
        ("see http://127.0.0.1:8501/join and/or docs/files.md", "see http://127.0.0.1:8501/join and/or docs/files.md"),
        ("in.csv:3: write 2031/03/31, or 1/2", "in.csv:3: write 2031/03/31, or 1/2"),
    ],
)
def test_files_are_named_without_their_folders(line: str, said: str) -> None:
    assert without_folders(line) == said
