"""The dossier of the open consignment: declaration, documents, parties, route, goods, licence, engine."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.dossier import Relations, sheets
from exercises.language import _
from exercises.play import Screen
from exercises.views import values
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import (
    brief,
    declaration,
    engine,
    focus,
    goods,
    licence,
    means,
    papers,
    parties,
    route,
    screening,
    steps,
    unasked,
)
from simulator.reference import Consignment


@st.fragment(key="dossier")
def pane() -> None:
    """Heading with previous and next, then the tabs; the pane scrolls by itself."""
    here = seat()
    declaration_id = focus.current(here)
    _head(here, declaration_id)
    with st.container(key="dossier-body"):
        if declaration_id is None:
            show(steps.invitation(here, st.session_state.get(focus.refusal_key(here))))
        else:
            consignment = here.attempt.consignment(declaration_id)
            show(brief.html(consignment, here.attempt.card.rules))
            means.bar(here, declaration_id)
            _tabs(here, consignment)


def file(here: Seat, consignment: Consignment) -> Markup:
    """Declaration, papers and answers of a consignment as one sheet, as far as they were shown or asked for."""
    rules = here.attempt.card.rules
    parts = [declaration.html(consignment, rules=rules), papers.certificate(consignment)]
    if made := sheets(consignment, rules):
        parts.append(papers.html(here.attempt_id, consignment, made, {}))
    if consignment.text("licence_note"):
        parts.append(licence.html(consignment, rules))
    for field, told in (("expert_opinion", goods.expert), ("portal_reading", goods.portal)):
        parts += [told(consignment, {})] if consignment.text(field) else []
    if consignment.get(screening.OWN) is not None:
        parts.append(screening.html(consignment, {}))
    return Markup("").join(parts)


def _asked(here: Seat, declaration_id: str) -> unasked.Asked:
    used = here.attempt.asked(declaration_id)
    return {means: means in used for means in here.attempt.card.means}


def _head(here: Seat, declaration_id: str | None) -> None:
    with st.container(key="dossier-head", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        title = (
            _title(here.attempt.consignment(declaration_id))
            if declaration_id
            else Markup("<strong>{}</strong>").format(_("Dossier"))
        )
        show(Markup('<div class="rl-heading">{}</div>').format(title))
        steps.draw(here)


def _tabs(here: Seat, consignment: Consignment) -> None:
    name, attempt = consignment.declaration_id, here.attempt
    rules = attempt.card.rules
    papers_ = sheets(consignment, rules)
    names = [
        _("Declaration"),
        _("Documents ({})").format(len(papers_)),
        _("Parties"),
        _("Route"),
        _("Goods"),
        _("Licence"),
        _("Engine"),
    ]
    form, file, people, way, what, permit, advice = st.tabs(names, key="dossier-tabs")
    with form:
        boxes = st.toggle(_("Box numbers"), key="box-numbers")
        show(declaration.html(consignment, boxes, rules))
    asked = _asked(here, name)
    beside = papers.html(here.attempt_id, consignment, papers_, asked)
    show(papers.certificate(consignment) + beside, file)
    arrived = attempt.arrived()
    relations = _relations(attempt.card.id, len(arrived), arrived, attempt.screen)
    show(parties.html(consignment, relations, asked), people)
    show(route.html(consignment, rules), way)
    seen = means.seen(here, name)
    show(goods.html(consignment, relations.same_code(name), asked, seen, attempt.card.hs_edition), what)
    show(licence.html(consignment, rules, asked), permit)
    with advice:
        engine.tab(here, name)


@st.cache_resource(max_entries=64, show_spinner=False)
def _relations(exercise_id: str, count: int, _arrived: tuple[str, ...], _screen: Screen) -> Relations:
    """Relations within the first consignments of the queue, up to this number: the same for all trainees at this
    point."""
    return Relations(_screen.queue(_arrived))


def _title(consignment: Consignment) -> Markup:
    kind = values.word("declaration_type", consignment.text("declaration_type"))
    mode = values.mode(consignment.text("mode_at_border")) if consignment.text("mode_at_border") else ""
    said = " · ".join(part for part in (kind, mode) if part)
    return Markup("<span><strong><code>{}</code></strong> · {}</span>").format(consignment.declaration_id, said)
