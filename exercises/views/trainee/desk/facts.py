"""Sheets of facts: fields of the open consignment under a title; unknown fields are left out."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exercises.language import _
from exercises.views import units, values
from simulator.packs import Pack
from simulator.reference import Consignment, schema


def sheet(title: str, consignment: Consignment, names: Sequence[str], rules: Pack | None = None) -> Markup:
    """The named fields that are known, each with its label; "" if none is known. ``rules``: the context pack."""
    known = lines(consignment, names, rules)
    return rows(title, known) if known else Markup("")


def lines(consignment: Consignment, names: Sequence[str], rules: Pack | None = None) -> list[tuple[str, str]]:
    """The label and the shown value of each named field that is known. ``rules``: the context pack."""
    known = [name for name in names if consignment.get(name) is not None and _said(consignment, name)]
    return [(_label(name), fact(name, values.cell(consignment, name, rules))) for name in known]


def fact(fields: str, shown: str) -> Markup:
    """What is shown of a field, or of several together (names with blanks between): red flags can be cited there."""
    return Markup('<span data-field="{}">{}</span>').format(fields, shown)


def _said(consignment: Consignment, name: str) -> bool:
    """Whether to show a line: a blank number that most consignments lack is not shown."""
    if name == "transport_units":
        return units.carried(consignment)
    return name not in (*units.NUMBERS, "previous_document") or bool(consignment.text(name))


def _label(name: str) -> str:
    """The field's label without the party, which the sheet's title already names."""
    party, _sep, noun = name.partition("_")
    short = {
        "name": _("Name"),
        "id": _("Number"),
        "country": _("Country"),
        "address": _("Address"),
        "activity": _("Line of business"),
        "founded": _("Founded"),
        "premises": _("Premises"),
        "capital": _("Paid-up capital"),
        "presence": _("Public presence"),
        "record": _("Compliance record"),
        "ownership": _("Ownership"),
    }
    longer = {
        "mode_at_border": _("Mode"),
        "transport_units": _("Load"),
        "supplementary_quantity": _("Quantity"),
        "active_border_transport_id": _("Carried by"),
        "border_transport_nationality": _("Nationality"),
        "invoice_end_user": _("End-user on invoice"),
        "contact_phone": _("Telephone given"),
        "country_of_origin": _("Origin"),
        "country_of_export": _("Export"),
        "country_of_destination": _("Destination"),
        "packing_list_gross_mass": _("Gross, packing list"),
        "goods_description": _("Description"),
        "package_count": _("Packages"),
        "consignee_director": _("Director"),
    }
    if party in ("consignor", "consignee", "declarant") and noun in short:
        return short[noun]
    return longer.get(name) or _(schema()[name].label)


def compared(title: str, heads: Sequence[str], lines: Sequence[tuple[str, ...]], said: str = "") -> Markup:
    """The same facts from two sources beside each other, for the reader to compare.

    ``heads``: the name of each source; ``lines``: a label and the value by each source; ``said``: a sentence above.
    """
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(text) for text in ("", *heads))
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            label, Markup("").join(Markup("<td>{}</td>").format(value) for value in values_)
        )
        for label, *values_ in lines
    )
    above = Markup("<p>{}</p>").format(said) if said else Markup("")
    return Markup(
        '<section class="rl-sheet rl-wide"><h6>{}</h6>{}<table class="rl-compared"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></section>"
    ).format(title, above, head, body)


def rows(title: str, lines: Sequence[tuple[str, str]]) -> Markup:
    """Labels with the shown value of each."""
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(label, shown) for label, shown in lines
    )
    return Markup('<section class="rl-sheet"><h6>{}</h6><table>{}</table></section>').format(title, body)


def times(ratio: float) -> str:
    """A multiple with figures enough to be seen: 0.03, 1.2, 40."""
    if ratio < 0.01:
        return _("under {least}").format(least=values.number(0.01, 2))
    return values.number(ratio, 2 if ratio < 1 else 1 if ratio < 10 else 0)
