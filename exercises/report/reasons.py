"""Why an expert would look at a consignment: a sentence for each red flag, and words for what was cited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from exercises.debrief import CaseReview, FlagReview
from exercises.design import citable
from exercises.language import _, means_label
from exercises.marking import CITE_FROM
from simulator.files import fault, read_table
from simulator.reference import TIERS, catalogue

TOP = 3
"""Flags that are explained: those with the most weight (assumption: nobody reads more)."""


@cache
def explanations() -> Mapping[str, str]:
    """A sentence by indicator id on why an officer would look: for each that traffic can show, and for some others.

    ``InputError`` with every fault of the file.
    """
    table = read_table(files("exercises") / "data", "expert_reasons.csv", ("indicator", "why"), ("indicator", "why"))
    known = catalogue()
    for row in table.rows:
        if row["indicator"] not in known:
            table.fault(row, f"{row['indicator']!r} is not a red flag; see indicators.csv")
    reasons = {row["indicator"]: row["why"] for row in table.rows}
    lacking = [name for name in citable(TIERS) if name not in reasons]
    table.faults += [fault(table.path, 1, f"{name} is missing; add a row") for name in lacking]
    table.checked()
    return MappingProxyType(reasons)


def advice(case: CaseReview) -> str:
    """Why an expert would look, the flags with the most weight first; "" where there is no such flag."""
    heavy = [flag for flag in case.flags if flag.present and (flag.weight or 0.0) >= CITE_FROM][:TOP]
    return " ".join(_(explanations()[flag.id]) for flag in heavy if flag.id in explanations())


def verdict_word(flag: FlagReview) -> str:
    """Whether a flag was cited, in a word."""
    return {
        "right": _("cited"),
        "missed": _("missed"),
        "wrong": _("not there"),
        "minor": _("cited") if flag.cited else _("small"),
    }[flag.verdict]


def asked(case: CaseReview) -> str:
    """How long the trainee looked and what they asked for; "" where they did not open it."""
    if not case.looked or case.seconds < 1:
        return ""
    said = _("You spent {seconds} s on it.").format(seconds=round(case.seconds))
    if case.asked:
        said += " " + _("You asked for: {means}.").format(means=", ".join(means_label(one) for one in case.asked))
    return said
