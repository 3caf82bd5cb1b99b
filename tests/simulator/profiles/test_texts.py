"""How conditions compare texts, codes and dates: whatever their case, form of Unicode, blanks and time of day."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from simulator.profiles import Comparison, folded
from simulator.profiles.evaluate import Evaluator
from tests.simulator.profiles.judged import true


def test_categories_that_differ_in_case_alone_compare_as_equal() -> None:
    frame = pd.DataFrame({"consignee_name": pd.Categorical(["ALDER", "Alder"]), "notify_party": ["alder", "aldeR"]})
    assert true(frame, "consignee_name == notify_party") == [True, True]


def test_capital_letters_do_not_count_in_any_language() -> None:
    frame = pd.DataFrame({"consignee_name": ["Straße", "STRASSE", "ΣΊΣΥΦΟΣ", "σίσυφος"]})
    assert true(frame, 'consignee_name == "strasse"') == [True, True, False, False]
    assert true(frame, 'starts(consignee_name, "Σίσυφος")') == [False, False, True, True]


def test_columns_of_another_type_never_raise() -> None:
    frame = pd.DataFrame(
        {
            "hs_code": [841410, None],
            "gross_mass": ["ten", "12"],
            "acceptance_date": ["?", "2031-01-01"],
            "goods_description": pd.Series(["half a sign \ud800", 7], dtype=object),
        }
    )
    assert true(frame, "gross_mass > 11") == [False, True]
    assert true(frame, 'acceptance_date > "2030-01-01"') == [False, True]
    assert true(frame, 'starts(hs_code, "84")') == [True, False]
    assert true(frame, 'contains(goods_description, ["half", "7"])') == [True, True]


def test_texts_compare_after_unicode_blanks_and_case() -> None:
    """The same name however it is stored; a full stop is another name."""
    names = [
        "MÜLLER GMBH",
        "mu\u0308ller GmbH",
        "Müller  GmbH",
        " Müller\u00a0GmbH\t",
        "Müller GmbH.",
        "Muller GmbH",
        "",
    ]
    frame = pd.DataFrame({"consignee_name": names, "notify_party": ["Müller GmbH"] * 6 + [" "]})
    assert true(frame, 'consignee_name == "Müller GmbH"') == [True] * 4 + [False] * 3
    assert true(frame, 'consignee_name in ["MÜLLER  gmbh"]') == [True] * 4 + [False] * 3
    assert true(frame, "consignee_name == notify_party") == [True] * 4 + [False] * 3
    assert true(frame, "consignee_name != notify_party") == [False] * 4 + [True] * 2 + [False]


def test_codes_of_any_kind_compare_whatever_their_case() -> None:
    frame = pd.DataFrame(
        {
            "incoterm_code": ["fob", "FOB"],
            "package_type": pd.Categorical(["ct", "CT"]),
            "declaration_office": ["nl000101", "NL000101"],
            "country_of_export": ["de", "DE"],
        }
    )
    for condition in (
        'incoterm_code == "FOB"',
        'package_type == "CT"',
        'declaration_office in ["NL000101"]',
        'starts(declaration_office, "NL")',
        'country_of_export == "DE"',
    ):
        assert true(frame, condition) == [True, True], condition


def test_a_date_with_a_time_of_day_is_its_day() -> None:
    frame = pd.DataFrame({"acceptance_date": pd.to_datetime(["2031-01-31 13:00", "2031-02-01 00:00"])})
    assert true(frame, 'acceptance_date <= "2031-01-31"') == [True, False]
    assert true(frame, 'acceptance_date == "2031-01-31"') == [True, False]
    assert true(frame, 'acceptance_date > "2031-01-31"') == [False, True]


def test_two_blanks_are_not_the_same_party() -> None:
    frame = pd.DataFrame({"notify_party": ["", " ", None], "consignee_name": ["", "", ""]})
    assert true(frame, "notify_party == consignee_name") == [False] * 3
    assert true(frame, "notify_party != consignee_name") == [False] * 3


TEXTS = st.one_of(
    st.text(max_size=6),
    st.text(".*+?()[]{}|^$\\/-# aAßİı\n\x00é", max_size=6),
    st.sampled_from(["spare parts", "Parts"]),
)


@given(st.lists(TEXTS.filter(folded), min_size=1, max_size=4), st.lists(TEXTS, min_size=1, max_size=6))
def test_texts_mean_themselves_whatever_signs_they_hold(wanted: list[str], found: list[str]) -> None:
    """Nothing in a list is a pattern; capital letters do not count."""
    small = tuple(map(folded, wanted))
    evaluator = Evaluator(pd.DataFrame({"consignee_id": pd.Series(found, dtype="str")}))
    for operator, holds in (
        ("contains", lambda value: any(part in value for part in small)),
        ("starts", lambda value: value.startswith(small)),
        ("in", lambda value: value in small),
    ):
        test = Comparison("consignee_id", operator, small)  # type: ignore[arg-type]
        hits = [holds(folded(value)) for value in found]
        assert evaluator.true(test).tolist() == hits
        assert evaluator.true(test.opposite()).tolist() == [not hit for hit in hits]


@given(st.lists(st.tuples(st.one_of(st.none(), TEXTS), st.one_of(st.none(), TEXTS)), min_size=1, max_size=6))
def test_two_fields_are_the_same_where_their_texts_are(pairs: list[tuple[str | None, str | None]]) -> None:
    frame = pd.DataFrame(pairs, columns=["consignee_name", "notify_party"]).astype("str")
    known = [(folded(one), folded(other)) for one, other in pairs if one is not None and other is not None]
    same, differ = sum(one == other != "" for one, other in known), sum(one != other for one, other in known)
    assert sum(true(frame, "consignee_name == notify_party")) == same
    assert sum(true(frame, "consignee_name != notify_party")) == differ
