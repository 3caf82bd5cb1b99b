"""Joining a class and signing in: how a person proves who they are.

A trainee joins with a name and the class code. The first time, Redlane makes the person and shows a personal re-entry
code once. To come back under the same name in the same class, the trainee must give this code, so that nobody takes
over another trainee's attempt by typing a name. An instructor signs in with a login and a password. The database keeps
only argon2 hashes of both secrets.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from exercises.classroom.limiter import Limiter
from exercises.language import _
from exercises.record import NotAllowed
from exercises.store import INSTRUCTOR, TRAINEE, Person, Store, clock, random_code
from simulator.errors import InputError

NAME_LENGTH = 60
PASSWORD_LENGTH = (10, 200)
ENTRY_CODE_LENGTH = 6
SESSION_LIFE = timedelta(hours=12)
MOST_TYPED = 400
"""Characters of a name that are looked at; each is one of the few hundred that a form can hold."""
WINDOW = timedelta(minutes=5)
"""How long a failed try counts."""
JOINERS = "\u200c\u200d"
"""Signs without a width that Persian, Hindi and other names are written with; they count in no comparison."""

# OWASP's second recommendation for Argon2id (password storage cheat sheet): 19 MiB, two passes. With
# RFC 9106's 64 MiB, a class of a hundred that joins at once would need 6 GB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Verified if the account does not exist, so that the answer takes as long as for an existing account.
_NOBODY = _HASHER.hash(secrets.token_urlsafe())


class Refused(Exception):
    """Joining or signing in failed; the text says why and what to do."""


class EntryCodeNeeded(Refused):
    """Somebody with this name is already in the class, and the re-entry code is missing or wrong."""


@dataclass(frozen=True)
class Joined:
    """Someone who joined. `entry_code` is set only the first time, and cannot be read anywhere else."""

    person: Person
    entry_code: str | None


@dataclass(frozen=True)
class Closed:
    """Sign-ins that are published, and that a server which others can reach does not accept."""

    codes: frozenset[str] = frozenset()
    passwords: frozenset[tuple[str, str]] = frozenset()


NOTHING = Closed()


class SignIn:
    """Signs people in. One per process: it remembers failed tries. Its calls hash, so keep them off the event loop."""

    def __init__(self, store: Store, closed: Closed = NOTHING) -> None:
        self._closed = closed
        self._register = store.register
        # From one address five tries at an account; from all addresses together so many that nobody can keep its
        # owner out from one or two machines, and still far too few to guess a code of 148 million.
        self._by_try = Limiter(tries=5, window=WINDOW)
        self._by_name = Limiter(tries=50, window=WINDOW)
        # A whole class may share one address: two tries a second, against 78 billion codes of classes.
        self._by_address = Limiter(tries=600, window=WINDOW)

    def join(self, name: str, class_code: str, entry_code: str, address: str) -> Joined:
        """Join a class, or come back to it with the re-entry code.

        Raises Refused for an invalid name or class code, EntryCodeNeeded if the name is taken.
        """
        shown, key = clean_name(name)
        if not key or len(key) > 2 * NAME_LENGTH or len(shown) > NAME_LENGTH:
            raise Refused(_("Write your name, in at most {most} characters.").format(most=NAME_LENGTH))
        self._check_limits(address)
        code = _clean_code(class_code)
        class_id = None if code in self._closed.codes else self._register.class_id(code)
        if class_id is None:
            self._by_address.failed(address)
            raise Refused(_("There is no class with this code. Check it with your instructor."))
        account = self._register.member(class_id, key)
        if account is None:
            fresh = random_code(ENTRY_CODE_LENGTH)
            person = self._register.add_member(class_id, shown, key, TRAINEE, _HASHER.hash(_clean_code(fresh)))
            if person is not None:
                return Joined(person, fresh)
            account = self._register.member(class_id, key)
        who = f"{class_id}/{key}"
        if entry_code:
            self._check_limits(address, who)
        if account is None or not entry_code or not _matches(account.secret_hash, _clean_code(entry_code)):
            if entry_code:
                self._fail(address, who)
            raise EntryCodeNeeded(
                _("{name} is in this class already. If that is you, give the re-entry code you got when you joined; "
                  "your instructor can issue a new one. If not, join under another name.").format(name=shown)
            )  # fmt: skip
        self._by_try.succeeded(f"{address} {who}")
        return Joined(account.person, None)

    def sign_in(self, login: str, password: str, address: str) -> Person:
        """The person with this login and password. Raises Refused without saying which of the two is wrong."""
        key = _clean_login(login)
        who = f"login/{key}"
        self._check_limits(address, who)
        account = self._register.by_login(key)
        # Do not hash a password that is longer than any accepted one.
        given = password if len(password) <= PASSWORD_LENGTH[1] else ""
        known = _matches(account.secret_hash if account else _NOBODY, given)
        if not known or account is None or (key, given) in self._closed.passwords:
            self._fail(address, who)
            raise Refused(_("User name or password is wrong."))
        self._by_try.succeeded(f"{address} {who}")
        return account.person

    def _check_limits(self, address: str, who: str | None = None) -> None:
        if who is not None and (self._by_try.blocked(f"{address} {who}") or self._by_name.blocked(who)):
            raise Refused(_("Too many failed tries under this name. Wait five minutes, then try again."))
        if self._by_address.blocked(address):
            raise Refused(
                _("Too many failed tries from your network. Those who are signed in can work on; others wait five "
                  "minutes, then try again.")
            )  # fmt: skip

    def _fail(self, address: str, who: str) -> None:
        self._by_address.failed(address)
        self._by_name.failed(who)
        self._by_try.failed(f"{address} {who}")


def add_instructor(store: Store, login: str, name: str, password: str) -> Person:
    """Make an instructor's account. Raises InputError for a login that is taken, or an invalid name or password."""
    key = _clean_login(login)
    shown, compared = clean_name(name)
    faults = []
    if not key or len(key) > NAME_LENGTH or not key.isprintable() or " " in key:
        faults.append(f"login {login!r}: use 1 to {NAME_LENGTH} characters without spaces")
    if not compared or len(shown) > NAME_LENGTH:
        faults.append(f"name {name!r}: use 1 to {NAME_LENGTH} characters")
    faults += _password_faults(password)
    if faults:
        raise InputError(faults)
    person = store.register.add_login(key, shown, INSTRUCTOR, _HASHER.hash(password))
    if person is None:
        raise InputError(f"login {key!r} is taken; choose another one")
    return person


