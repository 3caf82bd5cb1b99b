"""A story tells nothing that the fields of its consignment contradict, and all that its clauses could tell of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from generators.facts import in_sentence
from generators.odds import NO_TRACE, Settings, population, story_texts, typologies
from generators.traffic import sentences
from simulator.reference import countries, goods
from tests.generators.traffic.officer import ROWS, Bools, Fields, fields
from tests.generators.traffic.shown import BEYOND_THE_PAPERS, OF_STORY, TRUE

OFFICES = ("eu-nl", "ge")
CONCEAL = tuple(name for name, own in typologies().items() if own.conceals)
ONLY_TRUE = {"by_hub", "by_detour", "packages_light", "packages_heavy"}
"""True where they are told. The usual way has a stop or a hub too, and some packages cannot hold less or more."""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=OFFICES)
def told(request: pytest.FixtureRequest) -> Fields:
    return fields(request.param)


def stories(told: Fields) -> Iterator[tuple[str, Bools, NDArray[np.object_]]]:
    """Each story, its rows, and the ids told of each row."""
    status = told.truth["status"].astype(str).to_numpy()
    clauses = told.truth["story_clauses"].astype(str).str.split(";").to_numpy()
    for name in story_texts():
        yield name, status == name, clauses


def test_a_clause_is_told_where_the_fields_show_it_and_nowhere_else(told: Fields) -> None:
    shows = {name: read(told) for name, read in TRUE.items()}
    own = {place: read(told) for place, read in OF_STORY.items()}
    for name, rows, clauses in stories(told):
        for clause in story_texts()[name].clauses:
            if name in CONCEAL and "wording_names" in clause.when:
                continue
            said = np.array([clause.id in one for one in clauses[rows]])
            true = own.get((name, clause.id), shows[clause.id])[rows]
            assert not (said & ~true).any(), (name, clause.id)
            assert clause.id in ONLY_TRUE or (said == true).all(), (name, clause.id)


def test_neither_driver_nor_nature_explains_the_alarm_of_a_declared_source() -> None:
    told = Fields(Settings(declarations=ROWS, prevalence=0.01, strategic=0.5, theme="radiological"))
    for name, rows, clauses in stories(told):
        for cause in ("alarm_of_driver", "alarm_of_goods", "alarm_of_load_before", "alarm_of_source"):
            if cause in {clause.id for clause in story_texts()[name].clauses}:
                said = np.array([cause in own for own in clauses[rows]], dtype=bool)
                assert (said == TRUE[cause](told)[rows]).all(), (name, cause)
                assert (name, cause) != ("natural_activity", "alarm_of_source") or said.any()


def test_every_clause_is_told_of_some_consignment() -> None:
    seen = {
        one
        for office in OFFICES
        for _name, rows, clauses in stories(fields(office))
        for own in clauses[rows]
        for one in own
    }
    assert not {clause.id for story in story_texts().values() for clause in story.clauses} - seen


def test_hidden_goods_are_named_where_the_story_says_so(told: Fields) -> None:
    kept = [json.loads(text) for text in told.truth["story_fields"]]
    for name, rows, clauses in stories(told):
        if name not in CONCEAL:
            assert not any("hidden" in kept[row] for row in np.flatnonzero(rows))
            continue
        hidden = np.array([kept[row]["hidden"] for row in np.flatnonzero(rows)])
        named = np.array([in_sentence(goods()[own].label) if own else "" for own in told.owner[rows]])
        real = told.names_other_code[rows] & (named == hidden)
        for clause, true in (("hidden_named", real), ("others_named", told.names_other_code[rows] & ~real)):
            if clause in {own.id for own in story_texts()[name].clauses}:
                said = np.array([clause in own for own in clauses[rows]])
                assert said.any() and (said == true).all(), (name, clause)


def test_a_story_is_its_opening_and_its_clauses_and_no_more(told: Fields) -> None:
    """It names the consignee and the goods of its own row."""
    text = sentences(told.truth).to_numpy()
    label = np.array([in_sentence(good.label) for good in told.good])
    kept = [json.loads(text) for text in told.truth["story_fields"]]
    for name, rows, clauses in stories(told):
        story = story_texts()[name]
        say = {clause.id: clause.say for clause in story.clauses} | {NO_TRACE: population().no_trace}
        for row in np.flatnonzero(rows).tolist():
            whole = " ".join([story.opening, *(say[one] for one in clauses[row] if one)])
            own = {"declared": label[row], "consignee": told.frame["consignee_name"].iat[row]}
            assert text[row] == whole.format(**own, hidden=kept[row].get("hidden"))


def test_no_field_contradicts_an_opening(told: Fields) -> None:
    """What an opening tells of the direction, the goods, the licence, the user or the procedure, the fields show."""
    kinds = {"export": "EX", "import": "IM", "transit": "TR"}
    for name, typology in typologies().items():
        rows = told.is_status(name)
        assert rows.any() and told.has("declaration_type", *(kinds[one] for one in typology.directions))[rows].all()
        if typology.to_hub:
            assert all(countries()[code].hub for code in set(told.text("country_of_destination")[rows]))
        if typology.conceals:
            assert not told.listed[rows].any(), name
    claimed, listed = told.coded("licence"), told.listed
    institute, lent = TRUE["institute_on_invoice"](told), told.procedure(1)
    for names, true in (
        (("below_threshold_claim", "licence_missing", "machine_without_control", "refused_before"), listed),
        (("nuclear_purchases", "missile_purchases", "source_in_device"), listed),
        (("licence_missing", "refused_before", "nuclear_purchases", "missile_purchases"), told.needed & ~claimed),
        (("expired_licence",), claimed & told.run_out),
        (("overdrawn_licence",), claimed & told.too_little),
        (("licence_other_scope",), claimed & (told.for_other | told.other_goods)),
        (("forged_licence",), claimed & told.ruled("number unknown")),
        (("refused_before",), told.ruled("application refused")),
        (("catch_all_end_use",), ~listed),
        (("institute_cover", "university_order"), institute),
        (("listed_party",), told.alike & (told.number_of_entry | told.no_number)),
        (("plain_data_sheet",), listed | told.lookalike),
    ):
        assert true[told.is_status(*names)].all(), names
    assert lent[told.is_status("temporary_not_returned")].mean() > 0.5, "all but goods that are built in"


def test_lawful_goods_without_a_licence_are_not_listed_ones(told: Fields) -> None:
    """Whoever left out the number of the licence had one; no ruling lets go of goods that a list names."""
    lawful = ~told.truth["violation"].to_numpy(dtype=bool)
    left_out = told.is_status("honest_error") & TRUE["licence_left_out"](told)
    assert told.licence_fits[left_out].all()
    assert not (lawful & told.found("listed") & (told.lookalike | told.unlicensed)).any()
    assert not (told.ruled("ruling: not listed") & told.named).any()


def test_the_papers_hold_no_trace_where_the_story_says_so(told: Fields) -> None:
    """Of violations only: nobody looks for traces of lawful trade."""
    silent = 0
    for name, rows, clauses in stories(told):
        ids = [clause.id for clause in story_texts()[name].clauses]
        for own in clauses[rows]:
            none = name in typologies() and BEYOND_THE_PAPERS.issuperset(set(own) - {NO_TRACE, ""})
            assert (NO_TRACE in own) == none, (name, own)
            assert [one for one in own if one] == [NO_TRACE] * none + [one for one in ids if one in own]
            silent += none
            assert not none or name != "listed_party", "its name is on the papers"
    assert silent
