"""The parties of the open consignment, the company check where it was made, and who else is connected."""

from __future__ import annotations

from html import escape

from exercises.dossier import History, Other, Relation, Relations
from exercises.language import _, languages, ngettext
from exercises.views import values
from exercises.views.trainee.desk.facts import sheet
from simulator.reference import Consignment

CHECK = (
    "consignee_founded",
    "consignee_premises",
    "consignee_capital",
    "consignee_presence",
    "consignee_record",
    "consignee_ownership",
)
MOST = 5
"""Lines for each relation (assumption: more hide the dossier); of the rest, only references."""
NAMED = 12
"""References said of the rest."""


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
    body = f"<p>{escape(_history(relations.history(name)))}</p>"
    if found:
        groups = "".join(_group(relation) for relation in found)
        body += f'<table class="rl-others"><thead><tr>{_heads()}</tr></thead>{groups}</table>'
    else:
        body += f'<p class="rl-muted">{escape(_("Nobody else in this queue shares a party or the address."))}</p>'
    return f'<section class="rl-sheet rl-relations"><h6>{escape(_("In this queue"))}</h6>{body}</section>'


def _history(history: History) -> str:
    """How many, since when, for how much, and of what: facts, from which the reader may conclude."""
    said = [
        ngettext(
            "The consignee has {} consignment here.", "The consignee has {} consignments here.", history.consignments
        ).format(history.consignments)
    ]
    if history.consignments > 1 and history.first is not None:
        said[0] = ngettext(
            "The consignee has {number} consignment here, the first of {date}.",
            "The consignee has {number} consignments here, the first of {date}.",
            history.consignments,
        ).format(number=history.consignments, date=languages.date(history.first))
    if history.usual_value and history.value is not None:
        said.append(
            _("The others' median value is {usual} EUR, this one's {value} EUR: {times} times as much.").format(
                usual=values.number(history.usual_value),
                value=values.number(history.value),
                times=values.number(history.value / history.usual_value, 1),
            )
        )
    if history.goods:
        usual = ", ".join(values.commodity(code).replace(" ", "\N{NO-BREAK SPACE}") for code in history.goods[:MOST])
        said.append(_("The others' codes: {codes}.").format(codes=usual))
    if history.familiar is not None:
        said.append(
            _("This one's heading is among them.") if history.familiar else _("This one's heading is not among them.")
        )
    return " ".join(said)


def _heads() -> str:
    texts = (_("Ref"), _("Date"), _("Goods"), _("Consignor → consignee"), _("From → to"))
    return "".join(f'<th scope="col">{escape(text)}</th>' for text in texts) + (
        f'<th scope="col" class="rl-num">{escape(_("Value EUR"))}</th>'
    )


def _group(relation: Relation) -> str:
    """One relation: what is shared and by how many, some lines, and where to find the rest."""
    rest = relation.others[MOST:]
    rows = "".join(_other(one, relation.fields) for one in relation.others[:MOST])
    if rest:
        more = _("and {} more").format(len(rest))
        references = " ".join(escape(one.declaration_id) for one in rest[:NAMED]) + (" …" if len(rest) > NAMED else "")
        rows += f'<tr class="rl-muted"><td colspan="6">{escape(more)}: <code>{references}</code></td></tr>'
    return (
        f'<tbody><tr><th colspan="6" scope="rowgroup">{escape(_title(relation))} '
        f'<span class="rl-muted">{escape(_counted(relation))}</span></th></tr>{rows}</tbody>'
    )


def _title(relation: Relation) -> str:
    words = {
        "consignee_id": _("Same consignee"),
        "consignor_id": _("Same consignor"),
        "consignee_address": _("To the same address"),
        "declarant_id": _("Same declarant"),
        "notify_party": _("Same notify party"),
    }
    return " · ".join(words[field] for field in relation.fields)


def _counted(relation: Relation) -> str:
    """How many others, and of how many parties where that is not what they share."""
    number, said = len(relation.others), []
    said.append(ngettext("{} other", "{} others", number).format(number))
    if "consignor_id" not in relation.fields:
        said.append(ngettext("{} consignor", "{} consignors", relation.consignors).format(relation.consignors))
    if "consignee_id" not in relation.fields:
        said.append(ngettext("{} consignee", "{} consignees", relation.consignees).format(relation.consignees))
    return ", ".join(said)


def _other(one: Other, shared: tuple[str, ...]) -> str:
    """One line; a party that is shared is not named again."""
    day = "" if one.date is None else languages.date(one.date)
    sender = "" if "consignor_id" in shared else one.consignor
    receiver = "" if "consignee_id" in shared else one.consignee
    return (
        f"<tr><td><code>{escape(one.declaration_id)}</code></td><td>{escape(day)}</td><td>{escape(one.goods)}</td>"
        f"<td>{escape(f'{sender} → {receiver}'.strip())}</td>"
        f"<td>{escape(one.start)} → {escape(one.end)}</td><td class='rl-num'>{values.number(one.value)}</td></tr>"
    )
