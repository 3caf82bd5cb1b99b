"""The desk shows a likeness of names beside the entry of the list, word by word."""

from __future__ import annotations

import pandas as pd

from exercises.views.trainee.desk import screening
from simulator.reference import Consignment


def shown(name: str) -> str:
    row = {"declaration_id": "D-1", "consignee_name": name, "consignee_register_number": ""}
    return str(screening.html(Consignment.from_row(pd.DataFrame([row]), "D-1"), {}))


def test_the_words_that_match_stand_side_by_side() -> None:
    page = shown("TO THE ORDER OF ZELVATRIKS PROCES LLC, 14 QUAY STREET")  # codespell:ignore
    assert "<td>zelvatriks · proces</td><td>zelvatrix · process</td>" in page  # codespell:ignore
    assert "Zelvatrix Process Systems" in page


def test_a_name_that_resembles_nobody_has_no_such_line() -> None:
    assert "Words that match" not in shown("Alder Valley Clinic, 14 Quay Street")
