"""Party screening: variants of listed names are found, lawful names are mostly left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.screening import Parties, listed_parties, resemblance, rules, screen, words

PARTIES = Parties(("P1", "P2"), ("Zelvatrix Process Systems", "Ombrelin Heavy Engineering Works"))
LIMIT = rules().thresholds["ratio"]


@pytest.mark.parametrize(
    "variant",
    [
        "Zelvatrix Process Systems",
        "ZELVATRIX PROCESS SYSTEMS LLC",
        "Zelvatrix Process Systems L.L.C.",
        "Process Systems Zelvatrix GmbH",
        "Zelvatriks Process Sistems",
        "Zélvatrîx Prøcess-Systems, S.A.",
        "Zelvatrix Proces Systems Co. Ltd.",
        "Zelvatrix Process",
    ],
)
def test_variants_of_a_listed_name_are_candidates(variant: str) -> None:
    found = screen([variant], PARTIES)
    assert found[0].party_id == "P1" and found[0].score >= LIMIT
    assert resemblance(pd.Series([variant]), PARTIES)[0] >= LIMIT


@pytest.mark.parametrize("name", ["Alder Valley Clinic", "Process Control Systems Ltd", "Engineering Works", "LLC", ""])
def test_other_names_are_not(name: str) -> None:
    assert screen([name], PARTIES) == []
    assert resemblance(pd.Series([name]), PARTIES)[0] < LIMIT


def test_a_candidate_shows_the_words_that_match() -> None:
    assert screen(["Zelvatriks Process Trading Ltd"], PARTIES)[0].matched == (
        ("zelvatriks", "zelvatrix"),
        ("process", "process"),
    )


def test_legal_forms_accents_and_points_are_taken_off_but_never_everything() -> None:
    assert words("Müller & Søn G.m.b.H.") == ["muller", "son"]
    assert words("Łódź Işık Đorđe d.o.o.") == ["lodz", "isik", "dorde"]
    assert words("Limited Company") == ["limited", "company"]


def test_most_planted_variants_are_found_at_few_candidates_a_clean_name() -> None:
    parties = listed_parties()
    planted = [
        (party, variant)
        for party, name in zip(parties.ids, parties.names, strict=True)
        for variant in (
            f"{name.upper()} LTD",
            " ".join(reversed(name.split())),
            name.replace("k", "c").replace("x", "ks"),
            name[:3] + name[4:],
            name.replace("a", "á").replace("o", "ö"),
        )
    ]
    found = {(candidate.party_id, candidate.name) for candidate in screen([variant for _, variant in planted])}
    assert np.mean([pair in found for pair in planted]) >= 0.95
    clean = [f"{first} {second} GmbH" for first in FIRST for second in SECOND]
    assert len(screen(clean)) / len(clean) <= 0.1


FIRST = [
    "Alder Valley",
    "Brightwater",
    "Corvo",
    "Dunmore",
    "Elmhurst",
    "Fieldgate",
    "Granlund",
    "Hollins",
    "Ivory Coast",
]
SECOND = ["Clinic", "Trading", "Machine Works", "Logistics", "Research Institute", "Chemicals", "Avionics", "Foods"]


def test_the_shipped_list_is_long_enough_and_its_ids_are_unique() -> None:
    parties = listed_parties()
    assert len(parties.ids) >= 40 and len(set(parties.ids)) == len(parties.ids) == len(set(parties.names))


def test_unknown_names_have_an_unknown_resemblance() -> None:
    found = resemblance(pd.Series(["Alder", None, "Alder"]), PARTIES)
    assert np.isnan(found[1]) and found[0] == found[2]
    assert resemblance(pd.Series(["Alder"]), Parties((), ())).tolist() == [0.0]
    assert len(resemblance(pd.Series([], dtype="str"), PARTIES)) == 0


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=5))
def test_any_names_have_a_resemblance_between_0_and_100(names: list[str | None]) -> None:
    found = resemblance(pd.Series(names, dtype="object"), PARTIES)
    known = np.array([name is not None for name in names], dtype=bool)
    assert np.isnan(found[~known]).all() and ((found[known] >= 0) & (found[known] <= 100)).all()
