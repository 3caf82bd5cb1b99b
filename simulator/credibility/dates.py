"""Checks of the order of dates."""

from __future__ import annotations

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns

LONG_BEFORE = 30
APART = 60
OLD = 730


@check(
    "date.invoice_after_acceptance",
    "unlikely",
    "invoice_date acceptance_date",
    "The invoice of {invoice_date} was written after the declaration was accepted on {acceptance_date}.",
    "EU UCC, Art. 163: supporting documents are at hand when the declaration is lodged",
)
def invoice_after_acceptance(rows: Columns) -> Bools:
    """The invoice is later than the acceptance."""
    return rows.day("invoice_date") > rows.day("acceptance_date")


@check(
    "date.invoice_old",
    "unlikely",
    "invoice_date acceptance_date",
    "The invoice of {invoice_date} is over two years older than the declaration of {acceptance_date}.",
    "assumption",
)
def invoice_old(rows: Columns) -> Bools:
    """The invoice is over two years old."""
    return rows.day("acceptance_date") - rows.day("invoice_date") > OLD


@check(
    "date.transport_before_invoice",
    "unlikely",
    "transport_document_date invoice_date",
    "The transport document of {transport_document_date} is over 30 days older than the invoice of {invoice_date}.",
    "assumption",
)
def transport_before_invoice(rows: Columns) -> Bools:
    """The transport document is over 30 days older than the invoice."""
    return rows.day("invoice_date") - rows.day("transport_document_date") > LONG_BEFORE


@check(
    "date.transport_after_arrival",
    "impossible",
    "declaration_type transport_document_date acceptance_date",
    "The goods were presented by {acceptance_date} (declaration {declaration_type}), but their transport "
    "document is of {transport_document_date}.",
    "EU UCC, Art. 172: a declaration is accepted once the goods are presented",
)
def transport_after_arrival(rows: Columns) -> Bools:
    """On import, the transport document is later than the acceptance."""
    later = rows.day("transport_document_date") > rows.day("acceptance_date")
    return rows.equal("declaration_type", "IM") & later


@check(
    "date.packing_list_after_transport",
    "unlikely",
    "packing_list_date transport_document_date",
    "The packing list of {packing_list_date} was written after the transport document of {transport_document_date}.",
    "the goods are packed before they are carried",
)
def packing_list_after_transport(rows: Columns) -> Bools:
    """The packing list is later than the transport document."""
    return rows.day("packing_list_date") > rows.day("transport_document_date")


@check(
    "date.packing_list_apart",
    "unlikely",
    "packing_list_date invoice_date",
    "The packing list of {packing_list_date} and the invoice of {invoice_date} are over 60 days apart.",
    "assumption",
)
def packing_list_apart(rows: Columns) -> Bools:
    """Packing list and invoice are over 60 days apart."""
    return abs(rows.day("packing_list_date") - rows.day("invoice_date")) > APART


@check(
    "date.founded_after",
    "impossible",
    "consignee_founded acceptance_date",
    "The consignee was founded on {consignee_founded}, after the declaration was accepted on {acceptance_date}.",
    "a company that does not exist yet receives nothing",
)
def founded_after(rows: Columns) -> Bools:
    """The consignee was founded after the acceptance."""
    return rows.day("consignee_founded") > rows.day("acceptance_date")
