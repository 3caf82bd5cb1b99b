"""Stories: the name, the opening and the clauses that the debrief shows for each status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from generators.odds.clauses import Clause, Plot
from generators.odds.indicators import indicators, scope
from generators.odds.sentence import fields_of
from generators.odds.typologies import CLEAN, population, typologies

ALWAYS = ("goods.radiation", "consignee.identity")
"""Alarms of the portal and likenesses to list entries are explained in every story: most have an innocent cause."""
NO_TRACE = "no_trace"
"""The clause that is told of a violation where no clause tells of the declaration or the documents."""


@dataclass(frozen=True)
class StoryText:
    """A name, an opening with fields in braces (see ``generators.odds.sentence``), and clauses in the order told.

    ``traces``: the ids of the clauses that tell of the declaration or of a document.
    """

    label: str
    opening: str
    clauses: Sequence[Clause] = ()
    traces: frozenset[str] = field(default=frozenset())

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of its sentences, in the order of their first use."""
        return fields_of(" ".join([self.opening, *(clause.say for clause in self.clauses)]))

    def told(self, clauses: Iterable[str]) -> list[str]:
        """The opening and the sentences of these clauses; a clause that the data has no more is not told."""
        known = {clause.id: clause.say for clause in self.clauses} | {NO_TRACE: population().no_trace}
        return [self.opening, *(known[name] for name in clauses if name in known)]


@cache
def story_texts() -> Mapping[str, StoryText]:
    """By status: plain trade, each other lawful status, each typology."""
    people = population()
    plain = {CLEAN: _text(people.clean_label, people.clean_story)}
    slips = people.clean_story.clauses
    lawful = {own.id: _text(own.label, own.story, _apart(slips, own.story.clauses)) for own in people.lawful}
    alarms = [slip for slip in slips if not {*ALWAYS}.isdisjoint(slip.when)]
    violations = {
        own.id: _text(own.label, own.story, _apart(alarms, own.story.clauses)) for own in typologies().values()
    }
    return MappingProxyType(plain | lawful | violations)


def _text(label: str, plot: Plot, slips: Sequence[Clause] = ()) -> StoryText:
    known, clauses = scope(indicators()), (*plot.clauses, *slips)
    traces = frozenset(clause.id for clause in clauses if known.tier(clause) in ("declaration", "document"))
    return StoryText(label, plot.opening, clauses, traces)


def _apart(slips: Sequence[Clause], own: Sequence[Clause]) -> list[Clause]:
    """The slips of plain trade that a story does not explain itself: no clause of its own tells of the same level."""
    told = {(key, level) for clause in own for key, levels in clause.when.items() for level in levels}
    known = indicators()
    return [
        slip
        for slip in slips
        if not any((key, level) in told for key, levels in slip.when.items() if key in known for level in levels)
    ]
