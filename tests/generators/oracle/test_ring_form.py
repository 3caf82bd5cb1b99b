"""The stored form of what is weighed keeps groups of companies; older forms know none."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest

from generators.oracle import GROUP, Weighing, opinion
from tests.generators.oracle.test_ring import IDS, TRADER, tiny


def test_the_stored_form_keeps_the_groups() -> None:
    odds = tiny()
    again = Weighing.from_bytes(odds.to_bytes())
    assert (opinion(again, IDS).posterior == opinion(odds, IDS).posterior).all()


def stored_before(odds: Weighing, version: int) -> bytes:
    """The form of an earlier version, which lacks what came later."""
    with np.load(io.BytesIO(odds.to_bytes())) as kept:
        arrays = dict(kept)
    for name in ("director", "front_odds", "front_ratio"):
        del arrays[name]
    if version == 1:
        del arrays["frame"]
        arrays["status_odds"] = arrays["status_odds"][0]
    about = json.loads(arrays["about"].tobytes()) | {"version": version}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


@pytest.mark.parametrize("version", [1, 2])
def test_older_forms_load_and_know_no_groups(version: int) -> None:
    odds = replace(tiny(), frame=np.zeros(len(TRADER), dtype=np.int64))
    found = opinion(Weighing.from_bytes(stored_before(odds, version)), IDS)
    assert GROUP not in found.steps
    alone = opinion(replace(odds, director=np.full(len(TRADER), -1)), IDS)
    assert (found.posterior == alone.posterior).all()
