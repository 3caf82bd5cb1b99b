"""``redlane check``: every data file that people write, with all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import typer

from exercises.cli.console import out
from simulator.errors import gather


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", epilog="Example: redlane check")(check)


def check() -> None:
    """Check the data files: indicators, reference data, risk profiles, typologies, mappings, exercises.

    All faults are listed at once, each with its file and line. Exit code 2 if there is any.
    """
    names, loads = zip(*_checks(), strict=True)
    found = [f"{count} {what}" for count, what in zip(gather(*loads), names, strict=True)]
    out.print(f"All good: {', '.join(found)}.", highlight=False)


def _checks() -> Iterator[tuple[str, Callable[[], int]]]:
    from exercises import catalogue
    from generators import indicators as drawn
    from generators import partners, traffic_pattern, typologies, wordings
    from simulator import indicators, intake, profiles, reference, screening, tariff

    yield "indicators", lambda: len(indicators.catalogue())
    yield "goods", lambda: len(tariff.goods())
    yield "strategic codes", lambda: len(reference.strategic())
    yield "countries", lambda: len(reference.countries())
    yield "sectors", lambda: len(reference.sectors())
    yield "listed parties", lambda: len(screening.listed_parties().names)
    yield "risk profiles", lambda: len(profiles.load())
    yield "indicators drawn", lambda: len(drawn.indicators())
    yield "typologies", lambda: len(typologies.typologies())
    yield "wordings", lambda: len(wordings.wordings().texts)
    for name in traffic_pattern.patterns():
        yield f"goods of the pattern {name}", partial(_goods_of, name)
        if traffic_pattern.pattern(name).partners:
            yield f"goods whose suppliers the pattern {name} names", partial(partners.check, name)
    yield "mappings", lambda: len([intake.load_mapping(name) for name in intake.builtin_mappings()])
    yield "exercises", lambda: len(catalogue.catalogue())


def _goods_of(traffic: str) -> int:
    from generators.market import market

    return int((market(traffic).weight > 0).sum())
