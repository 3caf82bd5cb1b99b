"""What the credibility checks found, as a part of a command's report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape

from exercises.cli.console import out, table

if TYPE_CHECKING:
    from simulator.credibility import Quality


def show_quality(quality: Quality) -> None:
    """Print counts, shares and the first rows of each check that found something, and the checks that did not run."""
    from simulator.credibility import SEVERITIES, checks

    out.print("Quality of the data", style="bold", highlight=False)
    shares = [f"{name} in {_counted(quality.declarations[name], quality.rows)}" for name in SEVERITIES]
    out.print(f"Declarations with a finding: {', '.join(shares)} of {quality.rows:,}.", highlight=False)
    order = [one for name in SEVERITIES for one in checks().values() if one.severity == name and quality.counts[one.id]]
    if order:
        shown = table("Check", "severity", "count>", "share>", "what it finds")
        for one in order:
            share = f"{quality.counts[one.id] / quality.rows:.2%}"
            shown.add_row(one.id, one.severity, f"{quality.counts[one.id]:,}", share, one.title)
        out.print(shown)
        out.print("The first rows of each check:", highlight=False)
        for one in order:
            for example in quality.examples[one.id]:
                where = (
                    f"row {example.row} ({example.declaration_id})" if example.declaration_id else f"row {example.row}"
                )
                out.print(escape(f"  {one.id}, {where}: {example.message}"), highlight=False)
    silent = len(checks()) - len(order) - len(quality.not_run)
    out.print(f"{silent} checks found nothing, {len(quality.not_run)} could not run.", highlight=False)
    if quality.not_run:
        lacking = table("Could not run", "missing")
        for name, fields in quality.not_run.items():
            lacking.add_row(name, ", ".join(fields))
        out.print(lacking)


def _counted(count: int, rows: int) -> str:
    return f"{count:,} ({count / rows:.1%})" if rows else f"{count:,}"
