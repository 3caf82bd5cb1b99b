"""What a batch hides, as bytes in the forms in which it could be sent."""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterable

from markupsafe import escape

from exercises.design import ExerciseBatch
from generators.traffic import sentences
from simulator.reference import KEY, places, schema

SHORTEST = 9
"""Characters from which a value is taken for the consignment's own and not for chance."""


def truth(batch: ExerciseBatch) -> set[bytes]:
    """All that the truth of a batch holds, as the exercise keeps it and as it is shown."""
    kept = _of_violations(batch, "story_fields") - {b"{}"}
    return kept | stories(batch) | typologies(batch) | posteriors(batch)


def stories(batch: ExerciseBatch) -> set[bytes]:
    """What the violations were, as the reveal tells them in HTML."""
    assert batch.truth is not None
    return {str(escape(story)).encode() for story in sentences(batch.truth[batch.truth["violation"]])}


def typologies(batch: ExerciseBatch) -> set[bytes]:
    """Names of the ways of evasion that are in the batch."""
    return _of_violations(batch, "typology")


def posteriors(batch: ExerciseBatch) -> set[bytes]:
    """The chances by which the oracle ranks."""
    assert batch.evidence is not None
    return numbers(batch.evidence["posterior"])


def advice(batch: ExerciseBatch) -> set[bytes]:
    """The risk engine's scores, and the titles of the profiles that hit."""
    titles = {hit.encode() for hits in batch.engine["hits"] for hit in re.findall(r'"title": "([^"]+)"', hits)}
    assert titles
    scores = (batch.engine[column] for column in batch.engine if str(column).endswith("_score"))
    return titles.union(*(numbers(column) for column in scores))


def numbers(values: Iterable[float]) -> set[bytes]:
    """Shares as float64, and as text those that have six decimals or more.

    Round shares, such as the score 0.4 of a profile, stand in any page's settings too and show nothing.
    """
    shares = [value for value in map(float, values) if 0.0 < value < 1.0 and value != round(value, 3)]
    texts = {repr(value)[1:8] for value in shares if "e" not in repr(value)}
    return {struct.pack("<d", value) for value in shares} | {text.encode() for text in texts if len(text) == 7}


def fields(batch: ExerciseBatch, tiers: Collection[str], of: Collection[str]) -> set[bytes]:
    """Values of the fields of these tiers, of these consignments, that stand nowhere else in the batch, even in part.

    The page shows the name of a place beside its code, so such a name may be that of another consignment.
    """
    frame = batch.declarations
    cells = frame.astype("str").fillna("").to_numpy().ravel().tolist()
    text = "\n".join(cells)
    columns = [field.name for field in schema().values() if field.tier in tiers and field.name in frame]
    rows = frame.loc[frame[KEY].isin(of), columns].astype("str").fillna("")
    values = {value for column in columns for value in rows[column]}
    named = {places()[code].name for code in {*cells} if code in places()}
    own = {value for value in values if len(value) >= SHORTEST and text.count(value) == 1}
    return {value.encode() for value in own - named}


def heard(secrets: Iterable[bytes], sent: bytes) -> list[bytes]:
    """Those of the secrets that were sent."""
    return [secret for secret in secrets if secret in sent]


def _of_violations(batch: ExerciseBatch, column: str) -> set[bytes]:
    assert batch.truth is not None
    found = {str(value).encode() for value in batch.truth.loc[batch.truth["violation"], column]} - {b"", b"nan"}
    assert found
    return found
