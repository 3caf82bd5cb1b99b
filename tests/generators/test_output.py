"""Traffic on disk: shards and a manifest whose hashes are those of the content; two settings never share a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from generators import output
from generators.settings import Settings
from simulator.declaration import fields_at
from simulator.errors import InputError


def test_shards_hold_all_rows_and_the_hash_does_not_depend_on_their_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(declarations=130)
    told: list[int] = []
    one = json.loads(output.write(settings, 4, tmp_path / "one", told.append).read_text())
    monkeypatch.setattr(output, "SHARD", 50)
    other = json.loads(output.write(settings, 4, tmp_path / "other").read_text())
    assert told == [130]
    assert one["content"]["declarations"] == other["content"]["declarations"]
    assert len(list((tmp_path / "other" / "declarations").iterdir())) == 3
    assert list(pd.read_parquet(tmp_path / "one" / "declarations").columns) == fields_at("check")
    truth = pd.read_parquet(tmp_path / "other" / "truth")
    assert len(truth) == 130 and truth["posterior"].between(0, 1).all()


def test_a_folder_of_other_settings_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    output.write(Settings(declarations=10), 1, tmp_path / "out")
    before = (tmp_path / "out" / "manifest.json").read_bytes()
    output.write(Settings(declarations=10), 1, tmp_path / "out")
    with pytest.raises(InputError, match="holds something else"):
        output.write(Settings(declarations=11), 1, tmp_path / "out")
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("damage", [b"{", b"[]", b"\xff\xfe", b""])
def test_a_damaged_manifest_is_refused_in_one_line(tmp_path: Path, damage: bytes) -> None:
    output.write(Settings(declarations=10), 1, tmp_path / "out")
    (tmp_path / "out" / "manifest.json").write_bytes(damage)
    with pytest.raises(InputError, match="holds something else"):
        output.write(Settings(declarations=10), 1, tmp_path / "out")
