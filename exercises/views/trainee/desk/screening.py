"""Name screening: the entry of the list that the consignee's name resembles, beside the consignee's own particulars.

Whether it is a namesake or the same party is for the reader to judge.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from exercises.language import _, languages, number
from exercises.views import values
from exercises.views.trainee.desk import unasked
from exercises.views.trainee.desk.facts import compared, fact, rows
from simulator.reference import Consignment
from simulator.screening import Candidate, listed_parties, screen

OWN = "consignee_register_number"


def html(consignment: Consignment, asked: unasked.Asked) -> Markup:
    """Both parties side by side; or that the name resembles nobody; or that nobody asked."""
    title = escape(_("Name screening of the consignee"))
    if consignment.get(OWN) is None:
        return unasked.block(title, "screening", asked)
    title += unasked.new(consignment, "screening", asked)
    found = resembled(consignment.text("consignee_name"))
    if found is None:
        told = [(_("Name"), _("resembles no listed party")), (_("Register number"), _own_number(consignment))]
        return rows(title, told)
    parties = listed_parties()
    place = parties.ids.index(found.party_id)
    where = (consignment.text("consignee_address"), values.country(consignment.text("consignee_country")))
    lines = (
        (_("Name"), fact("consignee_name", consignment.text("consignee_name")), found.party_name),
        (_("Words that match"), *(" · ".join(pair[side] for pair in found.matched) for side in (0, 1))),
        (_("Address"), ", ".join(part for part in where if part), parties.addresses[place]),
        (_("Register number"), _own_number(consignment), _code(parties.numbers[place])),
        (_("Listed on"), values.UNKNOWN, _day(parties.dates[place])),
    )
    said = _("The name resembles one of the list ({likeness} %).").format(likeness=number(found.score))
    heads = _("Consignee"), _("Listed party {id}").format(id=found.party_id)
    return compared(title, heads, lines, said)


@lru_cache(maxsize=4096)
def resembled(name: str) -> Candidate | None:
    """The listed party that a name resembles most; ``None`` if it resembles none."""
    return next(iter(screen([name])), None)


def _own_number(consignment: Consignment) -> Markup:
    stated = consignment.text(OWN)
    shown = _code(stated) if stated else Markup('<span class="rl-muted">{}</span>').format(_("none found"))
    return fact(OWN, shown)


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _day(text: str) -> str:
    return languages.date(date.fromisoformat(text)) if text else values.UNKNOWN
