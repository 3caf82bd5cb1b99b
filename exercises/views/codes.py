"""Codes of a declaration in words: those of the context pack, and those that are the same everywhere.

A code that is not known, or a code of a pack where there is none (a file from elsewhere), has no word.
"""

from __future__ import annotations

from exercises.language import _
from exercises.learning import code_meaning
from simulator.packs import Pack
from simulator.reference import units

ANSWERS = (
    *("consignee_premises", "consignee_presence", "consignee_record", "consignee_ownership"),
    *("licence_note", "expert_opinion", "portal_reading"),
)
"""Fields that hold the answer of a licence register, an expert, a portal or a company check."""


def word(name: str, code: str, rules: Pack | None) -> str:
    """The word for the code of a field, "" if there is none."""
    if name == "supplementary_unit":
        return unit(code)
    if name in ANSWERS:
        return _answer(code)
    if name == "incoterm_code":  # officers know FOB by its letters
        return ""
    found = code_meaning(name, code, rules)
    return found.title if found else ""


def meaning(name: str, code: str, rules: Pack | None) -> str:
    """The code, its word and what it means, as one text; "" for a code that is not known."""
    found = code_meaning(name, code, rules)
    return f"{found.code}: {found.title}. {found.text}" if found else ""


def _answer(code: str) -> str:
    """The answer of a licence register, an expert, a portal or a company check; no two have the same words."""
    return {
        "nothing on file": _("nothing on file about this exporter and these goods"),
        "licence on file": _("a licence of this number is on file"),
        "number unknown": _("no licence has this number"),
        "ruling: not listed": _("a ruling says that these goods are not listed"),
        "application refused": _("an application was refused"),
        "no data sheet": _("no data sheet: the declared goods resemble nothing on the list"),
        "not listed": _("not listed"),
        "listed": _("listed"),
        "needs a sample": _("needs a sample: the data sheet does not decide"),
        "background": _("background: nothing above the usual"),
        "weak and even": _("weak and even over the whole load"),
        "strong and in one place": _("strong and in one place"),
        "own site": _("own site"),
        "rented offices": _("rented offices"),
        "private address": _("private address"),
        "business centre": _("business centre"),
        "established": _("established"),
        "limited": _("limited"),
        "minimal": _("minimal"),
        "no findings": _("no findings"),
        "minor corrections": _("minor corrections"),
        "no history": _("no history"),
        "past supply to a restricted end-user": _("past supply to a restricted end-user"),
        "disclosed": _("disclosed"),
        "partly disclosed": _("partly disclosed"),
        "withheld": _("withheld by the company"),
    }.get(code, code)


def unit(rec20: str) -> str:
    """The name of a unit, in the plural, by its code of UN/ECE Recommendation 20."""
    return next((_(one.name) for one in units().values() if one.rec20 == rec20), "")
