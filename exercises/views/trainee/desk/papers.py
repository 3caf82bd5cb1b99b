"""The documents of the open consignment, each as a sheet of paper; what two of them say; and the way to print them."""

from __future__ import annotations

from markupsafe import Markup, escape

from exercises.dossier import Sheet
from exercises.language import _
from exercises.views import values
from exercises.views.trainee.desk import unasked
from exercises.views.trainee.desk.facts import compared, fact
from exercises.web import address
from simulator.reference import Consignment


def certificate(consignment: Consignment) -> Markup:
    """The end-use certificate beside the invoice; that there is none; "" where that is not known."""
    use = consignment.text("end_use_statement")
    if not use and consignment.get("end_use_statement") is not None:
        none = fact("end_use_statement", _("There is none in the file."))
        return Markup('<section class="rl-sheet rl-wide"><h6>{}</h6><p>{}</p></section>').format(
            _("End-use certificate"), none
        )
    if not use or consignment.get("end_use_user") is None:
        return Markup("")

    def stated(name: str) -> Markup:
        said, lacks = consignment.text(name), _("not signed") if name == "end_use_signatory" else _("not stated")
        return fact(name, escape(said) if said else Markup('<span class="rl-muted">{}</span>').format(lacks))

    def day(name: str) -> Markup:
        known = consignment.get(name) is not None
        return fact(name, values.cell(consignment, name)) if known else escape(values.UNKNOWN)

    lines = (
        (_("End-user"), stated("invoice_end_user"), stated("end_use_user")),
        (_("Sold to, signed by"), stated("consignee_name"), stated("end_use_signatory")),
        (_("Date"), day("invoice_date"), day("end_use_date")),
        (_("Use"), values.UNKNOWN, fact("end_use_statement", use)),
    )
    return compared(_("End-use certificate and invoice"), (_("Invoice"), _("Certificate")), lines)


def html(attempt_id: str, consignment: Consignment, sheets: tuple[Sheet, ...], asked: unasked.Asked) -> Markup:
    """The sheets, two in a row; without any, what to do."""
    if not sheets:
        said = (
            _("Ask for the documents to see what the sender and the buyer wrote.")
            if "documents" in asked
            else _("This exercise shows the declaration only.")
        )
        return Markup('<p class="rl-empty">{}</p>').format(said)
    link = Markup('<p><a href="{}" target="_blank" rel="noopener">{}</a>{}</p>').format(
        address(attempt_id, consignment.declaration_id),
        _("Print view"),
        unasked.new(consignment, "documents", asked),
    )
    return Markup('{}<div class="rl-papers">{}</div>').format(link, Markup("").join(sheet.html for sheet in sheets))
