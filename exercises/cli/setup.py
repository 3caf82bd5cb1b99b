"""``redlane setup``: makes everything that the app needs and that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from exercises.cli.console import bar, err, out, show_faults, step, table
from simulator.errors import InputError

if TYPE_CHECKING:
    from exercises.classroom import Demonstration


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("setup", epilog="Example: redlane setup")(setup)


def setup() -> None:
    """Prepare the database, train the classifier if there is none, and load the demonstration class.

    What already exists stays as it is, so a second run takes seconds. The files are in var/, or in the folder that
    REDLANE_HOME names. The database is an SQLite file in that folder, or PostgreSQL at REDLANE_DATABASE_URL.
    """
    from exercises.web import demonstrates

    demonstration = prepare(demonstrates())
    show_sign_ins(demonstration)


def prepare(demonstrates: bool = True) -> Demonstration | None:
    """Make what is missing and show the progress; returns the demonstration sign-ins, if there shall be any."""
    from exercises import home
    from exercises.classroom import demonstration
    from exercises.record import CannotBeWeighed
    from exercises.store import open_store

    home.prepare()
    with step("Preparing the database"):
        store = open_store()
    for exercise in store.without_grounds():
        err.print(f"Warning: exercise {CannotBeWeighed(exercise.id)}", highlight=False, markup=False)
    try:
        _classifier()
        with bar("Loading the exercises") as progress:
            if demonstrates:
                return demonstration.load(store, progress=progress)
            demonstration.stock(store, progress=progress)
            return None
    finally:
        store.close()


def show_sign_ins(demonstration: Demonstration | None) -> None:
    """Show how to sign in, as a small table."""
    if demonstration is None:
        out.print("No demonstration sign-ins: make an account with redlane instructor add LOGIN", highlight=False)
        return
    lines = table("Demonstration", "sign in with")
    lines.add_row("Trainee", f"any name, class code {demonstration.class_code}")
    lines.add_row("Instructor", f"login {demonstration.login}, password {demonstration.password}")
    out.print(lines)


def _classifier() -> None:
    """Train the classifier of analysts if it is missing or comes from another version."""
    from exercises.cli.train import train_to
    from exercises.engine import load_engine
    from exercises.home import classifier_file

    if classifier_file().exists():
        try:
            load_engine()
            return
        except InputError as error:
            show_faults(error.faults)
            err.print("Training a new classifier.")
    train_to(classifier_file())
