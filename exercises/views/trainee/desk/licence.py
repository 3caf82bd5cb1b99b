"""The licence of the open consignment: what the context pack asks for, and what the declaration states."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from exercises.language import _
from exercises.views import values
from exercises.views.trainee.desk.facts import rows
from simulator.packs import Duty, Measure, Pack, licence_duty
from simulator.reference import Consignment


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
        lines.append((_("Declared"), values.cell(consignment, "document_type_code", rules)))
        lines.append((_("Reference"), consignment.text("document_reference")))
    lines = [(label, shown) for label, shown in lines if shown]
    return rows(_("Licence"), lines) if lines else Markup("")


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
