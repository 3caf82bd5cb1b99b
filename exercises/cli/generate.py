"""``redlane generate``: traffic with its truth, as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import bar, out


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("generate", epilog="Example: redlane generate --declarations 100000 --seed 7 --out traffic")(generate)


def generate(
    declarations: Annotated[int, typer.Option(min=1, max=100_000_000, help="How many declarations.")],
    out_folder: Annotated[Path, typer.Option("--out", help="Folder for them: new, empty, or of the same order.")],
    seed: Annotated[int, typer.Option(min=0, help="Which traffic; the same seed gives the same.")] = 1,
    prevalence: Annotated[float, typer.Option(min=0.0001, max=0.5, help="Expected share of violations.")] = 0.06,
    subtlety: Annotated[float, typer.Option(min=0, max=1, help="How little violations show.")] = 0.3,
    masking: Annotated[float, typer.Option(min=0, max=1, help="How ordinary the company is they travel in.")] = 0.3,
    clutter: Annotated[float, typer.Option(min=0, max=1, help="How much honest trade looks like violations.")] = 0.2,
) -> None:
    """Generate traffic: declarations/ and truth/ as Parquet, and manifest.json with the hashes of their content."""
    from generators import output
    from generators.settings import Settings

    settings = Settings(
        declarations=declarations, prevalence=prevalence, subtlety=subtlety, masking=masking, clutter=clutter
    )
    done = 0
    with bar(f"Generating {declarations:,} declarations") as progress:

        def told(rows: int) -> None:
            nonlocal done
            done += rows
            progress.update(progress.task_ids[0], completed=done / declarations)

        manifest = output.write(settings, seed, out_folder, told)
    out.print(f"Written: {manifest}", highlight=False)
