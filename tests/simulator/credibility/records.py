"""Good declarations by road, rail, sea and air, and frames that differ from them."""

from __future__ import annotations

import pandas as pd

from simulator.credibility import Findings, inspect
from simulator.packs import pack
from simulator.reference import goods

PUMPS = "841370"
VALUE = goods()[PUMPS].eur_per_kg * 1_000
UNITS = {PUMPS: ("u", 50.0), "841480": ("kg", float("nan"))}

Change = dict[str, object]


NL = pack("eu-nl")
"""The office's place in these tests: the Netherlands."""


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


ROAD: Change = {
    "declaration_id": "D-1",
    "declaration_type": "EX",
    "acceptance_date": day("2031-03-10"),
    "declaration_office": "NL000101",
    "consignor_name": "Norvik Pumps BV",
    "consignor_id": "NL1234567",
    "consignor_country": "NL",
    "consignee_name": "Alpenwerk AG",
    "consignee_id": "CH7654321",
    "consignee_address": "3 Lake Road, Zelten",
    "consignee_country": "CH",
    "country_of_export": "NL",
    "country_of_destination": "CH",
    "country_of_origin": "NL",
    "countries_of_routing": "NL;DE;CH",
    "channel": "freight",
    "mode_at_border": "3",
    "container_indicator": "0",
    "container_id": "",
    "place_of_loading": "NLAMS",
    "place_of_unloading": "CHZRH",
    "active_border_transport_id": "12-ABC-3",
    "transport_units": 1.0,
    "transport_unit_ids": "12-ABC-3",
    "transport_document_number": "CMR-12345678",
    "transport_document_date": day("2031-03-09"),
    "incoterm_code": "DAP",
    "invoice_currency": "CHF",
    "invoice_total": VALUE * 0.95,
    "exchange_rate": 0.95,
    "invoice_date": day("2031-03-05"),
    "packing_list_date": day("2031-03-06"),
    "nature_of_transaction": "11",
    "hs_code": PUMPS,
    "goods_description": "centrifugal pumps",
    "package_type": "CS",
    "package_count": 10.0,
    "shipping_marks": "NP/10",
    "gross_mass": 1_100.0,
    "net_mass": 1_000.0,
    "statistical_value": VALUE,
    "supplementary_quantity": 20.0,
    "supplementary_unit": "u",
    "procedure_requested": "1000",
    "previous_document": "",
    "document_type_code": "",
    "document_reference": "",
    "packing_list_gross_mass": 1_100.0,
    "certificate_of_origin": "NL",
    "consignee_founded": day("2010-05-01"),
    "end_use_statement": "For use at our plant in Zelten.",
    "contact_phone": "+41 5550 1234",
}
RAIL = ROAD | {
    "mode_at_border": "2",
    "active_border_transport_id": "43120",
    "transport_unit_ids": "21 81 2471 217-3",
    "transport_document_number": "CIM-12345678",
}
SEA = ROAD | {
    "consignee_id": "TR7654321",
    "consignee_country": "TR",
    "country_of_destination": "TR",
    "countries_of_routing": "NL;TR",
    "mode_at_border": "1",
    "container_indicator": "1",
    "container_id": "CSQU3054383",
    "place_of_loading": "NLRTM",
    "place_of_unloading": "TRIST",
    "active_border_transport_id": "IMO 9074729",
    "transport_unit_ids": "",
    "transport_document_number": "BOL-12345678",
    "incoterm_code": "CIF",
    "invoice_currency": "EUR",
    "invoice_total": VALUE,
    "exchange_rate": 1.0,
    "contact_phone": "+90 5550 1234",
}
AIR = SEA | {
    "consignee_id": "US7654321",
    "consignee_country": "US",
    "country_of_destination": "US",
    "countries_of_routing": "NL;US",
    "mode_at_border": "4",
    "container_indicator": "0",
    "container_id": "",
    "place_of_loading": "NLAMS",
    "place_of_unloading": "USORD",
    "active_border_transport_id": "XX 1234",
    "transport_document_number": "999-12345675",
    "incoterm_code": "FCA",
    "contact_phone": "+1 5550 1234",
}
POST = AIR | {
    "channel": "post",
    "mode_at_border": "5",
    "active_border_transport_id": "",
    "transport_document_number": "CZ473124829NL",
}


def frame(*records: Change) -> pd.DataFrame:
    return pd.DataFrame(list(records))


def inspected(declarations: pd.DataFrame) -> Findings:
    """What is found in the Netherlands, with the tariff units of these tests."""
    return inspect(declarations, NL, units=UNITS)
