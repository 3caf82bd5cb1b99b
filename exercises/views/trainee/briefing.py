"""The briefing: the task, the means of inquiry and the clock, before the desk opens."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from exercises.design import ExerciseCard, Pace
from exercises.language import _, ngettext, number
from exercises.views import frame, lanes, markup, seat, words
from exercises.views.trainee.desk import keys, means, steps


def show() -> None:
    """The exercise's own text, its terms, the lanes, the means, the keys, and the button to the desk."""
    here = seat.seat()
    card = here.attempt.card
    begun = here.attempt.record.begun_at is not None
    with st.container(key="report"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_(card.title)))
        text, terms = st.columns([3, 2], gap="large")
        with text:
            st.markdown(_(card.briefing))
            if said := _clock(card, begun):
                markup.show(Markup("<p>{}</p>").format(said))
            if st.button(_("Open the desk"), type="primary", key="to-desk"):
                st.switch_page(frame.page("desk"), query_params={seat.ATTEMPT: here.attempt_id})
        markup.show(_terms(card) + _lanes(card) + _means(card) + _keys(card), terms)


def _clock(card: ExerciseCard, begun: bool) -> str:
    if card.pace is None and card.minutes is None:
        return _("There is no clock: take the time you need.")
    if begun:
        return _("The clock has been running since you opened the desk; it does not stop while you read here.")
    return _("The clock starts when you press “Open the desk”, and does not stop until the end.")


def _terms(card: ExerciseCard) -> Markup:
    rows = [
        (_("Way to play"), mode_word(card.mode)),
        (_("Consignments"), number(card.volume)),
        *([(_("Physical examinations"), number(card.capacity["red"]))] if "red" in card.capacity else []),
        *([(_("Document checks"), number(card.capacity["yellow"]))] if "yellow" in card.capacity else []),
        (_("Level"), words.level(card.level)),
        (_("You see"), words.tier(card.visible_tier)),
        *([] if steps.shows_goods(card) else [(_("Queue"), _("without the goods: open a file to see them"))]),
        (_("Risk engine"), _engine(card)),
        *([(_("Time"), _minutes(card.minutes))] if card.minutes else []),
        *(_pace(card.pace, card.volume) if card.pace else []),
        *([(_("Outcome"), _("shown after each decision; the decision is then final"))] if card.feedback else []),
    ]
    return _table(_("Terms"), rows)


def mode_word(mode: str) -> str:
    """A mode in words."""
    return _("stream: hold or release as they come") if mode == "stream" else _("targeting: choose what to control")


def _engine(card: ExerciseCard) -> str:
    shown = [words.player_help(name) for name in ("profiles", "classifier") if getattr(card.help, name)]
    if not shown:
        return _("withheld")
    said = _(" and ").join(shown)
    return _("{parts}, after your own judgement").format(parts=said) if card.judge_first else said


def _minutes(minutes: int) -> str:
    return ngettext("{} minute", "{} minutes", minutes).format(minutes)


def _pace(pace: Pace, volume: int) -> list[tuple[str, str]]:
    whole = round(((volume - 1) * pace.every + pace.release) / 60)
    return [
        (_("One arrives"), _("every {} s").format(pace.every)),
        (_("Each leaves"), _("after {} s, unless you hold it").format(pace.release)),
        (_("Time"), _minutes(max(whole, 1))),
    ]


def _lanes(card: ExerciseCard) -> Markup:
    streams = card.mode == "stream"
    title = _("Decisions") if streams else _("Lanes")
    rows = [(lanes.chip(lane, streams), lanes.meaning(lane)) for lane in card.lanes]
    return _table(title, rows)


def _means(card: ExerciseCard) -> Markup:
    if not card.means:
        return Markup("")
    rows = [(words.means(name), means.price(cost)) for name, cost in card.means.items()]
    if card.officer_minutes is not None:
        rows.append((_("Your officers have"), _minutes(card.officer_minutes)))
    return _table(_("You can ask for: officer's time · delay to the goods"), rows)


def _keys(card: ExerciseCard) -> Markup:
    return Markup('<section class="rl-sheet"><h6>{}</h6><p>{}</p></section>').format(
        _("Keys at the desk"), keys.line(card)
    )


def _table(title: str, rows: Sequence[tuple[str, str]]) -> Markup:
    lines = Markup("").join(Markup("<tr><th>{}</th><td>{}</td></tr>").format(label, shown) for label, shown in rows)
    return Markup('<section class="rl-sheet"><h6>{}</h6><table>{}</table></section>').format(title, lines)
