"""The goods of the open consignment: as declared, by tariff, list, expert and portal, and by value per kilogram."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from markupsafe import Markup, escape

from exercises.dossier import Other, limits, unit_value
from exercises.language import _
from exercises.learning import category_label, match_label, match_of
from exercises.views import values
from exercises.views.trainee.desk import limits as words
from exercises.views.trainee.desk import price, unasked
from exercises.views.trainee.desk.facts import fact, rows, sheet, times
from simulator import reference
from simulator.reference import Consignment, Edition

DECLARED = ("goods_description", "hs_code", "package_count", "package_type", "supplementary_quantity")


def html(
    consignment: Consignment,
    same_code: Sequence[Other] = (),
    asked: unasked.Asked = MappingProxyType({}),
    seen: str = "",
    edition: Edition = "2022",
) -> Markup:
    """The declared goods, what tariff, strategic list, expert and portal say, and the figures that an officer works
    out.

    ``same_code``: other consignments of the code in the queue, to compare the value per kilogram with; ``seen``: what
    a scan shows, if one was made; ``edition``: the edition of the HS of the code.
    """
    declared = sheet(_("As declared"), consignment, DECLARED)
    figures = sheet(
        _("Figures"), consignment, ("gross_mass", "net_mass", "packing_list_gross_mass", "statistical_value")
    )
    marks = sheet(_("Marks"), consignment, ("shipping_marks", "additional_information_text"))
    measured = expert(consignment, asked) + portal(consignment, asked) + _scan(consignment, asked, seen)
    blocks = (declared, _tariff(consignment, edition), figures, _worked(consignment), _strategic(consignment, edition))
    return Markup('<div class="rl-sheets">{}</div>{}').format(
        Markup("").join((*blocks, Markup("<div>{}</div>").format(measured), marks)), price.html(consignment, same_code)
    )


def _tariff(consignment: Consignment, edition: Edition) -> Markup:
    code = consignment.text("hs_code")
    chapter, heading = reference.chapters().get(code[:2]), reference.headings().get(code[:4])
    lines = [
        (values.commodity(code[:2]), chapter.label if chapter else ""),
        (values.commodity(code[:4]), heading.label if heading else ""),
        (values.commodity(code), fact("hs_code", _wording(code[:6], edition))),
    ]
    return rows(_("Tariff: chapter, heading, code"), [(label, shown) for label, shown in lines if shown])


def _wording(code: str, edition: Edition) -> str:
    """The wording of HS 2022, unless the code meant other goods in its edition."""
    if _is_older(code, edition):
        return _("a code of HS {edition}; the reference has the wording of HS 2022 only").format(edition=edition)
    return values.goods(code) or _("no wording in the reference")


def _is_older(code: str, edition: Edition) -> bool:
    """Whether HS 2022 does not have the code in the scope of its edition."""
    return code != "" and edition != reference.EDITIONS[0] and reference.heirs(code, edition) != (code,)


def _strategic(consignment: Consignment, edition: Edition) -> Markup:
    code = consignment.text("hs_code")[:6]
    if _is_older(code, edition):
        return _of_heirs(code, edition)
    known = reference.strategic().get(code)
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


def _of_heirs(code: str, edition: Edition) -> Markup:
    """What is known of a code that HS 2022 does not have in this scope: the match of each of its heirs."""
    title, heirs = _("Strategic list"), reference.heirs(code, edition)
    if heirs is None:
        unknown = _("Not known: this is a code of HS {edition}, and the reference does not say what became of it.")
        return Markup('<section class="rl-sheet"><h6>{}</h6><p>{}</p></section>').format(
            title, unknown.format(edition=edition)
        )
    lines = [(values.commodity(heir), match_of(heir)) for heir in heirs]
    said = _("A code of HS {edition}. In HS 2022 its goods are under these codes; identify the commodity.")
    return rows(title, [(_("Edition"), said.format(edition=edition)), *lines])


def expert(consignment: Consignment, asked: unasked.Asked) -> Markup:
    """The deciding line of the data sheet, in the words of its maker, and what the expert makes of it."""
    title, opinion = escape(_("Technical expert")), consignment.text("expert_opinion")
    if not opinion:
        return unasked.block(title, "expert", asked)
    sheet_ = consignment.text("data_sheet").replace("goods: other", "goods other").removeprefix("goods: ")
    title += unasked.new(consignment, "expert", asked)
    lines = [(_("Data sheet shows"), Markup('<span lang="en">{}</span>').format(sheet_))] if sheet_ else []
    told = fact("expert_opinion", values.word("expert_opinion", opinion))
    return rows(title, [*lines, (_("Opinion"), told)])


def portal(consignment: Consignment, asked: unasked.Asked) -> Markup:
    """What the radiation portal measured."""
    title, reading = escape(_("Radiation portal")), consignment.text("portal_reading")
    if not reading:
        return unasked.block(title, "portal", asked)
    title += unasked.new(consignment, "portal", asked)
    told = fact("portal_reading", values.word("portal_reading", reading))
    return rows(title, [(_("Reading"), told)])


def _scan(consignment: Consignment, asked: unasked.Asked, seen: str) -> Markup:
    title = escape(_("Scan")) + unasked.new(consignment, "scan", asked)
    return (
        Markup('<section class="rl-sheet"><h6>{}</h6><p>{}</p></section>').format(title, seen) if seen else Markup("")
    )


def _worked(consignment: Consignment) -> Markup:
    """Figures that an officer works out, each with the usual one and with what makes it unusual."""
    net, gross = consignment.number("net_mass"), consignment.number("gross_mass")
    value, packages = consignment.number("statistical_value"), consignment.number("package_count")
    price, each = _ratio(value, net, "EUR/kg", 2), _ratio(net, packages, "kg", 1)
    if priced := unit_value(consignment):
        price += _against(priced.value / priced.usual, words.value())
    if net and packages and (usual := limits.usual_package(consignment)):
        each += _against(net / packages / usual, words.packing())
    lines = [
        (_("Value per kg net"), fact("statistical_value net_mass", price)),
        (_("Gross to net mass"), _ratio(gross, net, "", 2)),
        (_("Net mass per package"), fact("net_mass package_count", each)),
    ]
    return rows(_("Worked out"), lines)


def _against(ratio: float, limit: str) -> Markup:
    """How many times the usual figure it is, and from where that is a red flag."""
    said = _("{times} × usual").format(times=times(ratio))
    return Markup(" <small>{}; {}</small>").format(said, limit)


def _ratio(above: float | None, below: float | None, unit: str, decimals: int) -> Markup:
    if above is None or not below:
        return Markup('<span class="rl-muted">{}</span>').format(_("not known"))
    shown = Markup('<span class="rl-num">{}</span>').format(values.number(above / below, decimals))
    return Markup("{} <small>{}</small>").format(shown, unit) if unit else shown
