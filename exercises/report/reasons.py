"""Why an expert would look at a consignment: a sentence for each red flag, and words for what was cited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from exercises.debrief import CaseReview, FlagReview
from exercises.design import citable
from exercises.language import _, means_label, number
from exercises.marking import CITE_FROM
from simulator.files import fault, read_table
from simulator.reference import TIERS, catalogue

MOST_WEIGHT = 10.0
"""Log-odds that are shown in full: e to the tenth is over 20,000 to 1, and no officer needs more (assumption)."""
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


def weights(case: CaseReview) -> list[tuple[FlagReview | None, float | None]]:
    """Each red flag with its weight, ``None`` where it is not there; then, without a flag, that of everything else.

    The weights lead from the probability before looking to the one given all that was seen.
    """
    flags: list[tuple[FlagReview | None, float | None]] = [
        (flag, flag.weight if flag.present else None) for flag in case.flags
    ]
    return [*flags, (None, case.rest)] if flags and case.steps else flags


def scale(case: CaseReview) -> float:
    """The weight that fills a bar: the largest of the case, within limits."""
    return min(max([3.0, *(abs(weight or 0.0) for _flag, weight in weights(case))]), MOST_WEIGHT)


def weight_text(weight: float) -> str:
    """A weight with its sign and one decimal; only that it is over the largest one shown, if it is."""
    size = round(abs(weight), 1)
    sign = "" if not size else "+" if weight > 0 else "−"
    if size <= MOST_WEIGHT:
        return sign + number(size, 1)
    return f"{'>' if weight > 0 else '<'} {sign}{number(MOST_WEIGHT)}"


def rest_label() -> str:
    """The word for all facts of a case that are no red flag."""
    return _("Everything else that you saw")


def asked(case: CaseReview) -> str:
    """How long the trainee looked and what they asked for; "" where they did not open it."""
    if not case.looked or case.seconds < 1:
        return ""
    said = _("You spent {seconds} s on it.").format(seconds=round(case.seconds))
    if case.asked:
        said += " " + _("You asked for: {means}.").format(means=", ".join(means_label(one) for one in case.asked))
    return said
