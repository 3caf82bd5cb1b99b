"""Next: the one family of red flags to practise now, and why; the debrief and the progress page say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exercises.language import _, family_label, ngettext, number
from exercises.learning.progress import Progress
from exercises.learning.rasch import Estimate


@dataclass(frozen=True)
class NextPractice:
    """What to practise next. ``family``: "" where too little is known to choose one; ``due``: a refresher is due."""

    family: str
    rating: Estimate
    due: bool

    @property
    def families(self) -> tuple[str, ...]:
        """The families for the practice exercise; none means all of them."""
        return (self.family,) if self.family else ()

    def sentence(self) -> str:
        """What to practise and why."""
        if not self.family:
            return _("Too few answers are known to say which red flags you read least well: practise all families.")
        said = ngettext(
            "Practise this family of red flags: {family}. You read it least well (rating {rating}, from {count} "
            "answer).",
            "Practise this family of red flags: {family}. You read it least well (rating {rating}, from {count} "
            "answers).",
            self.rating.answers,
        )
        if self.due:
            said = ngettext(
                "Practise this family of red flags: {family}. A refresher is due, and of those due you read it least "
                "well (rating {rating}, from {count} answer).",
                "Practise this family of red flags: {family}. A refresher is due, and of those due you read it least "
                "well (rating {rating}, from {count} answers).",
                self.rating.answers,
            )
        return said.format(
            family=family_label(self.family), rating=number(self.rating.mean, 1), count=number(self.rating.answers)
        )


def next_practice(found: Progress, today: date) -> NextPractice:
    """The family with the lowest upper bound among those that are due; among all if none is due.

    Families with few answers are left out, because a low rating from few answers is mostly luck.
    """
    known = {name: rating for name, rating in found.skill.families.items() if not rating.few}
    due = {name for name in known if name in found.due and found.due[name] <= today}
    family = min(due or known, key=lambda name: known[name].high, default="")
    return NextPractice(family, known.get(family, Estimate()), bool(due))
