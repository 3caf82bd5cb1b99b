"""The truth keeps what fills the sentences of a story, and the story is made of it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from generators.facts import in_sentence
from generators.odds import Settings, story_texts
from generators.table import Coded
from generators.traffic import declare, draw, generate, sentences, stories, truth
from generators.traffic.concealed import Concealed
from generators.traffic.consignments import Drawn
from simulator.reference import goods

ODD = 'Müller "Söhne" \\ {Co}'


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return draw(Settings(declarations=2_000, prevalence=0.4), 3, 0, 2_000)


def test_each_consignment_keeps_the_fields_of_its_sentence_and_no_other(drawn: Drawn) -> None:
    facts = declare(drawn)
    frame = truth.as_frame(truth.columns(drawn, facts))
    for status, text in zip(frame["status"], frame["story_fields"], strict=True):
        assert set(json.loads(text)) == set(story_texts()[status].fields)
    known = {in_sentence(name.label) for name in goods().values()}
    for text in frame["story_fields"]:
        assert {value for field, value in json.loads(text).items() if field != "consignee"} <= known


def test_a_sentence_names_the_consignee_of_its_own_row() -> None:
    batch = generate(Settings(declarations=2_000, prevalence=0.4), 3)
    rows = np.flatnonzero(batch.truth["status"] == "front_company")
    names = batch.declarations["consignee_name"].iloc[rows]
    told = sentences(batch.truth.iloc[rows])
    assert len(rows) > 10 and (told.index == rows).all()
    assert all(text.startswith(f"{name} was a front") for text, name in zip(told, names, strict=True))


def test_any_name_survives(drawn: Drawn) -> None:
    consignee = Coded.of(np.zeros(2_000, dtype=np.int64), [ODD])
    nothing = Concealed(np.full(2_000, -1), np.zeros(2_000, dtype=bool))
    own = truth.as_frame({"story_fields": stories.fields(drawn, consignee, nothing)})
    named = [json.loads(text).get("consignee") for text in own["story_fields"]]
    assert set(named) == {None, ODD}
    kept = {"status": "front_company", "story_clauses": "", "story_fields": own["story_fields"][named.index(ODD)]}
    row = pd.DataFrame([kept])
    assert ODD in sentences(row)[0]
