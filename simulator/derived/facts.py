"""The facts: what each of them says, from which fields, and its values if they are a closed set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulator.reference import KINDS, MATCHES, Kind


@dataclass(frozen=True)
class Fact:
    """A derived fact: its source fields, and its values if they are a closed set."""

    name: str
    kind: Kind
    sources: tuple[str, ...]
    label: str
    unit: str = ""
    choices: tuple[str, ...] = ()


TRADES = ("user", "trader", "forwarder")
LOCATIONS = ("home", "hub", "elsewhere")
ADDRESSES = ("street", "mail")
NO_YES = ("no", "yes")
CLAIMS = ("licence", "not_listed", "none")
_ROUTE = ("countries_of_routing", "mode_at_border")

DERIVED: Mapping[str, Fact] = MappingProxyType(
    {
        fact.name: fact
        for fact in (
            Fact("value_per_kg", "number", ("statistical_value", "net_mass"), "Value per kilogram", "EUR/kg"),
            Fact(
                "unit_value_ratio",
                "number",
                ("statistical_value", "net_mass", "hs_code"),
                "Value per kilogram against what the goods usually trade at",
            ),
            Fact("gross_to_net", "number", ("gross_mass", "net_mass"), "Gross mass against net mass"),
            Fact(
                "kg_per_package_ratio",
                "number",
                ("net_mass", "package_count", "hs_code"),
                "Net mass per package against what is usual for the goods",
            ),
            Fact("goods_kind", "category", ("hs_code",), "Strategic goods, a look-alike, or ordinary", "", KINDS),
            Fact("routing_stops", "number", _ROUTE, "Places of transhipment on the way, by sea and air"),
            Fact("routing_hub", "country", _ROUTE, "Hub on the way; by road and rail only one off the shortest way"),
            Fact("routing_detour", "number", _ROUTE, "Length of the route against the shortest way of its mode"),
            Fact("strategic_match", "category", ("hs_code",), "Strategic goods under the code", "", ("", *MATCHES)),
            Fact(
                "buyer_fit",
                "category",
                ("hs_code", "consignee_activity"),
                "Whether the goods fit the consignee's line of business",
                "",
                ("usual", "unusual"),
            ),
            Fact("listed_resemblance", "number", ("consignee_name",), "Likeness of consignee to a listed party", "%"),
            Fact(
                "consignee_trade",
                "category",
                ("consignee_activity",),
                "Whether the consignee uses goods, trades in them or forwards them",
                "",
                TRADES,
            ),
            Fact(
                "consignee_place",
                "category",
                ("consignee_country", "declaration_office"),
                "Consignee in the office's own country, in a transhipment hub, or elsewhere",
                "",
                LOCATIONS,
            ),
            Fact(
                "licence_claim",
                "category",
                ("document_type_code",),
                "What the document of box 44 claims: a licence, that the goods are not listed, or neither",
                "",
                CLAIMS,
            ),
            Fact("address_kind", "category", ("consignee_address",), "Kind of address", "", ADDRESSES),
            Fact("export_through_hub", "category", ("country_of_export",), "Exported from a hub", "", NO_YES),
            Fact("origin_in_hub", "category", ("country_of_origin",), "Goods said to be made in a hub", "", NO_YES),
            Fact("origin_gdp", "number", ("country_of_origin",), "Economy of the country of origin", "billion USD"),
        )
    }
)
