"""``redlane campaign``: plays policies that learn from their own findings, with and without random checks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exercises.cli.console import bar, err, out, table
from exercises.cli.generate import STOPPED
from simulator.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("campaign", epilog="Example: redlane campaign --policy classifier --seeds 10 --out campaigns")(campaign)


def campaign(
    out_folder: Annotated[
        Path, typer.Option("--out", help="Output folder: new, empty, or with campaigns of the same office.")
    ],
    weeks: Annotated[int, typer.Option(help="Number of weeks in a campaign.")] = 52,
    declarations: Annotated[int, typer.Option(help="Declarations per week.")] = 4_000,
    prevalence: Annotated[float, typer.Option(help="Expected share of violations.")] = 0.02,
    capacity: Annotated[float, typer.Option(help="Examinations per week: a number, or a share below 1.")] = 0.025,
    audits: Annotated[int, typer.Option(help="Audits per week.")] = 10,
    policy: Annotated[
        list[str] | None, typer.Option(help="profiles, classifier, both or all; can be given several times.")
    ] = None,
    shares: Annotated[
        str, typer.Option(help="Shares of the examinations that are random checks.")
    ] = "0,0.02,0.05,0.1,0.2",
    seeds: Annotated[int, typer.Option(help="Number of seeds; means and intervals are taken over them.")] = 10,
    drift: Annotated[
        bool | None,
        typer.Option("--drift/--no-drift", help="Whether the typologies change over time; both by default."),
    ] = None,
    delay: Annotated[
        int | None, typer.Option(help="Days until an audit reports its finding; 30 to 180 by default.")
    ] = None,
    memory: Annotated[
        int | None, typer.Option(help="Weeks after which the office forgets its findings; never by default.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Number of campaigns played at the same time.")] = 2,
) -> None:
    """Play campaigns: weeks of traffic under a policy that learns only from what its controls and audits found.

    Every policy plays every random share on every seed. The output is campaigns/ (one file per campaign, one row per
    week), figures.parquet (one row per campaign), summary.parquet (means with 95 % intervals) and campaign.svg.

    Ctrl+C stops it; rerun the command to resume. Rerun it with more policies, shares or seeds to add them.
    """
    from exercises.analysis import (
        POLICIES,
        campaign_figures,
        campaign_summary,
        draw_campaign,
        play_grid,
        read_plan,
    )

    office, grid = read_plan(
        {
            "weeks": weeks,
            "declarations": declarations,
            "prevalence": prevalence,
            "capacity": capacity,
            "audits": audits,
            "delay": delay,
            "memory": memory,
        },
        {
            "policies": POLICIES if not policy or ALL in policy else policy,
            "shares": _numbers(shares),
            "seeds": seeds,
            "drift": (False, True) if drift is None else (drift,),
        },
    )
    try:
        with bar(f"Playing {len(grid.cells)} campaigns of {weeks} weeks") as progress:
            played = play_grid(office, grid, out_folder, workers, progress)
    except KeyboardInterrupt:
        err.print("Stopped. The finished campaigns are kept; rerun the command to resume.", highlight=False)
        raise typer.Exit(STOPPED) from None
    campaigns = campaign_figures(played)
    means = campaign_summary(campaigns)
    campaigns.to_parquet(out_folder / "figures.parquet", index=False)
    means.to_parquet(out_folder / "summary.parquet", index=False)
    draw_campaign(played, means, out_folder / "campaign.svg")
    _show(means)
    out.print(f"Written: {out_folder / 'summary.parquet'}, {out_folder / 'campaign.svg'}", highlight=False)


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise InputError(
            f"--shares {text!r}: write numbers from 0 to 1 separated by commas, such as 0,0.05,0.1"
        ) from None


def _show(means: pd.DataFrame) -> None:
    shown = table("Policy", "traffic", "random>", "of best>", "at the end>", "released>", "estimate>", "covers>")
    for row in means.to_dict("records"):
        shown.add_row(
            row["policy"],
            "drift" if row["drift"] else "stable",
            f"{row['share']:.0%}",
            *(_mean(row, name) for name in ("of_best", "late_of_best")),
            f"{row['lawful_released']:.1%}",
            _percent(row["estimate"], ".2%"),
            _percent(row["covers"], ".0%"),
        )
    out.print(shown)
    out.print(
        "Of best: violations caught, as a share of what the oracle would have caught with the same capacity. "
        "At the end: the same in the last quarter. Released: lawful consignments that nobody stopped. "
        f"Estimate: the estimated prevalence; the true one was {means['rate'].mean():.2%}. "
        "Covers: campaigns whose 95 % interval contains the true prevalence.",
        highlight=False,
    )


def _mean(row: Mapping[Hashable, float], name: str) -> str:
    half = row[f"{name}_to"] - row[name]
    return f"{row[name]:.2f}" + (f" ± {half:.2f}" if half == half else "")


def _percent(value: float, how: str) -> str:
    return format(value, how) if value == value else "–"
