"""``redlane exercise``: lists exercises, builds them from recipes, and makes them from real declarations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exercises.cli.console import bar, out, step, table
from simulator.errors import InputError

if TYPE_CHECKING:
    from exercises.design import RealSpec
    from simulator.files import Key
    from simulator.intake import Mapping, Report
    from simulator.reference import Edition

_BRIEFING = (
    "These consignments come from a file of declarations ({source}) with known outcomes. Fields that the file does not "
    "have are unknown. Use the few controls for the consignments that need them most; the debrief shows what was found."
)

CHOICES = ("queue", "engine", "declaration")
"""The choices shown of ``exercises.marking.CHOICES``; the last of them is the whole."""
SHOWN = ("novice", "competent", "expert")
"""The simulated trainees shown."""

app = typer.Typer(name="exercise", help="Exercises: list, build, preview, import.", no_args_is_help=True)


@app.command("list", epilog="Example: redlane exercise list")
def list_exercises() -> None:
    """List the recipes that come with Redlane and the exercises in the database."""
    from exercises.design import catalogue
    from exercises.store import open_store

    recipes = table("Recipe", "level", "consignments>", "red>", "yellow>", "title")
    for spec in catalogue():
        places = (f"{spec.traffic.declarations}", *(f"{spec.places.get(lane, '–')}" for lane in ("red", "yellow")))
        recipes.add_row(spec.slug, spec.level, *places, spec.title)
    out.print(recipes)
    store = open_store()
    try:
        stored = store.catalogue()
    finally:
        store.close()
    out.print()
    if not stored:
        out.print("There is no exercise in the database yet; redlane setup adds those that come with Redlane.")
        return
    built = table("In the database", "level", "title")
    for head in stored:
        built.add_row(head.id, head.level, head.title)
    out.print(built)


@app.command("build", epilog="Example: redlane exercise build my_exercise.yaml")
def build(
    recipe: Annotated[str, typer.Argument(help="A recipe file, or the short name of one that comes with Redlane.")],
) -> None:
    """Build an exercise from a recipe and add it to the database; every instructor can use it.

    The same recipe gives the same exercise; adding it again changes nothing.
    """
    from exercises.design import catalogue, load_spec, make
    from exercises.engine import engine_in_service
    from exercises.store import open_store

    shipped = {spec.slug: spec for spec in catalogue()}
    chosen = shipped[recipe] if recipe in shipped else load_spec(Path(recipe))
    with bar("Preparing its risk engine") as progress:
        engine = engine_in_service(chosen.traffic, chosen.engine, progress)
    store = open_store()
    try:
        with step(f"Building {chosen.title}"):
            head = store.add_exercise(make(chosen, engine))
    finally:
        store.close()
    out.print(f"Exercise {head.id}: {head.title}", highlight=False)


@app.command("preview", epilog="Example: redlane exercise preview night-shift --batches 30")
def preview_recipes(
    recipes: Annotated[
        list[str] | None, typer.Argument(help="Recipe files, or short names; all that come with Redlane by default.")
    ] = None,
    batches: Annotated[int, typer.Option(min=2, help="Other batches of the recipe to play.")] = 10,
) -> None:
    """Let simulated trainees play a recipe, and say what there is to gain in it by reading and asking.

    Shares are of the best choice with everything knowable, over all batches together. The last column says how many
    batches tell the score of a competent person within a standard error of five points.
    """
    from exercises.design import catalogue, load_spec
    from exercises.engine import engine_in_service
    from exercises.rehearsal import preview

    shipped = {spec.slug: spec for spec in catalogue()}
    chosen = [shipped[name] if name in shipped else load_spec(Path(name)) for name in recipes or shipped]
    found = table("Recipe", *(f"{head}>" for head in (*CHOICES, *SHOWN, "batches")))
    for spec in chosen:
        with bar(f"Playing {spec.slug}") as progress:
            seen = preview(spec, engine_in_service(spec.traffic, spec.engine), batches, progress)
        needed = next((row.batches for row in seen.rows if row.player == "competent"), None)
        bars = (f"{seen.room[name].share:.0%}" if name in seen.room else "–" for name in CHOICES)
        own = (f"{seen.own[name]:.0%}" if name in seen.own else "–" for name in SHOWN)
        found.add_row(spec.slug, *bars, *own, "–" if needed is None else f"{needed}")
    out.print(found)


@app.command(
    "import",
    epilog="Example: redlane exercise import declarations.csv --mapping korea_import --title 'Imports of a year'",
)
def import_file(
    file: Annotated[Path, typer.Argument(help="Declarations: delimited text with a header line, Parquet or .xlsx.")],
    mapping: Annotated[
        str, typer.Option(help="A mapping file or its short name; the mapping must name the outcome column.")
    ],
    title: Annotated[str, typer.Option(help="Title of the exercise.")],
    volume: Annotated[int, typer.Option(min=10, max=2000, help="Number of consignments to draw from the file.")] = 120,
    red: Annotated[int, typer.Option(min=1, help="Capacity of the red lane (physical examination).")] = 12,
    yellow: Annotated[int, typer.Option(min=0, help="Capacity of the yellow lane (document check).")] = 20,
    violations: Annotated[
        float | None,
        typer.Option(min=0.0001, max=0.5, help="Share of violations to draw; the share in the file by default."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Random seed of the draw.")] = 1,
) -> None:
    """Make an exercise from declarations with known outcomes and add it to the database.

    Leaves out rows with faults and rows with unknown outcomes. For real traffic nobody can compute the best possible
    choice, and the debrief says so.
    """
    from exercises.design import build_from_file, copy_for_store
    from exercises.engine import engine_in_service
    from exercises.store import open_store
    from generators.odds import Settings
    from simulator.intake import load_mapping

    read_by = load_mapping(mapping)
    spec = _recipe(title, volume, (red, yellow), violations, seed, file.name, read_by.hs_edition)
    with bar("Preparing the risk engine") as progress:
        engine = engine_in_service(Settings(), progress=progress)
    told: list[Report] = []
    try:
        with bar(f"Reading {file.name}") as progress:
            batch = build_from_file(spec, file, read_by, engine, progress, told.append)
    finally:  # also where no exercise can be made of the rows: the counts say why
        for sentence in (sentence for report in told for sentence in _left_out(report, read_by)):
            out.print(sentence, markup=False, highlight=False)
    store = open_store()
    try:
        head = store.add_exercise(copy_for_store(spec, batch))
    finally:
        store.close()
    out.print(f"Exercise {head.id}: {head.title}", highlight=False)


def _left_out(report: Report, mapping: Mapping) -> Iterator[str]:
    """What became of the rows of the file."""
    yield f"Read {report.read:,} rows; {report.rejected:,} with faults are left out."
    for name, count in report.faults.most_common():
        yield f"Left out for {name}: {count:,}."
    yield from report.sentences(mapping)


def _recipe(
    title: str, volume: int, places: tuple[int, int], violations: float | None, seed: int, source: str, edition: Edition
) -> RealSpec:
    from pydantic import ValidationError

    from exercises.design import Capacity, RealSpec, slug_of
    from simulator.files import faults_of

    try:
        return RealSpec(
            slug=slug_of(title),
            title=title,
            briefing=_BRIEFING.format(source=source),
            seed=seed,
            capacity=Capacity(red=places[0], yellow=places[1]),
            source=source,
            volume=volume,
            violations=violations,
            hs_edition=edition,
        )
    except ValidationError as error:
        raise InputError(f"{_option(key)}: {what}" if key else what for key, what in faults_of(error)) from None


def _option(key: Key) -> str:
    return "--red, --yellow" if key[-1] == "capacity" else f"--{key[-1]}"
