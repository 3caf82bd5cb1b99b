"""The licence of the open consignment: what the context pack asks for, and what declaration and register tell."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd
from markupsafe import Markup, escape

from exercises.language import _
from exercises.views import values
from exercises.views.trainee.desk import unasked
from exercises.views.trainee.desk.facts import compared, fact, rows
from simulator.packs import Duty, Measure, Pack, licence_duty
from simulator.reference import Consignment


def html(consignment: Consignment, rules: Pack | None, asked: unasked.Asked = MappingProxyType({})) -> Markup:
    """Duty and declared document, then the answer of the licence register. ``rules``: the context pack."""
    return Markup('<div class="rl-sheets">{}{}</div>').format(
        sheet(consignment, rules) + _undeclared(consignment, asked), _register(consignment, asked)
    )


def _undeclared(consignment: Consignment, asked: unasked.Asked) -> Markup:
    """Where no document is declared: that this is so, and what can be done about it."""
    if consignment.get("document_type_code") is None or consignment.text("document_type_code"):
        return Markup("")
    said = [_("The declaration names no licence, and no code for goods that are not listed.")]
    if not consignment.text("licence_note"):
        if asked.get("licence") is False:
            said.append(_("Ask the licensing authority whether it knows this exporter and these goods."))
        if asked.get("expert") is False:
            said.append(_("Ask the technical expert whether the goods are listed."))
    return rows(_("Declared"), [(_("Document"), fact("document_type_code", " ".join(said)))])


def sheet(consignment: Consignment, rules: Pack | None) -> Markup:
    """Control list, duty, measure on the destination, and the declared document; "" if none is known."""
    destination, declared = consignment.text("country_of_destination"), consignment.text("document_type_code")
    lines: list[tuple[str, str]] = []
    if rules is not None:
        duty = licence_duty(rules, consignment.text("declaration_type"), destination)
        measure = _measure(rules, consignment) if duty == "needed" else None
        lines = [
            (_("Control list"), _(rules.control_list.name)),
            (_("Licence duty"), said(duty) if duty else ""),
            (_("Embargo"), _(measure.title) if measure else ""),
        ]
    if declared:
        lines.append((_("Declared"), fact("document_type_code", values.cell(consignment, "document_type_code", rules))))
        lines.append((_("Reference"), fact("document_reference", consignment.text("document_reference"))))
    lines = [(label, shown) for label, shown in lines if shown]
    return rows(_("Licence"), lines) if lines else Markup("")


def _register(consignment: Consignment, asked: unasked.Asked) -> Markup:
    """What the licensing authority has on file, beside what the declaration says."""
    title, note = escape(_("Licence register")), consignment.text("licence_note")
    if not note:
        return unasked.block(title, "licence", asked)
    title += unasked.new(consignment, "licence", asked)
    answer = escape(_("The authority answers: {note}.")).format(
        note=fact("licence_note", values.word("licence_note", note))
    )
    holder = _("Applicant") if note == "application refused" else _("Holder")
    lines = [
        (holder, consignment.text("licence_holder"), consignment.text("consignor_name")),
        (_("Consignee"), _named(consignment), consignment.text("consignee_name")),
        (_("Goods"), _goods(consignment, "licence_goods"), _goods(consignment, "hs_code")),
    ]
    granted, used = consignment.number("licence_quantity"), consignment.number("licence_used")
    if granted is not None and used is not None:
        lines += [
            (_("Quantity authorised"), _kg(granted), ""),
            (_("Used before"), _kg(used), ""),
            (
                _("Left, against net mass"),
                fact("licence_used", _kg(granted - used)),
                _kg(consignment.number("net_mass")),
            ),
        ]
    if consignment.get("licence_valid_until") is not None:
        until, day = (values.cell(consignment, name) for name in ("licence_valid_until", "acceptance_date"))
        lines.append((_("Valid until, against acceptance"), fact("licence_valid_until", until), day))
    known = [line for line in lines if line[1]]
    if not known:
        return Markup('<section class="rl-sheet"><h6>{}</h6><p>{}</p></section>').format(title, answer)
    return compared(title, (_("Register"), _("This declaration")), known, answer)


def _goods(consignment: Consignment, name: str) -> Markup:
    code = consignment.text(name)
    shown = Markup("<code>{}</code> {}").format(values.commodity(code), values.goods(code))
    return fact(name, shown) if code else Markup("")


def _named(consignment: Consignment) -> Markup:
    name = consignment.text("licence_consignee")
    return fact("licence_consignee", name) if name else Markup("")


def _kg(amount: float | None) -> Markup:
    decimals = 0 if amount is None or float(amount).is_integer() else 1
    return Markup('<span class="rl-num">{}</span> <small>kg</small>').format(values.number(amount, decimals))


def said(duty: Duty) -> str:
    """The duty in words; it never says that the goods are listed."""
    return {
        "needed": _("needs a licence for this destination if listed"),
        "free": _("no licence duty for this destination"),
        "inside": _("no licence duty inside the union"),
        "incoming": _("no export licence duty: the goods come in"),
        "transit": _("no export licence duty: the goods pass in transit"),
    }[duty]


def _measure(rules: Pack, consignment: Consignment) -> Measure | None:
    """The measure on the destination on the day of the declaration."""
    day = consignment.get("acceptance_date")
    return rules.measure_of(
        consignment.text("country_of_destination"), day.date() if isinstance(day, pd.Timestamp) else None
    )
