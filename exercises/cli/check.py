"""``redlane check``: checks every data file that people write, and lists all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from exercises.cli.console import out
from simulator.errors import load_all


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", epilog="Example: redlane check --pack my-office")(check)


def check(
    pack: Annotated[
        Path | None,
        typer.Option(help="Check this folder alone, a context pack of your own (docs/packs.md)."),
    ] = None,
) -> None:
    """Check the data files: indicators, reference data, context packs, risk profiles, typologies, mappings, exercises.

    Lists all faults at once, each with its file and line. The exit code is 2 if there are faults.
    """
    if pack is not None:
        _check_pack(pack)
        return
    names, loads = zip(*_checks(), strict=True)
    found = [f"{count} {what}" for count, what in zip(load_all(*loads), names, strict=True)]
    out.print(f"All good: {', '.join(found)}.", highlight=False)


def _check_pack(folder: Path) -> None:
    from simulator.packs import load_pack

    found = load_pack(folder)
    counts = f"{len(found.offices)} offices, {len(found.documents)} document codes, {len(found.measures)} measures"
    out.print(escape(f"All good: {found.name} ({found.title}), {counts}."), highlight=False)


def _checks() -> Iterator[tuple[str, Callable[[], int]]]:
    from exercises.design import catalogue
    from generators import geography
    from generators.facts import wordings
    from generators.odds import check_partners, indicators, pattern, patterns, producers, trade_limits, typologies
    from simulator import credibility, intake, packs, profiles, reference, screening

    yield "indicators", lambda: len(reference.catalogue())
    yield "goods", lambda: len(reference.goods())
    yield "strategic codes", lambda: len(reference.strategic())
    yield "codes of older editions of the HS", lambda: len(reference.changes())
    yield "countries", lambda: len(reference.countries())
    yield "links between countries", lambda: len(reference.link_rows())
    yield "places", lambda: len(reference.places())
    yield "towns", lambda: sum(len(names) for names in reference.towns().values())
    yield "countries with streets", lambda: len(reference.streets())
    yield "sea lanes", lambda: len(geography.lanes().names)
    yield "countries that tranship", lambda: len({*geography.stopovers().sea, *geography.stopovers().air})
    yield "sectors", lambda: len(reference.sectors())
    yield "currencies", lambda: len(packs.currencies())
    for name in packs.packs():
        yield f"offices of the pack {name}", partial(_offices_of, name)
    yield "listed parties", lambda: len(screening.listed_parties().names)
    yield "kinds of packages", lambda: len(reference.package_types())
    yield "credibility checks", lambda: len(credibility.checks())
    yield "risk profiles", lambda: len(profiles.load())
    yield "indicators drawn", lambda: len(indicators())
    yield "typologies", lambda: len(typologies())
    yield "kinds of produce", lambda: len(producers().root)
    yield "chapters of goods that last", lambda: len(trade_limits().chapters)
    yield "wordings", lambda: len(wordings().texts)
    for name in patterns():
        yield f"goods of the pattern {name}", partial(_goods_of, name)
        if pattern(name).partners:
            yield f"goods whose suppliers the pattern {name} names", partial(check_partners, name)
    yield "mappings", lambda: len([intake.load_mapping(name) for name in intake.builtin_mappings()])
    yield "elements of the WCO Data Model", lambda: len(intake.elements())
    yield "names of columns", lambda: len(intake.header_words())
    yield "exercises", lambda: len(catalogue())


def _offices_of(name: str) -> int:
    from simulator.packs import pack

    return len(pack(name).offices)


def _goods_of(traffic: str) -> int:
    from generators.odds import market

    return int((market(traffic).weight > 0).sum())