def change_password(store: Store, login: str, password: str) -> None:
    """Set a new password and end all sessions of the account. Raises InputError."""
    account = store.register.by_login(_clean_login(login))
    faults = _password_faults(password)
    if account is None:
        faults.append(f"login {login!r}: there is no such account")
    if faults or account is None:
        raise InputError(faults)
    store.register.set_secret(account.person.id, _HASHER.hash(password))


def reissue_entry_code(store: Store, instructor_id: str, class_id: str, person_id: str) -> str:
    """A new re-entry code for a trainee of this instructor's class, to be shown once; the old code stops working.

    Raises NotAllowed for someone else's class or trainee.
    """
    code = random_code(ENTRY_CODE_LENGTH)
    store.instructor(instructor_id).replace_secret(class_id, person_id, _HASHER.hash(_clean_code(code)))
    return code


def open_session(store: Store, person: Person) -> str:
    """Start a web session and return its secret id; the database keeps only the hash of the id."""
    session_id = secrets.token_urlsafe(32)
    store.register.open_session(person.id, session_hash(session_id), clock.now() + SESSION_LIFE)
    return session_id


def session_hash(session_id: str) -> str:
    """The name of a web session in the database. A fast hash is enough, because the id is random and long."""
    return hashlib.sha256(session_id.encode()).hexdigest()


def clean_name(name: str) -> tuple[str, str]:
    """The name to show (spaces normalized, no control characters), and the name to compare (letter case folded too)."""
    plain = unicodedata.normalize("NFKC", name)
    shown = " ".join("".join(char for char in plain if _is_shown(char)).split()).strip(JOINERS)
    return shown, unicodedata.normalize("NFKC", shown.casefold().translate(dict.fromkeys(map(ord, JOINERS))))


def _is_shown(char: str) -> bool:
    return char.isprintable() or char.isspace() or char in JOINERS


def _clean_code(code: str) -> str:
    letters = [char for char in code[:64].upper() if char.isalnum()]
    # Class codes are stored as people read them out, in groups of four.
    return "-".join("".join(letters[start : start + 4]) for start in range(0, len(letters), 4))


def _clean_login(login: str) -> str:
    return unicodedata.normalize("NFKC", login[:MOST_TYPED]).replace("\0", "").strip().casefold()


def _password_faults(password: str) -> list[str]:
    least, most = PASSWORD_LENGTH
    return [] if least <= len(password) <= most else [f"password: use {least} to {most} characters"]


def _matches(secret_hash: str, secret: str) -> bool:
    try:
        return _HASHER.verify(secret_hash, secret)
    except (VerificationError, InvalidHashError):
        return False


__all__ = [
    "EntryCodeNeeded",
    "Joined",
    "NotAllowed",
    "Refused",
    "SignIn",
    "add_instructor",
    "change_password",
    "clean_name",
    "open_session",
    "reissue_entry_code",
    "session_hash",
]
