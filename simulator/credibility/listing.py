"""The list of checks as a part of ``docs/credibility.md``: ``python -m simulator.credibility.listing`` writes it."""

from __future__ import annotations

from pathlib import Path

from simulator.credibility.checks import PACK, SEVERITIES
from simulator.credibility.registry import checks

START, END = "<!-- list of checks -->\n", "<!-- end of the list -->\n"
PAGE = Path("docs") / "credibility.md"


def listing() -> str:
    """The checks as a table in Markdown, the impossible ones first."""
    lines = ["| Check | Severity | What it finds | Fields | Source |", "|---|---|---|---|---|"]
    for severity in SEVERITIES:
        for one in checks().values():
            if one.severity == severity:
                fields = ", ".join([*(f"`{name}`" for name in one.fields), *([PACK] if one.pack else [])])
                lines.append(f"| `{one.id}` | {severity} | {one.title} | {fields} | {one.source} |")
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """The page with the list as it is now between its two marks."""
    before, _, rest = text.partition(START)
    _old, _, after = rest.partition(END)
    return f"{before}{START}{listing()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
