"""Start the app: its command line, its environment, its middleware and its routes."""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from exercises.web.gate import Gate
from exercises.web.prefix import prefix
from exercises.web.secret import signing_secret
from exercises.web.site import HOSTS, Provider, shared
from exercises.web.uploads import Held
from simulator.errors import InputError

APP = Path(__file__).resolve().parents[2] / "app.py"  # next to the packages, in a checkout and in a wheel
SETTINGS = Path(__file__).parent / "streamlit.toml"
LOOPBACK = ("127.0.0.1", "localhost")


def middleware(hosts: Sequence[str], held: Held, site: Provider = shared) -> list[Middleware]:
    """The middleware before Streamlit: only these host names (against DNS rebinding), then the gate.

    `held` says how many bytes of uploads the server holds for a page.
    """
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(Gate, site=site, held=held),
    ]


def allowed_hosts(host: str) -> list[str]:
    """The host names under which the app answers: loopback, the one that it listens on, and REDLANE_ALLOWED_HOSTS."""
    more = [name.strip() for name in os.environ.get(HOSTS, "").split(",") if name.strip()]
    every = [*LOOPBACK, *more]
    if host not in ("0.0.0.0", "::"):
        every.append(host)
    elif not more:
        raise InputError(
            f"host {host}: every address of this machine is meant, so say under which names it is reached, "
            f"for instance {HOSTS}=redlane.example,192.168.1.20"
        )
    return list(dict.fromkeys(every))


def settings(table: dict[str, Any], prefix: str = "--") -> Iterator[str]:
    """Streamlit's settings as flags of its command line."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from settings(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}={str(value).lower() if isinstance(value, bool) else value}"


def command(host: str, port: int) -> list[str]:
    """The command that serves the app at an address. Raises InputError for an address that cannot be served."""
    if not 1 <= port <= 65_535:
        raise InputError(f"port {port}: choose one between 1 and 65535")
    hosts = allowed_hosts(host)
    prefix()  # a wrong one is told before anything starts
    line = [sys.executable, "-m", "streamlit", "run", str(APP)]
    line += settings(tomllib.loads(SETTINGS.read_text(encoding="utf-8")))
    line += [f"--server.address={host}", f"--server.port={port}"]
    # Without this name, Streamlit asks a machine on the internet for its address at start.
    line.append(f"--browser.serverAddress={next((name for name in hosts if name not in LOOPBACK), LOOPBACK[0])}")
    return line + [part for name in hosts for part in ("--server.allowedHosts", name)]


def serve(host: str = "127.0.0.1", port: int = 8501) -> None:
    """Serve the app in this process until it is stopped.

    What the set-up has imported need not be imported again, which halves a second start. Relative paths (`var/`) are
    those of the working directory. Raises InputError before anything is started.
    """
    line = command(host, port)
    # In the environment, because everybody on the machine can read a command line.
    os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = _streamlit_secret()
    streamlit = importlib.import_module("streamlit.web.cli")
    with suppress(KeyboardInterrupt, click.exceptions.Abort):  # Ctrl+C is how it is stopped
        streamlit.main.main(line[3:], prog_name="streamlit", standalone_mode=False)


def _streamlit_secret() -> str:
    """The key for Streamlit's own cookies, derived from our secret; neither works in place of the other."""
    return hashlib.sha256(f"streamlit cookies {signing_secret()}".encode()).hexdigest()
