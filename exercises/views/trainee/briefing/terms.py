"""The terms of an exercise: how to play, how much, how long, with what help, and the keys."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exercises.design import ExerciseCard, Pace
from exercises.language import _, ngettext, number
from exercises.learning import asks_for_flags
from exercises.views import words
from exercises.views.trainee.desk import keys as keys_at_desk
from exercises.views.trainee.desk import steps


def terms(card: ExerciseCard) -> Markup:
    """The table of terms."""
    rows = [
        (_("Way to play"), _mode(card.mode)),
        (_("Consignments"), number(card.volume)),
        *([(_("Physical examinations"), number(card.capacity["red"]))] if "red" in card.capacity else []),
        *([(_("Document checks"), number(card.capacity["yellow"]))] if "yellow" in card.capacity else []),
        (_("Level"), words.level(card.level)),
        (_("You see"), words.tier(card.visible_tier)),
        *([] if steps.shows_goods(card) else [(_("Queue"), _("without the goods: open a file to see them"))]),
        (_("Risk engine"), _engine(card)),
        *([(_("Time"), duration(card.minutes))] if card.minutes else []),
        *(_pace(card.pace, card.volume) if card.pace else []),
        (_("Red flags"), _flags(card)),
        *([(_("Outcome"), _("shown after each decision; the decision is then final"))] if card.feedback else []),
    ]
    return table(_("Terms"), rows)


def _mode(mode: str) -> str:
    return _("stream: hold or release as they come") if mode == "stream" else _("targeting: choose what to control")


def _engine(card: ExerciseCard) -> str:
    shown = [words.player_help(name) for name in ("profiles", "classifier") if getattr(card.help, name)]
    if not shown:
        return _("withheld")
    said = _(" and ").join(shown)
    return _("{parts}, after your own judgement").format(parts=said) if card.judge_first else said


def _flags(card: ExerciseCard) -> str:
    if asks_for_flags(card.mode):
        return _("cite those that you see: each one counts for your rating")
    return _("not asked for: cite them if you like, they do not count for your rating")


def duration(minutes: int) -> str:
    """Minutes in words."""
    return ngettext("{} minute", "{} minutes", minutes).format(minutes)


def _pace(pace: Pace, volume: int) -> list[tuple[str, str]]:
    whole = round(((volume - 1) * pace.every + pace.release) / 60)
    return [
        (_("One arrives"), _("every {} s").format(pace.every)),
        (_("Each leaves"), _("after {} s, unless you hold it").format(pace.release)),
        (_("Time"), duration(max(whole, 1))),
    ]


def keys(card: ExerciseCard) -> Markup:
    """The keys of the desk."""
    return Markup('<section class="rl-sheet"><h6>{}</h6><p>{}</p></section>').format(
        _("Keys at the desk"), keys_at_desk.line(card)
    )


def table(title: str, rows: Sequence[tuple[str, str]]) -> Markup:
    """A titled table of labels and what is said of each."""
    lines = Markup("").join(Markup("<tr><th>{}</th><td>{}</td></tr>").format(label, shown) for label, shown in rows)
    return Markup('<section class="rl-sheet"><h6>{}</h6><table>{}</table></section>').format(title, lines)
