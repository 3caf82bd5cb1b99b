"""A real server with the real settings: what is refused, and who a page believes to have before it."""

from __future__ import annotations

import http.client
import os
import select
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from exercises.classroom import add_instructor
from exercises.cli import entry, serve, setup
from exercises.store import Store, open_store
from exercises.web import DEMONSTRATION, demonstrates, server
from exercises.web.site import COOKIE, HOSTS
from simulator.errors import InputError
from tests.ports import free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]

PAGE = """
import streamlit as st
from exercises.web import identity

person = identity.current(st.user.to_dict())
st.text(f"seen as {person.name if person else 'nobody'}")
"""


@dataclass
class Server:
    """A running server and its store."""

    address: str
    store: Store
    class_code: str

    def get(self, path: str, **headers: str) -> int:
        """The status of a page, redirects not followed."""
        request = urllib.request.Request(f"http://{self.address}{path}", headers=headers)
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def join(self, name: str) -> str:
        """Join the class; the cookie header."""
        form = urlencode({"name": name, "class_code": self.class_code}).encode()
        request = urllib.request.Request(
            f"http://{self.address}/join", form, {"Origin": f"http://{self.address}", "Accept": "text/html"}
        )
        with pytest.raises(urllib.error.HTTPError) as welcome:
            urllib.request.build_opener(_Stay).open(request, timeout=20)
        assert welcome.value.code == 303
        return str(welcome.value.headers["Set-Cookie"]).partition(";")[0]

    def sign_in(self, login: str, password: str) -> str:
        """Sign in as an instructor; the cookie header."""
        form = urlencode({"login": login, "password": password}).encode()
        request = urllib.request.Request(
            f"http://{self.address}/login", form, {"Origin": f"http://{self.address}", "Accept": "text/html"}
        )
        with pytest.raises(urllib.error.HTTPError) as signed_in:
            urllib.request.build_opener(_Stay).open(request, timeout=20)
        return str(signed_in.value.headers["Set-Cookie"]).partition(";")[0]

    def upload(self, cookie: str, page: str, size: int) -> int:
        """Send a file to a page as Streamlit's own page does; the status.

        The file itself follows its headers a moment later, so that a refusal is read before it is sent in vain.
        """
        line = http.client.HTTPConnection(self.address, timeout=60)
        line.request("GET", "/_stcore/health")
        answer = line.getresponse()
        answer.read()
        token = str(answer.headers["Set-Cookie"]).partition(";")[0]
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
        body = head.encode() + b"x" * size + f"\r\n--{mark}--\r\n".encode()
        line.putrequest("PUT", f"/_stcore/upload_file/{page}/{mark}")
        for name, value in {
            "Origin": f"http://{self.address}",
            "Cookie": f"{cookie}; {token}",
            "X-Xsrftoken": token.partition("=")[2].strip('"'),
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Content-Length": str(len(body)),
        }.items():
            line.putheader(name, value)
        line.endheaders()
        if not select.select([line.sock], [], [], 0.5)[0]:
            line.send(body)
        status = line.getresponse().status
        line.close()
        return status

    def websocket(self, **headers: str) -> ClientConnection:
        """The page's websocket."""
        return connect(
            f"ws://{self.address}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=headers,
            max_size=None,
            proxy=None,
        )


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """app.py with a page that says whom it sees, served in a folder of its own on SQLite."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "page.py").write_text(PAGE)
    entry = (ROOT / "app.py").read_text(encoding="utf-8")
    assert entry.count("exercises/views/main.py") == 1
    (folder / "app.py").write_text(entry.replace("exercises/views/main.py", "page.py"))
    store = open_store(f"sqlite:///{folder / 'test.db'}")
    room = store.instructor(add_instructor(store, "kim", "Kim", "correct horse").id).create_class("Course")
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "APP", folder / "app.py")
        line = server.command("127.0.0.1", port)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "REDLANE_DATABASE_URL": f"sqlite:///{folder / 'test.db'}",
        "REDLANE_SECRET": "a secret of the tests, long enough to sign",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(line, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait(port, process, folder / "log")
        yield Server(f"127.0.0.1:{port}", store, room.code)
    finally:
        process.terminate()
        process.wait(20)
        store.close()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; the connection's own waiting sets the pace."""
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=20) as answer:
                if answer.status == 200:
                    return
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(log.read_text(errors="replace"))


