"""A database that the first round filled (commit 13c181d): it opens, plays on, and debriefs as it did then."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from exercises.debrief import Debrief, Reveal
from exercises.play import StoredAttempt
from exercises.store import Store, clock, open_store
from exercises.store.database import connect, locate, writing
from exercises.store.schema import configuration

DATA = Path(__file__).parents[1] / "data"
THEN: dict[str, Any] = json.loads((DATA / "first_round.json").read_text(encoding="utf-8"))
"""By exercise: the attempt, its person, and what the first round said of it."""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    file = tmp_path / "first_round.db"
    file.write_bytes(gzip.decompress((DATA / "first_round.db.gz").read_bytes()))
    store = open_store(f"sqlite:///{file}")
    yield store
    store.close()


def revealed(store: Store, then: dict[str, Any]) -> Debrief:
    desk = store.desk(then["person"], then["attempt"])
    return Reveal().mine(desk, StoredAttempt(desk))


@pytest.mark.parametrize("exercise", THEN)
@pytest.mark.parametrize("kept", [False, True], ids=["without grounds", "with grounds kept since"])
def test_a_submitted_attempt_has_the_debrief_it_had(old: Store, exercise: str, kept: bool) -> None:
    if kept:
        old.keep_grounds()
    then = THEN[exercise]
    now = revealed(old, then)
    assert now.score == pytest.approx(then["score"], abs=1e-12, nan_ok=True)
    for before, after in zip(then["marking"]["ladder"], now.marking.ladder, strict=True):
        assert after.player == before["player"]
        assert after.efficiency == pytest.approx(before["examined_efficiency"], abs=1e-12)
        assert after.expected_caught == pytest.approx(before["expected_caught"], abs=1e-12)
        assert after.severity_efficiency == pytest.approx(before["utility"], abs=1e-12)
    for name, (verdict, lane, best_lane, posterior, _story, _label, flags) in then["cases"].items():
        case = now.case(name)
        assert (case.verdict, case.lane, case.best_lane) == (verdict, lane, best_lane)
        assert case.posterior == pytest.approx(posterior, abs=1e-12)
        assert [[flag.id, flag.verdict] for flag in case.flags] == [[flag, verdict] for flag, _w, verdict in flags]
        assert [flag.weight for flag in case.flags] == pytest.approx([weight for _f, weight, _v in flags], abs=1e-9)


@pytest.mark.parametrize("exercise", THEN)
def test_the_result_that_was_kept_is_read_and_stays(old: Store, exercise: str) -> None:
    then = THEN[exercise]
    desk = old.desk(then["person"], then["attempt"])
    kept, told = desk.result(), then["result"]
    assert kept is not None
    assert (kept.score, kept.efficiency, kept.severity_efficiency) == (
        told["score"],
        told["efficiency"],
        told["utility"],
    )
    assert [answer.declaration_id for answer in kept.answers] == [one["declaration_id"] for one in told["answers"]]
    assert (kept.detection is None) == (told["detection"] is None)
    revealed(old, then)
    assert desk.result() == kept


def test_grounds_are_kept_once_for_every_exercise_that_has_an_oracle(old: Store) -> None:
    generated = [head for head in old.catalogue() if head.spec.traffic]
    assert old.keep_grounds() == len(generated) == 2
    assert old.keep_grounds() == 0


def test_an_attempt_in_progress_goes_on(old: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with old.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, person_id, exercise_id FROM attempts WHERE submitted_at IS NULL"))
        open_attempts = [tuple(row) for row in rows]
    assert len(open_attempts) == len(THEN)
    for attempt_id, person_id, _exercise in open_attempts:
        attempt = StoredAttempt(old.desk(person_id, attempt_id))
        before = attempt.decisions()
        assert before and {one.confidence for one in before.values()} <= {1, 2, 3, 4}
        begun = attempt.record.begun_at
        assert begun is not None
        monkeypatch.setattr(clock, "now", lambda begun=begun: begun + timedelta(minutes=5))
        if attempt.card.mode == "targeting":
            attempt.decide(attempt.screen.ids[9], "green", confidence=2)
            assert len(attempt.decisions()) == len(before) + 1
        attempt.submit()
        assert attempt.submitted


def test_shares_of_confidence_become_the_levels_they_stood_for(empty_database_url: str) -> None:
    engine = connect(locate(empty_database_url))
    with writing(engine) as connection:
        command.upgrade(configuration(connection), "0002")
        for table in ("people", "classes", "exercises", "attempts"):
            names = {column["name"]: column for column in _columns(connection, table)}
            values = {name: _filler(name) for name, column in names.items() if not column["nullable"]}
            listed = ", ".join(values)
            connection.execute(
                text(f"INSERT INTO {table} ({listed}) VALUES ({', '.join(':' + name for name in values)})"), values
            )
        for number, share in enumerate((0.25, 0.5, 0.75, 1.0, None), 1):
            connection.execute(
                text(
                    "INSERT INTO decisions (attempt_id, sequence, kind, declaration_id, flags, confidence, note, at,"
                    " detail) VALUES ('1', :n, 'decide', 'D-1', '[]', :share, '', '2031-03-03 08:00:00', '{}')"
                ),
                {"n": number, "share": share},
            )
    engine.dispose()
    store = open_store(empty_database_url)
    try:
        assert [line.confidence for line in store.desk("1", "1").log()] == [1, 2, 3, 4, None]
    finally:
        store.close()


def _columns(connection: Any, table: str) -> list[Any]:
    from sqlalchemy import inspect

    return list(inspect(connection).get_columns(table))


def _filler(name: str) -> str:
    """A value for a column that must have one: every id is 1."""
    if name.endswith("_at"):
        return "2031-03-03 08:00:00"
    if name in ("spec", "provenance", "capacity"):
        return "{}"
    return {"role": "trainee", "status": "draft"}.get(name, "1")
