"""A database that the first round filled (commit 13c181d): it opens, plays on, and debriefs as it did then.

``first_round_kept`` is the same database after commit ee8a58e, the last one with the tables of that traffic, opened it
and kept the grounds of its exercises.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alembic import command
from sqlalchemy import text

from exercises.cli import setup
from exercises.debrief import Debrief, Reveal
from exercises.design import GROUNDS, SETTINGS, ExerciseBatch, read_part, weigh_seen
from exercises.dossier import Relations, sheets
from exercises.play import StoredAttempt
from exercises.record import CannotBeWeighed
from exercises.report import kind, report, story_of
from exercises.store import Store, clock, open_store
from exercises.store.database import connect, locate, writing
from exercises.store.schema import configuration
from exercises.views import revealed
from exercises.views.trainee.desk import declaration, engine, goods, papers, parties, route
from generators.oracle import Weighing
from simulator.reference import TIERS

DATA = Path(__file__).parents[1] / "data"
THEN: dict[str, Any] = json.loads((DATA / "first_round.json").read_text(encoding="utf-8"))
"""By exercise: the attempt, its person, and what the first round said of it."""


INQUIRY, STREAM, REAL = THEN
"""The exercise with means of inquiry needs grounds; the others are marked with what is stored."""


def unpacked(name: str, folder: Path) -> Path:
    file = folder / f"{name}.db"
    file.write_bytes(gzip.decompress((DATA / f"{name}.db.gz").read_bytes()))
    return file


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{unpacked('first_round_kept', tmp_path)}")
    yield store
    store.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Store]:
    """The database as the first round left it, without grounds."""
    store = open_store(f"sqlite:///{unpacked('first_round', tmp_path)}")
    yield store
    store.close()


def debrief_of(store: Store, then: dict[str, Any]) -> Debrief:
    desk = store.desk(then["person"], then["attempt"])
    return Reveal().mine(desk, StoredAttempt(desk))


@pytest.mark.parametrize("exercise", THEN)
def test_a_submitted_attempt_has_the_debrief_it_had(old: Store, exercise: str) -> None:
    as_then(debrief_of(old, THEN[exercise]), THEN[exercise], arrived=exercise == STREAM)


@pytest.mark.parametrize("exercise", [STREAM, REAL])
def test_the_stored_evidence_is_enough_where_nothing_could_be_requested(bare: Store, exercise: str) -> None:
    as_then(debrief_of(bare, THEN[exercise]), THEN[exercise])


def as_then(now: Debrief, then: dict[str, Any], arrived: bool = False) -> None:
    """Shares of a stream are marked by today's rule: the first round's could be gamed. ``arrived``: the exercise has
    grounds to weigh each consignment without those that came later, as the first round did not."""
    if now.detection is not None:
        assert now.score == now.marking.you.efficiency != pytest.approx(then["score"])
        assert now.marking.capacity["red"] < then["marking"]["capacity"]["red"]  # more were held than the best holds
    else:
        assert now.score == pytest.approx(then["score"], abs=1e-12, nan_ok=True)
        for before, after in zip(then["marking"]["ladder"], now.marking.ladder, strict=True):
            assert after.player == before["player"]
            assert after.efficiency == pytest.approx(before["examined_efficiency"], abs=1e-12)
            assert after.expected_caught == pytest.approx(before["expected_caught"], abs=1e-12)
            assert after.severity_efficiency == pytest.approx(before["utility"], abs=1e-12)
    for name, (verdict, lane, best_lane, posterior, story, label, flags) in then["cases"].items():
        case = now.case(name)
        assert (story_of(case), kind(case) if case.violation else label) == (story, label)
        assert (case.verdict, case.lane, case.best_lane) == (verdict, lane, best_lane)
        assert arrived or case.posterior == pytest.approx(posterior, abs=1e-12)
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
    assert kept.version == 1 and kept.headline == (None if kept.detection else kept.efficiency)
    debrief_of(old, then)
    assert desk.result() == kept


def test_only_an_exercise_with_means_and_without_grounds_cannot_be_weighed(old: Store, bare: Store) -> None:
    assert old.without_grounds() == []
    assert [head.id for head in bare.without_grounds()] == [INQUIRY]


def test_a_debrief_without_grounds_is_refused_and_says_what_to_do(bare: Store) -> None:
    then = THEN[INQUIRY]
    desk = bare.desk(then["person"], then["attempt"])
    kept = desk.result()
    with pytest.raises(CannotBeWeighed) as refused:
        Reveal().mine(desk, StoredAttempt(desk))
    said = str(refused.value)
    assert said.startswith(INQUIRY) and "0.1.0 (ee8a58e)" in said
    guide = (DATA.parents[2] / "docs" / "exercises.md").read_text(encoding="utf-8")
    assert "docs/exercises.md" in said and "## Exercises of earlier versions\n" in guide
    assert desk.result() == kept is not None


def test_setup_names_the_exercises_that_cannot_be_weighed_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Reached(Exception):
        pass

    def reached() -> None:
        raise Reached

    monkeypatch.setenv("REDLANE_HOME", str(tmp_path))
    monkeypatch.setattr(setup, "_classifier", reached)  # what comes next is slow, and not the point
    for name, warned in (("first_round", True), ("first_round_kept", False)):
        monkeypatch.setenv("REDLANE_DATABASE_URL", f"sqlite:///{unpacked(name, tmp_path)}")
        with pytest.raises(Reached):
            setup.prepare()
        said = " ".join(capsys.readouterr().err.split())
        assert (str(CannotBeWeighed(INQUIRY)) in said) == warned
        assert STREAM not in said and REAL not in said


def test_the_grounds_of_that_time_have_one_frame(old: Store) -> None:
    payload = old.exercise_parts(INQUIRY)[GROUNDS]
    with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
        assert json.loads(arrays["about"].tobytes())["version"] == 1
        assert arrays["status_odds"].ndim == 2 and "frame" not in arrays
    read = Weighing.from_bytes(payload)
    assert len(read.status_odds) == 1 and not read.frame.any()
    again = Weighing.from_bytes(read.to_bytes())
    ids = [str(row) for row in range(len(read.trader))]
    every = dict.fromkeys(TIERS, np.ones(len(ids), dtype=bool))
    np.testing.assert_array_equal(weigh_seen(again, ids, every).posterior, weigh_seen(read, ids, every).posterior)


@pytest.mark.parametrize("home", ["NL", "BE"])
def test_a_batch_opens_whatever_its_home_country_was(old: Store, home: str) -> None:
    parts = old.exercise_parts(INQUIRY)
    told = json.loads(parts[SETTINGS])
    assert told["home"] == "NL"
    batch = ExerciseBatch.from_parts({**parts, SETTINGS: json.dumps({**told, "home": home}).encode()})
    assert batch.oracle is not None and batch.grounds is not None
    assert (batch.settings is None) == (home == "BE")  # no pack is that of Belgium, and nothing new is drawn from it


@pytest.mark.parametrize("exercise", THEN)
def test_the_desk_shows_a_batch_that_lacks_the_fields_of_today(old: Store, exercise: str) -> None:
    then = THEN[exercise]
    desk = old.desk(then["person"], then["attempt"])
    attempt = StoredAttempt(desk)
    absent = {"transport_units", "supplementary_quantity", "invoice_number"}
    assert not absent & set(read_part(desk.visible_parts()["declarations"]))
    relations, debrief = Relations(attempt.screen.queue()), Reveal().mine(desk, attempt)
    assert report(debrief)
    for name in attempt.screen.ids:
        shown, advice = attempt.consignment(name), attempt.engine(name)
        assert all(shown.text(field) == "" for field in absent)
        assert name in declaration.html(shown)
        assert goods.html(shown) and route.html(shown) and parties.html(shown, relations)
        assert papers.html(attempt.card.id, shown, sheets(shown), {"documents": True})
        assert advice is None or engine.html(advice, attempt.card.help)
        assert name in revealed.html(debrief.case(name))


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
