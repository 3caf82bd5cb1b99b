"""What became of the rows of a file: counts, and sentences that say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.intake.mapping import Mapping


@dataclass
class Report:
    """Counts of the rows so far. ``faults`` counts rejected rows by the field (or ``row``) with the fault.

    ``heading_level`` and ``chapter_level``: accepted rows whose code is of an older edition and known by its heading
    or chapter only; ``match_unknown``: those of older editions whose strategic match is not known. ``skipped``: lines
    that are no rows of the table (*blank*, *title*, *header*). ``mended``: rows that were read although their
    quotation marks do not follow the rules (*unquoted*, *escaped*). ``digits``: the lengths of the HS codes;
    ``restored``: different cells of codes whose lost zero was put back. ``violations`` and ``lawful``: accepted rows by
    outcome; ``unlisted``: cells of the outcome in neither list of the mapping, so that the outcome is unknown.
    """

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    heading_level: int = 0
    chapter_level: int = 0
    match_unknown: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    digits: tuple[int, ...] = ()
    restored: int = 0
    violations: int = 0
    lawful: int = 0
    unlisted: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def blank_lines(self) -> int:
        """Empty lines that were skipped."""
        return self.skipped["blank"]

    def sentences(self, mapping: Mapping) -> Iterator[str]:
        """Everything that is worth a sentence beside the counts of rows."""
        for kind, what in _SKIPPED.items():
            if self.skipped[kind]:
                yield f"{what}: {self.skipped[kind]:,}."
        for kind, what in _MENDED.items():
            if self.mended[kind]:
                yield f"{what}: {self.mended[kind]:,}."
        if self.digits and self.digits != (6,):
            how = (
                "as the mapping states" if mapping.digits else "as the column shows; state them in the mapping: digits"
            )
            yield f"HS codes have {' or '.join(map(str, self.digits))} digits ({how}). The first six count."
        if self.restored:
            yield f"HS codes with a leading zero put back: {self.restored:,} different cells."
        if old := self.heading_level + self.chapter_level:
            chapter = f", {self.chapter_level:,} of them by their chapter" if self.chapter_level else ""
            yield (
                f"HS {mapping.hs_edition}: {old:,} declarations have codes that HS 2022 no longer has; "
                f"they are known by their heading only{chapter}. "
                f"The strategic match of {self.match_unknown:,} declarations is not known."
            )
        if mapping.outcome is not None:
            unknown = self.accepted - self.violations - self.lawful
            yield f"Outcomes: {self.violations:,} violations, {self.lawful:,} lawful, {unknown:,} unknown."
            if self.unlisted:
                cells = ", ".join(f"'{cell}' ({count:,})" for cell, count in self.unlisted.most_common(6))
                yield (
                    f"{sum(self.unlisted.values()):,} of the unknown outcomes are in neither list of the mapping: "
                    f"{cells}. Add them to violation_values or lawful_values if they mean one of the two."
                )


_SKIPPED = {
    "blank": "Blank lines skipped",
    "title": "Rows above the header skipped",
    "header": "Header lines below the first skipped",
}
_MENDED = {
    "unquoted": "Rows with a quotation mark that is part of a text, read as if the file had no quotes",
    "escaped": "Rows that showed that a backslash stands before quotation marks; it is left out",
}
