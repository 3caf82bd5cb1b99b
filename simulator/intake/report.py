"""What became of the rows of a file: counts, and sentences that say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from simulator.files import N_, Translate
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

    def sentences(
        self, mapping: Mapping, translate: Translate = str, number: Callable[[int], str] = "{:,}".format
    ) -> Iterator[str]:
        """Everything that is worth a sentence beside the counts of rows, in the reader's language and figures."""

        def say(text: str, **values: int | str) -> str:
            shown = {name: number(value) if isinstance(value, int) else value for name, value in values.items()}
            return translate(text).format(**shown)

        for kind, what in _LINES.items():
            if count := self.skipped[kind] + self.mended[kind]:
                yield say(what, count=count)
        if self.digits and self.digits != (6,):
            digits = translate(_OR).join(map(str, self.digits))
            yield say(_STATED if mapping.digits else _SHOWN, digits=digits)
        if self.restored:
            yield say(_RESTORED, count=self.restored)
        if old := self.heading_level + self.chapter_level:
            yield say(_OLD, edition=mapping.hs_edition, count=old, chapters=self.chapter_level)
            yield say(_MATCH, count=self.match_unknown)
        if mapping.outcome is not None:
            unknown = self.accepted - self.violations - self.lawful
            yield say(_OUTCOMES, violations=self.violations, lawful=self.lawful, unknown=unknown)
            if self.unlisted:
                cells = ", ".join(f"'{cell}' ({number(count)})" for cell, count in self.unlisted.most_common(6))
                yield say(_UNLISTED, count=sum(self.unlisted.values()), cells=cells)


_LINES = {
    "blank": N_("Blank lines skipped: {count}."),
    "title": N_("Rows above the header skipped: {count}."),
    "header": N_("Header lines below the first skipped: {count}."),
    "unquoted": N_("Rows with a quotation mark that is part of a text, read as if the file had no quotes: {count}."),
    "escaped": N_("Rows with a backslash before a quotation mark; the backslash is left out: {count}."),
}
_OR = N_(" or ")
_STATED = N_("HS codes have {digits} digits (as the mapping states). The first six count.")
_SHOWN = N_(
    "HS codes have {digits} digits (as the column shows; state them in the mapping: digits). The first six count."
)
_RESTORED = N_("Different HS codes whose lost leading zero was put back: {count}.")
_OLD = N_(
    "HS {edition}: declarations with codes that HS 2022 no longer has: {count}. They are known by their heading only, "
    "or by their chapter ({chapters})."
)
_MATCH = N_("Declarations whose strategic match is not known because of the older edition: {count}.")
_OUTCOMES = N_("Outcomes: violations {violations}, lawful {lawful}, unknown {unknown}.")
_UNLISTED = N_(
    "Outcomes in neither list of the mapping ({count}): {cells}. Add them to violation_values or lawful_values if they "
    "mean one of the two."
)
