"""The reference library: what a trainee can look up in the project's own data, with a search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from exercises.language import _, family_label, lane_label, languages, means_label, number
from exercises.report import explanations
from simulator import reference
from simulator.files import read_table
from simulator.office import control_settings, usual_costs
from simulator.reference import catalogue, schema

SHELVES = ("strategic", "flags", "glossary", "lanes", "boxes")


@dataclass(frozen=True)
class Entry:
    """One thing to look up: its shelf, a short code ("" for none), a title, its text in lines, and the source."""

    shelf: str
    code: str
    title: str
    text: str
    source: str


def shelf_label(shelf: str) -> str:
    """A shelf in words."""
    return {
        "strategic": _("Strategic goods"),
        "flags": _("Red flags"),
        "glossary": _("Glossary"),
        "lanes": _("Lanes, controls and means"),
        "boxes": _("Boxes of the declaration"),
    }[shelf]


def match_label(match: str, tier: str = "") -> str:
    """A sentence that says what the match of an HS code on the strategic list means, with its high-priority tier."""
    if match == "watch" and not tier:
        return _("Customs watch this code, for example for radiation, but no list names its goods.")
    return {
        "named": _("The text of the code names the listed goods themselves."),
        "ex": _(
            "Only a part of the code is listed: identify the commodity. The code alone does not show that "
            "the goods are controlled."
        ),
        "watch": _("On the common high-priority list: often diverted, but the code itself is not a listed item."),
        "sanctions": _("Listed for some destinations only, under sanctions."),
    }.get(match, _("Not on the strategic list."))


def category_label(category: str) -> str:
    """A category of strategic goods in words."""
    return {
        "nuclear": _("Nuclear"),
        "radiological": _("Radiological"),
        "chemical": _("Chemical"),
        "biological": _("Biological"),
        "missile": _("Missiles and rockets"),
        "materials": _("Special materials"),
        "machine_tools": _("Machine tools and bearings"),
        "electronics": _("Electronics and computers"),
        "telecom_infosec": _("Telecommunications and encryption"),
        "sensors_lasers": _("Sensors and lasers"),
        "navigation": _("Navigation"),
        "marine": _("Marine"),
        "aerospace": _("Aircraft and drones"),
        "arms_parts": _("Arms, ammunition and their parts"),
    }[category]


def search(words: str, shelf: str | None = None) -> tuple[Entry, ...]:
    """Entries that contain every word, in the order of the shelves; the beginning of an HS code also matches.

    Case and accents do not matter. Without words, the result is the whole shelf.
    """
    wanted = folded(words).split()
    coded = _CODE_GAP.sub("", folded(words)).split()
    return tuple(
        entry
        for entry, text in _index(languages.current())
        if (shelf is None or entry.shelf == shelf)
        and (_coded(entry, text, coded) if entry.shelf == "strategic" else all(word in text for word in wanted))
    )


def folded(text: str) -> str:
    """The text as the search compares it: without case and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


_CODE_GAP = re.compile(r"(?<=[0-9])[\s.]+(?=[0-9])")
"""8414 10 and 8414.10 are the same code."""


def _coded(entry: Entry, text: str, wanted: list[str]) -> bool:
    """Whether the entry of a strategic good contains every word; a number must be the beginning of its code."""
    return all(entry.code.startswith(word) if word.isdecimal() else word in text for word in wanted)


@cache
def _index(language: str) -> tuple[tuple[Entry, str], ...]:
    """Every entry in a language, with its text folded for the search."""
    every = (*_strategic(), *_flags(), *_glossary(), *_lanes(), *_boxes())
    return tuple((one, folded(f"{one.code} {one.title} {one.text} {one.source}")) for one in every)


def _strategic() -> Iterator[Entry]:
    for code, known in reference.strategic().items():
        lists = ", ".join(filter(None, (*known.regimes, *known.control_list)))
        said = [match_label(known.match, known.tier), _("Category: {}.").format(category_label(known.category))]
        said += [_("Lists: {}.").format(lists)] if lists else []
        said += [_("What decides: {}.").format(_(known.deciding)), _("Civil use: {}.").format(_(known.civil_use))]
        yield Entry("strategic", code, known.description, " ".join(said), known.source)


def _flags() -> Iterator[Entry]:
    for name, known in catalogue().items():
        said = [
            f"{family_label(known.family)}. {_tier(known.tier)}",
            _("How it shows: {}").format(_(known.how_it_shows)),
        ]
        said.append(_("Why it can be innocent, for example: {}").format(_(known.innocent)))
        if name in explanations():
            said.append(_("Why an expert would look: {}").format(_(explanations()[name])))
        yield Entry("flags", name, _(known.label), "\n".join(said), "; ".join(known.sources))


def _tier(tier: str) -> str:
    return {
        "declaration": _("Seen on the declaration."),
        "document": _("Seen in the documents."),
        "check": _("Seen in a check, for example of the company."),
        "screening": _("Seen when the name is screened."),
        "licence": _("Seen in the licence register."),
        "expert": _("Seen by a technical expert."),
        "portal": _("Seen by a radiation portal."),
    }.get(tier, _("Customs does not see this flag; the exporter reports it."))


def _glossary() -> Iterator[Entry]:
    columns = "id term_en term_fr term_es term_ru group review_status".split()
    for row in read_table(files("exercises") / "data", "glossary.csv", columns, ("id", "term_en")).checked():
        others = {name: row[f"term_{name}"] for name in ("fr", "es", "ru")}
        own = others.pop(languages.current(), "")
        title = f"{own} ({row['term_en']})" if own else row["term_en"]
        text = " · ".join(f"{name} {term}" for name, term in others.items() if term)
        yield Entry("glossary", "", title, text, _("general knowledge; awaits review by a native speaker"))


def _lanes() -> Iterator[Entry]:
    known, told = control_settings(), _lane_words()
    kinds = "WCO; ASYCUDA"
    sources = {  # sources of the lane, then of its cost in simulator/data/control.yaml
        "red": f"{kinds}; CBP 2023; World Bank LPI 2016",
        "yellow": f"{kinds}; {_('assumption')}",
        "blue": kinds,
        "green": kinds,
    }
    for lane in ("red", "yellow", "blue", "green"):
        own = known.of_lane(lane)
        cost = "" if own is None else " " + _cost(own.hours * 60, own.delay_hours)
        yield Entry("lanes", "", lane_label(lane), told[lane] + cost, sources[lane])
    for name, price in usual_costs().means.items():
        yield Entry("lanes", "", means_label(name), _cost(price.minutes, price.delay_hours), _("assumption"))


def _lane_words() -> dict[str, str]:
    return {
        "red": _("Physical examination of the goods, and of the papers."),
        "yellow": _("Document check before release."),
        "blue": _("Release, then post-clearance audit of the company's books."),
        "green": _("Release without a control; a random share is still examined."),
    }


def _cost(minutes: float, hours: float) -> str:
    return _("Officers' minutes: {minutes}. Hours the goods wait: {hours}.").format(
        minutes=number(minutes), hours=number(hours)
    )


def _boxes() -> Iterator[Entry]:
    for field in schema().values():
        box = _("SAD box {}").format(field.sad_box) if field.sad_box else _("no SAD box")
        standards = (("EU", field.eu_data_element), ("WCO", field.wco_id))
        text = " · ".join([box, *(f"{name} {value}" for name, value in standards if value)])
        yield Entry("boxes", field.sad_box, _(field.label), text, field.source)
