"""A context pack: what the code must know of a customs administration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import Field, field_validator

from simulator.errors import InputError
from simulator.packs.codes import Country, CurrencyCode, Language, Share, Text, TradingCountry
from simulator.packs.offices import BY_MODE, Office
from simulator.packs.parts import (
    Authorisation,
    AuthorisationKind,
    ControlList,
    Document,
    DocumentKind,
    Forms,
    Measure,
    Nature,
    NatureKind,
    Part,
    Partner,
    Procedures,
    Shares,
    Union,
)


class PackFile(Part):
    """The content of ``pack.yaml``; ``docs/packs.md`` explains every key."""

    title: Text
    home: TradingCountry
    union: Union | None
    currency: CurrencyCode
    currencies: Mapping[CurrencyCode, Share] = Field(min_length=1)
    languages: tuple[Language, ...] = Field(min_length=1)
    control_list: ControlList
    licence_needed: tuple[Country, ...] | None
    free_within_union: bool = False
    authorisations: tuple[Authorisation, ...] = Field(min_length=1)
    documents: tuple[Document, ...] = Field(min_length=1)
    measures_checked: date
    measures: tuple[Measure, ...] = ()
    procedures: Procedures
    forms: Forms
    natures: tuple[Nature, ...] = Field(min_length=1)
    partners: tuple[Partner, ...] = ()
    shares: Shares

    @field_validator("licence_needed", mode="before")
    @classmethod
    def _all(cls, written: Any) -> Any:
        if written is None or (isinstance(written, str) and written != "all"):
            raise ValueError("write all, or a list of destinations such as [AM, TR]")
        return None if written == "all" else written

    @field_validator("currencies")
    @classmethod
    def _adds_up(cls, shares: Mapping[str, float]) -> Mapping[str, float]:
        total = sum(shares.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"shares add up to {total:g}; make it 1")
        return shares


class Pack(PackFile):
    """A pack: the content of its file, its name (that of its folder) and its offices.

    ``currencies``: shares of currencies in invoices. ``licence_needed``: destinations for which listed goods need a
    licence, ``None`` for all. ``measures_checked``: the day on which somebody last compared the measures with their
    sources.
    """

    name: str
    offices: tuple[Office, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The countries of the customs territory, home first; home alone without a union."""
        others = self.union.members if self.union else ()
        return (self.home, *(country for country in others if country != self.home))

    def inside(self, country: str) -> bool:
        """Whether the country is home or another member of the union."""
        return country in self.members

    def needs_licence(self, destination: str) -> bool:
        """Whether listed goods need a licence to leave for this destination."""
        if destination == self.home or (self.free_within_union and self.inside(destination)):
            return False
        return self.licence_needed is None or destination in self.licence_needed

    def measure_of(self, destination: str, day: date | None = None) -> Measure | None:
        """The measure on a destination, or ``None``; with a day, only if it is in force on that day."""
        found = next((measure for measure in self.measures if measure.country == destination), None)
        return found if found is None or day is None or found.valid_on(day) else None

    def document(self, code: str) -> Document:
        """The document of a code; ``InputError`` if the pack does not have it."""
        for document in self.documents:
            if document.code == code:
                return document
        known = [document.code for document in self.documents]
        near = get_close_matches(code, known, 1)
        what = f"perhaps {near[0]}" if near else f"one of {', '.join(known)}"
        raise InputError(f"pack {self.name}: no document code {code!r}; {what}")

    def licence_code(self, day: date, kind: AuthorisationKind = "individual", destination: str = "") -> str:
        """The document code that declares a licence of this kind on a day: the first of the file that is valid.

        With a destination, a general authorisation must cover it. ``InputError`` if there is none.
        """
        for one in self.authorisations:
            covers = not destination or kind != "general" or destination in one.destinations
            if one.kind == kind and covers and self.document(one.document).valid_on(day):
                return one.document
        towards = f" for {destination}" if destination else ""
        raise InputError(f"pack {self.name}: no {kind} authorisation{towards} on {day}; add one to pack.yaml")

    def not_listed_code(self, day: date) -> str:
        """The document code that declares goods as not listed on a day; ``InputError`` if there is none."""
        codes = self.codes("not_listed", day)
        if not codes:
            raise InputError(f"pack {self.name}: no document of kind not_listed on {day}; add one to pack.yaml")
        return codes[0]

    def codes(self, kind: DocumentKind, day: date | None = None) -> tuple[str, ...]:
        """The document codes of a kind; with a day, only those valid on that day."""
        return tuple(one.code for one in self.documents if one.kind == kind and (day is None or one.valid_on(day)))

    def nature_code(self, kind: NatureKind) -> str:
        """The code of a kind of transaction, the first of the file; that of a sale if the kind has none."""
        codes = {nature.kind: nature.code for nature in reversed(self.natures)}
        return codes.get(kind, codes["sale"])

    def place_of(self, unlocode: str) -> str:
        """The place of an office by its UN/LOCODE, "" if no office of the pack is there."""
        return next((office.place for office in self.offices if unlocode and office.unlocode == unlocode), "")

    def home_offices(self) -> tuple[Office, ...]:
        """The offices in home, where goods can be declared."""
        return tuple(office for office in self.offices if office.country == self.home)

    def offices_for(self, mode: str, neighbour: str = "") -> tuple[Office, ...]:
        """The offices where goods of a mode (box 25) cross the border, by land only those that face the neighbour.

        Without a neighbour, all of the mode. Empty if there is none.
        """
        kinds = BY_MODE.get(mode, ())
        return tuple(
            office
            for office in self.offices
            if office.kind in kinds and (not neighbour or not office.neighbour or office.neighbour == neighbour)
        )

    def office_codes_for(self, mode: str, neighbour: str = "") -> tuple[str, ...]:
        """The codes of ``offices_for``."""
        return tuple(office.code for office in self.offices_for(mode, neighbour))
