"""The steps of the guide: what each says, and when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.language import _
from exercises.learning import specimen
from exercises.play import Attempt
from exercises.record import Decision
from exercises.views import lanes, words
from exercises.views.trainee.desk.means import label


@dataclass(frozen=True)
class Step:
    """One step: its title, what to do, and whether it has been done."""

    title: str
    say: str
    done: bool


def steps(attempt: Attempt) -> tuple[Step, ...]:
    """The steps in order, as the attempt stands. The first that is not done is the one to do now."""
    only = attempt.screen.ids[0]
    decision = attempt.record.decisions.get(only, Decision(only))
    flag = words.indicator(specimen().shows)
    price = label("documents", attempt.card.means["documents"])
    return (
        Step(
            _("Where things stand"),
            _(
                "On top: the places and the officers' minutes that are left. On the left: the queue. On the right: the "
                "dossier, and below it your decision. Press “Next” to open the one consignment that waits."
            ),
            only in attempt.record.opened,
        ),
        Step(
            _("Read, then ask"),
            _(
                "Circuit boards for a trading house: that can be lawful. The declaration says no more, so ask for the "
                "papers. A question costs officers' time, and the goods wait: press “{price}” above the declaration."
            ).format(price=price),
            "documents" in attempt.asked(only),
        ),
        Step(
            _("Cite what you see"),
            _(
                "Open the tab “Documents”: the end-use certificate names another user than the invoice. That is a red "
                "flag. Click the user on the certificate and choose “{flag}”, or find it in the field “Red flags seen”."
            ).format(flag=flag),
            specimen().shows in decision.flags,
        ),
        Step(
            _("Choose a lane"),
            _(
                "Below the dossier, choose what happens to the consignment: {red} opens the packages, {yellow} checks "
                "the papers, {blue} releases it for a later audit, {green} releases it."
            ).format(**{lane: f"“{lanes.word(lane)}”" for lane in attempt.card.lanes}),
            decision.lane is not None,
        ),
        Step(
            _("Say how sure you are"),
            _("Beside the lanes, choose from a guess to certain. The debrief compares it with what was true."),
            decision.confidence is not None,
        ),
    )


def ending(attempt: Attempt) -> str:
    """What the consignment was, in the light of the lane that was chosen."""
    decision = attempt.record.decisions[attempt.screen.ids[0]]
    was = _("The goods were never meant for this buyer: the plant that the certificate names was to have them.")
    if decision.lane in ("red", "yellow"):
        return was + " " + _("A control asks who the user is, so your lane fits what you saw.")
    return was + " " + _("You released it. With two users in the papers an officer checks the documents at least.")
