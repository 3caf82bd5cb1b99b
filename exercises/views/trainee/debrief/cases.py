"""Each consignment revealed: what it was, what was done with it, which red flags were there and what each weighed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from exercises import languages
from exercises.debrief import CaseReview, Debrief, FlagReview
from exercises.languages import _
from exercises.views import lanes, values, words
from exercises.views.trainee.desk.engine import bar

GROUPS = ("missed", "unlucky", "caught", "lucky", "wasted", "bad_look")
"""Verdicts in the order of the report; lawful goods that were released have nothing to tell one by one."""


def heading(verdict: str) -> tuple[str, str]:
    """A group's title, and what it means."""
    return {
        "missed": (_("Missed"), _("Violations you released, although what was shown asked for a control.")),
        "unlucky": (_("Missed, and no one could have known"), _("Violations that nothing shown gave away.")),
        "caught": (_("Sent to a control"), _("Violations you controlled, as what was shown asked.")),
        "lucky": (_("Controlled by luck"), _("Violations you controlled although little spoke for it.")),
        "wasted": (_("Lawful, and needlessly controlled"), _("Little in the file spoke for a control.")),
        "bad_look": (_("Lawful, and rightly controlled"), _("They looked bad: anyone should have controlled them.")),
        "released": (_("Lawful and released"), ""),
    }[verdict]


def group(debrief: Debrief, verdict: str) -> str:
    """All cases of a verdict under their title; "" where there is none."""
    cases = [case for case in debrief.cases if case.verdict == verdict]
    if not cases:
        return ""
    title, meaning = heading(verdict)
    if not debrief.has_oracle:
        meaning = ""
    return (
        f'<h3 class="rl-h3">{escape(title)} <span class="rl-muted">{len(cases)}</span></h3>'
        f'<p class="rl-muted">{escape(meaning)}</p>' + "".join(case_html(case) for case in cases)
    )


def case_html(case: CaseReview) -> str:
    """One consignment: heading, story, fate, red flags with their weight."""
    return (
        f'<article class="rl-case"><header><code>{escape(case.declaration_id)}</code> {lanes.chip(case.lane)}'
        f"<strong>{escape(_kind(case))}</strong>{_chance(case)}</header>"
        f"<p>{escape(case.story)}</p><p class='rl-muted'>{escape(_fate(case))}</p>{_flags(case.flags)}</article>"
    )


def _kind(case: CaseReview) -> str:
    if case.violation:
        return case.typology_label[:1].upper() + case.typology_label[1:]
    return _("Honest error") if case.status == "honest_error" else _("Lawful")


def _chance(case: CaseReview) -> str:
    if case.posterior is None or case.prior is None:
        return ""
    said = _("chance of a violation: {prior} before looking, {posterior} given all that was shown").format(
        prior=_share(case.prior), posterior=_share(case.posterior)
    )
    best = f" · {escape(_('best lane'))} {lanes.chip(case.best_lane)}" if case.best_lane else ""
    return f'<span class="rl-muted">{escape(said)}{best}</span>'


def _share(chance: float) -> str:
    return values.percent(chance, 1 if chance < 0.1 else 0)


def _fate(case: CaseReview) -> str:
    if case.control_finding:
        return _("The control found it.")
    if case.audit_finding:
        return _("Released; the post-clearance audit found it.")
    if case.violation and case.control is not None:
        return _("The control did not find it.")
    if case.violation:
        return _("Released; neither a control nor the audit found it.")
    return _("The control found nothing to object to.") if case.control is not None else _("Released.")


def _flags(flags: Sequence[FlagReview]) -> str:
    if not flags:
        return f'<p class="rl-muted">{escape(_("No red flag was there and none was cited."))}</p>'
    longest = max(3.0, *(abs(flag.weight or 0.0) for flag in flags))
    return '<table class="rl-bars rl-flags">' + "".join(_flag(flag, longest) for flag in flags) + "</table>"


def _flag(flag: FlagReview, longest: float) -> str:
    verdict = {
        "right": _("cited"),
        "missed": _("missed"),
        "wrong": _("not there"),
        "minor": _("cited") if flag.cited else _("small"),
    }[flag.verdict]
    weight = (
        f"<td>{bar(flag.weight, longest)}</td><td class='rl-num'>{languages.signed(flag.weight, 1)}</td>"
        if (flag.weight is not None and flag.present)
        else "<td></td><td></td>"
    )
    return (
        f'<tr><td><span class="rl-verdict rl-v-{flag.verdict}">{escape(verdict)}</span></td>'
        f"<th>{escape(words.indicator(flag.id))}</th>{weight}</tr>"
    )


def contrasts(debrief: Debrief, top: int = 5) -> tuple[list[CaseReview], list[CaseReview]]:
    """What looked bad and was clean, and what looked clean and was bad; both strongest first."""
    known = [case for case in debrief.cases if case.posterior is not None]
    bad_look = sorted((case for case in known if not case.violation), key=lambda case: -(case.posterior or 0.0))
    clean_look = sorted((case for case in known if case.violation), key=lambda case: case.posterior or 0.0)
    return bad_look[:top], clean_look[:top]


def brief(cases: Sequence[CaseReview]) -> str:
    """Cases as a short table: reference, lane, chance given what was shown, what it was."""
    lines = "".join(
        f"<tr><td><code>{escape(case.declaration_id)}</code></td><td>{lanes.chip(case.lane)}</td>"
        f"<td class='rl-num'>{_share(case.posterior or 0.0)}</td><td>{escape(case.story)}</td></tr>"
        for case in cases
    )
    head = "".join(
        f"<th>{escape(text)}</th>" for text in (_("Ref"), _("Your lane"), _("Chance as shown"), _("What it was"))
    )
    return f'<table class="rl-table"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'
