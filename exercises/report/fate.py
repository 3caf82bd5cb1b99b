"""What became of a consignment: what the trainee did, what the control found or why it could not, and the audit."""

from __future__ import annotations

from exercises.debrief import CaseReview
from exercises.language import _


def fate(case: CaseReview) -> str:
    """What the trainee's control found, or why it could not, and what the audit found later."""
    if case.control_finding:
        return _found(case.nature)
    if case.control is not None:
        said = _missed(case.control, case.nature) if case.violation else _("Your control found nothing to object to.")
        return " ".join((said, *_audited(case))) if case.violation else said
    if not case.violation:
        return _("You released it.") if case.decided else _("You did not decide it, so it was released.")
    return _released(case)


def _audited(case: CaseReview) -> list[str]:
    """What the audit says of a violation that a control did not find."""
    if case.audit_finding:
        return [_("The post-clearance audit found it {days} days later.").format(days=case.audit_days)]
    if case.audit_finding is not None:
        return [_("The post-clearance audit looked after {days} days and found nothing.").format(days=case.audit_days)]
    return [_("The audit did not look at it, so the office never hears of it.")]


def _released(case: CaseReview) -> str:
    """What became of a violation that was not controlled."""
    how = _("You released it") if case.decided else _("You did not decide it, so it was released")
    if case.audit_finding:
        return _("{released}; the post-clearance audit found it after {days} days.").format(
            released=how, days=case.audit_days
        )
    if case.audit_finding is not None:
        return _("{released}; the post-clearance audit looked after {days} days and found nothing.").format(
            released=how, days=case.audit_days
        )
    return _("{released}; no audit looked at it, so the office never hears of it.").format(released=how)


def _found(nature: str) -> str:
    """What the trainee's control found, by what there was to find."""
    return {
        "goods": _("Your control found other goods than declared."),
        "licence": _("Your control found that no licence covered the goods."),
        "party": _("Your control found that the goods were for another party or place than declared."),
        "papers": _("Your control found that the papers were false."),
    }.get(nature, _("Your control found it."))


def _missed(control: str, nature: str) -> str:
    """Why a control did not find what there was to find."""
    return {
        ("physical", "goods"): _("Your examination did not find it: the goods looked like what was declared."),
        ("physical", "licence"): _("Your examination did not find it: nobody asked whether a licence was needed."),
        ("physical", "party"): _("Your examination did not find it: goods do not tell who will use them."),
        ("physical", "papers"): _("Your examination did not find it: the goods did not disprove the papers."),
        ("documents", "goods"): _("Your document check did not find it: it does not open packages."),
        ("documents", "licence"): _("Your document check did not find it: nobody asked whether a licence was needed."),
        ("documents", "party"): _(
            "Your document check did not find it: the papers do not prove who will use the goods."
        ),
        ("documents", "papers"): _("Your document check did not find it: the false papers agreed well enough."),
    }.get((control, nature), _("Your control did not find it."))
