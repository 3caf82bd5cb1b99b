"""``redlane backup`` and ``redlane restore``: copies of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import out


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup", epilog="Example: redlane backup monday.db")(backup)
    app.command("restore", epilog="Example: redlane restore monday.db")(restore)


def backup(file: Annotated[Path, typer.Argument(help="The new file to write.")]) -> None:
    """Copy the whole database to a file. The app may go on working; a plain copy of its file would lack the last acts.

    For PostgreSQL use pg_dump. The secret that signs cookies is a file of its own.
    """
    from exercises import store

    store.backup(file)
    out.print(f"{file} holds the whole database.", highlight=False)


def restore(file: Annotated[Path, typer.Argument(help="A file that redlane backup wrote.")]) -> None:
    """Put a backup in the place of the database. Stop the app first; the former database is kept beside it.

    For PostgreSQL use pg_restore.
    """
    from exercises import store

    former = store.restore(file)
    out.print(f"The database is that of {file}.", highlight=False)
    if former is not None:
        out.print(f"The former one is {former}.", highlight=False)
