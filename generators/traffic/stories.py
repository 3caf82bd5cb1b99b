"""The story of each consignment: its truth keeps the names and goods that fill the story's sentence."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generators.odds import shelf, story_texts, world
from generators.table import Coded, Column
from generators.traffic.consignments import Drawn


def fields(drawn: Drawn, consignee: Column) -> Coded:
    """The names and goods for the sentence of each consignment, as a JSON object; "{}" if the sentence has no field."""
    assert isinstance(consignee, Coded)
    odds, status = world(drawn.settings), drawn.status
    codes, texts, made = np.zeros(len(status), dtype=np.int64), [pa.array(["{}"])], 1
    hidden = shelf().hidden.pick(drawn.numbers("hidden goods"), drawn.good)
    for number in np.flatnonzero(odds.violating):
        rows = np.flatnonzero(status == number)
        wanted = story_texts()[odds.statuses[number].id].fields
        if len(rows) == 0 or not wanted:
            continue
        names = {
            "hidden": _labels().take(pa.array(hidden[rows])),
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


def in_sentence(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins an abbreviation.

    >>> from generators.traffic.stories import in_sentence
    >>> in_sentence("Vacuum pumps"), in_sentence("HFC-32 mixtures"), in_sentence("X-ray tubes")
    ('vacuum pumps', 'HFC-32 mixtures', 'X-ray tubes')
    """
    return label if not label[1:2].islower() else label[0].lower() + label[1:]


def sentences(truth: pd.DataFrame) -> pd.Series:
    """The story of each consignment as an English sentence.

    >>> from generators.odds import Settings
    >>> from generators.traffic import generate, sentences
    >>> sentences(generate(Settings(declarations=20), 1).truth).iloc[0]
    'Lawful trade: the declaration and the papers were correct.'
    """
    rows = zip(truth["status"], truth["story_fields"], strict=True)
    told = [story_texts()[status].sentence.format(**json.loads(named)) for status, named in rows]
    return pd.Series(told, index=truth.index, dtype="str")
