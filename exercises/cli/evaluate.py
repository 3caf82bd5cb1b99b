"""``redlane evaluate``: measures the ladder, from the oracle down to chance."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from exercises.cli.console import bar, out, table

if TYPE_CHECKING:
    from exercises.analysis import Measured

EXAMPLE = "Example: redlane evaluate --seeds 10 --json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate", epilog=EXAMPLE)(evaluate)


def evaluate(
    declarations: Annotated[int, typer.Option(min=10_000, help="Declarations per seed, over two years.")] = 340_000,
    prevalence: Annotated[float, typer.Option(min=0.001, max=0.5, help="Expected share of violations.")] = 0.02,
    seeds: Annotated[
        int, typer.Option(min=1, max=1_000, help="Number of seeds; means and intervals are taken over them.")
    ] = 10,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of seeds computed at the same time.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Write all measures as JSON instead of a table.")] = False,
) -> None:
    """Compare oracle, classifiers, risk profiles and chance on later declarations.

    The traffic covers two years. The classifiers are trained on the outcomes that are known when the last half year
    begins; all players are measured on that half year. The figures are means over the seeds with 95 % intervals.
    """
    from exercises.analysis import ladder, summary
    from generators.odds import Settings

    climbed = []
    with bar(f"Measuring the ladder on {seeds} seeds") as progress:
        for one in ladder(Settings(declarations=declarations, prevalence=prevalence), range(1, seeds + 1), workers):
            climbed.append(one)
            progress(len(climbed) / seeds)
    rungs = summary(climbed)
    if as_json:
        told = {
            "declarations": declarations,
            "prevalence": prevalence,
            "seeds": seeds,
            "rungs": {rung: {name: asdict(one) for name, one in measures.items()} for rung, measures in rungs.items()},
        }
        print(json.dumps(told, indent=1, allow_nan=True).replace("NaN", "null"))
        return
    shown = table(
        "Rung", "Efficiency 1 %>", "5 %>", "10 %>", "By severity 5 %>", "Average precision>", "Recall 5 %>", "Slope>"
    )
    for rung, measures in rungs.items():
        shown.add_row(rung, *(_interval(measures[name]) for name in _SHOWN))
    out.print(shown)
    out.print(
        "Efficiency: Bayes-efficiency, compared with an oracle that sees the same (with history: all declarations "
        "of the trader). By severity: the same with expected severity.",
        highlight=False,
    )


_SHOWN = (
    "bayes_efficiency_1",
    "bayes_efficiency_5",
    "bayes_efficiency_10",
    "severity_efficiency_5",
    "average_precision",
    "recall_5",
    "calibration_slope",
)


def _interval(measured: Measured) -> str:
    if measured.low != measured.low:
        return f"{measured.mean:.3f}"
    return f"{measured.mean:.3f} ± {measured.high - measured.mean:.3f}"
