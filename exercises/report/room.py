"""Room for skill: the four choices as bars, what the trainee added to the engine, and what the engine had learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exercises.debrief import Debrief
from exercises.engine import Learned
from exercises.language import _, blind_spot_label, ngettext, number, percent
from exercises.marking import CHOICES, Added, Pooled, Room
from exercises.report.asides import asides
from exercises.report.blocks import Block, Heading, Share, Shares, Text

PLAYERS = {"engine": "both"}
"""The colour of a choice that is also a player elsewhere."""


def room(debrief: Debrief) -> Iterator[Block]:
    """The engine of the exercise, where the trainee differs, and what the trainee added, with bars."""
    if debrief.learned is None and debrief.room is None and not debrief.asides:
        return
    yield Heading(_("You and the risk engine"))
    if debrief.learned is not None:
        yield Text(engine_sentence(debrief.learned))
    yield from asides(debrief)
    if debrief.room is None or debrief.room.share("everything") is None:
        return
    yield Heading(_("What you added: another measure"), 3)
    if debrief.added is not None:
        yield Text(_added(debrief.added))
    yield room_bars(debrief.room, debrief.added)
    yield Text(room_words(), "muted")


def room_bars(found: Room | Mapping[str, Pooled], added: Added | None = None) -> Shares:
    """The four choices of one batch, or of several with their intervals; with the trainee's own choice, if given."""
    bars = []
    for choice in CHOICES:
        share = found.share(choice) if isinstance(found, Room) else found[choice]
        player = PLAYERS.get(choice, "best")
        if isinstance(share, Pooled):
            bars.append(Share(choice_word(choice), share.share, share.low, share.high, player))
        else:
            bars.append(Share(choice_word(choice), share or 0.0, player=player))
    if added is not None:
        bars.insert(CHOICES.index("engine") + 1, Share(_("You"), max(added.own, 0.0), player="you"))
    return Shares(tuple(bars), _("expected findings, as a share of the best with everything knowable"))


def choice_word(choice: str) -> str:
    """One of the four choices, in a few words."""
    return {
        "queue": _("Columns of the queue"),
        "engine": _("Engine, blindly"),
        "declaration": _("Declaration"),
        "everything": _("Everything knowable"),
    }[choice]


def room_words() -> str:
    """What the bars mean."""
    return _(
        "Each bar: the violations that the controls are expected to find, given everything that this exercise can "
        "show, for the best choice by the columns of the queue alone; for the engine, blindly; for the best choice by "
        "the declaration; and for the best choice by everything knowable, which is 100 %. All have the same places."
    )


def engine_sentence(learned: Learned) -> str:
    """What the engine had learned from, and what it lacked."""
    past = _(
        "The risk engine reads the declaration alone. It had learned from {controlled} consignments that an office had "
        "controlled or audited; violations were found in {found} of them."
    ).format(controlled=number(learned.controlled), found=number(learned.found))
    return f"{past} {_state(learned)}".strip()


def _state(learned: Learned) -> str:
    state, spot, off = learned.engine.state, blind_spot_label(learned.engine.blind_to), len(learned.profiles_off)
    if state == "current":
        return _("It was up to date.")
    if learned.unread_mode:
        return _(
            "It was blind to one mode of transport ({mode}): these declarations never reached it, and it scored them 0."
        ).format(mode=spot)
    said = _("It was blind to one typology ({name}): no control in its past had recognised it.").format(name=spot)
    if state == "outdated":
        names = ", ".join(blind_spot_label(name) for name in learned.unknown)
        said = _("It was out of date: it learned from older traffic, without these typologies: {names}.").format(
            names=names
        )
    lacking = ngettext(
        "It had no risk profile aimed at this: {off} was missing.",
        "It had no risk profiles aimed at this: {off} were missing.",
        off,
    ).format(off=off)
    return f"{said} {lacking}" if off else said


def _added(added: Added) -> str:
    said = _(
        "Against the engine, followed blindly, you stand at {share}: your controls are expected to find {own} of what "
        "those of the best choice with everything knowable find, and those of the engine {engine}."
    ).format(share=_signed(added.share), own=percent(added.own), engine=percent(added.own - added.share))
    if added.low is None or added.high is None:
        return f"{said} {_('You and the engine chose almost the same consignments, so there is no interval.')}"
    between = _("95 % interval over batches like this one: {low} to {high}.").format(
        low=_signed(added.low), high=_signed(added.high)
    )
    return f"{said} {between}"


def _signed(share: float) -> str:
    said = percent(share)
    return f"+{said}" if share > 0 and said != percent(0.0) else said