def drawn(page: ClientConnection) -> Iterator[ForwardMsg]:
    """Run the page, and give what it sends until it is drawn."""
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    page.send(ask.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(page.recv(timeout=20))
        yield answer
        if answer.WhichOneof("type") == "script_finished":
            return


def seen(page: ClientConnection) -> str:
    """Whom the page names."""
    bodies = [answer.delta.new_element.text.body for answer in drawn(page)]
    return next((body for body in reversed(bodies) if body.startswith("seen as")), "")


def opened(page: ClientConnection) -> str:
    """Streamlit's name of a page, once it is drawn."""
    names = [answer.new_session.initialize.session_id for answer in drawn(page)]
    return next((name for name in reversed(names) if name), "")


def test_a_visitor_without_a_session_gets_no_page_and_no_websocket(running: Server) -> None:
    assert running.get("/_stcore/health") == 200
    assert running.get("/", Accept="text/html") == 303
    assert running.get("/_stcore/host-config") == 401
    assert running.get("/_stcore/metrics") == 404
    assert running.get("/join", Host="evil.example") == 400
    for headers in ({}, {"Cookie": f"{COOKIE}=forged.value"}, {"X-Redlane-Person": "x", "X-Redlane-Session": "y"}):
        with pytest.raises(InvalidStatus) as refusal:
            running.websocket(**headers)
        assert refusal.value.response.status_code == 403


def test_a_page_on_another_port_of_this_host_opens_no_websocket(running: Server) -> None:
    cookie = running.join("Di")
    with running.websocket(Cookie=cookie, Origin=f"http://{running.address}") as page:
        assert seen(page) == "seen as Di"
    for origin in ("http://127.0.0.1:9", "http://127.0.0.1", f"https://{running.address}.evil.example"):
        with pytest.raises(InvalidStatus):
            running.websocket(Cookie=cookie, Origin=origin)


def test_a_trainee_fills_no_memory_and_an_instructor_only_up_to_a_limit(running: Server) -> None:
    with running.websocket(Cookie=(trainee := running.join("Eve"))) as page:
        assert running.upload(trainee, opened(page), 10) == 403
    with running.websocket(Cookie=(lou := running.sign_in("kim", "correct horse"))) as page:
        name, large = opened(page), 45_000_000
        assert [running.upload(lou, name, large) for _ in range(4)] == [204, 204, 204, 413]
        with running.websocket(Cookie=lou) as another:  # of the same session
            assert running.upload(lou, opened(another), large) == 413
    with running.websocket(Cookie=(again := running.sign_in("kim", "correct horse"))) as page:
        assert running.upload(again, opened(page), large) == 204


def test_the_page_sees_whose_cookie_it_is_and_no_header_changes_that(running: Server) -> None:
    cookie = running.join("Ada")
    running.join("Bo")
    with running.websocket(Cookie=cookie) as page:
        assert seen(page) == "seen as Ada"
    member = {"X-Redlane-Person": "someone else", "X-Redlane-Session": "0" * 64}
    with running.websocket(Cookie=cookie, **member) as page:
        assert seen(page) == "seen as Ada"


def test_a_page_that_stays_open_learns_that_its_session_has_ended(running: Server) -> None:
    cookie = running.join("Cy")
    with running.websocket(Cookie=cookie) as page:
        assert seen(page) == "seen as Cy"
        request = urllib.request.Request(
            f"http://{running.address}/logout", b"", {"Origin": f"http://{running.address}", "Cookie": cookie}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.url.endswith("/join")
        assert seen(page) == "seen as nobody"
    with pytest.raises(InvalidStatus):
        running.websocket(Cookie=cookie)


def test_serving_starts_from_the_project_with_its_own_settings() -> None:
    assert server.APP == ROOT / "app.py"
    assert server.command("127.0.0.1", 8501)[:5] == [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]


def test_published_sign_ins_work_on_this_machine_alone_or_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (DEMONSTRATION, HOSTS):
        monkeypatch.delenv(name, raising=False)
    assert demonstrates()
    monkeypatch.setenv(HOSTS, "redlane.example")
    assert not demonstrates()
    monkeypatch.setenv(DEMONSTRATION, "1")
    assert demonstrates()
    monkeypatch.delenv(HOSTS)
    monkeypatch.setenv(DEMONSTRATION, "0")
    assert not demonstrates()
    monkeypatch.setenv(DEMONSTRATION, "perhaps")
    with pytest.raises(InputError, match="write 1"):
        demonstrates()


@pytest.mark.parametrize(
    ("line", "works"),
    [
        ([], True),
        (["--host", "192.0.2.7"], False),
        (["--host", "192.0.2.7", "--demonstration"], True),
        (["--no-demonstration"], False),
    ],
)
def test_serving_to_others_demonstrates_nothing(line: list[str], works: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setenv(DEMONSTRATION, "")
    monkeypatch.setattr(serve, "check_free", lambda *_: None)
    monkeypatch.setattr(setup, "prepare", asked.append)
    monkeypatch.setattr(server, "serve", lambda *_: None)
    assert entry.run(["serve", *line]) == 0
    assert asked == [works] == [demonstrates()]
