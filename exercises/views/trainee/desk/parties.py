"""The parties of the open consignment, company check and screening if they were made, and connected consignments."""

from __future__ import annotations

from types import MappingProxyType

from markupsafe import Markup, escape

from exercises.dossier import History, Other, Relation, Relations
from exercises.language import _, languages, ngettext
from exercises.views import values
from exercises.views.trainee.desk import limits, screening, unasked
from exercises.views.trainee.desk.facts import lines, rows, sheet, times
from simulator.reference import Consignment

CHECK = (
    "consignee_founded",
    "consignee_premises",
    "consignee_capital",
    "consignee_presence",
    "consignee_record",
    "consignee_ownership",
    "consignee_director",
    "director_firms",
)
MOST = 5
"""Lines for each relation (assumption: more lines hide the dossier); the rest are shown as references only."""
NAMED = 12
"""References shown of the rest."""


def html(consignment: Consignment, relations: Relations, asked: unasked.Asked = MappingProxyType({})) -> Markup:
    """The parties and their roles; company check and screening; history and relations in this queue."""
    receiver = ("consignee_name", "consignee_id", "consignee_address", "consignee_country", "consignee_activity")
    blocks = [
        sheet(_("Consignor"), consignment, ("consignor_name", "consignor_id", "consignor_country")),
        sheet(_("Consignee"), consignment, receiver),
        sheet(_("Declarant"), consignment, ("declarant_name", "declarant_id")),
        sheet(_("Others named"), consignment, ("notify_party", "invoice_end_user", "payer_country", "contact_phone")),
        _company_check(consignment, asked),
        screening.html(consignment, asked),
    ]
    return Markup('<div class="rl-sheets">{}</div>{}').format(
        Markup("").join(blocks), _relations(consignment, relations)
    )


def _company_check(consignment: Consignment, asked: unasked.Asked) -> Markup:
    """What the company is, and its past with customs."""
    title, known = escape(_("Company check of the consignee")), _checked(consignment)
    declared = consignment.number("past_declarations")
    if declared is not None:
        known.append((_("Last two years"), _past(int(declared), consignment)))
    if not known:
        return unasked.block(title, "company", asked)
    return rows(title + unasked.new(consignment, "company", asked), known)


def _checked(consignment: Consignment) -> list[tuple[str, str]]:
    """The lines of the check; beside a figure that can be a red flag, from where it is one."""
    beside = {"consignee_founded": limits.founded(), "consignee_capital": limits.capital()}
    return [
        (label, shown + Markup(" <small>{}</small>").format(beside[name]) if name in beside else shown)
        for name in CHECK
        for label, shown in lines(consignment, (name,))
    ]


def _past(declared: int, consignment: Consignment) -> str:
    """Earlier declarations, controls and findings in one line."""
    controls, found = (int(consignment.number(name) or 0) for name in ("past_controls", "past_findings"))
    return ", ".join(
        (
            ngettext("{} declaration", "{} declarations", declared).format(values.number(declared)),
            ngettext("{} control", "{} controls", controls).format(values.number(controls)),
            ngettext("{} finding", "{} findings", found).format(values.number(found)),
        )
    )


def _relations(consignment: Consignment, relations: Relations) -> Markup:
    name = consignment.declaration_id
    found = relations.of(name)
    body = Markup("<p>{}</p>").format(_history(relations.history(name)))
    if found:
        groups = Markup("").join(_group(relation) for relation in found)
        body += Markup('<table class="rl-others"><thead><tr>{}</tr></thead>{}</table>').format(_heads(), groups)
    else:
        body += Markup('<p class="rl-muted">{}</p>').format(
            _("Nobody else in this queue shares a party or the address.")
        )
    return Markup('<section class="rl-sheet rl-relations"><h6>{}</h6>{}</section>').format(_("In this queue"), body)


def _history(history: History) -> str:
    """How many consignments, since when, of what value and what goods: facts without a conclusion."""
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
                times=times(history.value / history.usual_value),
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


def _heads() -> Markup:
    texts = (_("Ref"), _("Date"), _("Goods"), _("Consignor → consignee"), _("From → to"))
    return Markup("").join(Markup('<th scope="col">{}</th>').format(text) for text in texts) + (
        Markup('<th scope="col" class="rl-num">{}</th>').format(_("Value EUR"))
    )


def _group(relation: Relation) -> Markup:
    """One relation: what is shared and by how many, some lines, and where to find the rest."""
    rest = relation.others[MOST:]
    rows = Markup("").join(_other(one, relation.fields) for one in relation.others[:MOST])
    if rest:
        more = _("and {} more").format(len(rest))
        references = " ".join(one.declaration_id for one in rest[:NAMED]) + (" …" if len(rest) > NAMED else "")
        rows += Markup('<tr class="rl-muted"><td colspan="6">{}: <code>{}</code></td></tr>').format(more, references)
    return Markup(
        '<tbody><tr><th colspan="6" scope="rowgroup">{} <span class="rl-muted">{}</span></th></tr>{}</tbody>'
    ).format(_title(relation), _counted(relation), rows)


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
    """The number of other consignments, and of their parties unless the party is what they share."""
    number, said = len(relation.others), []
    said.append(ngettext("{} other", "{} others", number).format(number))
    if "consignor_id" not in relation.fields:
        said.append(ngettext("{} consignor", "{} consignors", relation.consignors).format(relation.consignors))
    if "consignee_id" not in relation.fields:
        said.append(ngettext("{} consignee", "{} consignees", relation.consignees).format(relation.consignees))
    return ", ".join(said)


def _other(one: Other, shared: tuple[str, ...]) -> Markup:
    """One line; a shared party is not named again."""
    day = "" if one.date is None else languages.date(one.date)
    sender = "" if "consignor_id" in shared else one.consignor
    receiver = "" if "consignee_id" in shared else one.consignee
    return Markup(
        "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td><td>{} → {}</td><td class='rl-num'>{}</td></tr>"
    ).format(
        one.declaration_id,
        day,
        one.goods,
        f"{sender} → {receiver}".strip(),
        one.start,
        one.end,
        values.number(one.value),
    )
