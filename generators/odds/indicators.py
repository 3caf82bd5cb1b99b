"""Indicators: the facts a consignment shows, each with one table that both draws it and weighs it.

An indicator has *levels* (a wording is exact, ordinary, vague or of another heading) and, for each status, the odds of
its levels. ``generators.facts`` writes a level into fields and reads it back from them, so the likelihood is that of
the drawn field itself. A level may be a red flag of the catalogue.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from generators.odds.clauses import FACTS, Clause, Scope
from generators.odds.groups import GROUPS
from generators.odds.traffic_pattern import pattern
from generators.odds.typologies import LawfulStatus, Planted, Population, Typology, by_group, read_typologies
from simulator.draws import Codes, Floats
from simulator.errors import InputError
from simulator.files import read_yaml, shown_path
from simulator.reference import TIERS, Tier, catalogue, schema

Odds = list[Annotated[float, Field(ge=0.0, le=1.0)]]
Levels = Codes


class Indicator(BaseModel):
    """One drawn fact, as in ``data/indicators.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    about: Literal["trader", "consignment"]
    tier: Tier
    fields: list[str]
    levels: list[str] = Field(min_length=2)
    flags: dict[str, str]
    lawful: Odds | dict[str, Odds] | Literal["market"]
    evidence: str = Field(min_length=1)
    given: str = ""
    flag_given: list[str] | None = None
    setting: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups for which its odds are given."""
        return GROUPS[self.given]

    def lawful_odds(self) -> Floats:
        """Odds in lawful trade, shape (groups, levels); those that the market sets are here alike for all levels."""
        if self.lawful == "market":
            return np.full((len(self.groups), len(self.levels)), 1.0 / len(self.levels))
        return self.as_odds(self.lawful)

    def as_odds(self, lawful: list[float] | dict[str, list[float]]) -> Floats:
        """Odds as an array (groups, levels); they are written as one row for all groups, or as one row for each."""
        if self.given == "route_sorts" and not isinstance(lawful, dict):
            return _of_sorts(np.array(lawful), self.groups)
        rows = [lawful[group] for group in self.groups] if isinstance(lawful, dict) else [lawful] * len(self.groups)
        return np.array(rows)

    def flag(self, level: int, group: int) -> str | None:
        """The red flag of a level in a group, or None if it is none there."""
        if self.flag_given is not None and self.groups[group] not in self.flag_given:
            return None
        return self.flags.get(self.levels[level])


def _of_sorts(lawful: Floats, groups: Sequence[str]) -> Floats:
    """Odds by the sorts of way that a route has: a sort that it lacks counts as the usual way; (groups, levels)."""
    rows = np.zeros((len(groups), len(lawful)))
    for row, group in zip(rows, groups, strict=True):
        there = np.array([True, *(sort in group.replace("usual", "") for sort in "rhd")])
        row[there] = lawful[there]
        row[0] += lawful[~there].sum()
    return rows


def _planted_there(known: Indicator, plans: Sequence[Planted]) -> NDArray[np.bool_]:
    """Which levels some status plants in a group, though lawful trade may not show them there; (groups, levels)."""
    there = np.zeros((len(known.groups), len(known.levels)), dtype=bool)
    for planted in plans:
        for group, odds in by_group(planted.get(known.id, [])).items():
            there[known.groups.index(group)] |= np.array(odds) > 0
    return there


class _Listing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    indicators: list[Indicator]


_DATA = files("generators") / "data"


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicators, in the order in which their facts are drawn."""
    return load_indicators(_DATA)


def lawful(indicator: Indicator, traffic: str) -> Floats:
    """Its odds in lawful trade of a pattern of traffic, which may have its own; (groups, levels)."""
    own = pattern(traffic).lawful
    return indicator.as_odds(own[indicator.id]) if indicator.id in own else indicator.lawful_odds()


