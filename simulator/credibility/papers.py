"""Checks of delivery terms, documents, procedure and nature of the transaction."""

from __future__ import annotations

import re

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns
from simulator.packs import DocumentKind, Pack, document_kinds
from simulator.reference import delivery_terms

_TERMS = frozenset(delivery_terms())
_SEA_TERMS = frozenset(code for code, term in delivery_terms().items() if term.by_water)
_OLDER = frozenset({"DAT", "XXX"})
"""A rule of 2010, and the code of the EU for other terms."""
_DOCUMENTS = (
    (re.compile(r"CMR"), "31"),  # a lorry on a ferry crosses by sea
    (re.compile(r"CIM|SMGS"), "21"),
    (re.compile(r"BOL|B/L|BL-"), "1"),
    (re.compile(r"AWB|[0-9]{3}-[0-9]{8}$"), "4"),
)
"""How the number of a transport document begins, and the modes at the border that such a document fits."""
_EXPORT = frozenset({"10", "11", "21", "22", "23", "31"})
_IMPORT = frozenset(
    {"01", "07", "40", "42", "43", "44", "45", "46", "48", "51", "53", "61", "63", "68", "71", "95", "96"}
)
_NATURES = frozenset(  # of the European Union before and after 2022, and others that follow it
    "1 2 3 4 5 6 7 8 9 11 12 21 22 23 31 32 33 34 41 42 51 52 60 67 68 69 71 72 79 80 81 82 91 92 99".split()
)
_DATA_ANNEX = "EU UCC Data Annex, 11 09"


@check(
    "paper.sea_terms",
    "unlikely",
    "incoterm_code mode_at_border",
    "The delivery terms {incoterm_code} are made for carriage by ship, but the mode is {mode_at_border}.",
    "Incoterms 2020: FAS, FOB, CFR and CIF are for sea and inland waterway",
)
def sea_terms(rows: Columns) -> Bools:
    """Delivery terms of the sea with another mode."""
    return rows.where(
        lambda code, mode: code in _SEA_TERMS and mode in tuple("2345"), "incoterm_code", "mode_at_border"
    )


@check(
    "paper.terms_unknown",
    "unlikely",
    "incoterm_code",
    "'{incoterm_code}' is no delivery term of Incoterms 2020.",
    "Incoterms 2020; EU UCC Data Annex, 14 01",
)
def terms_unknown(rows: Columns) -> Bools:
    """Unknown delivery terms."""
    return rows.where(lambda code: code != "" and code not in _TERMS | _OLDER, "incoterm_code")


@check(
    "paper.other_mode",
    "unlikely",
    "mode_at_border transport_document_number",
    "The transport document {transport_document_number} is of another mode than the one at the border, "
    "{mode_at_border}.",
    "CMR, COTIF (CIM), SMGS and IATA Resolution 600a: each belongs to one mode",
)
def other_mode(rows: Columns) -> Bools:
    """The transport document belongs to another mode."""

    def other(mode: str, number: str) -> bool:
        fits = next((modes for begins, modes in _DOCUMENTS if begins.match(number)), mode)
        return mode not in fits

    return rows.where(other, "mode_at_border", "transport_document_number")


@check(
    "paper.procedure_direction",
    "impossible",
    "declaration_type procedure_requested",
    "The procedure {procedure_requested} does not belong to a declaration {declaration_type}.",
    _DATA_ANNEX,
)
def procedure_direction(rows: Columns) -> Bools:
    """The procedure does not belong to the type of declaration."""

    def wrong(kind: str, procedure: str) -> bool:
        if len(procedure) != 4 or not procedure.isdigit():
            return False  # not a code of the Data Annex
        return procedure[:2] in (_IMPORT if kind == "EX" else _EXPORT if kind == "IM" else _EXPORT | _IMPORT)

    return rows.where(wrong, "declaration_type", "procedure_requested")


@check(
    "paper.no_previous_document",
    "impossible",
    "procedure_requested previous_document",
    "Re-export (procedure {procedure_requested}) without a previous document{previous_document}.",
    "EU UCC, Art. 270: re-export discharges an earlier procedure; EU UCC Data Annex, 12 01",
)
def no_previous_document(rows: Columns) -> Bools:
    """Re-export without a previous document."""
    return rows.where(
        lambda procedure, paper: len(procedure) == 4 and procedure.startswith("31") and paper == "",
        "procedure_requested",
        "previous_document",
    )


@check(
    "paper.nature_unknown",
    "unlikely",
    "nature_of_transaction",
    "There is no nature of transaction {nature_of_transaction}.",
    "the natures of the context pack; without one, EU Regulations 113/2010 and 2020/1197",
)
def nature_unknown(rows: Columns) -> Bools:
    """Unknown nature of the transaction."""
    known = _NATURES if rows.pack is None else {nature.code for nature in rows.pack.natures}
    return rows.where(lambda code: code != "" and code not in known, "nature_of_transaction")


def _codes(pack: Pack | None, kind: DocumentKind) -> frozenset[str]:
    """The document codes of a kind in the pack; without one, those of all shipped packs."""
    if pack is not None:
        return frozenset(pack.codes(kind))
    return frozenset(code for code, found in document_kinds().items() if found == kind)


@check(
    "paper.reference_without_code",
    "unlikely",
    "document_type_code document_reference",
    "There is a document number, {document_reference}, but no code that says what document it is{document_type_code}.",
    "EU UCC Data Annex, 12 03",
)
def reference_without_code(rows: Columns) -> Bools:
    """A document number without a code."""
    return rows.where(lambda code, number: code == "" != number, "document_type_code", "document_reference")


@check(
    "paper.licence_without_number",
    "unlikely",
    "document_type_code document_reference",
    "The code {document_type_code} stands for a licence, but there is no number{document_reference}.",
    "EU UCC Data Annex, 12 03; document codes of the context pack, or of all",
)
def licence_without_number(rows: Columns) -> Bools:
    """The code of a licence without a number."""
    licences = _codes(rows.pack, "licence")
    return rows.where(
        lambda code, number: code in licences and number == "", "document_type_code", "document_reference"
    )


@check(
    "paper.exemption_with_number",
    "unlikely",
    "document_type_code document_reference",
    "The code {document_type_code} says that no licence is needed, but a document is named: {document_reference}.",
    "document codes of the context pack, or of all; assumption: few exemptions need a number",
)
def exemption_with_number(rows: Columns) -> Bools:
    """The code of an exemption with the number of a licence."""
    exemptions = _codes(rows.pack, "not_listed")
    return rows.where(
        lambda code, number: code in exemptions and number.startswith("LIC"),
        "document_type_code",
        "document_reference",
    )


@check(
    "paper.origin_certificate",
    "unlikely",
    "certificate_of_origin country_of_origin",
    "The certificate of origin names {certificate_of_origin}, the declaration {country_of_origin}.",
    "EU UCC Data Annex, 16 08",
)
def origin_certificate(rows: Columns) -> Bools:
    """The certificate of origin names another country."""
    return rows.where(lambda paper, country: "" != paper != country != "", "certificate_of_origin", "country_of_origin")
