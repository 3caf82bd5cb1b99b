"""Checks that the parts of a ``pack.yaml`` agree with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from simulator.packs.pack import PackFile

Fault = tuple[tuple[str | int, ...], str]


def disagreements(pack: PackFile) -> Iterator[Fault]:
    """Each fault between parts: its key in the file, and what to do."""
    yield from _territory(pack)
    yield from _licences(pack)
    for name, key, values in (
        ("documents", "code", [one.code for one in pack.documents]),
        ("measures", "country", [one.country for one in pack.measures]),
        ("natures", "code", [one.code for one in pack.natures]),
        ("partners", "country", [one.country for one in pack.partners]),
    ):
        yield from (((name, place, key), said) for place, said in _twice(values))
    yield from ((("languages", place), said) for place, said in _twice(pack.languages))
    ways = [(way, level) for way in ("export", "import", "transit") for level in ("plain", "temporary", "stored")]
    codes = (*pack.procedures.export.codes, *pack.procedures.import_.codes, *pack.procedures.transit.codes)
    yield from ((("procedures", *ways[place], "code"), said) for place, said in _twice(codes))
    if all(nature.kind != "sale" for nature in pack.natures):
        yield ("natures",), "none is of kind sale; add one"
    total = sum(partner.share for partner in pack.partners)
    if total > 1.0 + 1e-6:
        yield ("partners",), f"shares add up to {total:g}; make it 1 or less"


def _territory(pack: PackFile) -> Iterator[Fault]:
    if pack.union is None:
        if pack.free_within_union:
            yield ("free_within_union",), "there is no union; write false"
        for name in ("exports_of_members", "imports_for_members"):
            if getattr(pack.shares, name):
                yield ("shares", name), "there is no union; write 0"
        inside: tuple[str, ...] = (pack.home,)
    else:
        inside = pack.union.members
        yield from ((("union", "members", place), said) for place, said in _twice(inside))
        if pack.home not in inside:
            yield ("union", "members"), f"home is {pack.home}, which is not among them; add it or correct home"
    for place, measure in enumerate(pack.measures):
        if measure.country in inside:
            yield ("measures", place, "country"), f"{measure.country} is in the customs territory; take the measure out"
    for place, partner in enumerate(pack.partners):
        if partner.country in inside:
            yield ("partners", place, "country"), f"{partner.country} is in the customs territory; take it out"


def _licences(pack: PackFile) -> Iterator[Fault]:
    kinds = {document.code: document.kind for document in reversed(pack.documents)}
    for place, one in enumerate(pack.authorisations):
        if kinds.get(one.document) != "licence":
            what = f"{one.document} is no document of kind licence; add it to documents or correct it"
            yield ("authorisations", place, "document"), what
    open_ended = {document.code for document in pack.documents if document.valid_until is None}
    individual = {one.document for one in pack.authorisations if one.kind == "individual"}
    if individual <= kinds.keys() and not individual & open_ended:
        yield ("authorisations",), "no individual one has a document without valid_until; add the one in use today"
    if not any(kinds[code] == "not_listed" for code in open_ended):
        yield ("documents",), "none of kind not_listed is without valid_until; add the one in use today"


def _twice(values: Sequence[str]) -> Iterable[tuple[int, str]]:
    return [(n, f"{value} stands above already; keep one") for n, value in enumerate(values) if value in values[:n]]
