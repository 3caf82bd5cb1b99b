"""What the web side of one process shares: the store, the sign-in, and the signer of cookies."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from itsdangerous import BadSignature, Signer

from exercises.classroom import SignIn, demonstration, session_hash
from exercises.store import Person, Store, open_store
from exercises.web.secret import signing_secret
from simulator.errors import InputError

COOKIE = "redlane_session"
WELCOME = "redlane_welcome"


@dataclass(frozen=True)
class Site:
    """The shared things. `store` may be used by views as well."""

    store: Store
    door: SignIn
    signer: Signer

    @classmethod
    def of(cls, store: Store, secret: str, *, public: bool = False) -> Site:
        """A site over a store, with cookies signed by a secret; a public one takes no sign-in that is published."""
        door = SignIn(store, demonstration.PUBLISHED) if public else SignIn(store)
        return cls(store, door, Signer(secret, salt="redlane.session"))

    def cookie(self, session_id: str) -> str:
        """The value of the session cookie."""
        return self.signer.sign(session_id).decode("ascii")

    def welcome(self, session_id: str, entry_code: str) -> str:
        """The value of the cookie that shows a re-entry code again: signed, and of use to its own session alone."""
        return self._welcome.sign(f"{entry_code}.{session_hash(session_id)}").decode("ascii")

    def entry_code_of(self, welcome: str | None, session: str | None) -> str | None:
        """The re-entry code in such a cookie, for the session that it was made for."""
        if not welcome or session is None or len(welcome) > 512:
            return None
        try:
            code, _dot, owner = self._welcome.unsign(welcome.encode("utf-8", "replace")).decode().rpartition(".")
        except (BadSignature, UnicodeDecodeError):
            return None
        return code if owner == session else None

    @property
    def _welcome(self) -> Signer:
        return Signer(self.signer.secret_key, salt="redlane.welcome")

    def session_of(self, cookie: str | None) -> str | None:
        """The database's name of the session in a cookie whose signature holds, else None."""
        if not cookie or len(cookie) > 512:
            return None
        try:
            return session_hash(self.signer.unsign(cookie.encode("utf-8", "replace")).decode())
        except (BadSignature, UnicodeDecodeError):
            return None

    def person_of(self, session: str | None) -> Person | None:
        """The person of a session, if the database still knows it."""
        return None if session is None else self.store.register.session_person(session)


DEMONSTRATION = "REDLANE_DEMONSTRATION"
HOSTS = "REDLANE_ALLOWED_HOSTS"


def demonstrates() -> bool:
    """Whether the published sign-ins of the demonstration work here: REDLANE_DEMONSTRATION says 1 or 0.

    Where it says nothing, they work unless the app answers under a name that others can reach.
    """
    said = os.environ.get(DEMONSTRATION, "").strip()
    if said not in ("", "0", "1"):
        raise InputError(f"{DEMONSTRATION}: is {said[:40]!r}; write 1 for the demonstration sign-ins, or 0 for none")
    return said == "1" if said else not os.environ.get(HOSTS, "").strip()


Provider = Callable[[], Site]

_lock = Lock()
_shared: list[Site] = []


def shared() -> Site:
    """This process's site, opened at the first call from REDLANE_DATABASE_URL and REDLANE_SECRET."""
    with _lock:
        if not _shared:
            _shared.append(Site.of(open_store(), signing_secret(), public=not demonstrates()))
        return _shared[0]
