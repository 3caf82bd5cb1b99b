"""Typologies, read from data files, and the population of traders that follow them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from generators.odds.clauses import Plot
from generators.odds.sentence import Nameless, fields_of, nameless
from simulator.errors import InputError
from simulator.files import Key, KeyFaults, read_sheet, read_text, read_yaml, shaped, shown_path
from simulator.reference import Tier

Odds = list[Annotated[float, Field(ge=0.0, le=1.0)]]
ByName = dict[str, Annotated[float, Field(ge=0.0, le=1.0)]]
Planted = dict[str, Odds | ByName | dict[str, Odds]]
"""Odds of an indicator's levels: in their order, by the name of those above 0, or in their order for some groups."""
Id = Annotated[str, shaped("[a-z][a-z_]+", "write small letters and underscores")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
TraderClass = Literal["lawful", "careless", "diverter", "listed"]
CLASSES: tuple[TraderClass, ...] = get_args(TraderClass)
"""``listed``: parties on a list of restricted parties; all that they may receive breaks the rules."""
CLEAN, HONEST_ERROR = "clean", "honest_error"
_OF_THEME = 6.0  # times their usual share that typologies of a theme's goods have in its traffic (assumption)
_DATA = files("generators") / "data"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _not_one(planted: Planted) -> list[tuple[Key, str]]:
    totals: dict[Key, float] = {}
    for name, odds in planted.items():
        match odds:
            case list():
                totals[name,] = sum(odds)
            case dict() if by_group(odds):
                totals |= {(name, group): sum(own) for group, own in by_group(odds).items()}
            case _:
                totals[name,] = sum(one for one in odds.values() if isinstance(one, float))
    return [(key, f"the odds add up to {total:g}; make it 1") for key, total in totals.items() if abs(total - 1) > 1e-9]


def by_group(odds: Odds | ByName | dict[str, Odds]) -> dict[str, Odds]:
    """The odds of each group, or nothing where they are the same for all groups.

    >>> from generators.odds.typologies import by_group
    >>> by_group({"named": [0.0, 1.0]}), by_group([0.5, 0.5]), by_group({"chemical": 1.0})
    ({'named': [0.0, 1.0]}, {}, {})
    """
    return {group: own for group, own in odds.items() if isinstance(own, list)} if isinstance(odds, dict) else {}


def _adds_up(planted: Planted) -> Planted:
    if faults := _not_one(planted):
        raise KeyFaults(faults)
    return planted


class Typology(_Data):
    """A known method of violating: its severity (1 to 5), who commits it, the evidence, and what it plants.

    ``seen`` holds the odds of each planted indicator by the tier at which an officer sees it. ``directions``: the
    directions in which it can occur; ``to_hub``: only towards a re-export hub. ``nature``: what a control can find.
    ``conceals``: the packages hold other goods than declared, and only then may its story name {hidden}.
    ``listed``: it is all that listed parties receive, and nobody else commits it; it has no share.
    ``twin``: the lawful status that shows the same, for honest reasons.
    ``never``: by indicator the levels that it does not show, whatever a knob does.
    """

    id: Id
    label: str
    description: str
    severity: int = Field(ge=1, le=5)
    nature: Literal["goods", "licence", "party", "papers"]
    share: dict[Literal["diverter", "other"], Share]
    directions: list[Literal["export", "import", "transit"]] = Field(min_length=1)
    to_hub: bool = False
    conceals: bool
    listed: bool = False
    twin: Id
    story: Plot
    seen: dict[Tier, Planted]
    firm: list[str] = []
    never: dict[str, list[str]] = {}
    evidence: str = Field(min_length=1)

    @property
    def plants(self) -> Planted:
        """Odds of the levels of each planted indicator, of all tiers."""
        return {name: odds for planted in self.seen.values() for name, odds in planted.items()}

    def occurs(self, frame: str) -> bool:
        """Whether it can occur in a frame of ``generators.odds.partners.FRAMES``."""
        direction, _, hub = frame.partition("_to_")
        return direction in self.directions and (bool(hub) or not self.to_hub)

    def pull(self, theme: str) -> float:
        """How many times its usual share it has in traffic with a theme: none if it plants other categories alone."""
        categories = self.plants.get("goods.category")
        if not theme or not isinstance(categories, dict):
            return 1.0
        return _OF_THEME if theme in categories else 0.0

    @field_validator("seen")
    @classmethod
    def _odds(cls, seen: dict[Tier, Planted]) -> dict[Tier, Planted]:
        faults = [((tier, *key), what) for tier, planted in seen.items() for key, what in _not_one(planted)]
        if faults:
            raise KeyFaults(faults)
        return seen

    @model_validator(mode="after")
    def _conceals(self) -> Self:
        told = any("hidden" in fields_of(sentence) for sentence in self.story.sentences)
        named = any("hidden" in clause.when.get("wording_names", ()) for clause in self.story.clauses)
        if not self.conceals and (told or named):
            raise ValueError("its story tells of hidden goods; write conceals: true, or take them out of the story")
        return self


class LawfulStatus(_Data):
    """Lawful trade that differs from plain trade: an honest mistake, or a lawful consignment that looks bad.

    ``firm``: the planted indicators that show what is planted and nothing else.
    ``never``: by indicator the levels that it does not show.
    """

    id: Id
    label: str
    looks_bad: bool
    share: dict[TraderClass, Share]
    story: Plot
    plants: Planted
    firm: list[str] = []
    never: dict[str, list[str]] = {}
    evidence: str = Field(min_length=1)

    _odds = field_validator("plants")(_adds_up)

    @field_validator("story")
    @classmethod
    def _of_nobody(cls, story: Plot) -> Plot:
        nameless(story.sentences)
        return story


class Population(_Data):
    """Classes of trader and what they do."""

    diverter_violates: Share
    violations_by_diverters: Share
    violations_by_listed: Share
    careless_share: Share
    quiet_share: Share
    quiet_reach: Share
    clutter_reach: Share
    front_diverters: Annotated[float, Field(gt=0.0, le=1.0)]
    diverters_in_fronts: Annotated[float, Field(ge=0.0, lt=1.0)]
    group_sizes: list[Share]
    evidence: str = Field(min_length=1)
    traders: dict[TraderClass, Planted]
    lawful: list[LawfulStatus]
    listed_firm: list[str]
    clean_label: str
    clean_story: Plot
    no_trace: Nameless

    @field_validator("clean_story")
    @classmethod
    def _of_nobody(cls, story: Plot) -> Plot:
        nameless(story.sentences)
        return story

    @field_validator("group_sizes")
    @classmethod
    def _sizes(cls, sizes: list[float]) -> list[float]:
        if len(sizes) != 4 or abs(sum(sizes) - 1.0) > 1e-9:
            raise ValueError("give the shares of groups of 2, 3, 4 and 5 companies; they must add up to 1")
        return sizes

    @field_validator("traders")
    @classmethod
    def _odds(cls, traders: dict[TraderClass, Planted]) -> dict[TraderClass, Planted]:
        for planted in traders.values():
            _adds_up(planted)
        return traders


@cache
def typologies() -> Mapping[str, Typology]:
    """All typologies by id, in the order of their ids."""
    return load_typologies(_DATA / "typologies")


@cache
def population() -> Population:
    """The population of traders."""
    return read_yaml(_DATA / "population.yaml", Population)


def load_typologies(folder: Traversable) -> Mapping[str, Typology]:
    """Read and check every typology of a folder; ``InputError`` with all faults of all files."""
    found, faults = read_typologies(folder)
    if faults:
        raise InputError(faults)
    return found


def read_typologies(folder: Traversable) -> tuple[Mapping[str, Typology], list[str]]:
    """The typologies of a folder that can be read, and the faults of all of its files."""
    found: dict[str, Typology] = {}
    faults: list[str] = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        try:
            typology = read_yaml(file, Typology)
        except InputError as error:
            faults += error.faults
            continue
        if f"{typology.id}.yaml" != file.name:
            faults.append(f"{shown_path(file)}:1: its id is {typology.id!r}; name file and id alike")
        found[typology.id] = typology
    faults += _unshared(folder)
    return MappingProxyType(found), faults


def _unshared(folder: Traversable) -> list[str]:
    """A fault for each kind of trader whose shares over all files do not add up, with the place of each share.

    The shares are read separately, so that another fault in a file does not hide this one.
    """
    found: dict[str, list[tuple[str, float]]] = {"diverter": [], "other": []}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        try:
            found_in = read_sheet(shown_path(file), read_text(file))
            shares: Any = found_in.values["share"]
            line = found_in.lines["share"]
            for who, own in found.items():
                own.append((f"{shown_path(file)}:{line}: {shares.get(who, 0):g}", float(shares.get(who, 0))))
        except (InputError, ValueError, TypeError, KeyError, AttributeError):
            return []  # without this file there is no sum; the file has a fault of its own
    faults = []
    for who, own in found.items():
        total, places = sum(share for _, share in own), ", ".join(place for place, _ in own)
        if abs(total - 1.0) > 1e-9:
            faults.append(f"{folder.name}: shares of {who!r} add up to {total:g}; make it 1 ({places})")
    return faults
