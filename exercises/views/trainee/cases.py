"""Case studies: the list, and the one in play; each answer is saved at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from exercises.language import _, ngettext, percent
from exercises.learning import THEMES, CaseStudy, Option, Play, Step, Theme, cases
from exercises.store import CaseAnswer
from exercises.views import frame, markup, office, seat, words

CASE = "case"
"""The case in the page's address."""


def show() -> None:
    """The case in the address, or the list of all."""
    given = office.trainee(seat.person()).case_answers()
    wanted = st.query_params.get(CASE, "")
    case = next((one for one in cases() if one.id == wanted), None)
    with st.container(key="report"):
        if case is None:
            _list(given)
        else:
            _play(case, [answer for answer in given if answer.case_id == case.id])


def _list(given: Sequence[CaseAnswer]) -> None:
    markup.show(
        Markup('<h1 class="rl-h1">{}</h1><p>{}</p>').format(
            _("Case studies"),
            _(
                "Each case study follows a public case; the details are changed so that nobody can recognise "
                "it. Five minutes each: what would you check next?"
            ),
        )
    )
    for theme in THEMES:
        markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_theme(theme)))
        for case in cases():
            if case.theme == theme:
                _line(case, [answer for answer in given if answer.case_id == case.id])


def _theme(theme: Theme) -> str:
    return {
        "chemicals": _("Chemicals and laboratory goods"),
        "machines": _("Machines and parts"),
        "materials": _("Metals and fibres"),
        "electronics": _("Instruments and electronics"),
        "ships": _("Ships and their cargo"),
        "radiation": _("Radiation alarms"),
    }[theme]


def _line(case: CaseStudy, answers: Sequence[CaseAnswer]) -> None:
    """A case in the list: its title and length only, because its regime would tell what it is about."""
    with st.container(key=f"line-{case.id}", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        steps = ngettext("{} step", "{} steps", len(case.steps)).format(len(case.steps))
        markup.show(
            Markup('<div class="rl-item"><strong>{}</strong> <span class="rl-muted">{}</span></div>').format(
                _(case.title), steps
            )
        )
        markup.show(Markup('<div class="rl-state">{}</div>').format(_state(case, answers)), width=190)
        if st.button(_("Play") if not answers else _("Open"), key=f"play-{case.id}", width=110):
            st.query_params[CASE] = case.id
            st.rerun()


def _state(case: CaseStudy, answers: Sequence[CaseAnswer]) -> str:
    play = _newest(case, answers)[1]
    if not play.chosen:
        return _("not played")
    if not play.done:
        return _("step {here} of {all}").format(here=len(play.chosen) + 1, all=len(case.steps))
    return _("{} of the points").format(percent(play.score))


def _newest(case: CaseStudy, answers: Sequence[CaseAnswer]) -> tuple[int, Play]:
    """The current round, and how far it is."""
    turn = max((answer.round for answer in answers), default=1)
    return turn, Play.of(case, ((answer.step, answer.option) for answer in answers if answer.round == turn))


def _play(case: CaseStudy, answers: Sequence[CaseAnswer]) -> None:
    turn, play = _newest(case, answers)
    if st.session_state.pop(f"again-{case.id}", False):
        turn, play = turn + 1, Play(case)
        st.session_state[f"turn-{case.id}"] = turn
    elif st.session_state.get(f"turn-{case.id}", turn) > turn:
        turn, play = st.session_state[f"turn-{case.id}"], Play(case)
    if st.button(_("All cases"), key="all-cases"):
        st.query_params.pop(CASE, None)
        st.rerun()
    lines = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(_(line.label), _(line.value))
        for line in case.declared
    )
    markup.show(
        Markup(
            '<h1 class="rl-h1">{}</h1><p>{}</p><section class="rl-sheet rl-declared"><table>{}</table></section>'
        ).format(_(case.title), _(case.opening), lines)
    )
    for number, (step, option) in enumerate(play.answered(), start=1):
        markup.show(_answered(number, step, option))
    if play.step is not None:
        _ask(case, play, turn)
    else:
        _end(case, play)


def _answered(number: int, step: Step, chosen: int) -> Markup:
    options = Markup("").join(_option(option, place == chosen) for place, option in enumerate(step.options))
    return Markup('<section class="rl-step"><h2 class="rl-h3">{}. {}</h2><ul>{}</ul><p>{}</p></section>').format(
        number, _(step.ask), options, _(step.shows)
    )


def _option(option: Option, chosen: bool) -> Markup:
    """An option with its value in words; the chosen one is marked."""
    worth = {"good": _("good"), "fair": _("acceptable"), "poor": _("poor")}[option.worth]
    mark = Markup("<b>{}</b> ").format(_("your choice")) if chosen else ""
    return Markup('<li class="rl-w-{}{}">{}<span>{}</span> <em>{}</em><div class="rl-muted">{}</div></li>').format(
        option.worth, " rl-chosen" if chosen else "", mark, _(option.say), worth, _(option.because)
    )


def _ask(case: CaseStudy, play: Play, turn: int) -> None:
    step, number = play.step, len(play.chosen)
    assert step is not None
    with st.form(f"step-{case.id}-{turn}-{number}", border=False):
        chosen = st.radio(
            f"{number + 1}. {_(step.ask)}",
            play.shown(turn),
            format_func=lambda place: _(step.options[place].say),
            index=None,
            key=f"option-{case.id}-{turn}-{number}",
        )
        pressed = st.form_submit_button(_("Do this"), type="primary")
    if pressed and chosen is None:
        markup.show(Markup('<p class="rl-refusal" role="alert">{}</p>').format(_("Choose one first.")))
    elif pressed and chosen is not None:
        office.trainee(seat.person()).answer_case(case.id, number, chosen, turn)
        st.rerun()


def _end(case: CaseStudy, play: Play) -> None:
    sources = "; ".join(case.sources)
    markup.show(
        Markup(
            '<h2 class="rl-h2">{}</h2><p>{}</p><p class="rl-lead">{}</p><h2 class="rl-h2">{}</h2>'
            '{}<h2 class="rl-h2">{}</h2><p>{}</p><p class="rl-muted">{} {}</p>'
        ).format(
            _("How it ended"),
            _(case.outcome),
            _("You got {share} of the points.").format(share=percent(play.score)),
            _("What showed it") if case.ending == "violation" else _("Red flags in it"),
            _flags(case),
            _("To keep"),
            _(case.lesson),
            _("Rules: {}.").format(_(case.regime)),
            _("Based on a public case; the details are changed so that nobody can recognise it. Sources: {}.").format(
                sources
            ),
        )
    )
    with st.container(horizontal=True):
        if st.button(_("Play it again"), key=f"replay-{case.id}"):
            st.session_state[f"again-{case.id}"] = True
            st.rerun()
        st.page_link(frame.page("exercises"), label=_("To your exercises"))


def _flags(case: CaseStudy) -> Markup:
    if not case.flags:
        return Markup("<p>{}</p>").format(_("None. The instruments told it, and not the papers."))
    return Markup("<ul>{}</ul>").format(
        Markup("").join(Markup("<li>{}</li>").format(words.indicator_in_family(flag)) for flag in case.flags)
    )
