"""Trade gravity: coefficients, agreements, barred pairs, and the limits for transport by land and for detours."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from simulator.files import read_yaml, shaped
from simulator.reference import countries


def _known_pair(pair: str) -> str:
    unknown = [code for code in pair.split("-") if code not in countries()]
    if unknown:
        raise ValueError(f"{' and '.join(unknown)} of {pair}: not a trading country of countries.csv; correct the pair")
    if pair[:2] >= pair[3:]:
        raise ValueError(f"{pair} is not in alphabetical order; name the two countries in that order")
    return pair


def _known_party(party: str) -> str:
    if party not in countries() and not any(party in country.blocs for country in countries().values()):
        raise ValueError(f"{party!r} is neither a trading country nor a bloc of countries.csv; correct it")
    return party


def known_country(code: str) -> str:
    """The code of a trading country; ``ValueError`` otherwise."""
    if code not in countries():
        raise ValueError(f"{code!r} is not a trading country of countries.csv; correct it")
    return code


TradingCountry = Annotated[str, AfterValidator(known_country)]
Pair = Annotated[str, shaped("[A-Z]{2}-[A-Z]{2}", "write two countries such as DE-FR"), AfterValidator(_known_pair)]
Party = Annotated[str, AfterValidator(_known_party)]


class TradeGravity(BaseModel):
    """What ``data/gravity.yaml`` holds; its comments name units and evidence.

    Expected trade of a pair is in proportion to exporter GDP ** ``exporter_gdp`` × importer GDP ** ``importer_gdp`` ×
    km ** ``distance`` × exp(``contiguity`` + ``language`` + ``agreement``, each where the pair has it), times
    ``hub_multiplier`` for each end that is a re-export hub and ``barred_multiplier`` for a barred pair.
    ``agreements``: by bloc or ISO code, the blocs or ISO codes that it has an agreement with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    evidence: str = Field(min_length=1)
    exporter_gdp: float = Field(gt=0, le=3)
    importer_gdp: float = Field(gt=0, le=3)
    distance: float = Field(lt=0, ge=-3)
    contiguity: float = Field(ge=-3, le=3)
    language: float = Field(ge=-3, le=3)
    agreement: float = Field(ge=-3, le=3)
    hub_multiplier: float = Field(ge=1, le=10)
    barred_multiplier: float = Field(gt=0, le=1)
    land_km: float = Field(gt=0)
    neighbour_km: float = Field(gt=0)
    barred: list[Pair]
    agreements: dict[Party, list[Party]]


def members(party: str) -> tuple[str, ...]:
    """ISO codes of the trading countries that a party to an agreement stands for: a bloc's members, or itself."""
    if party in countries():
        return (party,)
    return tuple(code for code, country in countries().items() if party in country.blocs)


@cache
def trade_gravity() -> TradeGravity:
    """Trade gravity as delivered."""
    return load_trade_gravity(files("generators") / "data")


def load_trade_gravity(folder: Traversable) -> TradeGravity:
    """Read and check ``gravity.yaml`` of a folder; ``InputError`` with every fault, file and line."""
    return read_yaml(folder / "gravity.yaml", TradeGravity)
