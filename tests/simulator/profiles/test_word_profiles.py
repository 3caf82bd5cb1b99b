"""The shipped profiles on words of the description: lawful goods of every code are left alone, strategic ones found."""

from __future__ import annotations

import pandas as pd
import pytest

from simulator.profiles import ProfileScorer, load
from simulator.reference import goods

ON_WORDS = [p for p in load() if "goods_description" in p.condition + "".join(p.selections.values())]
STRATEGIC = [p for p in ON_WORDS if p.id == "strategic-words-ordinary-code"]


def hits(rows: list[tuple[str, str]]) -> pd.DataFrame:
    """Which word profiles hit declarations of a code and a description, dear enough for every one of them."""
    frame = pd.DataFrame(rows, columns=["hs_code", "goods_description"])
    frame = frame.assign(declaration_id=frame.index.astype(str), statistical_value=1e9, net_mass=1.0)
    return pd.DataFrame(ProfileScorer(ON_WORDS).hits(frame).matrix, columns=[p.id for p in ON_WORDS])


def test_wordings_of_the_tariff_are_seldom_taken_for_something_else() -> None:
    """Every label and invoice wording of every code, each declared under its own code: 19,594 texts.

    A hit is false: the text is that of its code.
    """
    rows = [(code, text) for code, good in goods().items() for text in (good.label, *good.words)]
    assert len(rows) > 15_000
    found = hits(rows)
    assert found.any(axis=1).mean() <= 0.005, found.mean().to_dict()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("190531", "WAFERS, EMPTY CAPSULES; BISCUITS"),
        ("190532", "Ice cream wafers"),
        ("690721", "URBAN GRAPHITE TILE 60X60"),
        ("441019", "Waferboard panels"),
        ("846229", "Press brake, not numerically controlled"),
        ("950651", "Graphite squash racket with titanium frame"),
        ("810830", "Titanium and nickel alloy scrap"),
        ("950300", "Toy drone, unmanned, with gyro"),
        ("320611", "Titanium white"),
        ("854519", "Graphite anodes"),
    ],
)
def test_words_of_another_trade_are_no_hit(code: str, text: str) -> None:
    assert not hits([(code, text)]).to_numpy().any()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("848280", "TURBOMOLECULAR PUMPS"),
        ("854190", "Semiconductor wafers"),
        ("690310", "Isostatic graphite blocks"),
        ("950300", "Night-vision goggles"),
        ("900640", "image intensifiers"),
        ("880610", "Unmanned rotor blades"),
    ],
)
def test_words_of_strategic_goods_under_an_ordinary_code_are(code: str, text: str) -> None:
    assert hits([(code, text)])[[profile.id for profile in STRATEGIC]].to_numpy().all()
