"""``redlane train``: trains the classifier on generated traffic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import bar, out, step


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("train", epilog="Example: redlane train")(train)


def train(
    out_file: Annotated[
        Path | None,
        typer.Option("--out", help="File to save the classifier to; by default the file that the app reads."),
    ] = None,
) -> None:
    """Train the classifier on generated traffic of every difficulty and save it with its model card.

    The traffic and the training are the same every time.
    """
    from exercises.home import classifier_file

    train_to(out_file or classifier_file())


def train_to(path: Path) -> None:
    """Train and save the classifier, and show the progress."""
    from exercises.analysis import training_set
    from models import persistence
    from models import train as fit

    with bar("Generating traffic to learn from") as progress:
        declarations, labels = training_set.compose(progress=progress)
    with step(f"Training the classifier on {len(declarations):,} declarations"):
        training = fit(declarations, labels, training_set.SEED)
    persistence.save(path, training)
    out.print(f"Classifier: {path}; its model card: {path.with_suffix('.md')}", highlight=False)
