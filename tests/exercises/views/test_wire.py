"""The page without a browser: it plays a real server, and no other machine's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from exercises.bench.start import serving, until_healthy
from exercises.classroom import add_instructor
from exercises.design import ExerciseSpec, build, copy_for_store
from exercises.engine import Engine
from exercises.store import Store, open_store
from exercises.views import wire
from exercises.web import server
from simulator.errors import InputError
from simulator.profiles import ProfileScorer, load

pytestmark = pytest.mark.slow

CODE = "WIRE-2031"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """A server with one class and one exercise of ten consignments; its address and its store."""
    folder = tmp_path_factory.mktemp("wire")
    url = f"sqlite:///{folder / 'redlane.db'}"
    store = open_store(url)
    spec = ExerciseSpec.model_validate(
        {
            "slug": "ten",
            "title": "Ten",
            "briefing": "Ten consignments wait.",
            "level": "easy",
            "seed": 7,
            "capacity": {"red": 1, "yellow": 1},
            "visible_tier": "check",
            "traffic": {"declarations": 10, "prevalence": 0.4},
        }
    )
    office = store.instructor(add_instructor(store, "kim", "Kim", "a password of the tests").id)
    head = office.add_exercise(copy_for_store(spec, build(spec, Engine(ProfileScorer(load())))))
    office.publish(head.id, office.create_class("Wire", CODE).id)
    with serving(folder, lambda port: server.command("127.0.0.1", port)) as (address, process):
        until_healthy(address, process)
        yield address, store
    store.close()


def test_a_trainee_opens_every_consignment_in_the_order_of_the_queue(room: tuple[str, Store]) -> None:
    """The store knows of each opening: the rerun that is measured is the real one."""
    address, store = room
    with wire.Trainee(address, "Ada", CODE) as trainee:
        trainee.load()
        assert trainee.open_consignment() is None
        trainee.enter("ten")
        opened = []
        for _ in range(10):
            assert trainee.next() > 0
            opened.append(trainee.open_consignment())
        with pytest.raises(InputError, match="no button step-1 to press now"):
            trainee.next()
        with pytest.raises(InputError, match="no button launch"):
            trainee.press("launch")
        attempt = trainee.attempt
    assert opened == [f"D-{number:04d}" for number in range(1, 11)]
    account = store.register.by_login("kim")
    assert account is not None
    office = store.instructor(account.person.id)
    assert [entry.declaration_id for entry in office.log(attempt) if entry.kind == "open"] == opened


def test_a_name_that_is_taken_and_a_class_that_is_not_there_are_refused(room: tuple[str, Store]) -> None:
    address, _store = room
    wire.join(address, "Bo", CODE)
    for name, code in (("Bo", CODE), ("Cy", "NONE-2031")):
        with pytest.raises(InputError, match="was refused with 403"):
            wire.join(address, name, code)
    with pytest.raises(InputError, match="websocket did not open"), wire.Page(address, "redlane_session=forged"):
        pass


@pytest.mark.parametrize(
    "address", ["http://192.0.2.1:8501", "http://redlane.example:80", "https://127.0.0.1:8501", "http://127.0.0.1", ""]
)
def test_only_this_machine_is_played(address: str) -> None:
    """Refused before anything is sent."""
    for call in (lambda: wire.join(address, "Ada", CODE), lambda: wire.Page(address, "x=y")):
        with pytest.raises(InputError, match="only a server on this machine"):
            call()


def test_a_page_ends_after_so_many_reruns(room: tuple[str, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "RUNS", 2)
    with wire.Trainee(room[0], "Di", CODE) as trainee:
        trainee.load()
        trainee.load()
        with pytest.raises(InputError, match="ends after 2 reruns"):
            trainee.load()


def test_what_is_pressed_and_what_is_kept_is_sent_as_a_browser_does() -> None:
    """A button in a fragment runs that fragment; a large message that was kept is named, so as not to be sent again."""
    talk = wire.Conversation(query="attempt=a")
    large = ForwardMsg(hash="h1")
    large.metadata.cacheable = True
    large.delta.fragment_id = "f1"
    large.delta.new_element.button.id = "$$ID-0a1b-step-1"
    assert not talk.hear(large.SerializeToString())
    sent = BackMsg.FromString(talk.rerun(talk.buttons["step-1"])).rerun_script
    assert (sent.query_string, sent.fragment_id, list(sent.cached_message_hashes)) == ("attempt=a", "f1", ["h1"])
    assert [(one.id, one.trigger_value) for one in sent.widget_states.widgets] == [("$$ID-0a1b-step-1", True)]


def test_a_run_ends_when_it_is_finished_and_not_when_it_starts_over() -> None:
    talk = wire.Conversation()
    assert not talk.hear(ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN).SerializeToString())
    assert talk.hear(ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY).SerializeToString())


def test_a_page_that_fails_is_an_error_and_not_a_quick_rerun() -> None:
    failed = ForwardMsg()
    failed.delta.new_element.exception.message = "no such thing"
    with pytest.raises(InputError, match="no such thing"):
        wire.Conversation().hear(failed.SerializeToString())


def test_a_rerun_forgets_the_buttons_of_what_is_drawn_anew() -> None:
    talk = wire.Conversation(buttons={"one": wire.Button("1", "f1", False), "two": wire.Button("2", "f2", False)})
    again = ForwardMsg()
    again.metadata.run.fragment_ids.append("f1")
    again.new_session.page_script_hash = "p"
    talk.hear(again.SerializeToString())
    assert list(talk.buttons) == ["two"]
    again.metadata.run.fragment_ids.clear()
    talk.hear(again.SerializeToString())
    assert talk.buttons == {}
