"""What a check is, and how a function becomes one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from string import Formatter
from typing import Literal

from simulator.credibility.columns import Bools, Columns

Severity = Literal["impossible", "unlikely"]
SEVERITIES: tuple[Severity, ...] = ("impossible", "unlikely")
"""*impossible*: the declaration contradicts itself or the world, so that no consignment is like that. *unlikely*: it
happens, but seldom; or a slip of the pen, or a false paper, explains it."""

PACK = "context pack"
"""What a check lacks that needs the home country, when there is no context pack."""

Test = Callable[[Columns], Bools]


@dataclass(frozen=True)
class Check:
    """One check: ``id`` is ``subject.name``, ``title`` says what it finds.

    ``fields`` are those that it reads; it runs where all are present. ``message`` is a template of their values.
    ``pack``: whether it needs the home country and its union. ``source``: a standard, a law, or an assumption.
    ``test`` says for each row whether something is found.
    """

    id: str
    title: str
    severity: Severity
    fields: tuple[str, ...]
    message: str
    source: str
    pack: bool
    test: Test

    def lacking(self, present: Collection[str], pack: bool) -> tuple[str, ...]:
        """What keeps the check from running: fields that are not present, or the context pack."""
        return tuple(name for name in self.fields if name not in present) + ((PACK,) if self.pack and not pack else ())


def check(
    id: str, severity: Severity, fields: str, message: str, source: str, pack: bool = False
) -> Callable[[Test], Check]:
    """Make a function a check; its docstring is the title. ``fields`` are names with spaces between them."""
    names = tuple(fields.split())
    strange = {name for _text, name, _form, _conversion in Formatter().parse(message) if name} - set(names)
    if strange:
        raise ValueError(f"check {id}: the message names {', '.join(sorted(strange))}, which the check does not read")

    def made(test: Test) -> Check:
        title = (test.__doc__ or "").strip().rstrip(".")
        return Check(id, title, severity, names, message, source, pack, test)

    return made
