"""Cells that hold more than a name: addresses, order wordings, branches, initials, legal forms written out."""

from __future__ import annotations

import pandas as pd
import pytest

from simulator.screening import Parties, resemblance, screen
from simulator.screening.spelling import rules
from tests.simulator.screening.planted import measured

PARTIES = Parties(("P1", "P2"), ("Zelvatrix Process Systems", "Ombrelin Heavy Engineering Works"))
LIMIT = rules().candidate


def test_cells_as_they_come_are_found_and_ordinary_names_left_alone() -> None:
    """At least 3,000 variants of ten kinds; 20,000 names of companies. Plain WRatio finds fewer, with far more."""
    names, *methods = measured().astype("float").to_dict().values()
    assert names["all"] >= 3_000 and names["candidates per clean name"] == 20_000
    screening, *others = methods
    assert screening.pop("candidates per clean name") <= 0.02
    assert screening["all"] >= 0.97 and min(screening.values()) >= 0.9
    assert len(others) == 2 and all(screening["all"] > other["all"] for other in others)


CASES = [
    ("JOINT STOCK COMPANY CRAVENNA", "Cravenna", True),
    ("Cravenna Gesellschaft mit beschränkter Haftung", "Cravenna", True),
    ("ТОВАРИСТВО З ОБМЕЖЕНОЮ ВІДПОВІДАЛЬНІСТЮ «КРАВЕННА»", "Cravenna", True),
    ("შპს „კრავენნა“", "Cravenna Turbomachinery", True),
    ("(주)Cravenna", "Cravenna Turbomachinery", True),
    ("M/S CRAVENNA", "Cravenna", True),
    ("QORVATH MERIDIAN INSTRUMENTS LLC/N3 KESTREL QUAY/NPORT AMBREL", "Qorvath Meridian Instruments", True),
    ("QORVATH MERIDIAN INSTRUMENTS LLC KESTREL QUAY", "Qorvath Meridian Instruments", True),
    ("12 Quay Street Cravenna Turbomachinery", "Cravenna Turbomachinery", True),
    ("TO THE ORDER OF QORVATH MERIDIAN INSTRUMENTS", "Qorvath Meridian Instruments", True),
    ("TO ORDER OF THE BANK OF ALDER A/C CRAVENNA", "Cravenna Turbomachinery", True),
    ("Alder Logistics c/o Cravenna Turbomachinery", "Cravenna Turbomachinery", True),
    ("Dubai branch of Cravenna", "Cravenna Turbomachinery", True),
    ("A.B.C. Co., Ltd", "A-B-C Company", True),
    ("A B C Ltd", "A-B-C Company", True),
    ("ABD Ltd", "A-B-C Company", False),
    ("Sergey Petrov", "Petrov Sergei Ivanovich", True),
    ("Petrov S.I.", "Petrov Sergei Ivanovich", True),
    ("S. Petrov", "Petrov Sergei Ivanovich", True),
    ("K. Petrov", "Petrov Sergei Ivanovich", False),
    ("S. Ivanov", "Petrov Sergei Ivanovich", False),
    ("Petrov Sergei Ivanovich", "Petrov Sergei", True),
    ("Rashidov Elchan", "Elchan Rashidov Marat oglu", True),
    ("Special Materials", "Spectra Materials", False),
    ("Kressa Logistics", "Kessara Logistics", False),
    ("K. Logistics", "Kessara Logistics", False),
    ("Alder Foods, 3 Qorvath Road, Meridian", "Qorvath Meridian Instruments", False),
    ("Alder Ltd, 7 Old Sarvik Lane", "Sarvik Trading", False),
    ("Qorvath Foods and Alder Farms, Meridian Gate", "Qorvath Meridian Instruments", False),
]


@pytest.mark.parametrize(("given", "listed", "alike"), CASES)
def test_what_resembles_a_listed_name_and_what_does_not(given: str, listed: str, alike: bool) -> None:
    parties = Parties(("P1",), (listed,))
    assert (resemblance(pd.Series([given]), parties)[0] >= LIMIT) == alike
    assert bool(screen([given], parties)) == alike


def test_a_plain_name_is_as_alike_beside_cells_that_hold_more() -> None:
    plain = ["Zelvatriks Systems", "Alder Valley Clinic", "Ombrelin Works", "Alder S de RL de CV", "     ", "\n"]
    mixed = [*plain, "TO THE ORDER OF ZELVATRIX", "X, 12 Quay Street", "T. Oskelby", "A/C Alder Head Office"]
    alone = [resemblance(pd.Series([name]), PARTIES)[0] for name in plain]
    assert resemblance(pd.Series(mixed), PARTIES)[: len(plain)].tolist() == alone
