"""Joining and signing in: nobody takes over another's work by typing a name, and guessing is slow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom import Closed, EntryCodeNeeded, Refused, SignIn, add_instructor, open_session, session_hash
from exercises.classroom.limiter import Limiter
from exercises.classroom.sign_in import change_password, clean_name, reissue_entry_code
from exercises.language import languages
from exercises.record import NotAllowed
from exercises.store import Store, clock
from simulator.errors import InputError

if TYPE_CHECKING:
    from tests.conftest import School

HERE = "192.0.2.1"


@pytest.fixture
def door(store: Store) -> SignIn:
    """A door nobody has knocked at yet."""
    return SignIn(store)


def test_the_first_join_gives_a_code_and_only_that_code_lets_the_name_in_again(school: School, door: SignIn) -> None:
    first = door.join("Ada Byron", school.class_code, "", HERE)
    assert first.entry_code is not None and first.person.role == "trainee"
    for attempt in ("", "AAAA-AA"):
        with pytest.raises(EntryCodeNeeded):
            door.join("Ada Byron", school.class_code, attempt, HERE)
    again = door.join("  ada   BYRON ", school.class_code.lower().replace("-", " "), first.entry_code.lower(), HERE)
    assert again.person == first.person
    assert again.entry_code is None


def test_the_same_name_in_another_class_is_another_person(school: School, door: SignIn) -> None:
    other = school.office.create_class("Course 2")
    first = door.join("Ada", school.class_code, "", HERE)
    second = door.join("Ada", other.code, "", HERE)
    assert second.person.id != first.person.id


def test_of_two_who_join_under_one_name_at_once_one_gets_in(school: School, door: SignIn) -> None:
    def join(_: int) -> bool:
        try:
            return door.join("Ada", school.class_code, "", HERE).entry_code is not None
        except EntryCodeNeeded:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(join, range(4))) == 1
    assert len(school.office.members(school.class_id)) == 1


def test_a_lost_code_is_replaced_by_the_classs_instructor_alone(school: School, door: SignIn) -> None:
    joined = door.join("Ada", school.class_code, "", HERE)
    session = open_session(school.store, joined.person)
    with pytest.raises(NotAllowed):
        reissue_entry_code(school.store, joined.person.id, school.class_id, joined.person.id)
    with pytest.raises(NotAllowed):
        reissue_entry_code(school.store, school.instructor_id, school.class_id, school.instructor_id)
    fresh = reissue_entry_code(school.store, school.instructor_id, school.class_id, joined.person.id)
    with pytest.raises(EntryCodeNeeded):
        door.join("Ada", school.class_code, str(joined.entry_code), HERE)
    assert door.join("Ada", school.class_code, fresh, HERE).person == joined.person
    # Whoever sat there with the old code is out.
    assert school.store.register.session_person(session_hash(session)) is None


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 61, "\x00\x07"])
def test_a_name_that_cannot_be_shown_is_refused(school: School, door: SignIn, name: str) -> None:
    with pytest.raises(Refused, match="name"):
        door.join(name, school.class_code, "", HERE)


def test_an_unknown_class_is_refused_and_guessing_one_is_stopped(
    school: School, door: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    for number in range(600):
        with pytest.raises(Refused, match="no class"):
            door.join("Eve", f"{number:08d}", "", HERE)
    with pytest.raises(Refused, match=r"Too many failed tries from your network\. Those who are signed in"):
        door.join("Eve", school.class_code, "", HERE)
    door.join("Bo", school.class_code, "", "192.0.2.2")
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(minutes=6))
    door.join("Eve", school.class_code, "", HERE)


def test_after_five_wrong_codes_even_the_right_one_waits(
    school: School, door: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    code = str(door.join("Ada", school.class_code, "", HERE).entry_code)
    for _ in range(5):
        with pytest.raises(EntryCodeNeeded):
            door.join("Ada", school.class_code, "AAAAAA", HERE)
    with pytest.raises(Refused, match="Too many"):
        door.join("Ada", school.class_code, code, HERE)
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(minutes=6))
    door.join("Ada", school.class_code, code, HERE)


def test_an_instructor_signs_in_and_a_refusal_does_not_say_what_was_wrong(store: Store, door: SignIn) -> None:
    kim = add_instructor(store, "Kim", "Kim K.", "correct horse")
    assert door.sign_in("kim ", "correct horse", HERE) == kim
    texts = set()
    for login, password in [("kim", "wrong horse"), ("lou", "correct horse"), ("kim", ""), ("kim", "x" * 9_999)]:
        with pytest.raises(Refused) as refusal:
            door.sign_in(login, password, HERE)
        texts.add(str(refusal.value))
    assert len(texts) == 1


def test_guessing_a_password_is_stopped_per_name_and_address_and_keeps_nobody_else_out(
    store: Store, door: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    kim = add_instructor(store, "kim", "Kim", "correct horse")
    for _ in range(5):
        with pytest.raises(Refused, match="wrong"):
            door.sign_in("kim", "guess", HERE)
    with pytest.raises(Refused, match="Too many failed tries under this name"):
        door.sign_in("KIM", "correct horse", HERE)
    assert door.sign_in("kim", "correct horse", "192.0.2.2") == kim
    with pytest.raises(Refused, match="Too many"):  # the owner's sign-in gives the guesser no new tries
        door.sign_in("kim", "correct horse", HERE)


def test_guessing_one_password_from_many_addresses_is_stopped_too(
    store: Store, door: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    add_instructor(store, "kim", "Kim", "correct horse")
    for number in range(50):
        with pytest.raises(Refused, match="wrong"):
            door.sign_in("kim", "guess", f"192.0.2.{number}")
    with pytest.raises(Refused, match="Too many"):
        door.sign_in("KIM", "correct horse", HERE)


def test_a_class_behind_one_address_may_mistype_its_code(school: School, door: SignIn) -> None:
    for number in range(100):
        with pytest.raises(Refused, match="no class"):
            door.join(f"Trainee {number}", "AAAA-AAAA", "", HERE)
        assert door.join(f"Trainee {number}", school.class_code, "", HERE).entry_code


def test_joiners_stay_in_names_and_make_no_other_person(school: School, door: SignIn) -> None:
    first = door.join("علی\u200cرضا", school.class_code, "", HERE)
    assert first.person.name == "علی\u200cرضا"
    assert door.join("علیرضا", school.class_code, str(first.entry_code), HERE).person == first.person
    assert door.join("क्\u200dष", school.class_code, "", HERE).person.name == "क्\u200dष"
    with pytest.raises(Refused, match="name"):
        door.join("\u200c\u200d", school.class_code, "", HERE)


def test_a_login_with_signs_that_cannot_be_stored_is_simply_wrong(store: Store, door: SignIn) -> None:
    add_instructor(store, "kim", "Kim", "correct horse")
    for login in ("k\x00m", "\x00", "\ud800"):
        with pytest.raises((Refused, NotAllowed)):
            door.sign_in(login, "correct horse", HERE)


def test_published_sign_ins_are_closed_where_others_reach_the_server(school: School) -> None:
    add_instructor(school.store, "kim2", "Kim", "correct horse")
    door = SignIn(school.store, Closed(frozenset({school.class_code}), frozenset({("kim2", "correct horse")})))
    with pytest.raises(Refused, match="no class"):
        door.join("Eve", school.class_code, "", HERE)
    with pytest.raises(Refused, match="wrong"):
        door.sign_in("kim2", "correct horse", HERE)
    change_password(school.store, "kim2", "battery staple")
    assert door.sign_in("kim2", "battery staple", HERE).name == "Kim"


def test_a_trainee_cannot_sign_in_as_an_instructor(school: School, door: SignIn) -> None:
    joined = door.join("Ada", school.class_code, "", HERE)
    for login in ("Ada", joined.person.id, "-"):
        with pytest.raises(Refused):
            door.sign_in(login, str(joined.entry_code), HERE)


def test_all_faults_of_an_account_are_told_at_once(store: Store) -> None:
    with pytest.raises(InputError) as refusal:
        add_instructor(store, "two words", "", "short")
    assert len(refusal.value.faults) == 3
    add_instructor(store, "kim", "Kim", "correct horse")
    with pytest.raises(InputError, match="taken"):
        add_instructor(store, "KIM", "Another", "correct horse")


def test_a_new_password_ends_the_sessions_of_the_old_one(store: Store, door: SignIn) -> None:
    kim = add_instructor(store, "kim", "Kim", "correct horse")
    session = open_session(store, kim)
    assert store.register.session_person(session_hash(session)) == kim
    change_password(store, "kim", "battery staple")
    assert store.register.session_person(session_hash(session)) is None
    assert door.sign_in("kim", "battery staple", HERE) == kim
    with pytest.raises(InputError, match="no such account"):
        change_password(store, "lou", "battery staple")


def test_secrets_are_nowhere_in_the_database(school: School, door: SignIn) -> None:
    add_instructor(school.store, "lou", "Lou", "correct horse")
    joined = door.join("Ada", school.class_code, "", HERE)
    session = open_session(school.store, joined.person)
    with school.store.engine.connect() as connection:
        rows = [
            repr(tuple(row))
            for table in ("people", "memberships", "web_sessions")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    text = "".join(rows)
    assert "argon2id" in text
    for secret in (session, str(joined.entry_code), "correct horse"):
        assert secret not in text


@given(st.text(max_size=80))
def test_cleaning_a_name_twice_changes_nothing_more(name: str) -> None:
    shown, key = clean_name(name)
    assert clean_name(shown) == (shown, key)
    assert shown == shown.strip() and "\n" not in shown


def test_the_limiter_forgets_the_oldest_keys_first() -> None:
    limiter = Limiter(tries=1, window=timedelta(minutes=1), keys=2)
    for key in ("a", "b", "c"):
        limiter.failed(key)
    assert [limiter.blocked(key) for key in ("a", "b", "c")] == [False, True, True]


def test_each_thread_reads_its_own_language(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    folder = Path(str(tmp_path)) / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="fr")
    catalogue.add("Join", "Rejoindre")
    catalogue.add(("{n} lane", "{n} lanes"), ("{n} circuit", "{n} circuits"))
    with (folder / "redlane.mo").open("wb") as stream:
        write_mo(stream, catalogue)
    monkeypatch.setattr(languages, "FOLDER", Path(str(tmp_path)))
    languages._catalogue.cache_clear()

    def read(language: str) -> tuple[str, str, str]:
        languages.use(language)
        return (
            languages._("Join"),
            languages.ngettext("{n} lane", "{n} lanes", 0),
            languages._("Unknown") + languages._(""),
        )

    with ThreadPoolExecutor(3) as pool:
        french, english, other = pool.map(read, ["fr", "en", "xx"])
    languages._catalogue.cache_clear()
    assert french == ("Rejoindre", "{n} circuit", "Unknown")
    assert english == other == ("Join", "{n} lanes", "Unknown")
    assert languages.current() == "en"
    assert languages.available() == ["en", "fr"]
    assert languages.preferred("de, fr-CA;q=0.8, en;q=0.9") == "en"
    assert languages.preferred("de, fr-CA;q=0.8, en;q=0.1") == "fr"
    assert languages.preferred("zz;q=x,,;q=") == "en"
