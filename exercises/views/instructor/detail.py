"""One exercise: its terms, the players without a trainee, each trainee's figures, and every trainee's debrief."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.language import _, languages
from exercises.learning import asks_for_flags, category_label
from exercises.marking import KeptResult
from exercises.record import StoreError
from exercises.report import Block, Heading, Text, engine_sentence, figures, ladder, report, room_bars, room_words
from exercises.store import ExerciseHead, InstructorStore, ResultRow
from exercises.views import blocks, frame, markup, office, seat, values, words
from exercises.views.instructor import hardness, results
from exercises.views.instructor.recipe import engine_state

EXERCISE = "exercise"
"""The exercise in the page's address; the store checks it against the instructor."""


def show() -> None:
    """Draw the exercise named in the address."""
    desk = office.instructor(seat.instructor())
    wanted = st.query_params.get(EXERCISE, "")
    head = next((head for head in desk.exercises() if head.id == wanted), None)
    with st.container(key="report"):
        if head is None:
            said = _("You have no such exercise. Choose one from your classes.")
            markup.show(Markup('<p class="rl-empty">{}</p>').format(said))
            st.page_link(frame.page("classes"), label=_("Classes"))
            return
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_(head.title)))
        markup.show(_terms(head))
        rows = office.ladder(desk, head.id)
        if rows:
            markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("Without a trainee")))
            markup.show(blocks.html(ladder(rows, any(row.player == "best" for row in rows))))
        _room(desk, head)
        _trainees(desk, head)


def _terms(head: ExerciseHead) -> Markup:
    spec = head.spec
    shown = [name for name, there in spec.help if there]
    lines = [
        words.terms(spec.consignments, head.capacity),
        _("Level: {}").format(words.level(head.level)),
        *([_("Customs administration: {}").format(_(spec.rules.title))] if spec.rules else []),
        _("Visible: {}").format(words.tier(spec.visible_tier)),
        _("Engine shown: {}").format(", ".join(words.player_help(name) for name in shown) or _("nothing")),
        *([_("State of the risk engine: {}").format(engine_state(spec.engine))] if spec.engine else []),
    ]
    if spec.traffic:
        if spec.traffic.theme:
            lines.append(_("Theme: {}").format(category_label(spec.traffic.theme)))
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
    return Markup('<p class="rl-muted">{}</p>').format(Markup("<br>").join(lines))


def _room(desk: InstructorStore, head: ExerciseHead) -> None:
    """The four choices, and the state of the engine; nothing for an exercise that does not keep them."""
    room, learned = office.room(desk, head)
    if room is None or room.share("everything") is None:
        return
    parts: list[Block] = [Heading(_("Room for skill")), *([Text(engine_sentence(learned))] if learned else [])]
    blocks.show([*parts, room_bars(room), Text(room_words(), "muted")], f"room-{head.id}")


def _trainees(desk: InstructorStore, head: ExerciseHead) -> None:
    rows = [row for class_ in desk.classes() for row in desk.results(class_.id, head.id)]
    markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("Trainees")))
    if not rows:
        markup.show(Markup('<p class="rl-empty">{}</p>').format(_("Nobody has started it yet.")))
        return
    markup.show(_table(rows, head.spec.mode))
    if asks_for_flags(head.spec.mode):
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
            markup.show(Markup('<p class="rl-refusal">{}</p>').format(str(error)))


def _table(rows: list[ResultRow], mode: str) -> Markup:
    """Each trainee's figures, with those of the risk engine beside them; in a stream also d′ and criterion."""
    streams = mode == "stream"
    worth: tuple[str, ...] = (
        _("Share of the best possible"),
        _("Engine, blindly"),
        _("Of everything knowable"),
        _("Engine, blindly"),
    )
    if streams:
        worth = (*worth, "d′", _("Criterion"))
    held = (_("Violations held"), _("Lawful held")) if streams else (_("Violations examined"), _("Lawful examined"))
    asked = {}
    if asks_for_flags(mode):
        asked = {
            "flags_right": _("Flags right"),
            "flags_wrong": _("Flags wrong"),
            "flags_missed": _("Flags missed"),
        }
    heads = (_("Trainee"), _("Opened"), _("Decided"), *worth, *held, *asked.values())
    names = ("violations_examined", "lawful_examined", *asked)
    lines = Markup()
    for row in rows:
        shown = [str(row.opened), str(row.decided), *_worth(row, streams)]
        shown += [values.number(getattr(row.result, name, None)) for name in names]
        cells = Markup().join(Markup('<td class="rl-num">{}</td>').format(figure) for figure in shown)
        lines += Markup("<tr><th>{}</th>{}</tr>").format(row.name, cells)
    top = Markup().join(
        Markup("<th{}>{}</th>").format(" class=rl-num" if place else "", text) for place, text in enumerate(heads)
    )
    return Markup('<table class="rl-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(top, lines)


def _worth(row: ResultRow, streams: bool) -> tuple[str, ...]:
    if not row.submitted_at:
        return (_("in progress"), *["–"] * (5 if streams else 3))
    result = row.result or KeptResult()
    known = (result.engine_efficiency, result.knowable_efficiency, result.engine_knowable_efficiency)
    shares = tuple("–" if one is None else values.percent(one) for one in (results.efficiency(row), *known))
    if not streams:
        return shares
    seen = result.detection
    return (*shares, *(("–", "–") if seen is None else (figures.eye(seen), languages.number(seen.criterion, 1))))
