"""The review of each consignment, missed ones first, and the two contrasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exercises.debrief import CaseReview, Debrief
from exercises.language import _, percent, story_label
from exercises.report.blocks import Block, Case, Cell, Figure, Heading, Lane, Reference, Table, Text

GROUPS = ("missed", "unlucky", "caught", "lucky", "wasted", "bad_look")
"""Verdicts in the order of the report; lawful goods that were released are not reviewed one by one."""
CONTRASTS = 5


def heading(verdict: str) -> tuple[str, str]:
    """A group's title, and what it means."""
    return {
        "missed": (_("Missed"), _("Violations you released, although the evidence shown required a control.")),
        "unlucky": (
            _("Missed, also by the best possible choice"),
            _("Violations with too little evidence: the best possible choice released them too."),
        ),
        "caught": (_("Sent to a control"), _("Violations you controlled, as the evidence shown required.")),
        "lucky": (_("Controlled by luck"), _("Violations you controlled although there was little evidence.")),
        "wasted": (_("Lawful, and needlessly controlled"), _("There was little reason for a control.")),
        "bad_look": (_("Lawful, and rightly controlled"), _("They looked bad: anyone should have controlled them.")),
        "released": (_("Lawful and released"), ""),
    }[verdict]


def cases(debrief: Debrief) -> Iterator[Block]:
    """The reviewed consignments, by verdict."""
    yield Heading(_("Consignment by consignment"))
    yield Text(_flag_sentence(debrief))
    for verdict in GROUPS:
        found = [case for case in debrief.cases if case.verdict == verdict]
        if found:
            title, meaning = heading(verdict)
            yield Heading(title, 3, len(found))
            if debrief.has_oracle:
                yield Text(meaning, "muted")
            yield from (Case(case) for case in found)


def contrasts(debrief: Debrief) -> Iterator[Block]:
    """Lawful consignments that looked bad, and violations that looked lawful; both with the strongest first."""
    if not debrief.has_oracle:
        return
    lawful = [case for case in debrief.cases if not case.violation and case.asked_for_control]
    bad = [case for case in debrief.cases if case.violation and not case.asked_for_control]
    yield Heading(_("Looked bad, was lawful"))
    if lawful:
        yield Text(_("A control is right here, although it finds nothing: not every red flag means a violation."))
        yield brief(sorted(lawful, key=lambda case: -(case.posterior or 0.0))[:CONTRASTS])
    else:
        yield Text(_("None here: everything that the evidence asked you to control was a violation."), "muted")
    yield Heading(_("Looked lawful, was a violation"))
    if bad:
        yield Text(_("Little or nothing on the screen pointed to these violations; only random checks find them."))
        yield brief(sorted(bad, key=lambda case: case.posterior or 0.0)[:CONTRASTS])
    else:
        yield Text(_("None here: the evidence pointed to every violation."), "muted")


def brief(found: Sequence[CaseReview]) -> Table:
    """Cases as a short table: reference, lane, probability given what was shown, what it was."""
    rows = tuple(_brief(case) for case in found)
    return Table((_("Ref"), _("Your lane"), _("Probability from what was shown"), _("What it was")), rows)


def _brief(case: CaseReview) -> tuple[Cell, ...]:
    seen = Figure(chance(case.posterior or 0.0))
    return Reference(case.declaration_id), Lane(case.lane, case.streams), seen, story_of(case)


def kind(case: CaseReview) -> str:
    """What it was, in a word or two."""
    if case.violation:
        label = story_label(case.story.id, case.story.fields)
        return label[:1].upper() + label[1:]
    return _("Honest error") if case.status == "honest_error" else _("Lawful")


def story_of(case: CaseReview) -> str:
    """What it was, and what showed it."""
    return case.story.text()


def odds(case: CaseReview) -> str:
    """The prior and the posterior given what was seen; "" without an oracle."""
    if case.posterior is None or case.prior is None:
        return ""
    return _("probability of a violation: {prior} before looking, {posterior} given all that you saw").format(
        prior=chance(case.prior), posterior=chance(case.posterior)
    )


def chance(value: float) -> str:
    """A probability in per cent, with a decimal where it is small."""
    return percent(value, 1 if value < 0.0995 else 0)


def fate(case: CaseReview) -> str:
    """What the control and the audit found, and when."""
    if case.control_finding:
        return _found(case.nature)
    if case.audit_finding:
        return _("Released; the post-clearance audit found it {days} days later.").format(days=case.audit_days)
    if case.violation and case.control is not None:
        return _missed(case.control, case.nature)
    if case.violation and case.audit_finding is not None:
        return _("Released; the post-clearance audit looked at it after {days} days and found nothing.").format(
            days=case.audit_days
        )
    if case.violation:
        return _("Released; neither a control nor the audit looked at it.")
    return _("The control found nothing to object to.") if case.control is not None else _("Released.")


def _found(nature: str) -> str:
    """What a control found, by what there was to find."""
    return {
        "goods": _("The control found other goods than declared."),
        "licence": _("The control found that no licence covered the goods."),
        "party": _("The control found that the goods were for another party or place than declared."),
        "papers": _("The control found that the papers were false."),
    }.get(nature, _("The control found it."))


def _missed(control: str, nature: str) -> str:
    """Why a control did not find what there was to find."""
    return {
        ("physical", "goods"): _("The examination did not find it: the goods looked like what was declared."),
        ("physical", "licence"): _("The examination did not find it: nobody asked whether a licence was needed."),
        ("physical", "party"): _("The examination did not find it: goods do not tell who will use them."),
        ("physical", "papers"): _("The examination did not find it: the goods did not disprove the papers."),
        ("documents", "goods"): _("The document check did not find it: it does not open packages."),
        ("documents", "licence"): _("The document check did not find it: nobody asked whether a licence was needed."),
        ("documents", "party"): _(
            "The document check did not find it: the papers do not prove who will use the goods."
        ),
        ("documents", "papers"): _("The document check did not find it: the false papers agreed well enough."),
    }.get((control, nature), _("The control did not find it."))


def _flag_sentence(debrief: Debrief) -> str:
    flags = debrief.marking.flags
    if flags is None:
        return _("Missed violations first.")
    return _(
        "Missed violations first. Red flags you cited rightly: {right}; cited but not there: {wrong}; missed on what "
        "you opened: {missed}. A bar is the weight of evidence of a flag in log-odds: +0.7 doubles the odds. The "
        "weights of a consignment together lead from its first probability to its second."
    ).format(right=flags.right, wrong=flags.wrong, missed=flags.missed)
