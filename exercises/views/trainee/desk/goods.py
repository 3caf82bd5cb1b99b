"""The goods of the open consignment: as declared, by tariff, list, expert and portal, and by value per kilogram."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from markupsafe import Markup

from exercises.dossier import Other
from exercises.language import _
from exercises.learning import category_label, match_label
from exercises.views import values
from exercises.views.trainee.desk import price, unasked
from exercises.views.trainee.desk.facts import rows, sheet
from simulator import reference
from simulator.reference import Consignment

DECLARED = ("goods_description", "hs_code", "package_count", "package_type", "supplementary_quantity")


def html(
    consignment: Consignment, same_code: Sequence[Other] = (), asked: unasked.Asked = MappingProxyType({})
) -> Markup:
    """The declared goods, what tariff, strategic list, expert and portal say, and the figures that an officer works
    out.

    ``same_code``: other consignments of the code in the queue, to compare the value per kilogram with.
    """
    declared = sheet(_("As declared"), consignment, DECLARED)
    figures = sheet(
        _("Figures"), consignment, ("gross_mass", "net_mass", "packing_list_gross_mass", "statistical_value")
    )
    marks = sheet(_("Marks"), consignment, ("shipping_marks", "additional_information_text"))
    measured = _expert(consignment, asked) + _portal(consignment, asked)
    blocks = (declared, _tariff(consignment), figures, _worked(consignment), _strategic(consignment))
    return Markup('<div class="rl-sheets">{}</div>{}').format(
        Markup("").join((*blocks, Markup("<div>{}</div>").format(measured), marks)), price.html(consignment, same_code)
    )


def _tariff(consignment: Consignment) -> Markup:
    code = consignment.text("hs_code")
    chapter, heading = reference.chapters().get(code[:2]), reference.headings().get(code[:4])
    lines = [
        (values.commodity(code[:2]), chapter.label if chapter else ""),
        (values.commodity(code[:4]), heading.label if heading else ""),
        (values.commodity(code), values.goods(code) or _("no wording in the reference")),
    ]
    return rows(_("Tariff: chapter, heading, code"), [(label, shown) for label, shown in lines if shown])


def _strategic(consignment: Consignment) -> Markup:
    known = reference.strategic().get(consignment.text("hs_code")[:6])
    if known is None:
        return Markup('<section class="rl-sheet"><h6>{}</h6><p>{}</p></section>').format(
            _("Strategic list"), match_label("")
        )
    word = {"named": _("named"), "ex": _("ex: a part"), "watch": _("watch"), "sanctions": _("sanctions")}[known.match]
    lists = ", ".join((*known.regimes, *known.control_list))
    lines = [
        (word, match_label(known.match, known.tier)),
        (_("Listed as"), known.description),
        (_("Category"), category_label(known.category)),
        (_("Lists"), lists),
        (_("What decides"), _(known.deciding)),
        (_("To ask for"), _(known.ask)),
        (_("Civil use"), _(known.civil_use)),
    ]
    return rows(_("Strategic list"), [(label, shown) for label, shown in lines if shown])


def _expert(consignment: Consignment, asked: unasked.Asked) -> Markup:
    """The deciding line of the data sheet, in the words of its maker, and what the expert makes of it."""
    title, opinion = _("Technical expert"), consignment.text("expert_opinion")
    if not opinion:
        return unasked.block(title, "expert", asked)
    sheet_ = consignment.text("data_sheet").replace("goods: other", "goods other").removeprefix("goods: ")
    lines = [(_("Data sheet shows"), Markup('<span lang="en">{}</span>').format(sheet_))] if sheet_ else []
    return rows(title, [*lines, (_("Opinion"), values.word("expert_opinion", opinion))])


def _portal(consignment: Consignment, asked: unasked.Asked) -> Markup:
    title, reading = _("Radiation portal"), consignment.text("portal_reading")
    if not reading:
        return unasked.block(title, "portal", asked)
    return rows(title, [(_("Reading"), values.word("portal_reading", reading))])


def _worked(consignment: Consignment) -> Markup:
    net, gross = consignment.number("net_mass"), consignment.number("gross_mass")
    value, packages = consignment.number("statistical_value"), consignment.number("package_count")
    lines = [
        (_("Value per kg net"), _ratio(value, net, "EUR/kg", 2)),
        (_("Gross to net mass"), _ratio(gross, net, "", 2)),
        (_("Gross mass per package"), _ratio(gross, packages, "kg", 1)),
    ]
    return rows(_("Worked out"), lines)


def _ratio(above: float | None, below: float | None, unit: str, decimals: int) -> Markup:
    if above is None or not below:
        return Markup('<span class="rl-muted">{}</span>').format(_("not known"))
    shown = Markup('<span class="rl-num">{}</span>').format(values.number(above / below, decimals))
    return Markup("{} <small>{}</small>").format(shown, unit) if unit else shown