def load_indicators(folder: Traversable) -> Mapping[str, Indicator]:
    """Read and check a folder's indicators together with what its typologies and classes plant.

    ``InputError`` with all faults of ``indicators.yaml``, ``population.yaml`` and ``typologies/``, each with its line.
    """
    typologies, faults = read_typologies(folder / "typologies")
    found: dict[str, Indicator] = {}
    people: Population | None = None
    try:
        found = {indicator.id: indicator for indicator in read_yaml(folder / "indicators.yaml", _Listing).indicators}
    except InputError as error:
        faults = [*faults, *error.faults]
    try:
        people = read_yaml(folder / "population.yaml", Population)
    except InputError as error:
        faults = [*faults, *error.faults]
    own = _Lines(folder / "indicators.yaml")
    faults += [f"{own.at(known.id)}: {known.id}: {fault}" for known in found.values() for fault in _faults(known)]
    if found:
        faults += _all_misplanted(folder, found, typologies, people)
        if not any(_faults(known) for known in found.values()):
            plans = [own.plants for own in (*typologies.values(), *(people.lawful if people else ()))]
            plans += people.traders.values() if people else ()
            faults += _all_mistold(folder, scope(found, plans), typologies, people)
    if faults:
        raise InputError(faults)
    return found


def _all_misplanted(
    folder: Traversable, found: Mapping[str, Indicator], typologies: Mapping[str, Typology], people: Population | None
) -> list[str]:
    faults: list[str] = []
    for typology in typologies.values():
        where = _Lines(folder / "typologies" / f"{typology.id}.yaml")
        for tier, planted in typology.seen.items():
            faults += _misplanted(found, planted, "consignment", where)
            for key in planted:
                if key in found and found[key].tier != tier:
                    faults.append(f"{where.at(key)}: {key} is seen at {found[key].tier}, not {tier}; move it there")
        faults += _loose(typology, found, where)
    where = _Lines(folder / "population.yaml")
    for status in people.lawful if people else ():
        faults += [*_misplanted(found, status.plants, "consignment", where), *_loose(status, found, where)]
    for planted in people.traders.values() if people else ():
        faults += _misplanted(found, planted, "trader", where)
    return faults


def _loose(status: Typology | LawfulStatus, found: Mapping[str, Indicator], where: _Lines) -> list[str]:
    """What is wrong with the indicators that are firm, and with the levels that are never shown."""
    loose = [key for key in status.firm if key not in status.plants]
    faults = [f"{where.at(key)}: {key} is firm but not planted; plant it, or remove it from firm" for key in loose]
    for key, levels in status.never.items():
        known = found[key].levels if key in found and found[key].about == "consignment" else []
        unknown = [level for level in levels if level not in known]
        faults += [f"{where.at(key)}: never: {key} has no level {name!r}; correct it" for name in unknown]
    return faults


def scope(found: Mapping[str, Indicator], plans: Sequence[Planted] = ()) -> Scope:
    """What the conditions of a story's clauses may name; ``plans``: all that statuses plant."""
    groups = {name: values for name, values in GROUPS.items() if name}
    return Scope(
        values={**{key: known.levels for key, known in found.items()}, **groups, **FACTS},
        tiers={**{key: known.tier for key, known in found.items()}, "wording_names": "declaration"},
        given={key: known.given for key, known in found.items()},
        possible={key: (known.lawful_odds() > 0) | _planted_there(known, plans) for key, known in found.items()},
    )


def _all_mistold(
    folder: Traversable, known: Scope, typologies: Mapping[str, Typology], people: Population | None
) -> list[str]:
    faults: list[str] = []

    def look(where: _Lines, status: str, clauses: Sequence[Clause], can_be: Mapping[str, Sequence[str]]) -> None:
        for clause in clauses:
            place = where.clause(status, clause.id)
            faults.extend(f"{place}: clause {clause.id}: {fault}" for fault in known.faults(clause, can_be))

    for own in typologies.values():
        hubs = FACTS["destination"][1:] if own.to_hub else FACTS["destination"]
        can_be = {"direction": own.directions, "destination": hubs, **_left(own, known)}
        look(_Lines(folder / "typologies" / f"{own.id}.yaml"), own.id, own.story.clauses, can_be)
    for status in people.lawful if people else ():
        can_be = {"wording_names": ["other"], **_left(status, known)}
        look(_Lines(folder / "population.yaml"), status.id, status.story.clauses, can_be)
    if people:
        story = people.clean_story
        look(_Lines(folder / "population.yaml"), "clean_story", story.clauses, {"wording_names": ["other"]})
    return faults


