"""What the traffic does not trade, and which goods can come back as they went: ``data/trade_limits.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from simulator.files import read_yaml, shaped

Chapters = Annotated[str, shaped(r"\d\d(-\d\d)?", 'write chapters such as "84" or "84-85"')]
"""A chapter of the HS, or the first and the last of several: ``05-10``."""
_Codes = list[Annotated[str, shaped(r"\d{2,6}", "write two to six digits of the HS, in quotes")]]


class NotTraded(BaseModel):
    """Codes of the HS or their first digits, by the reason why the traffic leaves them out."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    closed: _Codes
    by_pipe_or_line: _Codes
    under_permit: _Codes
    waste: _Codes


class TradeLimits(BaseModel):
    """The file's content; ``lasting``: chapters of goods that are not used up, but for codes of parts, which are
    ``built_in``; ``perishable``: codes of such goods; ``not_posted``: those that no parcel may hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    not_traded: NotTraded
    lasting: list[Chapters]
    built_in: _Codes
    perishable: _Codes
    not_posted: _Codes

    @property
    def chapters(self) -> list[int]:
        """The chapters of goods that are not used up."""
        return chapters_in(self.lasting)

    def closed(self, hs6: str) -> bool:
        """Whether no pattern of traffic trades the goods."""
        left_out = self.not_traded
        return hs6.startswith((*left_out.closed, *left_out.by_pipe_or_line, *left_out.under_permit))

    def lasts(self, hs6: str) -> bool:
        """Whether the goods can be lent, and come back as they went."""
        return int(hs6[:2]) in self.chapters and not hs6.startswith(tuple(self.built_in))

    def waste(self, hs6: str) -> bool:
        """Whether only patterns with goods of their own trade the goods."""
        return hs6.startswith(tuple(self.not_traded.waste))

    def perishes(self, hs6: str) -> bool:
        """Whether the goods are spoilt before a ship or a goods train arrives."""
        return hs6.startswith(tuple(self.perishable))

    def refused(self, hs6: str) -> bool:
        """Whether post and couriers refuse the goods."""
        return hs6.startswith(tuple(self.not_posted))


@cache
def trade_limits() -> TradeLimits:
    """What the traffic does not trade, and which goods last."""
    return load_trade_limits(files("generators") / "data")


def load_trade_limits(folder: Traversable) -> TradeLimits:
    """Read and check ``trade_limits.yaml``; ``InputError`` with every fault."""
    return read_yaml(folder / "trade_limits.yaml", TradeLimits)


def chapters_in(ranges: Sequence[str]) -> list[int]:
    """The numbers of the chapters in such ranges, in their order.

    >>> from generators.odds.trade_limits import chapters_in
    >>> chapters_in(["01", "05-07"])
    [1, 5, 6, 7]
    """
    found: list[int] = []
    for text in ranges:
        first, _, last = text.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found
