"""``redlane generate``: writes traffic with its truth as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exercises.cli.console import bar, err, out
from simulator.errors import InputError, load_all

STOPPED = 130


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("generate", epilog="Example: redlane generate --declarations 100000 --seed 7 --out traffic")(generate)


def generate(
    out_folder: Annotated[
        Path, typer.Option("--out", help="Output folder: new, empty, or from the same interrupted run.")
    ],
    declarations: Annotated[int | None, typer.Option(help="Number of declarations.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Random seed; the same seed gives the same traffic.")] = 1,
    settings_file: Annotated[
        Path | None, typer.Option("--settings", help="YAML file of settings; options of the command override it.")
    ] = None,
    prevalence: Annotated[float | None, typer.Option(help="Expected share of violations, 0.0001 to 0.5.")] = None,
    subtlety: Annotated[float | None, typer.Option(help="How much violations look like lawful trade, 0 to 1.")] = None,
    masking: Annotated[
        float | None, typer.Option(help="How ordinary goods and routes of violations look, 0 to 1.")
    ] = None,
    clutter: Annotated[float | None, typer.Option(help="How much lawful trade looks like violations, 0 to 1.")] = None,
    traffic: Annotated[str | None, typer.Option(help="Pattern of trade: world or korea.")] = None,
    pack: Annotated[
        str | None,
        typer.Option(help="Context pack of the office: eu-nl, ge, kr, or the folder of your own (docs/packs.md)."),
    ] = None,
    days: Annotated[int | None, typer.Option(help="Length of the period in days.")] = None,
    tier: Annotated[str, typer.Option(help="What the oracle sees: declaration, document or check.")] = "declaration",
    workers: Annotated[int, typer.Option(min=1, max=256, help="Number of processes on this machine.")] = 1,
    shard_size: Annotated[int | None, typer.Option(min=1, help="Declarations per file; 200,000 by default.")] = None,
    cluster: Annotated[
        str | None, typer.Option(help="Address of the scheduler of a Dask cluster that can write to the folder.")
    ] = None,
) -> None:
    """Generate traffic: declarations/, truth/ and traders/ as Parquet, and manifest.json with hashes of their content.

    Ctrl+C stops it; rerun the command to resume. The content is the same for any number of workers and any shard size.
    """
    from generators import output
    from generators.odds import indicators, load_settings
    from generators.oracle import difficulty
    from generators.output import cluster as on_cluster
    from generators.output import processes
    from simulator.reference import TIERS

    if tier not in TIERS:
        raise InputError(f"--tier {tier!r}: choose one of {', '.join(TIERS)}")
    given = {
        "declarations": declarations,
        "prevalence": prevalence,
        "subtlety": subtlety,
        "masking": masking,
        "clutter": clutter,
        "traffic": traffic,
        "pack": pack,
        "days": days,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    settings, _ = load_all(lambda: load_settings(settings_file, chosen), indicators)
    order = output.Order(settings, seed, out_folder, tier, shard_size or output.SHARD)
    who = on_cluster(cluster) if cluster else processes(workers)
    try:
        with bar(f"Generating {settings.declarations:,} declarations") as progress:
            manifest = output.write(order, who, progress)
    except KeyboardInterrupt:
        err.print("Stopped. The finished files are kept; rerun the command to resume.", highlight=False)
        raise typer.Exit(STOPPED) from None
    out.print(f"Written: {manifest}", highlight=False)
    hard = difficulty(settings, order.tier)
    out.print(f"Difficulty: {hard}, for an oracle that sees the {order.tier}", highlight=False)
