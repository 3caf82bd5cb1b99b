"""The shelves of the reference library: every entry, from the project's own tables, in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from exercises.language import _, family_label, lane_label, languages, means_label, number
from exercises.learning.codes import OF_PACK, code_meanings
from exercises.learning.licensing import country_names, licence_rule
from exercises.report import explanations
from simulator import reference
from simulator.files import read_table
from simulator.office import control_settings, usual_costs
from simulator.packs import Measure, Pack
from simulator.reference import Country, catalogue, schema


@dataclass(frozen=True)
class Entry:
    """One thing to look up: its shelf, a short code ("" for none), a title, its text in lines, and the source.

    ``sheet``: lines of a data sheet, each with its name, what it says on a listed good, and on any other; in the
    English of the papers.
    """

    shelf: str
    code: str
    title: str
    text: str
    source: str
    sheet: tuple[tuple[str, str, str], ...] = ()


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


def match_of(code: str) -> str:
    """The same sentence for a six-digit code of HS 2022."""
    known = reference.strategic().get(code)
    return match_label(known.match, known.tier) if known else match_label("")


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


def every_entry(rules: Sequence[Pack]) -> Iterator[Entry]:
    """All entries, shelf by shelf, with the codes and measures of these context packs."""
    yield from _strategic()
    yield from _flags()
    yield from _codes(rules)
    yield from _countries(rules)
    yield from _lanes()
    yield from _boxes()
    yield from _glossary()
    yield from _tariff()
    yield from _older()


def _strategic() -> Iterator[Entry]:
    for code, known in reference.strategic().items():
        lists = ", ".join(filter(None, (*known.regimes, *known.control_list)))
        said = [match_label(known.match, known.tier), _("Category: {}.").format(category_label(known.category))]
        said += [_("Lists: {}.").format(lists)] if lists else []
        said += [_("What decides: {}.").format(_(known.deciding)), _("Civil use: {}.").format(_(known.civil_use))]
        sheet = tuple((one.name, one.listed, one.other) for one in known.data_sheet)
        yield Entry("strategic", code, known.description, " ".join(said), known.source, sheet)


def _older() -> Iterator[Entry]:
    """Codes of older editions that were split or moved, with the match of each heir."""
    for change in reference.changes().values():
        said = (f"{heir}: {match_of(heir)}" for heir in change.heirs)
        title = _("A code of HS {edition}: its goods in HS 2022").format(edition=change.edition)
        yield Entry("older", change.hs6, title, "\n".join(said), change.source)


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


def _codes(rules: Sequence[Pack]) -> Iterator[Entry]:
    for place, pack in enumerate(rules or (None,)):
        for name, one in code_meanings(pack):
            field = schema()[name]
            if pack is not None and name in OF_PACK:
                office = f" {_(pack.title)}."
            elif place == 0:  # what is the same everywhere stands once
                office = ""
            else:
                continue
            box = _("SAD box {}").format(field.sad_box) if field.sad_box else _("no SAD box")
            label = _("Documents") if name == "document_type_code" else _(field.label)
            yield Entry("codes", one.code, one.title, f"{label}, {box}.{office} {one.text}", one.source)


def _countries(rules: Sequence[Pack]) -> Iterator[Entry]:
    for known in reference.countries().values():
        if known.hub:
            said = _("Known for re-export and transhipment, which is lawful trade. Ask where the goods go next.")
            title = _("{country}: hub").format(country=languages.country(known.iso2))
            yield Entry("countries", known.iso2, title, said, _named_by(known))
    for pack in rules:
        told = [licence_rule(pack)]
        if pack.union is not None:
            told.append(_("Members of the union: {}.").format(country_names(pack.members)))
            if pack.free_within_union:
                told.append(_("Between the members listed goods need no licence; Redlane leaves out the few that do."))
        yield Entry("countries", pack.home, _(pack.title), "\n".join(told), pack.control_list.citation)
        for one in pack.measures:
            title = f"{languages.country(one.country)}: {_(one.title)}"
            yield Entry("countries", one.country, title, _measure(one, pack), one.source)


def _named_by(hub: Country) -> str:
    """Who calls the country a hub; the source of a country names its columns."""
    parts = [part.strip() for part in hub.source.split(";")]
    return next(part.removeprefix("hub: ") for part in parts if part.startswith("hub: "))


def _measure(one: Measure, pack: Pack) -> str:
    goods = {
        "arms": _("It covers arms."),
        "strategic": _("It covers arms and other strategic goods."),
    }[one.goods]
    said = [goods, _("In force from {date}.").format(date=languages.date(one.valid_from))]
    if one.valid_until:
        said.append(_("In force until {date}.").format(date=languages.date(one.valid_until)))
    said.append(_("Compared with its source on {date}.").format(date=languages.date(pack.measures_checked)))
    return f"{_(pack.title)}. {' '.join(said)}"


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


def _glossary() -> Iterator[Entry]:
    columns = "id term_en term_fr term_es term_ru definition group review_status source".split()
    table = read_table(files("exercises") / "data", "glossary.csv", columns, ("id", "term_en", "definition", "source"))
    for row in table.checked():
        others = {name: row[f"term_{name}"] for name in ("fr", "es", "ru")}
        own = others.pop(languages.current(), "")
        title = f"{own} ({row['term_en']})" if own else row["term_en"]
        words = " · ".join(f"{name} {term}" for name, term in others.items() if term)
        source = f"{row['source']}; {_('terms in other languages await review by a native speaker')}"
        yield Entry("glossary", "", title, f"{_(row['definition'])}\n{words}", source)


def _tariff() -> Iterator[Entry]:
    """Headings, and the six-digit codes that are not on the strategic list, in our own English words."""
    for code, heading in reference.headings().items():
        yield Entry("tariff", code, heading.label, _("A heading of the tariff."), heading.source)
    for code, own in reference.codes().items():
        if code not in reference.strategic():
            yield Entry("tariff", code, own.label, match_label(""), own.source)
