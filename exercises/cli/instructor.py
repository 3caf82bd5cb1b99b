"""``redlane instructor``: accounts of instructors."""

from __future__ import annotations

from typing import Annotated

import typer

from exercises.cli.console import out

app = typer.Typer(name="instructor", help="Accounts of instructors.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Accounts of instructors."""


@app.command("add", epilog="Example: redlane instructor add j.kowalska --name 'J. Kowalska'")
def add(
    login: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str | None, typer.Option(help="The name to show; the login by default.")] = None,
) -> None:
    """Add an instructor. The command asks for the password twice and does not show it."""
    from exercises.classroom import add_instructor
    from exercises.store import open_store

    store = open_store()
    try:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        person = add_instructor(store, login, name or login, password)
    finally:
        store.close()
    out.print(f"{person.name} can sign in as instructor.", highlight=False)


@app.command("password", epilog="Example: redlane instructor password j.kowalska")
def password(login: Annotated[str, typer.Argument(help="The name that the instructor signs in with.")]) -> None:
    """Give an instructor a new password. The command asks for it twice; whoever was signed in is signed out."""
    from exercises.classroom import change_password
    from exercises.store import open_store

    store = open_store()
    try:
        change_password(store, login, typer.prompt("New password", hide_input=True, confirmation_prompt=True))
    finally:
        store.close()
    out.print(f"{login} has a new password.", highlight=False)
