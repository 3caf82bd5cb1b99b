"""The parties of the open consignment, the company check where it was made, and who else is connected."""

from __future__ import annotations

from html import escape

from exercises import languages
from exercises.languages import _, ngettext
from exercises.relations import History, Other, Relation, Relations
from exercises.views import values
from exercises.views.trainee.desk.facts import sheet
from simulator.declaration import Consignment

CHECK = (
    "consignee_founded",
    "consignee_premises",
    "consignee_capital",
    "consignee_presence",
    "consignee_record",
    "consignee_ownership",
)
MOST = 6
"""Other consignments listed for each relation (assumption: more hide the dossier)."""


def html(consignment: Consignment, relations: Relations) -> str:
    """Who sends, who receives, who speaks for whom; the company check; history and relations in this queue."""
    receiver = ("consignee_name", "consignee_id", "consignee_address", "consignee_country", "consignee_activity")
    blocks = [
        sheet(_("Consignor"), consignment, ("consignor_name", "consignor_id", "consignor_country")),
        sheet(_("Consignee"), consignment, receiver),
        sheet(_("Declarant"), consignment, ("declarant_name", "declarant_id")),
        sheet(_("Others named"), consignment, ("notify_party", "invoice_end_user", "payer_country", "contact_phone")),
        sheet(_("Company check of the consignee"), consignment, CHECK) or _unchecked(),
    ]
    return f'<div class="rl-sheets">{"".join(blocks)}</div>{_relations(consignment, relations)}'


def _unchecked() -> str:
    return (
        f'<section class="rl-sheet"><h6>{escape(_("Company check of the consignee"))}</h6>'
        f'<p class="rl-muted">{escape(_("No company check has been made."))}</p></section>'
    )


def _relations(consignment: Consignment, relations: Relations) -> str:
    name = consignment.declaration_id
    found = relations.of(name)
    body = _history(relations.history(name)) + "".join(_relation(one) for one in found)
    if not found:
        body += f'<p class="rl-muted">{escape(_("Nobody else in this queue shares a party or the address."))}</p>'
    return f'<section class="rl-sheet rl-relations"><h6>{escape(_("In this queue"))}</h6>{body}</section>'


def _history(history: History) -> str:
    said = ngettext(
        "The consignee has {} consignment here.", "The consignee has {} consignments here.", history.consignments
    ).format(history.consignments)
    if history.usual_value and history.value is not None:
        said += " " + _("The others are worth {usual} EUR in the middle, this one {value} EUR.").format(
            usual=values.number(history.usual_value), value=values.number(history.value)
        )
    return f"<p>{escape(said)}</p>"


def _relation(relation: Relation) -> str:
    title = {
        "consignee_id": _("Same consignee"),
        "consignor_id": _("Same consignor"),
        "consignee_address": _("To the same address"),
        "declarant_id": _("Same declarant"),
        "notify_party": _("Same notify party"),
    }[relation.field]
    count = len(relation.others)
    beside = f"{count}"
    if relation.field != "consignee_id":
        beside += ", " + ngettext("{} consignee", "{} consignees", relation.consignees).format(relation.consignees)
    rows = "".join(_other(one) for one in relation.others[:MOST])
    more = _("and {} more").format(count - MOST) if count > MOST else ""
    after = f'<tr><td colspan="5" class="rl-muted">{escape(more)}</td></tr>' if more else ""
    return (
        f'<details{" open" if count <= MOST else ""}><summary>{escape(title)} <span class="rl-muted">{escape(beside)}'
        f"</span></summary><table class='rl-others'>{rows}{after}</table></details>"
    )


def _other(one: Other) -> str:
    day = "" if one.date is None else languages.date(one.date)
    return (
        f"<tr><td><code>{escape(one.declaration_id)}</code></td><td>{escape(day)}</td><td>{escape(one.goods)}</td>"
        f"<td>{escape(one.start)} → {escape(one.end)}</td><td class='rl-num'>{values.number(one.value)}</td></tr>"
    )
