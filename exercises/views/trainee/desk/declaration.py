"""The declaration as its form: boxes with their SAD number in the places that an officer knows."""

from __future__ import annotations

from markupsafe import Markup

from exercises.language import _
from exercises.views import units, values
from exercises.views.trainee.desk.facts import fact
from simulator.packs import Pack
from simulator.reference import Consignment, schema

# (box number, title field, fields shown in the box, width in twelfths)
Box = tuple[str, str, tuple[str, ...], int]

FORM: tuple[tuple[Box, ...], ...] = (
    (
        ("1", "declaration_type", ("declaration_type",), 2),
        ("A", "declaration_office", ("declaration_office", "acceptance_date"), 3),
        ("7", "declaration_id", ("declaration_id",), 2),
        ("29", "office_of_exit", ("office_of_exit",), 3),
        ("37", "procedure_requested", ("procedure_requested",), 2),
    ),
    (
        ("2", "consignor_name", ("consignor_name", "consignor_id", "consignor_country"), 6),
        (
            "8",
            "consignee_name",
            ("consignee_name", "consignee_id", "consignee_address", "consignee_country", "consignee_activity"),
            6,
        ),
    ),
    (
        ("14", "declarant_name", ("declarant_name", "declarant_id"), 6),
        ("", "notify_party", ("notify_party",), 6),
    ),
    (
        ("15a", "country_of_export", ("country_of_export",), 3),
        ("17a", "country_of_destination", ("country_of_destination",), 3),
        ("34a", "country_of_origin", ("country_of_origin",), 3),
        ("", "countries_of_routing", ("countries_of_routing",), 3),
    ),
    (
        ("25", "mode_at_border", ("mode_at_border", "channel"), 2),
        ("26", "inland_mode", ("inland_mode",), 2),
        ("21", "active_border_transport_id", ("active_border_transport_id", "border_transport_nationality"), 3),
        ("19", "container_indicator", ("container_indicator",), 2),
        ("18", "transport_units", ("transport_units", *units.NUMBERS), 3),
    ),
    (
        ("27", "place_of_loading", ("place_of_loading",), 2),
        ("27", "place_of_unloading", ("place_of_unloading",), 2),
        ("20", "incoterm_code", ("incoterm_code", "incoterm_place"), 2),
        ("", "transport_document_number", ("transport_document_number",), 3),
        ("40", "previous_document", ("previous_document",), 3),
    ),
    (
        ("22", "invoice_total", ("invoice_total",), 4),
        ("23", "exchange_rate", ("exchange_rate",), 2),
        ("24", "nature_of_transaction", ("nature_of_transaction",), 3),
        ("46", "statistical_value", ("statistical_value",), 3),
    ),
    (
        ("31", "goods_description", ("goods_description",), 6),
        ("33", "hs_code", ("hs_code",), 2),
        ("35", "gross_mass", ("gross_mass",), 2),
        ("38", "net_mass", ("net_mass",), 2),
    ),
    (
        ("31", "package_count", ("package_count", "package_type"), 2),
        ("41", "supplementary_quantity", ("supplementary_quantity",), 2),
        ("31", "shipping_marks", ("shipping_marks",), 2),
        ("44", "document_type_code", ("document_type_code", "document_reference"), 3),
        ("44", "additional_information_text", ("additional_information_text",), 3),
    ),
)

STACKED = ("consignor_name", "consignee_name", "declarant_name", "declaration_office")
OPTIONAL = ("transport_units", "supplementary_quantity")
"""Boxes that are left out where a consignment has nothing to fill in."""
COLUMNS = 12


def box(consignment: Consignment, item: Box, rules: Pack | None = None) -> Markup:
    """One box: number and title small above, the facts below."""
    number, title, names, width = item
    always = "" if title in OPTIONAL else names[0]
    known = [name for name in names if name == always or consignment.get(name) not in (None, "")]
    facts = [fact(name, values.cell(consignment, name, rules)) for name in known]
    body = (
        Markup("").join(Markup("<div>{}</div>").format(fact) for fact in facts)
        if title in STACKED
        else Markup("<div>{}</div>").format(Markup(" ").join(facts))
    )
    label = Markup("<b>{}</b> ").format(number) if number else ""
    return Markup('<div class="rl-box rl-w{}"><h6>{}{}</h6>{}</div>').format(
        width, label, _(schema()[title].label), body
    )


def html(consignment: Consignment, numbers: bool = True, rules: Pack | None = None) -> Markup:
    """The whole form, with or without the numbers of its boxes. ``rules``: the context pack, which explains codes."""
    kind = "rl-form" if numbers else "rl-form rl-unnumbered"
    boxes = Markup("").join(box(consignment, item, rules) for row in FORM for item in _filled(consignment, row))
    return Markup('<div class="{}">{}</div>').format(kind, boxes)


def _filled(consignment: Consignment, row: tuple[Box, ...]) -> list[Box]:
    """The boxes of a row without those that this consignment does not need; the last one takes their room."""
    needed = [item for item in row if _needed(consignment, item[1])]
    number, title, names, width = needed[-1]
    room = COLUMNS - sum(item[3] for item in needed)
    return [*needed[:-1], (number, title, names, width + room)]


def _needed(consignment: Consignment, title: str) -> bool:
    if title == "transport_units":
        return units.carried(consignment)
    return title not in OPTIONAL or consignment.get(title) is not None
