"""Clauses of a story: a sentence each, said of a consignment only where what was drawn makes it true.

A story has clauses of its own, and names others by their id: those are in ``data/clauses.yaml``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, RootModel, field_validator

from generators.odds.sentence import Named
from simulator.files import Key, KeyFaults, read_yaml
from simulator.reference import TIERS, Tier

FACTS: Mapping[str, tuple[str, ...]] = {
    "direction": ("export", "import", "transit"),
    "destination": ("elsewhere", "hub"),
    "wording_names": ("hidden", "other"),
}
"""What a condition may name beside indicators and groups, and the values of each.

``destination``: whether it is a re-export hub. ``wording_names``: a wording of another code names the hidden goods, or
others; a wording of the declared code has neither value.
"""


class _Said(BaseModel):
    """A sentence, and when it is true: every key of ``when`` has one of the values listed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: dict[str, Annotated[list[str], Field(min_length=1)]] = Field(min_length=1)
    say: Named


class Clause(_Said):
    """One sentence of a story, with the id that exercises keep."""

    id: str = Field(pattern="^[a-z][a-z_]+$")


class _Shared(RootModel[dict[str, _Said]]):
    """Clauses by id, as in ``data/clauses.yaml``."""


@cache
def _shared() -> Mapping[str, Clause]:
    """The clauses that stories may name by their id; ``InputError`` if the file has a fault."""
    written = read_yaml(files("generators") / "data" / "clauses.yaml", _Shared).root
    return {name: Clause(id=name, when=said.when, say=said.say) for name, said in written.items()}


class Plot(BaseModel):
    """How the story of a status is told: an opening that is true of every consignment, then the clauses in order.

    In a file, a clause of ``data/clauses.yaml`` is written as its id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    opening: Named
    clauses: list[Clause] = Field(min_length=1)

    @field_validator("clauses", mode="before")
    @classmethod
    def _named(cls, clauses: Any) -> Any:
        if not isinstance(clauses, list):
            return clauses
        faults: list[tuple[Key, str]] = []
        for place, clause in enumerate(clauses):
            if isinstance(clause, str) and clause not in _shared():
                near = difflib.get_close_matches(clause, _shared(), 1)
                hint = f"did you mean {near[0]!r}?" if near else "write it there, or write it out here"
                faults.append(((place,), f"{clause!r} is not in clauses.yaml; {hint}"))
        if faults:
            raise KeyFaults(faults)
        return [_shared()[clause] if isinstance(clause, str) else clause for clause in clauses]

    @field_validator("clauses")
    @classmethod
    def _apart(cls, clauses: list[Clause]) -> list[Clause]:
        ids = [clause.id for clause in clauses]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"clauses with the same id: {', '.join(twice)}; give each its own")
        return clauses

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence that it can tell."""
        return self.opening, *(clause.say for clause in self.clauses)


@dataclass(frozen=True)
class Scope:
    """What conditions may name: values by key, and for each indicator its tier, its group key and what can be.

    ``possible``: by indicator, whether lawful trade of a group can show a level, bool (groups, levels).
    """

    values: Mapping[str, Sequence[str]]
    tiers: Mapping[str, Tier]
    given: Mapping[str, str]
    possible: Mapping[str, NDArray[np.bool_]]

    def tier(self, clause: Clause) -> Tier | None:
        """The tier at which an officer can see all that the clause tells; ``None`` if it names no drawn fact."""
        named = [self.tiers[key] for key in clause.when if key in self.tiers]
        return max(named, key=TIERS.index) if named else None

    def faults(self, clause: Clause, can_be: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """What is wrong with a condition; ``can_be``: the values that the status leaves to some keys."""
        sound = True
        for key, wanted in clause.when.items():
            known = self.values.get(key)
            if known is None:
                sound = False
                near = difflib.get_close_matches(key, self.values, 1)
                hint = f"did you mean {near[0]!r}?" if near else "name an indicator of indicators.yaml"
                yield f"{key!r} is no indicator, group or fact; {hint}"
            elif unknown := [value for value in wanted if value not in known]:
                sound = False
                yield f"{key} has no value {unknown[0]!r}; write some of {', '.join(known)}"
        if sound and not self._can_hold(clause, can_be):
            yield "can never be true here; change its condition, or take it out"

    def _can_hold(self, clause: Clause, can_be: Mapping[str, Sequence[str]]) -> bool:
        left = {
            key: [value for value in wanted if value in can_be.get(key, self.values[key])]
            for key, wanted in clause.when.items()
        }
        for key, odds in self.possible.items():
            if key in left:
                group = self.given[key]
                every = self.values.get(group, ("all",))
                rows = [every.index(value) for value in left.get(group, can_be.get(group, every))]
                levels = [self.values[key].index(value) for value in left[key]]
                if not odds[rows][:, levels].any():
                    return False
        return all(left.values())
