"""``redlane serve``: sets up what is missing, then serves the app."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from exercises.cli.console import err, out
from simulator.errors import InputError

HOST = "127.0.0.1"
PORT = 8501


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", epilog="Example: redlane serve --port 8600")(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port to listen on.")] = PORT,
    demonstration: Annotated[
        bool | None,
        typer.Option(help="Accept the published sign-ins of the demonstration; by default on this machine alone."),
    ] = None,
) -> None:
    """Set up what is missing, then serve the app until Ctrl+C. Shows the address and the demonstration sign-ins.

    Everybody knows the sign-ins of the demonstration. So they work only while the app listens on this machine alone
    and has no other host name, or with --demonstration (or REDLANE_DEMONSTRATION=1).

    To reach the app from other machines, list its host names in REDLANE_ALLOWED_HOSTS and put a TLS proxy before it.
    """
    from exercises.cli.setup import prepare, show_sign_ins
    from exercises.web import DEMONSTRATION, demonstrates, server

    check_free(host, port)
    server.command(host, port)  # refuses a bad address before the slow steps
    if demonstration is not None:
        os.environ[DEMONSTRATION] = str(int(demonstration))
    elif host not in server.LOOPBACK and not os.environ.get(DEMONSTRATION):
        os.environ[DEMONSTRATION] = "0"
    sign_ins = prepare(demonstrates())
    shown = f"[{host}]" if ":" in host else host
    out.print(f"\nRedlane is at [bold]http://{shown}:{port}[/bold]  (Ctrl+C stops it)", highlight=False)
    show_sign_ins(sign_ins)
    err.print("")
    server.serve(host, port)


def check_free(host: str, port: int) -> None:
    """Raise ``InputError`` if the server cannot listen on the port now."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        raise InputError(f"host {host}: is not an address of this machine; use 127.0.0.1") from None
    except PermissionError:
        raise InputError(
            f"port {port}: you have no permission to use it; choose a port from 1024 up: --port {PORT}"
        ) from None
    except OSError as error:
        raise InputError(
            f"{host}:{port}: is in use, or is not an address of this machine ({error.strerror}); "
            f"stop the program that uses it, or choose another port: redlane serve --port {port % 65_535 + 1}"
        ) from None
