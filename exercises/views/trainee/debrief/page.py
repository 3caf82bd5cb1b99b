"""The debrief as a page: result, ladder, curve, the administration's view, each consignment, contrasts, look-up."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from exercises import languages
from exercises.debrief import Administration, Debrief
from exercises.languages import _
from exercises.store.errors import NotSubmitted
from exercises.views import frame, office, seat, values
from exercises.views.trainee.debrief import cases, curve, ladder
from exercises.views.trainee.desk import declaration


def show() -> None:
    """Draw the debrief of the attempt in the address; before submission it says that there is none yet."""
    here = seat.seat()
    try:
        debrief = office.debrief(here.attempt_id, here.attempt)
    except NotSubmitted:
        st.markdown(_("The audit is revealed after you submit."))
        st.page_link(frame.page("desk"), label=_("Back to the desk"), query_params={seat.ATTEMPT: here.attempt_id})
        return
    with st.container(key="report"):
        st.html(f'<h1 class="rl-h1">{escape(_(here.attempt.card.title))}: {escape(_("what was really there"))}</h1>')
        report(here.attempt_id, debrief)
        look_up()


def report(attempt_id: str, debrief: Debrief) -> None:
    """The report itself, one idea after the other; an instructor reads the same."""
    st.html(f'<p class="rl-lead">{ladder.sentence(debrief)}</p><p class="rl-muted">{ladder.caution(debrief)}</p>')
    if not debrief.has_oracle:
        st.html(f"<p>{escape(_no_oracle())}</p>")
    _section(_("Beside the others"), ladder.see(debrief))
    st.html(ladder.table(debrief.marking.ladder, debrief.has_oracle))
    _section(_("How fast each choice catches"), curve.see(debrief))
    st.vega_lite_chart(_curve(attempt_id, languages.current(), debrief), width="stretch", key=f"curve-{attempt_id}")
    _section(_("What the administration knows"), _administration_sentence(debrief.administration))
    st.html(_administration(debrief.administration))
    _section(_("Consignment by consignment"), _flag_sentence(debrief))
    for verdict in cases.GROUPS:
        if body := cases.group(debrief, verdict):
            st.html(body)
    if debrief.has_oracle:
        _contrasts(debrief)


@st.cache_resource(max_entries=64, show_spinner=False)
def _curve(attempt_id: str, language: str, _debrief: Debrief) -> dict[str, Any]:
    return curve.spec(_debrief)


def _section(title: str, sentence: str) -> None:
    st.html(f'<h2 class="rl-h2">{escape(title)}</h2><p>{escape(sentence)}</p>')


def _no_oracle() -> str:
    return _(
        "These are real declarations with known outcomes. Nobody knows the true chance of each, so there is no best "
        "possible choice to compare with and red flags carry no weight here; the counts below are what was found."
    )


def _administration_sentence(office: Administration) -> str:
    return _(
        "An office sees only what its controls and its audit find: {found} of {violations} violations here. The other "
        "{never} it will never hear of."
    ).format(found=office.violations - office.never_found, violations=office.violations, never=office.never_found)


def _administration(office: Administration) -> str:
    rows = [
        (_("Physical examination"), office.examined, office.found_by_examination),
        (_("Document check"), office.documents_checked, office.found_by_documents),
        (_("Release, then post-clearance audit"), office.released, office.found_by_audit),
        (_("Never found"), None, office.never_found),
        (_("All"), office.consignments, office.violations),
    ]
    lines = "".join(
        f"<tr><th>{escape(label)}</th><td class='rl-num'>{'' if count is None else values.number(count)}</td>"
        f"<td class='rl-num'>{values.number(found)}</td></tr>"
        for label, count, found in rows
    )
    head = "".join(f"<th>{escape(text)}</th>" for text in ("", _("Consignments"), _("Violations")))
    return f'<table class="rl-table rl-narrow"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'


def _flag_sentence(debrief: Debrief) -> str:
    flags = debrief.marking.flags
    if flags is None:
        return _("Missed violations first.")
    return _(
        "Missed violations first. Red flags you cited rightly: {right}; cited but not there: {wrong}; missed on what "
        "you opened: {missed}. A bar is the weight of evidence of a flag in log-odds: +0.7 doubles the odds."
    ).format(right=flags.right, wrong=flags.wrong, missed=flags.missed)


def _contrasts(debrief: Debrief) -> None:
    bad_look, clean_look = cases.contrasts(debrief)
    _section(
        _("Looked bad, was clean"),
        _("A control here was right to make and finds nothing: not every red flag is a violation."),
    )
    st.html(cases.brief(bad_look))
    if clean_look:
        _section(
            _("Looked clean, was bad"),
            _("Little or nothing on the screen gave these away; only a random share of controls finds them."),
        )
        st.html(cases.brief(clean_look))


@st.fragment(key="look-up")
def look_up() -> None:
    """Any consignment again: what it was, beside its declaration."""
    here = seat.seat()
    debrief = office.debrief(here.attempt_id, here.attempt)
    _section(_("Look one up"), _("Any consignment of the batch, with its declaration."))
    chosen = st.selectbox(
        _("Consignment"),
        sorted(case.declaration_id for case in debrief.cases),
        index=None,
        key=f"look-up-{here.attempt_id}",
        placeholder=_("Reference"),
        label_visibility="collapsed",
        width=240,
    )
    if chosen:
        st.html(cases.case_html(debrief.case(chosen)))
        st.html(declaration.html(here.attempt.consignment(chosen)))
