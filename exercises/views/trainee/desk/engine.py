"""The risk engine's advice on the open consignment, as far as the exercise shows it."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st
from markupsafe import Markup

from exercises.engine import EngineView, Help
from exercises.language import _, languages
from exercises.record import NotOffered, StoreError
from exercises.views import lanes, words
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus
from simulator.profiles import Hit
from simulator.reference import schema
from simulator.scoring import Reason


def tab(here: Seat, declaration_id: str) -> None:
    """The engine's advice; in judge-first exercises, a fragment of its own that opens after the judgement."""
    view = here.attempt.engine(declaration_id)
    if view is None:
        _closed()
        return
    said = Markup("")
    if declaration_id in here.attempt.record.judged:
        kept = _("You judged first. You may change your decision now; both are kept for the debrief.")
        said = Markup('<p class="rl-muted">{}</p>').format(kept)
    show(said + html(view, here.attempt.card.help))


@st.fragment(key="engine")
def _closed() -> None:
    """Why the engine's advice is still closed, and the button that opens it."""
    here = seat()
    attempt, declaration_id = here.attempt, focus.current(here)
    if declaration_id is None:
        return
    decision = attempt.record.decisions.get(declaration_id)
    ready = decision is not None and decision.lane is not None and decision.confidence is not None
    with st.container(key="judge-first", gap="xsmall"):
        said = _("Judge first: choose a lane and say how sure you are. Then you see the risk engine's advice.")
        more = _("You may change your mind afterwards; both judgements are kept.")
        show(Markup('<div class="rl-empty"><p>{}</p><p>{}</p></div>').format(said, more))
        st.button(
            _("Show the risk engine's advice"),
            key=f"look-{here.attempt_id}-{declaration_id}",
            disabled=not ready,
            on_click=_look,
            args=(declaration_id,),
        )


def _look(declaration_id: str) -> None:
    here = seat()
    try:
        with suppress(NotOffered):  # the lane was taken away in another tab: the button comes back disabled
            here.attempt.look(declaration_id)
    except StoreError as error:
        st.session_state[focus.inquiry_key(here)] = focus.refused(here, error, declaration_id)
    focus.redraw("dossier")


def html(view: EngineView, help: Help) -> Markup:
    """Scores, profile hits with the facts behind them, and the classifier's reasons."""
    if not help.profiles and not help.classifier:
        return Markup('<p class="rl-empty">{}</p>').format(
            _("The risk engine is withheld in this exercise: decide from the facts.")
        )
    parts = [_scores(view)]
    parts.append(_hits(view.hits) if help.profiles else _withheld(_("Risk profiles")))
    parts.append(_reasons(view.reasons) if help.classifier else _withheld(_("Classifier")))
    return Markup("").join(parts)


def _withheld(what: str) -> Markup:
    return _section(what, Markup('<p class="rl-muted">{}</p>').format(_("Withheld in this exercise.")))


def _scores(view: EngineView) -> Markup:
    rows = [
        (_("Risk profiles"), view.profile_score),
        (_("Classifier"), view.classifier_score),
        (_("Both"), view.combined_score),
    ]
    lines = Markup("").join(
        Markup("<tr><th>{}</th><td>{}</td><td class='rl-num'>{}</td></tr>").format(
            label, bar(score, 1.0), languages.number(score, 2)
        )
        for label, score in rows
        if score is not None
    )
    if not lines:
        return Markup("")
    said = _("Scores rank consignments. They are not probabilities of a violation.")
    body = Markup('<table class="rl-bars">{}</table><p class="rl-muted">{}</p>').format(lines, said)
    return _section(_("Scores, 0 to 1"), body)


def _hits(hits: tuple[Hit, ...] | None) -> Markup:
    if not hits:
        return _section(_("Risk profiles"), Markup('<p class="rl-muted">{}</p>').format(_("No profile matches.")))
    return _section(_("Risk profiles"), Markup("").join(_hit(hit) for hit in hits))


def _hit(hit: Hit) -> Markup:
    leaves = Markup("").join(
        Markup('<li>{} <code>{}</code> <span class="rl-muted">{}</span> <code>{}</code></li>').format(
            _field(leaf.field), leaf.found, leaf.operator, leaf.wanted.replace("_", " ")
        )
        for leaf in hit.leaves
    )
    advice = Markup("<p>{}</p>").format(_(hit.instruction)) if hit.instruction else ""
    return Markup('<div class="rl-hit"><div>{} <strong>{}</strong> <code>{}</code></div><ul>{}</ul>{}</div>').format(
        lanes.chip(hit.lane), _(hit.title), hit.profile_id, leaves, advice
    )


def _field(name: str) -> str:
    known = schema().get(name)
    return _(known.label) if known else name.replace("_", " ")


def _reasons(reasons: tuple[Reason, ...] | None) -> Markup:
    if not reasons:
        return _section(_("Classifier"), Markup('<p class="rl-muted">{}</p>').format(_("No reason stands out.")))
    longest = max(abs(reason.weight) for reason in reasons)
    lines = Markup("").join(
        Markup("<tr><th>{}</th><td>{}</td><td class='rl-num'>{}</td></tr>").format(
            words.indicator(reason.indicator), bar(reason.weight, longest), languages.signed(reason.weight, 2)
        )
        for reason in reasons
    )
    return _section(
        _("Classifier: what raised the score, in log-odds"), Markup('<table class="rl-bars">{}</table>').format(lines)
    )


def bar(weight: float, longest: float) -> Markup:
    """A bar as long as the weight's share of the largest weight."""
    share = 100 * min(abs(weight) / longest, 1.0) if longest else 0.0
    side = " rl-against" if weight < 0 else ""
    return Markup('<i class="rl-bar{}" style="width:{:.0f}%"></i>').format(side, share)


def _section(title: str, body: Markup) -> Markup:
    return Markup('<section class="rl-sheet rl-wide"><h6>{}</h6>{}</section>').format(title, body)
