"""The goods of the open consignment: as declared, by tariff, by the strategic list, and by value per kilogram."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from html import escape
from math import log

from exercises import languages
from exercises.languages import _, percent
from exercises.library import match_label
from exercises.unit_value import UnitValue, unit_value
from exercises.views import values
from exercises.views.trainee.desk.facts import rows, sheet
from simulator import reference, tariff
from simulator.declaration import Consignment

WIDTH, HEIGHT, BASE = 320.0, 92.0, 70.0
STYLE = (
    ".b{fill:#c3cad1}.u{fill:#5a636e}.m{stroke:#b3261e;stroke-width:2}text{font:9px sans-serif;fill:#1b1f24}"
    ".t{stroke:#5a636e}@media (prefers-color-scheme:dark){.b{fill:#434c57}.u{fill:#a3acb8}.m{stroke:#ff9a90}"
    "text{fill:#e4e7eb}.t{stroke:#a3acb8}}"
)


def html(consignment: Consignment) -> str:
    """What is declared beside what tariff and strategic list say of the code, and the figures an officer works out."""
    declared = sheet(_("As declared"), consignment, ("goods_description", "hs_code", "package_count", "package_type"))
    figures = sheet(
        _("Figures"), consignment, ("gross_mass", "net_mass", "packing_list_gross_mass", "statistical_value")
    )
    marks = sheet(_("Marks"), consignment, ("shipping_marks", "additional_information_text"))
    blocks = (
        declared,
        _tariff(consignment),
        figures,
        _worked(consignment),
        _strategic(consignment),
        _price(consignment),
    )
    return f'<div class="rl-sheets">{"".join(blocks)}{marks}</div>'


def _tariff(consignment: Consignment) -> str:
    code = consignment.text("hs_code")
    chapter, heading = tariff.chapters().get(code[:2]), tariff.headings().get(code[:4])
    lines = [
        (values.commodity(code[:2]), escape(chapter.label) if chapter else ""),
        (values.commodity(code[:4]), escape("; ".join(heading.words)) if heading else ""),
        (values.commodity(code), escape(values.goods(code) or _("no wording in the reference"))),
    ]
    return rows(_("Tariff: chapter, heading, code"), [(label, shown) for label, shown in lines if shown])


def _strategic(consignment: Consignment) -> str:
    known = reference.strategic().get(consignment.text("hs_code")[:6])
    if known is None:
        return rows(_("Strategic list"), [("", escape(match_label("")))])
    word = {"named": _("named"), "ex": _("ex: a part"), "watch": _("watch"), "sanctions": _("sanctions")}[known.match]
    said = [(word, escape(match_label(known.match)))]
    lists = ", ".join((*known.regimes, *known.control_list))
    said += [(_("Lists"), escape(lists))] if lists else []
    said += [(_("Civil use"), escape(known.civil_use))] if known.civil_use else []
    return rows(_("Strategic list"), said)


def _worked(consignment: Consignment) -> str:
    net, gross = consignment.number("net_mass"), consignment.number("gross_mass")
    value, packages = consignment.number("statistical_value"), consignment.number("package_count")
    lines = [
        (_("Value per kg net"), _ratio(value, net, "EUR/kg", 2)),
        (_("Gross to net mass"), _ratio(gross, net, "", 2)),
        (_("Gross mass per package"), _ratio(gross, packages, "kg", 1)),
    ]
    return rows(_("Worked out"), lines)


def _ratio(above: float | None, below: float | None, unit: str, decimals: int) -> str:
    if above is None or not below:
        return f'<span class="rl-muted">{escape(_("not known"))}</span>'
    shown = f'<span class="rl-num">{values.number(above / below, decimals)}</span>'
    return f"{shown} <small>{escape(unit)}</small>" if unit else shown


def _price(consignment: Consignment) -> str:
    found = unit_value(consignment)
    if found is None:
        return ""
    return _drawn(found, languages.current())


@lru_cache(maxsize=2048)
def _drawn(found: UnitValue, language: str) -> str:
    """The distribution as a small picture with its sentence; one a language."""
    said = _("{value} EUR/kg: above {share} of lawful trade in this code, whose middle is {usual} EUR/kg.").format(
        value=values.number(found.value, 2), share=percent(found.below), usual=values.number(found.usual, 2)
    )
    picture = b64encode(_picture(found).encode()).decode()
    return (
        f'<section class="rl-sheet"><h6>{escape(_("Value per kilogram among lawful trade"))}</h6>'
        f'<img class="rl-price" src="data:image/svg+xml;base64,{picture}" alt="{escape(said)}">'
        f"<p>{escape(said)}</p></section>"
    )


def _picture(found: UnitValue) -> str:
    """Bars of equal area a share over a logarithmic axis; the usual value as a tick, this one as a line."""
    low = min(found.bins[0][0], found.value / 1.2)
    high = max(found.bins[-1][1], found.value * 1.2)
    across = WIDTH / log(high / low)
    tallest = max(share / log(end / start) for start, end, share in found.bins)
    bars = "".join(
        f'<rect class="b" x="{log(start / low) * across:.1f}" width="{log(end / start) * across - 0.6:.1f}" '
        f'y="{BASE - (h := 60 * share / log(end / start) / tallest):.1f}" height="{h:.1f}"/>'
        for start, end, share in found.bins
    )
    usual, here = (log(value / low) * across for value in (found.usual, found.value))
    anchor = "start" if here < WIDTH * 0.2 else "end" if here > WIDTH * 0.8 else "middle"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"><style>{STYLE}</style>{bars}'
        f'<path class="t" d="M0 {BASE}H{WIDTH:g}M{usual:.1f} {BASE}v4"/>'
        f'<text x="{usual:.1f}" y="{BASE + 14}" text-anchor="middle">{values.number(found.usual, 2)}</text>'
        f'<path class="m" d="M{here:.1f} 4V{BASE:g}"/>'
        f'<text x="{here:.1f}" y="{BASE + 14}" dy="8" text-anchor="{anchor}" font-weight="bold">'
        f"{values.number(found.value, 2)}</text></svg>"
    )
