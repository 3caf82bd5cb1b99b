"""The dossier of the open consignment: declaration, documents, parties, route, goods, engine."""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.dossier import Relations, sheets
from exercises.language import _
from exercises.play import Screen
from exercises.views import values
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import declaration, engine, goods, means, papers, parties, place, route, steps
from simulator.reference import Consignment


@st.fragment(key="dossier")
def pane() -> None:
    """Heading with previous and next, then the tabs; the pane scrolls by itself."""
    here = seat()
    declaration_id = place.current(here)
    _head(here, declaration_id)
    with st.container(key="dossier-body"):
        if declaration_id is None:
            st.html(steps.invitation(here))
        else:
            means.bar(here, declaration_id)
            _tabs(here, here.attempt.consignment(declaration_id))


def _head(here: Seat, declaration_id: str | None) -> None:
    with st.container(key="dossier-head", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        title = (
            _title(here.attempt.consignment(declaration_id)) if declaration_id else f"<strong>{_('Dossier')}</strong>"
        )
        st.html(f'<div class="rl-heading">{title}</div>')
        steps.draw(here)


def _tabs(here: Seat, consignment: Consignment) -> None:
    name, attempt = consignment.declaration_id, here.attempt
    papers_ = sheets(consignment)
    names = [
        _("Declaration"),
        _("Documents ({})").format(len(papers_)),
        _("Parties"),
        _("Route"),
        _("Goods"),
        _("Engine"),
    ]
    form, file, people, way, what, advice = st.tabs(names, key="dossier-tabs")
    with form:
        boxes = st.toggle(_("Box numbers"), key="box-numbers")
        st.html(declaration.html(consignment, boxes))
    file.html(papers.html(here.attempt_id, name, papers_, "documents" in attempt.card.means))
    arrived = attempt.arrived()
    relations = _relations(attempt.card.id, len(arrived), arrived, attempt.screen)
    people.html(parties.html(consignment, relations))
    way.html(route.html(consignment))
    what.html(goods.html(consignment, relations.same_code(name)))
    with advice:
        engine.tab(here, name)


@st.cache_resource(max_entries=64, show_spinner=False)
def _relations(exercise_id: str, count: int, _arrived: tuple[str, ...], _screen: Screen) -> Relations:
    """Who is connected with whom, in the first so many of the queue: the same for all who are as far."""
    return Relations(_screen.queue(_arrived))


def _title(consignment: Consignment) -> str:
    kind = values.word("declaration_type", consignment.text("declaration_type"))
    mode = values.mode(consignment.text("mode_at_border")) if consignment.text("mode_at_border") else ""
    said = " · ".join(escape(part) for part in (kind, mode) if part)
    return f"<span><strong><code>{escape(consignment.declaration_id)}</code></strong> · {said}</span>"
