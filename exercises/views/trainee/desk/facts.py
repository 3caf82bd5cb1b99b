"""Parties, route and goods of the open consignment: the same facts as on the form, gathered by question."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from exercises.languages import _
from exercises.views import values
from simulator.declaration import Consignment, schema


def parties(consignment: Consignment) -> str:
    """Who sends, who receives, who speaks for whom; with the company check where the exercise shows it."""
    blocks = [
        _sheet(_("Consignor"), consignment, ("consignor_name", "consignor_id", "consignor_country")),
        _sheet(
            _("Consignee"),
            consignment,
            ("consignee_name", "consignee_id", "consignee_address", "consignee_country", "consignee_activity"),
        ),
        _sheet(_("Declarant"), consignment, ("declarant_name", "declarant_id")),
        _sheet(_("Others named"), consignment, ("notify_party", "invoice_end_user", "payer_country", "contact_phone")),
    ]
    check = (
        "consignee_founded",
        "consignee_premises",
        "consignee_capital",
        "consignee_presence",
        "consignee_record",
        "consignee_ownership",
    )
    if any(consignment.get(name) is not None for name in check):
        blocks.append(_sheet(_("Company check of the consignee"), consignment, check))
    return f'<div class="rl-sheets">{"".join(blocks)}</div>'


def route(consignment: Consignment) -> str:
    """The countries in order with the two places, then how the goods travel."""
    stops = values.route(consignment.text("countries_of_routing")) or [
        code for code in (consignment.text("country_of_export"), consignment.text("country_of_destination")) if code
    ]
    ends = {0: consignment.text("place_of_loading"), len(stops) - 1: consignment.text("place_of_unloading")}
    legs = "".join(
        f"<li><code>{escape(code)}</code> {escape(values.country(code))}"
        + (f"<small>{escape(ends[place])}</small>" if ends.get(place) else "")
        + "</li>"
        for place, code in enumerate(stops)
    )
    travel = _sheet(
        _("Transport"),
        consignment,
        (
            "mode_at_border",
            "inland_mode",
            "active_border_transport_id",
            "border_transport_nationality",
            "container_indicator",
            "container_id",
            "office_of_exit",
            "transport_document_number",
            "previous_document",
            "incoterm_code",
            "incoterm_place",
        ),
    )
    countries = _sheet(
        _("Countries"), consignment, ("country_of_origin", "country_of_export", "country_of_destination")
    )
    return f'<ol class="rl-route">{legs}</ol><div class="rl-sheets">{travel}{countries}</div>'


def goods(consignment: Consignment) -> str:
    """What is declared beside what the tariff says of the code, and the figures an officer works out by hand."""
    code = consignment.text("hs_code")
    declared = _sheet(_("As declared"), consignment, ("goods_description", "hs_code", "package_count", "package_type"))
    tariff = _rows(
        _("Tariff wording of the code"),
        [(values.commodity(code), escape(values.goods(code) or _("no wording in the reference")))],
    )
    net, gross = consignment.number("net_mass"), consignment.number("gross_mass")
    value, packages = consignment.number("statistical_value"), consignment.number("package_count")
    worked = _rows(
        _("Worked out"),
        [
            (_("Value per kg net"), _ratio(value, net, "EUR/kg", 2)),
            (_("Gross to net mass"), _ratio(gross, net, "", 2)),
            (_("Gross mass per package"), _ratio(gross, packages, "kg", 1)),
        ],
    )
    figures = _sheet(
        _("Figures"), consignment, ("gross_mass", "net_mass", "packing_list_gross_mass", "statistical_value")
    )
    marks = _sheet(_("Marks"), consignment, ("shipping_marks", "additional_information_text"))
    return f'<div class="rl-sheets">{declared}{tariff}{figures}{worked}{marks}</div>'


def _ratio(above: float | None, below: float | None, unit: str, decimals: int) -> str:
    if above is None or not below:
        return f'<span class="rl-muted">{escape(_("not known"))}</span>'
    shown = f'<span class="rl-num">{values.number(above / below, decimals)}</span>'
    return f"{shown} <small>{escape(unit)}</small>" if unit else shown


def _sheet(title: str, consignment: Consignment, names: Sequence[str]) -> str:
    known = [name for name in names if consignment.get(name) is not None and _said(consignment, name)]
    return _rows(title, [(_label(name), values.cell(consignment, name)) for name in known]) if known else ""


def _said(consignment: Consignment, name: str) -> bool:
    """Whether a line is worth its room: of numbers that most consignments lack, those that are blank are not."""
    return name not in ("container_id", "previous_document") or bool(consignment.text(name))


def _label(name: str) -> str:
    """The field's label without the party that the sheet's title names already."""
    party, _sep, noun = name.partition("_")
    short = {
        "name": _("Name"),
        "id": _("Number"),
        "country": _("Country"),
        "address": _("Address"),
        "activity": _("Line of business"),
        "founded": _("Founded"),
        "premises": _("Premises"),
        "capital": _("Paid-up capital"),
        "presence": _("Public presence"),
        "record": _("Compliance record"),
        "ownership": _("Ownership"),
    }
    longer = {
        "mode_at_border": _("Mode"),
        "active_border_transport_id": _("Carried by"),
        "border_transport_nationality": _("Nationality"),
        "invoice_end_user": _("End-user on invoice"),
        "contact_phone": _("Telephone given"),
        "country_of_origin": _("Origin"),
        "country_of_export": _("Export"),
        "country_of_destination": _("Destination"),
        "packing_list_gross_mass": _("Gross, packing list"),
        "goods_description": _("Description"),
        "package_count": _("Packages"),
    }
    if party in ("consignor", "consignee", "declarant") and noun in short:
        return short[noun]
    return longer.get(name) or _(schema()[name].label)


def _rows(title: str, rows: Sequence[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th>{escape(label)}</th><td>{shown}</td></tr>" for label, shown in rows)
    return f'<section class="rl-sheet"><h6>{escape(title)}</h6><table>{lines}</table></section>'
