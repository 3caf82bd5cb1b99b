"""Who may upload, and how much: files of an instructor's session, up to a limit. Streamlit keeps them in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers

from exercises.store import INSTRUCTOR, Person

FOLDER = "/_stcore/upload_file/"
MOST = 150_000_000
"""Bytes that the pages of one session may hold together: three files of the largest size."""

Held = Callable[[str], int]
"""How many bytes the server holds for a page, by Streamlit's name for the page."""


class Uploads:
    """What the sessions of this process hold. Used on the event loop alone."""

    def __init__(self, held: Held) -> None:
        self._held = held
        # Session → the pages it has sent files to → bytes that are on their way there.
        self._coming: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def refusal(self, session: str, person: Person, path: str, headers: Headers) -> tuple[int, str] | None:
        """Status and reason for not taking a file that is sent to `path`; None if it may come."""
        if person.role != INSTRUCTOR:
            return 403, "Only an instructor uploads files."
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdecimal()):
            return 411, "Say how long the file is."
        pages = self._coming[session]
        bytes_of = {page: self._held(page) + coming for page, coming in pages.items()}
        for page in [page for page, size in bytes_of.items() if not size]:  # closed, or emptied
            del pages[page]
        if sum(bytes_of.values()) + int(length) > MOST:
            return 413, "This session holds as many files as it may. Remove some, or close pages that you need no more."
        return None

    @contextmanager
    def coming(self, session: str, path: str, headers: Headers) -> Iterator[None]:
        """Count a file while it is on its way, and look at its page from now on."""
        page, length = _page(path), int(headers["content-length"])
        self._coming[session][page] += length
        try:
            yield
        finally:
            self._coming[session][page] -= length


def _page(path: str) -> str:
    return path.removeprefix(FOLDER).partition("/")[0]
