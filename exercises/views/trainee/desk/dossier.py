"""The dossier of the open consignment: declaration, documents, parties, route, goods, engine."""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.languages import _
from exercises.views import lanes, values
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import declaration, engine, facts, place
from generators import documents
from simulator.declaration import Consignment


@st.fragment(key="dossier")
def pane() -> None:
    """Heading with previous and next, then the tabs; the pane scrolls by itself."""
    here = seat()
    declaration_id = place.current(here)
    with st.container(key="dossier", gap=None):
        _head(here, declaration_id)
        with st.container(key="dossier-body"):
            if declaration_id is None:
                st.html(_invitation())
            else:
                _tabs(here, here.attempt.consignment(declaration_id))


def _head(here: Seat, declaration_id: str | None) -> None:
    with st.container(key="dossier-head", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        title = (
            _title(here.attempt.consignment(declaration_id)) if declaration_id else f"<strong>{_('Dossier')}</strong>"
        )
        st.html(f'<div class="rl-heading">{title}</div>')
        _stepper(here, _("Previous"), -1, "K")
        _stepper(here, _("Next"), 1, "J")


def _tabs(here: Seat, consignment: Consignment) -> None:
    papers = documents.render(consignment)
    names = [
        _("Declaration"),
        _("Documents ({})").format(len(papers)),
        _("Parties"),
        _("Route"),
        _("Goods"),
        _("Engine"),
    ]
    form, file, parties, route, goods, advice = st.tabs(names, key="dossier-tabs")
    form.html(declaration.html(consignment))
    with file:
        st.html(
            '<div class="rl-papers">' + "".join(_paper(paper, consignment) for paper in papers) + "</div>"
            if papers
            else f'<p class="rl-empty">{escape(_("This exercise shows the declaration only."))}</p>'
        )
    parties.html(facts.parties(consignment))
    route.html(facts.route(consignment))
    goods.html(facts.goods(consignment))
    advice.html(engine.html(here.attempt.engine(consignment.declaration_id), here.attempt.card.help))


def _paper(paper: documents.Document, consignment: Consignment) -> str:
    """One document as a sheet: its title, its body, and the box where the office stamped its receipt."""
    stamp = " ".join(values.plain(name, consignment.get(name)) for name in ("declaration_office", "acceptance_date"))
    return (
        f'<article class="rl-paper rl-{paper.kind}"><h5>{escape(paper.title)}</h5>{paper.html}'
        f'<div class="rl-stamp">{escape(_("received"))} <code>{escape(stamp)}</code></div></article>'
    )


def _title(consignment: Consignment) -> str:
    kind = values.word("declaration_type", consignment.text("declaration_type"))
    mode = values.mode(consignment.text("mode_at_border")) if consignment.text("mode_at_border") else ""
    said = " · ".join(escape(part) for part in (kind, mode) if part)
    return f"<span><strong><code>{escape(consignment.declaration_id)}</code></strong> · {said}</span>"


def _stepper(here: Seat, label: str, by: int, key: str) -> None:
    there = place.step(here, by)
    st.button(label, key=f"step-{by}", shortcut=key, disabled=there is None, on_click=_go, args=(by,))


def _go(by: int) -> None:
    here = seat()
    there = place.step(here, by)
    if there is not None:
        place.go(here, there)
    st.rerun(list(place.FRAGMENTS))


def _invitation() -> str:
    keys = ", ".join(f"<kbd>{key}</kbd> {escape(lanes.word(lane).lower())}" for lane, key in lanes.KEYS.items())
    return (
        f'<div class="rl-empty"><p>{escape(_("Choose a consignment in the queue, or press J for the first one."))}</p>'
        f"<p><kbd>J</kbd> {escape(_('next'))}, <kbd>K</kbd> {escape(_('previous'))}; {keys}</p></div>"
    )
