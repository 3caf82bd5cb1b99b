"""The head of a dossier: what an officer looks at first, in view whatever tab is open."""

from __future__ import annotations

from markupsafe import Markup, escape

from exercises.dossier import value_per_kg
from exercises.language import _
from exercises.views import values
from exercises.views.trainee.desk.facts import fact
from simulator.packs import Pack
from simulator.reference import Consignment


def html(consignment: Consignment, rules: Pack | None = None) -> Markup:
    """Goods, code, quantity, mass, value, parties, route and licence. ``rules``: the context pack."""
    c = consignment

    def cell(name: str) -> Markup:
        return fact(name, values.cell(c, name, rules))

    boxes = (
        (_("Goods"), 5, cell("goods_description")),
        (_("Code"), 4, cell("hs_code") + _small(values.goods(c.text("hs_code")))),
        (_("Licence or exemption"), 3, _licence(c, rules)),
        (
            _("Quantity"),
            3,
            _lines(_pair(c, rules, "package_count", "package_type"), _pair(c, rules, "supplementary_quantity")),
        ),
        (_("Mass, net and gross"), 2, _lines(cell("net_mass"), cell("gross_mass"))),
        (_("Value"), 3, _lines(cell("statistical_value"), _per_kg(c))),
        (_("Route"), 4, _lines(cell("countries_of_routing"), cell("mode_at_border"))),
        (_("Consignor"), 4, _lines(cell("consignor_name"), cell("consignor_country"))),
        (_("Consignee"), 5, _lines(cell("consignee_name"), cell("consignee_country"))),
        (_("Line of business"), 3, cell("consignee_activity")),
    )
    body = Markup("").join(
        Markup('<div class="rl-w{}"><dt>{}</dt><dd>{}</dd></div>').format(width, title, shown)
        for title, width, shown in boxes
    )
    return Markup('<dl class="rl-brief" data-dossier="{}">{}</dl>').format(c.declaration_id, body)


def _pair(consignment: Consignment, rules: Pack | None, *names: str) -> Markup:
    known = [name for name in names if consignment.get(name) is not None]
    return Markup(" ").join(fact(name, values.cell(consignment, name, rules)) for name in known)


def _licence(consignment: Consignment, rules: Pack | None) -> Markup:
    code, reference = consignment.text("document_type_code"), consignment.text("document_reference")
    if consignment.get("document_type_code") is not None and not code:
        return fact("document_type_code", escape(_("none declared")))
    shown = fact("document_type_code", values.cell(consignment, "document_type_code", rules))
    return _lines(shown, fact("document_reference", reference) if reference else Markup(""))


def _per_kg(consignment: Consignment) -> Markup:
    price = value_per_kg(consignment)
    if price is None:
        return Markup("")
    shown = Markup('<span class="rl-num">{}</span> <small>EUR/kg</small>').format(values.number(price, 2))
    return fact("statistical_value net_mass", shown)


def _small(text: str) -> Markup:
    return Markup(" <small>{}</small>").format(text) if text else Markup("")


def _lines(*parts: Markup) -> Markup:
    return Markup("<br>").join(part for part in parts if part)
