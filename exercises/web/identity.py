"""Who uses a page.

The gate puts these headers on a request that has a valid session; Streamlit maps them to `st.user`
(`server.trustedUserHeaders`); pages pass `st.user` to `current` on every rerun.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exercises.store import Person
from exercises.web.site import Provider, shared

# Header → key in st.user. `streamlit.toml` says the same; a test compares them.
HEADERS = {"X-Redlane-Session": "session", "X-Redlane-Person": "person"}


def headers(session: str, person: Person) -> list[tuple[bytes, bytes]]:
    """The headers of a signed-in request. `session` is the database's name of the session, not the content of the
    cookie."""
    values = {"session": session, "person": person.id}
    return [(name.lower().encode(), values[key].encode()) for name, key in HEADERS.items()]


def is_identity_header(name: bytes) -> bool:
    """Whether a client's header has the name of an identity header."""
    return name.lower().replace(b"_", b"-").startswith(b"x-redlane-")


def current(user: Mapping[str, Any], site: Provider = shared) -> Person | None:
    """The person behind `st.user` now, or None when the session has ended since the page connected."""
    session, person_id = user.get("session"), user.get("person")
    if not isinstance(session, str) or not isinstance(person_id, str):
        return None
    person = site().person_of(session)
    return person if person is not None and person.id == person_id else None
