"""Settings name a context pack; the ``home`` of older files finds its pack, or is refused with a message."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from generators.odds import Settings, load_settings
from simulator.errors import InputError

KZ = Path(__file__).parents[2] / "data" / "packs" / "kz"


@pytest.mark.parametrize(("home", "pack"), [("NL", "eu-nl"), ("GE", "ge"), ("KR", "kr")])
def test_a_former_home_becomes_its_pack(home: str, pack: str, tmp_path: Path) -> None:
    assert Settings.model_validate({"home": home, "days": 5}) == Settings(pack=pack, days=5)
    file = tmp_path / "old.yaml"
    file.write_text(f"days: 5\nhome: {home}\n", encoding="utf-8")
    assert load_settings(file, {}) == Settings(pack=pack, days=5)
    assert "home" not in Settings(pack=pack).model_dump()


def test_another_home_is_refused_and_the_way_out_is_told(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_text("days: 5\nhome: DE\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_settings(file, {})
    (fault,) = refusal.value.faults
    assert "old.yaml:" in fault and "home 'DE' is now given by a context pack; write pack: NAME" in fault


def test_home_beside_a_pack_is_refused() -> None:
    with pytest.raises(ValidationError, match="home and pack are both given; take home out"):
        Settings.model_validate({"home": "NL", "pack": "ge"})


def test_a_pack_is_a_name_or_a_folder(tmp_path: Path) -> None:
    assert Settings().pack == "eu-nl" and Settings(pack=str(KZ)).pack == str(KZ)
    for wrong in ("eu-nn", str(tmp_path / "nowhere"), ""):
        with pytest.raises(ValidationError, match="is not known"):
            Settings(pack=wrong)
    (tmp_path / "pack.yaml").write_text("title: half\n", encoding="utf-8")
    with pytest.raises(ValidationError, match=r"pack.yaml:1: home: missing; add it"):
        Settings(pack=str(tmp_path))
