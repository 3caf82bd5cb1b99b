"""Settings of a batch of traffic: volume, period, prevalence and the three knobs of difficulty."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_serializer,
    field_validator,
    model_validator,
)

from generators.odds.traffic_pattern import patterns
from generators.odds.typologies import typologies
from simulator.errors import InputError
from simulator.files import MAX_CHARACTERS, Key, KeyFaults, faults_of, read_yaml, shown_key
from simulator.packs import pack as load_pack
from simulator.reference import Category

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Settings(BaseModel):
    """Settings of the traffic.

    ``prevalence`` is the expected share of violating consignments. The knobs, 0 to 1: ``subtlety`` moves what
    violations plant toward lawful odds, ``masking`` does so for their goods, countries and routes, ``clutter``
    moves lawful odds toward what violations plant. ``strategic`` is the share of strategic goods in the value of
    lawful trade; lawful cases that look bad hold about 0.6 %, so that less cannot be had. ``days`` is the length of
    the period of the declarations. ``traders`` is the number of consignees, by default in proportion to the volume.
    ``pack`` is the context pack of the office (``simulator.packs``): a name, or the path of a folder; ``traffic``
    the pattern of trade (``data/traffic/``). ``theme``: a category of goods that most strategic goods and
    look-alikes belong to, and that typologies of other goods leave out. ``typologies`` gives the weight of each
    typology among the violations, by id, for all kinds of trader; a typology that is left out does not occur. By
    default each kind of trader has its own shares (``data/typologies/``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    declarations: int = Field(default=120, ge=1, le=1_000_000_000)
    prevalence: float = Field(default=0.06, ge=0.0001, le=0.5)
    subtlety: Share = 0.3
    masking: Share = 0.3
    clutter: Share = 0.2
    strategic: float = Field(default=0.02, ge=0.0, le=0.5)
    days: int = Field(default=31, ge=1, le=3660)
    traders: int | None = Field(default=None, ge=1, le=5_000_000)
    pack: str = "eu-nl"
    traffic: str = "world"
    theme: Literal["", Category] = ""
    # Given as a mapping; kept sorted, so that it can be hashed. Old files call it "ways".
    typologies: tuple[tuple[str, float], ...] = Field(default=(), validation_alias=AliasChoices("typologies", "ways"))

    @model_validator(mode="before")
    @classmethod
    def _home_of_the_first_round(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or "home" not in given:
            return given
        packs = {"NL": "eu-nl", "GE": "ge", "KR": "kr"}
        home, others = given["home"], {name: value for name, value in given.items() if name != "home"}
        if "pack" in given:
            raise ValueError("home and pack are both given; take home out")
        if home not in packs:
            raise ValueError(f"home {home!r} is now given by a context pack; write pack: NAME (docs/packs.md)")
        return {"pack": packs[home], **others}

    @field_validator("pack")
    @classmethod
    def _known_pack(cls, name: str) -> str:
        try:
            load_pack(name)
        except InputError as error:
            raise KeyFaults(((), fault) for fault in error.faults) from None
        return name

    @field_validator("traffic")
    @classmethod
    def _known_pattern(cls, traffic: str) -> str:
        if traffic not in patterns():
            raise ValueError(f"{traffic!r} is not a pattern of traffic; use one of {', '.join(patterns())}")
        return traffic

    @field_validator("typologies", mode="before")
    @classmethod
    def _pairs(cls, weights: Any) -> Any:
        return tuple(weights.items()) if isinstance(weights, Mapping) else weights

    @field_validator("typologies")
    @classmethod
    def _known_typologies(cls, weights: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
        faults: list[tuple[Key, str]] = [((name,), _unknown(name)) for name, _ in weights if name not in typologies()]
        faults += [((name,), f"is {one:g}; write 0 or more") for name, one in weights if not one >= 0.0]
        total = sum(weight for _, weight in weights)
        if weights and not faults and not 0.0 < total < float("inf"):
            faults.append(((), "the weights add up to 0; give at least one above 0"))
        if faults:
            raise KeyFaults(faults)
        return tuple(sorted((name, weight) for name, weight in weights if weight))

    @field_serializer("typologies")
    def _by_id(self, weights: tuple[tuple[str, float], ...]) -> dict[str, float]:
        return dict(weights)


def _unknown(name: str) -> str:
    near = get_close_matches(name, typologies(), 1)
    return "not a typology; " + (f"perhaps you mean {near[0]}" if near else f"use one of {', '.join(typologies())}")


def load_settings(file: Path | None, given: Mapping[str, Any]) -> Settings:
    """Settings from a YAML file, if any, and from options, which come first; ``InputError`` with all faults of both.

    A fault in an option names the option, such as ``--prevalence``.
    """
    faults: list[str] = []
    read: dict[str, Any] = {}
    try:
        read = read_yaml(file, Settings, at_most=MAX_CHARACTERS).model_dump(exclude_unset=True) if file else {}
    except InputError as error:
        faults += error.faults
    try:
        settings = Settings.model_validate(read | dict(given))
    except ValidationError as error:
        faults += [f"--{shown_key(key)}{what}" for key, what in faults_of(error)]
    if faults:
        raise InputError(faults)
    return settings
