"""``redlane check``: checks every data file that people write, and lists all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import typer

from exercises.cli.console import out
from simulator.errors import load_all


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", epilog="Example: redlane check")(check)


def check() -> None:
    """Check the data files: indicators, reference data, risk profiles, typologies, mappings, exercises.

    Lists all faults at once, each with its file and line. The exit code is 2 if there are faults.
    """
    names, loads = zip(*_checks(), strict=True)
    found = [f"{count} {what}" for count, what in zip(load_all(*loads), names, strict=True)]
    out.print(f"All good: {', '.join(found)}.", highlight=False)


def _checks() -> Iterator[tuple[str, Callable[[], int]]]:
    from exercises.design import catalogue
    from generators.facts import wordings
    from generators.odds import check_partners, indicators, pattern, patterns, typologies
    from simulator import intake, profiles, reference, screening

    yield "indicators", lambda: len(reference.catalogue())
    yield "goods", lambda: len(reference.goods())
    yield "strategic codes", lambda: len(reference.strategic())
    yield "countries", lambda: len(reference.countries())
    yield "sectors", lambda: len(reference.sectors())
    yield "listed parties", lambda: len(screening.listed_parties().names)
    yield "risk profiles", lambda: len(profiles.load())
    yield "indicators drawn", lambda: len(indicators())
    yield "typologies", lambda: len(typologies())
    yield "wordings", lambda: len(wordings().texts)
    for name in patterns():
        yield f"goods of the pattern {name}", partial(_goods_of, name)
        if pattern(name).partners:
            yield f"goods whose suppliers the pattern {name} names", partial(check_partners, name)
    yield "mappings", lambda: len([intake.load_mapping(name) for name in intake.builtin_mappings()])
    yield "exercises", lambda: len(catalogue())


def _goods_of(traffic: str) -> int:
    from generators.odds import market

    return int((market(traffic).weight > 0).sum())
