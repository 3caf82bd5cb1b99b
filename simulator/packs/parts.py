"""The parts of ``pack.yaml``, each checked by itself. ``docs/packs.md`` explains every key."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from simulator.packs.codes import Code, Country, Share, Text, TradingCountry

AuthorisationKind = Literal["individual", "global", "general"]
DocumentKind = Literal["licence", "not_listed", "other"]
NatureKind = Literal["sale", "return", "replacement", "free", "processing", "loan", "other"]


class Part(BaseModel):
    """A part of a pack: it cannot be changed, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Dated(Part):
    """A part that is valid from a day to a day, both included; without a day there is no limit."""

    valid_from: date | None = None
    valid_until: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the part is valid on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(f"valid_until {self.valid_until} is before valid_from {self.valid_from}; correct one")
        return self


class Union(Part):
    """A customs union: its name, short code and member countries. Trade between them needs no customs declaration."""

    name: Text
    code: Code
    members: tuple[TradingCountry, ...] = Field(min_length=2)


class ControlList(Part):
    """The list of goods under export control: name, legal citation, and date of the legal act."""

    name: Text
    citation: Text
    date: date


class Authorisation(Part):
    """A kind of licence, the document code that declares it, and for general ones the destinations they cover."""

    kind: AuthorisationKind
    label: Text
    document: Code
    destinations: tuple[Country, ...] = ()

    @model_validator(mode="after")
    def _destinations_of_general(self) -> Self:
        if self.kind == "general" and not self.destinations:
            raise ValueError("a general authorisation covers named countries; add destinations")
        if self.kind != "general" and self.destinations:
            raise ValueError(f"destinations belong to general authorisations, and this is {self.kind}; take them out")
        return self


class Document(_Dated):
    """A document code of box 44. ``kind``: *licence*, *not_listed* (declared as not under control), or *other*."""

    code: Code
    meaning: Text
    kind: DocumentKind
    source: Text


class Measure(_Dated):
    """A destination under an embargo. ``goods``: *arms*, or *strategic* (also nuclear, missile or dual-use goods)."""

    country: Country
    title: Text
    goods: Literal["strategic", "arms"]
    valid_from: date
    source: Text


class Procedure(Part):
    """A code of box 37 and what it means."""

    code: Code
    label: Text


class Levels(Part):
    """The procedures of one direction: *plain*, *temporary*, and *stored* (from or into a warehouse)."""

    plain: Procedure
    temporary: Procedure
    stored: Procedure

    @property
    def codes(self) -> tuple[str, str, str]:
        """The codes, in the order plain, temporary, stored."""
        return self.plain.code, self.temporary.code, self.stored.code


class Procedures(Part):
    """The procedures by direction."""

    export: Levels
    import_: Levels = Field(alias="import")
    transit: Levels
    source: Text


class Forms(Part):
    """The national names of the papers."""

    export_declaration: Text
    import_declaration: Text
    transit_declaration: Text
    licence: Text
    end_use_statement: Text


class Nature(Part):
    """A nature of the transaction: code of box 24, meaning, and kind."""

    code: Code
    meaning: Text
    kind: NatureKind
    source: Text


class Partner(Part):
    """A typical partner and its share in the value of home's trade with other countries."""

    country: TradingCountry
    share: Share
    source: Text


class Shares(Part):
    """Shares in the declarations of home's offices.

    ``transit``: of transit in all. ``exports_of_members``: of goods that other members of the union send out, in
    exports. ``imports_for_members``: of goods for buyers in other members, in imports.
    """

    transit: Share
    exports_of_members: Share = 0.0
    imports_for_members: Share = 0.0
    source: Text
