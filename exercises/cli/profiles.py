"""``redlane profiles``: lists the pack of risk profiles, and tries out a draft before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from exercises.cli.console import out, step, table

if TYPE_CHECKING:
    import pandas as pd

    from simulator.profiles import Profile, Simulation
    from simulator.share import Share

PREVALENCE = 0.02  # in generated traffic: violations are rare at a border (assumption)
SHOWN = 10  # overlaps

app = typer.Typer(name="profiles", help="Risk profiles: list the pack, try out a draft.", no_args_is_help=True)


@app.command("list", epilog="Example: redlane profiles list")
def list_profiles() -> None:
    """List the risk profiles that come with Redlane, one per line: status, level, lane, validity and title."""
    from simulator.profiles import load

    rows = [("Profile", "status", "level", "lane", "valid", "title")]
    rows += [(one.id, one.status, one.level, _lane(one), _validity(one), one.title) for one in load()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:  # a table would fold the lines on a narrow terminal
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out.print(line.rstrip(), markup=False, highlight=False)


@app.command("simulate", epilog="Example: redlane profiles simulate my-draft.yaml --data traffic")
def simulate(
    file: Annotated[Path, typer.Argument(help="The profile, a YAML file named after its id.")],
    data: Annotated[
        Path | None,
        typer.Option(help="A folder that redlane generate wrote; without it, the command generates traffic."),
    ] = None,
    declarations: Annotated[int, typer.Option(min=1, max=5_000_000, help="Largest number of declarations.")] = 100_000,
    seed: Annotated[
        int, typer.Option(min=0, help="Random seed of the traffic and of the hits that are sent to the lanes.")
    ] = 1,
) -> None:
    """Try out a risk profile of any status with the active ones: hits, precision, new hits, overlap, load of the lanes.

    The command changes nothing. The truth of the generated traffic says which declarations are violations.
    """
    from simulator.errors import load_all
    from simulator.profiles import load, load_one, simulation

    draft, pack = load_all(lambda: load_one(file), load)
    traffic, outcomes, what = _read(data, declarations) if data is not None else _generate(declarations, seed)
    with step(f"Trying {draft.id} with {sum(profile.status == 'active' for profile in pack)} active profiles"):
        done = simulation.simulate(draft, pack, traffic, outcomes, seed)
    _report(done, what)


def _read(folder: Path, rows: int) -> tuple[pd.DataFrame, pd.Series[bool] | None, str]:
    from exercises.analysis import read_generated

    with step(f"Reading {folder}"):
        found = read_generated(folder, rows)
    return found.declarations, found.violation, str(folder)


def _generate(rows: int, seed: int) -> tuple[pd.DataFrame, pd.Series[bool] | None, str]:
    from generators.odds import Settings
    from generators.traffic import generate

    with step(f"Generating {rows:,} declarations"):
        batch = generate(Settings(declarations=rows, prevalence=PREVALENCE), seed)
    return batch.declarations, batch.truth["violation"], f"generated, seed {seed}, {PREVALENCE:.0%} violations"


def _report(done: Simulation, what: str) -> None:
    profile = done.profile
    out.print(escape(f"{profile.id} ({profile.status}, {_lane(profile)}): {profile.title}"), highlight=False)
    out.print(escape(f"{done.hits.total:,} declarations: {what}"), highlight=False)
    if done.lacking:
        out.print(f"The profile cannot hit: the declarations lack {', '.join(done.lacking)}.", highlight=False)
    if done.warning:
        out.print(escape(f"Warning: {done.warning}"), highlight=False)
    if done.precision.total == 0 < done.hits.count:
        out.print("No outcome of a hit is known, so the precision is unknown.", highlight=False)
    shares = table("", "count>", "of>", "share>", "95 % interval>")
    for name, share in (
        ("Hits", done.hits),
        ("Violations among hits (precision)", done.precision),
        ("Violations that it hits (recall)", done.recall),
        ("Hits that no active profile has", done.marginal),
        ("Violations among these", done.marginal_precision),
    ):
        shares.add_row(name, *_cells(share))
    out.print(shares)
    if done.overlaps:
        overlaps = table("Hits shared with", "count>", "of>", "share>", "95 % interval>")
        for one in done.overlaps[:SHOWN]:
            overlaps.add_row(escape(one.profile_id), *_cells(one.hits))
        out.print(overlaps)
        if len(done.overlaps) > SHOWN:
            out.print(f"and with {len(done.overlaps) - SHOWN} more profiles", highlight=False)
    lanes = table("Lane asked for", "by the pack>", "with this profile>", "change>")
    for lane, before in done.lanes.items():
        after = done.lanes_with[lane]
        lanes.add_row(lane, f"{before:,}", f"{after:,}", f"{after - before:+,}")
    out.print(lanes)


def _cells(share: Share) -> tuple[str, str, str, str]:
    if share.value is None:
        return f"{share.count:,}", f"{share.total:,}", "", ""
    low, high = share.interval
    return f"{share.count:,}", f"{share.total:,}", _percent(share.value), f"{_percent(low)}–{_percent(high)}"


def _percent(value: float) -> str:
    return f"{value:.1%}" if value >= 0.1 else f"{value:.2%}"


def _lane(profile: Profile) -> str:
    return profile.lane if profile.selection_share == 1 else f"{profile.lane} {profile.selection_share:.0%}"


def _validity(profile: Profile) -> str:
    if profile.valid_from is None and profile.valid_to is None:
        return "always"
    return f"{profile.valid_from or ''}–{profile.valid_to or ''}"