def _left(status: Typology | LawfulStatus, known: Scope) -> dict[str, Sequence[str]]:
    """The levels that the firm odds of a status leave, for indicators whose odds are the same in all groups."""
    left: dict[str, Sequence[str]] = {}
    for key in status.firm:
        odds = status.plants.get(key, [])
        named = odds if isinstance(odds, dict) else dict(zip(known.values.get(key, ()), odds, strict=False))
        if not by_group(odds):
            left[key] = [level for level, one in named.items() if isinstance(one, float) and one > 0]
    if "goods.kind" in left:
        left["goods_kind"] = left["goods.kind"]
    return left


class _Lines:
    """File and first line at which a data file names an indicator."""

    def __init__(self, file: Traversable) -> None:
        self._path = shown_path(file)
        self._lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []

    def at(self, key: str) -> str:
        """Path and line of an indicator's id; the first line where it is not named."""
        named = re.compile(rf"(?<![\w.]){re.escape(key)}(?![\w.])")
        line = next((number for number, text in enumerate(self._lines, 1) if named.search(text)), 1)
        return f"{self._path}:{line}"

    def clause(self, status: str, clause: str) -> str:
        """Path and line of a clause of a status: its id after that of the status."""
        ids = [(number, text.strip(" -{").split(",")[0]) for number, text in enumerate(self._lines, 1)]
        start = next((number for number, text in ids if text == f"id: {status}"), 1)
        line = next((number for number, text in ids if number > start and text in (clause, f"id: {clause}")), start)
        return f"{self._path}:{line}"


def _misplanted(found: Mapping[str, Indicator], planted: Planted, about: str, where: _Lines) -> list[str]:
    faults = []
    for key, odds in planted.items():
        known = found.get(key)
        if known is None or known.about != about:
            near = difflib.get_close_matches(key, [name for name, k in found.items() if k.about == about], 1)
            hint = f"; did you mean {near[0]!r}?" if near else "; see indicators.yaml"
            faults.append(f"{where.at(key)}: plants {key!r}, which is not an indicator about a {about}{hint}")
            continue
        if isinstance(odds, dict) and not by_group(odds):
            levels = ", ".join(known.levels)
            unknown = [name for name in odds if name not in known.levels]
            faults += [
                f"{where.at(key)}: {key} has no level {name!r}; it has {', '.join(known.levels)}" for name in unknown
            ]
            continue
        for group, own in by_group(odds).items() if isinstance(odds, dict) else [("", odds)]:
            if group and group not in known.groups:
                faults.append(f"{where.at(key)}: {key} has no group {group!r}; it has {', '.join(known.groups)}")
            elif len(own) != len(known.levels):
                levels = ", ".join(known.levels)
                faults.append(f"{where.at(key)}: {key} has {len(own)} odds for the levels {levels}; give one each")
    return faults


def _faults(indicator: Indicator) -> list[str]:
    faults = [f"no field {name!r} in the declaration" for name in indicator.fields if name not in schema()]
    if indicator.given not in GROUPS:
        return [*faults, f"cannot be given {indicator.given!r}; use one of {', '.join(GROUPS)}"]
    if not faults and indicator.tier != max((schema()[f].tier for f in indicator.fields), key=TIERS.index):
        faults.append("its tier differs from the tier of its fields; correct one of them")
    if isinstance(indicator.lawful, dict) and set(indicator.lawful) != set(indicator.groups):
        return [*faults, f"give lawful odds for the groups {', '.join(indicator.groups)}"]
    for row in indicator.lawful_odds():
        if len(row) != len(indicator.levels) or abs(row.sum() - 1.0) > 1e-9:
            faults.append("give one lawful odds for each level; they must add up to 1")
    faults += [
        f"flag on {level!r}, which is not a level; correct it"
        for level in indicator.flags
        if level not in indicator.levels
    ]
    faults += [
        f"no red flag {flag!r} in the catalogue; correct it"
        for flag in indicator.flags.values()
        if flag not in catalogue()
    ]
    return faults
