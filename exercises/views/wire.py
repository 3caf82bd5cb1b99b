"""A page without a browser: Streamlit's own messages over its websocket, for the benchmark and for load tests.

It sends what a browser sends when somebody presses a button, and waits until the server says that the rerun is done;
nothing is drawn. The messages are private to Streamlit and may change with any release; a test uses a real server.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from exercises.views.seat import ATTEMPT
from simulator.errors import InputError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
RUNS = 1_000
"""Most reruns that one page asks for."""
SECONDS = 180.0
"""Longest life of one page."""
PATIENCE = 30.0
"""Seconds until a rerun counts as failed."""


@dataclass(frozen=True)
class Button:
    """A button that the server has drawn, and the fragment it stands in ("" for the page)."""

    id: str
    fragment: str
    disabled: bool


@dataclass
class Conversation:
    """What a browser remembers of a page: its address, its buttons by key, and what the server need not send again."""

    query: str = ""
    page: str = ""
    buttons: dict[str, Button] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    def rerun(self, pressed: Button | None = None) -> bytes:
        """The message that asks for a run of the page, or of the fragment with the pressed button."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self.page
        state.cached_message_hashes.extend(self._kept)
        if pressed is not None:
            state.fragment_id = pressed.fragment
            widget = state.widget_states.widgets.add()
            widget.id, widget.trigger_value = pressed.id, True
        return bytes(message.SerializeToString())

    def hear(self, data: bytes) -> bool:
        """Take in one message from the server; returns whether it ends the run. ``InputError`` where the page
        failed."""
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and kind != "ref_hash":
            self._kept.add(message.hash)
        if kind == "delta":
            if message.delta.WhichOneof("type") == "new_element":
                self._draw(message.delta.new_element, message.delta.fragment_id)
        elif kind == "new_session":
            self.page = message.new_session.page_script_hash
            again = set(message.metadata.run.fragment_ids)  # none: the whole page is drawn anew
            self.buttons = {key: one for key, one in self.buttons.items() if again and one.fragment not in again}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind in ("page_not_found", "auth_redirect"):
            raise InputError(f"page: the server answered {kind}; run the app and look at the page")
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise InputError("page: its program cannot be read; run redlane serve and see what it says")
            return bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)
        return False

    def _draw(self, element: Element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise InputError(f"page: it failed ({element.exception.message}); run redlane serve and see what it says")
        if kind == "button":
            # An id is "$$ID-", a hash, "-", and the key that the page gave.
            key = element.button.id.split("-", 2)[-1]
            self.buttons[key] = Button(element.button.id, fragment, element.button.disabled)


class Page:
    """One signed-in page of a server on this machine. Ends by itself after ``RUNS`` reruns or ``SECONDS``."""

    def __init__(self, address: str, cookie: str) -> None:
        self.conversation = Conversation()
        self._address, self._cookie = address, cookie
        self._host, self._port = _here(address)
        self._left, self._end = RUNS, 0.0
        self._closing = ExitStack()
        self._socket: ClientConnection | None = None

    def __enter__(self) -> Self:
        host = f"[{self._host}]" if ":" in self._host else self._host
        self._end = time.monotonic() + SECONDS
        try:
            opening = connect(
                f"ws://{host}:{self._port}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                additional_headers={"Cookie": self._cookie},
                compression=None,
                proxy=None,
                max_size=None,
                open_timeout=PATIENCE,
            )
            self._socket = self._closing.enter_context(opening)
        except (OSError, WebSocketException) as error:
            raise InputError(f"{self._address}: the page's websocket did not open ({error})") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._closing.close()

    def load(self) -> float:
        """The first run of the page; seconds until it is done."""
        return self._run(None)

    def press(self, key: str) -> float:
        """Press the button with this key; seconds until the server is done with all that it redraws.

        ``InputError`` where there is no such button, it cannot be pressed, or the server does not answer.
        """
        buttons = self.conversation.buttons
        button = buttons.get(key)
        if button is None or button.disabled:
            raise InputError(f"page: there is no button {key} to press now; there are {', '.join(buttons) or 'none'}")
        return self._run(button)

    def _run(self, pressed: Button | None) -> float:
        begin = time.monotonic()
        deadline = min(begin + PATIENCE, self._end)
        if self._socket is None:
            raise InputError("page: it is not open; use it in a with statement")
        if self._left == 0 or begin >= self._end:
            raise InputError(f"page: a page of this kind ends after {RUNS} reruns or {SECONDS:.0f} seconds")
        self._left -= 1
        try:
            self._socket.send(self.conversation.rerun(pressed))
            while True:
                data = self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))
                if isinstance(data, bytes) and self.conversation.hear(data):
                    return time.monotonic() - begin
        except TimeoutError:
            raise InputError(f"page: no end of the rerun within {PATIENCE:.0f} seconds") from None
        except WebSocketException as error:
            raise InputError(f"page: the server closed it ({error})") from None


class Trainee(Page):
    """A trainee who joins a class by its form, and works at the desk by its buttons."""

    def __init__(self, address: str, name: str, class_code: str) -> None:
        super().__init__(address, join(address, name, class_code))

    @property
    def attempt(self) -> str:
        """The attempt that the page's address names; "" where it names none."""
        return parse_qs(self.conversation.query).get(ATTEMPT, [""])[0]

    def enter(self, exercise: str) -> None:
        """Go from the list of exercises through the briefing to the desk, for the exercise whose id starts with this
        text."""
        start = f"enter-{exercise}"
        self.press(self._first(start) or start)
        self.press("to-desk")

    def next(self) -> float:
        """Open the next consignment of the queue; seconds until the server is done."""
        before = self.open_consignment()
        seconds = self.press("step-1")
        if self.open_consignment() in (None, before):
            raise InputError(f"desk: Next was pressed and {before or 'no consignment'} is open still")
        return seconds

    def open_consignment(self) -> str | None:
        """The declaration on the desk, as the lane buttons name it; None before the first is opened."""
        start = f"lane-red-{self.attempt}-"
        key = self._first(start)
        return key and key.removeprefix(start)

    def _first(self, start: str) -> str | None:
        return next((key for key in self.conversation.buttons if key.startswith(start)), None)


def join(address: str, name: str, class_code: str) -> str:
    """Join a class with its form; returns the cookie. The name must be new to the class."""
    host, port = _here(address)
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        form = urlencode({"name": name, "class_code": class_code})
        kind = "application/x-www-form-urlencoded"
        connection.request("POST", "/join", form, {"Origin": address, "Content-Type": kind, "Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    except OSError as error:
        raise InputError(f"{address}/join: no answer ({error})") from None
    finally:
        connection.close()
    if not cookie:
        raise InputError(f"{address}/join: {name!r} was refused with {answer.status}; is {class_code} a class there?")
    return cookie


def _here(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK or parts.port is None:
        raise InputError(f"{address}: only a server on this machine is played, for instance http://127.0.0.1:8501")
    return parts.hostname, parts.port
