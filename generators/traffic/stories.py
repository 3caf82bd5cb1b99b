"""The story of each consignment: its truth keeps the ids of the clauses told, and the names and goods in them."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generators.facts import in_sentence
from generators.odds import shelf, story_texts, world
from generators.table import Coded, Column
from generators.traffic.concealed import Concealed
from generators.traffic.consignments import Drawn


def fields(drawn: Drawn, consignee: Column, concealed: Concealed) -> Coded:
    """The names and goods for the story of each consignment, as a JSON object; "{}" if the story has no field."""
    assert isinstance(consignee, Coded)
    odds, status = world(drawn.settings), drawn.status
    codes, texts, made = np.zeros(len(status), dtype=np.int64), [pa.array(["{}"])], 1
    for number in np.flatnonzero(odds.violating):
        rows = np.flatnonzero(status == number)
        wanted = story_texts()[odds.statuses[number].id].fields
        if len(rows) == 0 or not wanted:
            continue
        names = {
            "hidden": _labels().take(pa.array(np.maximum(concealed.good[rows], 0))),
            "declared": _labels().take(pa.array(drawn.good[rows])),
            "consignee": _quoted(consignee.texts.take(pa.array(consignee.codes[rows]))),
        }
        members = [pc.binary_join_element_wise(f'"{field}": ', names[field], "") for field in wanted]
        codes[rows] = made + np.arange(len(rows))
        texts.append(pc.binary_join_element_wise("{", pc.binary_join_element_wise(*members, ", "), "}", ""))
        made += len(rows)
    return Coded(codes, pa.concat_arrays(texts))


@cache
def _labels() -> pa.Array:
    return _quoted(pa.array([in_sentence(good.label) for good in shelf().goods]))


def _quoted(texts: pa.Array) -> pa.Array:
    """Texts as JSON strings; names and goods have no control characters."""
    escaped = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    return pc.binary_join_element_wise('"', escaped, '"', "")


def sentences(truth: pd.DataFrame) -> pd.Series:
    """The story of each consignment in English.

    >>> from generators.odds import Settings
    >>> from generators.traffic import generate, sentences
    >>> sentences(generate(Settings(declarations=20), 1).truth).iloc[0]
    'Lawful trade: nothing was hidden, and nobody broke a rule.'
    """
    rows = zip(truth["status"], truth["story_clauses"], truth["story_fields"], strict=True)
    told = [
        " ".join(story_texts()[status].told(clauses.split(";"))).format(**json.loads(named))
        for status, clauses, named in rows
    ]
    return pd.Series(told, index=truth.index, dtype="str")
