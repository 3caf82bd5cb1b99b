"""What stands in the place of facts that a means reveals, before it was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from exercises.language import _
from simulator.office import Means
from simulator.reference import Consignment

Asked = Mapping[Means, bool]
"""The means that the exercise offers, each with whether it was asked for."""


def block(title: str, means: Means, asked: Asked) -> Markup:
    """A title and one line: what asking shows, or that the exercise does not offer it."""
    return Markup('<section class="rl-sheet"><h6>{}</h6><p class="rl-muted">{}</p></section>').format(
        title, _said(means, asked)
    )


def new(consignment: Consignment, means: Means, asked: Asked) -> Markup:
    """The mark of an answer that was asked for; the script takes it away once it was looked at, and until then names
    it on the tab."""
    if not asked.get(means):
        return Markup("")
    return Markup(' <b class="rl-new" data-new="{} {}">{}</b>').format(consignment.declaration_id, means, _("new"))


def _said(means: Means, asked: Asked) -> str:
    none = _("No company check has been made.") if means == "company" else ""
    if means not in asked:
        said = _("This exercise does not offer it.")
    elif asked[means]:  # in an exercise from an earlier edition
        said = _("The answer stands above the tabs.")
    else:
        said = {
            "company": _("Ask for it to see what the company is, and its past with customs."),
            "screening": _("Ask for it to see the listed party that the name resembles, if there is one."),
            "licence": _("Ask for it to see what the licensing authority has on file."),
            "expert": _("Ask for it to see the deciding line of the data sheet, and an opinion."),
            "portal": _("Ask for it to see what the radiation portal measures."),
        }[means]
    return " ".join(part for part in (none, said) if part)
