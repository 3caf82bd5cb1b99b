"""What the codes of a declaration mean, in a sentence or two: at the desk where they stand, and in the library.

A code that no table knows has no meaning here, and neither has a code of an administration without its context pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from exercises.language import _, languages
from simulator import reference
from simulator.packs import Document, Nature, Office, Pack, Procedure
from simulator.reference import Place, schema

_Coded = TypeVar("_Coded", Document, Nature, Office, Procedure)
_Row = TypeVar("_Row")


OF_PACK = ("document_type_code", "procedure_requested", "nature_of_transaction", "declaration_office")
"""The fields among those of ``code_meanings`` whose codes differ from one administration to another."""


@dataclass(frozen=True)
class CodeMeaning:
    """A code with its short title, what it means, and the source of both."""

    code: str
    title: str
    text: str
    source: str


def code_meaning(name: str, code: str, rules: Pack | None = None) -> CodeMeaning | None:
    """What the code of a field means; ``None`` where it is not known. ``rules``: the context pack."""
    kind = _KINDS.get(name)
    if kind is None or not code:
        return None
    return next(kind(rules, code), None)


def code_meanings(rules: Pack | None = None) -> Iterator[tuple[str, CodeMeaning]]:
    """Every code that is known, with the first field that it stands in; without a pack, what is the same everywhere."""
    told: set[Callable[..., Iterator[CodeMeaning]]] = set()
    for name, kind in _KINDS.items():
        if kind not in told:
            told.add(kind)
            yield from ((name, one) for one in kind(rules, None))


def mode_label(code: str) -> str:
    """A mode of transport in words; a code that is not known stays as it is."""
    return _modes().get(code, code)


def _modes() -> Mapping[str, str]:
    return {"1": _("sea"), "2": _("rail"), "3": _("road"), "4": _("air"), "5": _("post"), "8": _("waterway")}


def _documents(rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    for one in _wanted(rules.documents if rules else (), code):
        said = (_kind_of_document(one), _covered(rules, one.code), _validity(one))
        yield CodeMeaning(one.code, _(one.meaning), " ".join(part for part in said if part), one.source)


def _kind_of_document(one: Document) -> str:
    return {
        "licence": _("It declares a licence; only the licence register shows whether it exists and fits."),
        "not_listed": _("It declares that the goods are not listed; it proves nothing."),
        "other": _("A paper of the trade; it declares no licence."),
    }[one.kind]


def _covered(rules: Pack | None, code: str) -> str:
    """The destinations that a general authorisation covers; "" for other documents."""
    ways = rules.authorisations if rules else ()
    covered = [country for one in ways if one.document == code for country in one.destinations]
    names = ", ".join(languages.country(country) for country in covered)
    return _("It covers exports to: {}.").format(names) if names else ""


def _validity(one: Document) -> str:
    said = []
    if one.valid_from:
        said.append(_("In use from {date}.").format(date=languages.date(one.valid_from)))
    if one.valid_until:
        said.append(_("In use until {date}.").format(date=languages.date(one.valid_until)))
    return " ".join(said)


def _procedures(rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    if rules is None:
        return
    ways = rules.procedures
    said = (
        (ways.export, _("A procedure for goods that leave the customs territory.")),
        (ways.import_, _("A procedure for goods that enter the customs territory.")),
        (ways.transit, _("A procedure for goods that pass under customs control.")),
    )
    for way, text in said:
        for level in _wanted((way.plain, way.temporary, way.stored), code):
            yield CodeMeaning(level.code, _(level.label), text, ways.source)


def _natures(rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    for one in _wanted(rules.natures if rules else (), code):
        text = _("Why the goods move: the nature of the transaction.")
        yield CodeMeaning(one.code, _(one.meaning), text, one.source)


def _packages(_rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    for key, one in _among(reference.package_types(), code):
        text = _("Goods in bulk, without packages.") if one.bulk else _("How the goods are packed.")
        yield CodeMeaning(key, _(one.name), text, "UN/ECE Recommendation 21")


def _delivery_terms(_rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    for key, one in _among(reference.delivery_terms(), code):
        text = _(one.meaning) + (" " + _("For carriage by ship alone.") if one.by_water else "")
        yield CodeMeaning(key, _(one.name), text, one.source)


def _offices(rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    for one in _wanted(rules.offices if rules else (), code):
        yield CodeMeaning(one.code, one.name, _office(one), one.source)


def _office(one: Office) -> str:
    kinds = {
        "seaport": _("A customs office at a seaport"),
        "airport": _("A customs office at an airport"),
        "road": _("A customs office at a border crossing by road"),
        "rail": _("A customs office at a border crossing by rail"),
        "ferry": _("A customs office at a ferry port"),
        "inland": _("A customs office inland"),
    }
    where = f"{one.place}, {languages.country(one.country)}"
    facing = " " + _("It faces {country}.").format(country=languages.country(one.neighbour)) if one.neighbour else ""
    return f"{kinds[one.kind]}: {where}.{facing}"


def _places(rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    yield from (_place(one) for _key, one in _among(reference.places(), code))
    if rules is not None and code is not None and code not in reference.places():
        for office in rules.offices:
            if office.unlocode == code:
                yield CodeMeaning(code, office.place, f"{languages.country(office.country)}.", office.source)


def _place(one: Place) -> CodeMeaning:
    kinds = {
        "seaport": _("seaport"),
        "airport": _("airport"),
        "inland": _("town inland"),
        "rail": _("goods station"),
        "road": _("border crossing by road"),
    }
    said = ", ".join(kinds[kind] for kind in one.kinds)
    return CodeMeaning(one.unlocode, one.name, f"{languages.country(one.country)}: {said}.", one.source)


def _modes_of_transport(_rules: Pack | None, code: str | None) -> Iterator[CodeMeaning]:
    for key, word in _among(_modes(), code):
        yield CodeMeaning(key, word, _("A mode of transport."), schema()["mode_at_border"].source)


def _wanted(every: Iterable[_Coded], code: str | None) -> Iterator[_Coded]:
    return (one for one in every if code in (None, one.code))


def _among(every: Mapping[str, _Row], code: str | None) -> Iterator[tuple[str, _Row]]:
    return ((key, one) for key, one in every.items() if code in (None, key))


_KINDS: Mapping[str, Callable[[Pack | None, str | None], Iterator[CodeMeaning]]] = {
    "document_type_code": _documents,
    "procedure_requested": _procedures,
    "nature_of_transaction": _natures,
    "incoterm_code": _delivery_terms,
    "package_type": _packages,
    "mode_at_border": _modes_of_transport,
    "inland_mode": _modes_of_transport,
    "declaration_office": _offices,
    "office_of_exit": _offices,
    "place_of_loading": _places,
    "place_of_unloading": _places,
    "incoterm_place": _places,
}
"""The fields whose codes are explained, and who explains them: one code, or all of them for ``None``."""
