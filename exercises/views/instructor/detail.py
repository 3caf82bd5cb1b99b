"""One exercise: its terms, the players without a trainee, each trainee's figures, and anyone's debrief."""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.language import _, languages
from exercises.record import StoreError
from exercises.report import figures, ladder, report
from exercises.store import ExerciseHead, InstructorStore, ResultRow
from exercises.views import blocks, frame, office, seat, values, words
from exercises.views.instructor import hardness, results

EXERCISE = "exercise"
"""The exercise in the page's address; the store checks it against the instructor."""


def show() -> None:
    """Draw the exercise named in the address."""
    desk = office.instructor(seat.instructor())
    wanted = st.query_params.get(EXERCISE, "")
    head = next((head for head in desk.exercises() if head.id == wanted), None)
    with st.container(key="report"):
        if head is None:
            st.html(f'<p class="rl-empty">{escape(_("No such exercise of yours. Choose one from your classes."))}</p>')
            st.page_link(frame.page("classes"), label=_("Classes"))
            return
        st.html(f'<h1 class="rl-h1">{escape(_(head.title))}</h1>')
        st.html(_terms(head))
        rows = office.ladder(desk, head.id)
        if rows:
            st.html(f'<h2 class="rl-h2">{escape(_("Without a trainee"))}</h2>')
            st.html(blocks.html(ladder(rows, any(row.player == "best" for row in rows))))
        _trainees(desk, head)


def _terms(head: ExerciseHead) -> str:
    spec = head.spec
    shown = [name for name, there in spec.help if there]
    lines = [
        words.terms(spec.consignments, head.capacity),
        _("Level: {}").format(words.level(head.level)),
        _("Visible: {}").format(words.tier(spec.visible_tier)),
        _("Engine shown: {}").format(", ".join(words.player_help(name) for name in shown) or _("nothing")),
    ]
    if spec.traffic:
        lines.append(
            _("Prevalence {prevalence}, subtlety {subtlety}, masking {masking}, clutter {clutter}").format(
                prevalence=values.percent(spec.traffic.prevalence),
                subtlety=values.percent(spec.traffic.subtlety),
                masking=values.percent(spec.traffic.masking),
                clutter=values.percent(spec.traffic.clutter),
            )
        )
    elif spec.source:
        lines.append(_("From a file: {}").format(spec.source))
    return '<p class="rl-muted">' + "<br>".join(escape(line) for line in lines) + "</p>"


def _trainees(desk: InstructorStore, head: ExerciseHead) -> None:
    rows = [row for room in desk.classes() for row in desk.results(room.id, head.id)]
    st.html(f'<h2 class="rl-h2">{escape(_("Trainees"))}</h2>')
    if not rows:
        st.html(f'<p class="rl-empty">{escape(_("Nobody has started it yet."))}</p>')
        return
    st.html(_table(rows, head.spec.mode == "stream"))
    hardness.table(head.id, rows)
    done = {row.attempt_id: row for row in rows if row.submitted_at is not None}
    chosen = st.selectbox(
        _("Debrief of"),
        list(done),
        index=None,
        format_func=lambda key: done[key].name,
        placeholder=_("Read a trainee's debrief"),
        key=f"led-{head.id}",
        label_visibility="collapsed",
        width=320,
    )
    if chosen:
        try:
            blocks.show(report(office.reveal().led(desk, head.id, chosen)), f"led-{chosen}")
        except StoreError as error:
            st.html(f'<p class="rl-refusal">{escape(str(error))}</p>')


def _table(rows: list[ResultRow], streams: bool) -> str:
    """Each trainee's figures; of a stream what it is marked by."""
    worth = ("d′", _("Criterion")) if streams else (_("Share of the best possible"),)
    held = (_("Violations held"), _("Lawful held")) if streams else (_("Violations examined"), _("Lawful examined"))
    flags = (_("Flags right"), _("Flags wrong"), _("Flags missed"))
    heads = (_("Trainee"), _("Opened"), _("Decided"), *worth, *held, *flags)
    names = ("violations_examined", "lawful_examined", "flags_right", "flags_wrong", "flags_missed")
    lines = ""
    for row in rows:
        shown = [str(row.opened), str(row.decided), *_worth(row, streams)]
        shown += [values.number(getattr(row.result, name, None)) for name in names]
        cells = "".join(f'<td class="rl-num">{escape(figure)}</td>' for figure in shown)
        lines += f"<tr><th>{escape(row.name)}</th>{cells}</tr>"
    top = "".join(f"<th{' class=rl-num' if place else ''}>{escape(text)}</th>" for place, text in enumerate(heads))
    return f'<table class="rl-table"><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>'


def _worth(row: ResultRow, streams: bool) -> tuple[str, ...]:
    if not row.submitted_at:
        return (_("in progress"), "–") if streams else (_("in progress"),)
    if not streams:
        return (values.percent(results.efficiency(row)),)
    seen = row.result.detection if row.result else None
    return ("–", "–") if seen is None else (figures.eye(seen), languages.number(seen.criterion, 1))
