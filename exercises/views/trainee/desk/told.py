"""The red flags of a consignment whose outcome is told: which were there, and which of them the trainee cited."""

from __future__ import annotations

from collections.abc import Collection

from markupsafe import Markup

from exercises.language import _
from exercises.play import Outcome
from exercises.views import words


def html(outcome: Outcome, cited: Collection[str], offered: Collection[str]) -> Markup:
    """Three lines at most: seen, overlooked, and not there. ``offered``: the flags that the exercise can show."""
    there = [flag for flag in outcome.flags if flag in offered]
    lines = (
        (_("You cited, and it was there"), [flag for flag in there if flag in cited]),
        (_("There, not cited"), [flag for flag in there if flag not in cited]),
        (_("You cited, and it was not there"), [flag for flag in cited if flag not in there]),
    )
    told = [(word, flags) for word, flags in lines if flags]
    if not told:
        return Markup('<p class="rl-muted">{}</p>').format(_("There were no red flags on it."))
    return Markup('<ul class="rl-answers">{}</ul>').format(
        Markup("").join(
            Markup("<li><b>{}</b>: {}</li>").format(word, "; ".join(words.indicator(flag) for flag in flags))
            for word, flags in told
        )
    )
