"""Field values as an officer reads them: figures by language, codes with their word, unknown and blank shown
differently."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup, escape

from exercises.language import _, languages, ngettext
from exercises.learning import mode_label
from exercises.views import codes, units
from simulator import reference
from simulator.packs import Pack
from simulator.reference import Consignment, Value, schema

UNKNOWN = "–"


def country(code: str) -> str:
    """A country's name, or the code if it is unknown."""
    return languages.country(code)


def sector(code: str) -> str:
    """A line of business in words."""
    known = reference.sectors().get(code)
    return _(known) if known else code.replace("_", " ")


def goods(hs_code: str) -> str:
    """The tariff's label of a six-digit code, "" where there is none."""
    known = reference.goods().get(hs_code[:6])
    return known.label if known else ""


def word(name: str, code: str, rules: Pack | None = None) -> str:
    """The word for a coded value, "" where the code needs none; `rules` is the exercise's context pack."""
    if name == "declaration_type":
        return {"EX": _("export"), "IM": _("import"), "TR": _("transit")}.get(code, "")
    if name in ("mode_at_border", "inland_mode"):
        return mode(code)
    if name == "channel":
        return {"freight": _("freight"), "courier": _("courier"), "post": _("post")}.get(code, "")
    if name == "container_indicator":
        return {"0": _("no container"), "1": _("container")}.get(code, "")
    if name == "consignee_activity":
        return sector(code)
    if schema()[name].kind == "country":
        return country(code)
    return codes.word(name, code, rules)


def mode(code: str) -> str:
    """A mode of transport in words."""
    return mode_label(code)


def number(value: float | None, decimals: int = 0) -> str:
    """A figure with its thousands separated."""
    return UNKNOWN if value is None or pd.isna(value) else languages.number(value, decimals)


def percent(value: float | None, decimals: int = 0) -> str:
    """A share in per cent."""
    return UNKNOWN if value is None or pd.isna(value) else languages.percent(value, decimals)


def unit(name: str, value: Value, currency: str) -> str:
    """The unit of a field's value, "" where it has none; `currency` is the invoice's."""
    said = schema()[name].unit
    count = int(value) if isinstance(value, (int, float)) else 0
    return {
        "packages": ngettext("package", "packages", count),
        "invoice currency": currency,
        "invoice currency per EUR": _("{currency} per EUR").format(currency=currency),
    }.get(said, said)


def _unit(consignment: Consignment, name: str, value: Value) -> str:
    """The unit of a field's value on a consignment, where it may depend on other fields."""
    if name == "supplementary_quantity":
        code = consignment.text("supplementary_unit")
        return " ".join(part for part in (code, codes.unit(code)) if part)
    if name == "transport_units":
        return units.kind(consignment, consignment.number(name) or 0.0)
    return unit(name, value, consignment.text("invoice_currency"))


def commodity(code: str) -> str:
    """A commodity code in its usual groups: 8414 10."""
    return f"{code[:4]} {code[4:]}" if len(code) > 4 else code


def plain(name: str, value: Value) -> str:
    """A field's value as text, without its word or unit; "" for a field left blank."""
    field = schema()[name]
    if value is None:
        return UNKNOWN
    if isinstance(value, pd.Timestamp):
        return languages.date(value)
    if isinstance(value, str):
        return commodity(value) if field.kind == "hs" else value
    return number(float(value), 0 if float(value).is_integer() or abs(float(value)) >= 1000 else 2)


def cell(consignment: Consignment, name: str, rules: Pack | None = None) -> Markup:
    """A field's value as HTML: code in monospace with its word, figure with its unit, unknown or blank in a muted
    style; `rules` is the exercise's context pack. A code says what it means where it is pointed at or has the focus."""
    field = schema()[name]
    value = consignment.get(name)
    if value is None:
        return Markup('<span class="rl-muted">{}</span>').format(_("not known"))
    text = plain(name, value)
    if not text.strip():
        return Markup('<span class="rl-muted">{}</span>').format(_("left blank"))
    if name == "countries_of_routing":
        return Markup(" → ").join(Markup("<code>{}</code>").format(code) for code in route(text))
    if name in units.NUMBERS:
        return units.listed(text)
    said = word(name, str(value), rules) if isinstance(value, str) else ""
    if said and name in (*codes.ANSWERS, "consignee_activity", "channel"):
        return escape(said)
    shown = escape(text)
    if field.kind in ("id", "hs", "country") or (text.upper() == text and (said or field.kind == "category")):
        shown = Markup("<code>{}</code>").format(shown)
    if field.kind in ("number", "date"):
        shown = Markup('<span class="rl-num">{}</span>').format(shown)
    if said_in := _unit(consignment, name, value):
        shown += Markup(" <small>{}</small>").format(said_in)
    whole = Markup("{} {}").format(shown, said) if said else shown
    meaning = codes.meaning(name, text, rules)
    return _explained(whole, meaning) if meaning else whole


def _explained(shown: Markup, meaning: str) -> Markup:
    """What is shown, with a text that appears on hover, tap and focus, and that a screen reader reads after it."""
    return Markup('<span class="rl-coded" role="note" tabindex="0" aria-description="{}">{}</span>').format(
        meaning, shown
    )


def route(codes: str) -> list[str]:
    """The countries of a routing, export to destination."""
    return [code for code in codes.split(";") if code]
