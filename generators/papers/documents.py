"""The documents of a consignment, rendered from its record: invoice, packing list, transport, origin, end use, licence.

The papers depend only on the record: the same consignment always gives the same papers. A field that is unknown (its
tier was not shown, or the source lacks it) has no line. The texts are the trader's own, so they are not translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd
from markupsafe import Markup

from generators.papers.layout import boxes, letterhead, marked, pairs, signed, statement, table
from simulator.packs import Pack
from simulator.reference import Consignment, countries, goods, package_types, places

Kind = Literal["invoice", "packing_list", "transport", "origin", "end_use", "licence", "amendment", "company_check"]


@dataclass(frozen=True)
class Document:
    """One paper: its kind, its title, and its body as HTML."""

    kind: Kind
    title: str
    html: Markup


def render(consignment: Consignment, rules: Pack | None = None) -> list[Document]:
    """The papers that the known fields of the consignment allow, in the usual order of a dossier.

    ``rules``: the context pack, which knows the places of its offices, and what code of a document is a licence;
    without it there is no licence.
    """
    c = consignment
    first = (_invoice(c), _packing_list(c), _transport(c, rules), _origin(c), _end_use(c))
    made = (*first, _licence(c, rules), _amendment(c), _company_check(c))
    return [paper for paper in made if paper is not None]


def _invoice(c: Consignment) -> Document | None:
    if c.get("payment_terms") is None:
        return None
    figures = (
        _number(c.number("package_count"), 0),
        _number(c.number("net_mass"), 2),
        _number(c.number("invoice_total"), 2),
    )
    body = (
        letterhead(*_party(c, "consignor"), c.text("consignor_id"))
        + boxes(
            ("Sold to", *_party(c, "consignee"), marked("contact_phone", _telephone(c))),
            ("End-user", marked("invoice_end_user", c.text("invoice_end_user") or "not stated")),
            _dated(c.text("invoice_number"), c.get("invoice_date") or c.get("acceptance_date")),
        )
        + table(
            ("Goods", "Packages", "Net kg", f"Amount {c.text('invoice_currency')}"),
            (c.text("goods_description"), *figures),
            ("Total", *figures),
        )
        + pairs(
            ("Delivery", f"{c.text('incoterm_code')} {c.text('incoterm_place')}"),
            ("Payment", marked("payment_terms", c.text("payment_terms"))),
            ("Paid by an account in", marked("payer_country", _country(c.text("payer_country")))),
            ("Installation and training", marked("service_terms", c.text("service_terms"))),
        )
        + signed(c.text("consignor_name"))
    )
    return Document("invoice", "Commercial invoice", body)


def _packing_list(c: Consignment) -> Document | None:
    if c.number("packing_list_gross_mass") is None:
        return None
    gross = marked("packing_list_gross_mass", _number(c.number("packing_list_gross_mass"), 2))
    figures = _number(c.number("package_count"), 0), gross
    body = (
        letterhead(*_party(c, "consignor"), c.text("consignor_id"))
        + boxes(
            ("Consignee", *_party(c, "consignee")),
            ("Date", _date(c.get("packing_list_date") or c.get("acceptance_date"))),
            ("Invoice", c.text("invoice_number")),
        )
        + table(
            ("Marks", "Kind", "Packages", "Gross kg"),
            (c.text("shipping_marks"), _packages(c.text("package_type")), *figures),
            ("Total", "", *figures),
        )
        + signed(c.text("consignor_name"))
    )
    return Document("packing_list", "Packing list", body)


_TRANSPORT = {
    "1": "Bill of lading",
    "2": "Rail consignment note",
    "3": "Road consignment note (CMR)",
    "4": "Air waybill",
    "5": "Dispatch note of a postal parcel (CP 71)",
}
_UNITS = {"2": "Wagons", "3": "Lorries"}


def _transport(c: Consignment, rules: Pack | None) -> Document | None:
    if not c.text("transport_document_number") or c.get("payment_terms") is None:
        return None
    body = boxes(
        ("Shipper", c.text("consignor_name"), _country(c.text("consignor_country"))),
        _dated(c.text("transport_document_number"), c.get("transport_document_date")),
        ("Consignee", *_party(c, "consignee")),
        ("Notify", marked("notify_party", c.text("notify_party"))),
        ("Carried by", c.text("active_border_transport_id")),
        ("Container", _several(c.text("container_id"))),
        (_UNITS.get(c.text("mode_at_border"), "Units"), _several(c.text("transport_unit_ids"))),
        ("From", _place(c.text("place_of_loading"), rules)),
        ("To", _place(c.text("place_of_unloading"), rules)),
    ) + table(
        ("Said to contain", "Packages", "Gross kg"),
        (c.text("goods_description"), _number(c.number("package_count"), 0), _number(c.number("gross_mass"), 2)),
    )
    title = _TRANSPORT.get(c.text("mode_at_border"), "Transport document")
    return Document("transport", "Courier's waybill" if c.text("channel") == "courier" else title, body)


def _origin(c: Consignment) -> Document | None:
    made_in = c.text("certificate_of_origin")
    if not made_in:
        return None
    body = (
        boxes(
            ("Consignor", c.text("consignor_name"), _country(c.text("consignor_country"))),
            ("Country of origin", marked("certificate_of_origin", _country(made_in))),
            ("Consignee", c.text("consignee_name"), _country(c.text("consignee_country"))),
            ("Transport", c.text("transport_document_number")),
        )
        + table(
            ("Goods", "Marks", "Kind", "Packages"),
            (
                c.text("goods_description"),
                c.text("shipping_marks"),
                _packages(c.text("package_type")),
                _number(c.number("package_count"), 0),
            ),
        )
        + signed(c.text("consignor_name"))
    )
    return Document("origin", "Certificate of origin", body)


def _end_use(c: Consignment) -> Document | None:
    use = c.text("end_use_statement")
    if not use:
        return None
    body = (
        letterhead(*_party(c, "consignee"), c.text("consignee_id"))
        + boxes(
            ("To", c.text("consignor_name"), _country(c.text("consignor_country"))),
            ("Goods", _heading(c.text("hs_code"))),
            ("User of the goods", marked("end_use_user", _or_not(c, "end_use_user", "not stated"))),
            ("Signed by", marked("end_use_signatory", _or_not(c, "end_use_signatory", "not signed"))),
            ("Date", marked("end_use_date", _date(c.get("end_use_date")))),
        )
        + statement("Use", marked("end_use_statement", use))
        + signed(c.text("consignee_name"))
    )
    return Document("end_use", "End-use certificate", body)


def _licence(c: Consignment, rules: Pack | None) -> Document | None:
    licences = rules.codes("licence") if rules else ()
    if c.text("document_type_code") not in licences or c.get("payment_terms") is None:
        return None
    body = boxes(
        ("Licence", c.text("document_reference")),
        ("Holder", c.text("consignor_name"), _country(c.text("consignor_country"))),
        ("Commodity", _heading(c.text("hs_code"))),
        ("Destination", _country(c.text("country_of_destination"))),
    )
    return Document("licence", "Export licence", body)


def _amendment(c: Consignment) -> Document | None:
    changed = c.text("amendment")
    if changed in ("", "none"):
        return None
    body = boxes(
        ("Declaration", c.declaration_id),
        ("Accepted", _date(c.get("acceptance_date"))),
        ("Declarant", c.text("declarant_name")),
    ) + pairs(("After acceptance", marked("amendment", changed)))
    return Document("amendment", "Request for amendment", body)


def _company_check(c: Consignment) -> Document | None:
    if c.get("consignee_founded") is None:
        return None
    body = boxes(("Company", *_party(c, "consignee")), ("Number", c.text("consignee_id"))) + pairs(
        ("Founded", marked("consignee_founded", _date(c.get("consignee_founded")))),
        ("Premises", marked("consignee_premises", c.text("consignee_premises"))),
        ("Paid-up capital, EUR", marked("consignee_capital", _number(c.number("consignee_capital"), 0))),
        ("Public presence", marked("consignee_presence", c.text("consignee_presence"))),
        ("Compliance record", marked("consignee_record", c.text("consignee_record"))),
        ("Ownership", marked("consignee_ownership", c.text("consignee_ownership"))),
        ("Declarations of the last two years", _number(c.number("past_declarations"), 0)),
        ("Controls of the last two years", _number(c.number("past_controls"), 0)),
        ("Findings of the last two years", _number(c.number("past_findings"), 0)),
    )
    return Document("company_check", "Company check", body)


def _telephone(c: Consignment) -> str:
    number = c.text("contact_phone")
    return number and f"Tel. {number}"


def _or_not(c: Consignment, name: str, instead: str) -> str:
    """A text, or what to say if it is blank; "" if the field is not known."""
    return "" if c.get(name) is None else c.text(name) or instead


def _party(c: Consignment, role: str) -> tuple[str, str, str]:
    """Name, address and country of a party, as the lines of an address; unknown parts are ""."""
    return c.text(f"{role}_name"), c.text(f"{role}_address"), _country(c.text(f"{role}_country"))


def _country(iso2: str) -> str:
    known = countries().get(iso2)
    return known.name if known else iso2


def _place(code: str, rules: Pack | None) -> str:
    known = places().get(code)
    name = known.name if known else rules.place_of(code) if rules else ""
    return f"{name} ({code})" if name else code


def _packages(code: str) -> str:
    known = package_types().get(code)
    return f"{known.name} ({code})" if known else code


def _several(joined: str) -> str:
    return ", ".join(part for part in joined.split(";") if part)


def _heading(hs6: str) -> str:
    known = goods().get(hs6)
    return f"{hs6} {known.label}" if known else hs6


def _date(value: object) -> str:
    return value.strftime("%d %b %Y") if isinstance(value, pd.Timestamp) else ""


def _dated(number: str, day: object) -> tuple[str, str, str]:
    """The box with the number and date of a paper, named after what is known."""
    date = _date(day)
    title = "Number and date" if number and date else "Number" if number else "Date"
    return title, number, date


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"
