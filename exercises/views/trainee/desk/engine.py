"""What the risk engine says of the open consignment, as far as the exercise shows it."""

from __future__ import annotations

from contextlib import suppress
from html import escape

import streamlit as st

from exercises.engine import EngineView, Help
from exercises.language import _, languages
from exercises.record import NotOffered
from exercises.views import lanes, words
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import place
from simulator.profiles import Hit
from simulator.reference import schema
from simulator.scoring import Reason


def tab(here: Seat, declaration_id: str) -> None:
    """The engine's view; where the trainee judges first, a fragment of its own that opens with the judgement."""
    view = here.attempt.engine(declaration_id)
    if view is None:
        _closed()
        return
    said = ""
    if declaration_id in here.attempt.record.judged:
        kept = _("You judged first. You may change your decision now; both are kept for the debrief.")
        said = f'<p class="rl-muted">{escape(kept)}</p>'
    st.html(said + html(view, here.attempt.card.help))


@st.fragment(key="engine")
def _closed() -> None:
    """Why the engine's view is still closed, and the button that opens it."""
    here = seat()
    attempt, declaration_id = here.attempt, place.current(here)
    if declaration_id is None:
        return
    decision = attempt.record.decisions.get(declaration_id)
    ready = decision is not None and decision.lane is not None and decision.confidence is not None
    with st.container(key="judge-first", gap="xsmall"):
        said = _("Judge first: choose a lane and say how sure you are. Then the risk engine says what it sees.")
        more = _("You may change your mind afterwards; both judgements are kept.")
        st.html(f'<div class="rl-empty"><p>{escape(said)}</p><p>{escape(more)}</p></div>')
        st.button(
            _("Show the risk engine's view"),
            key=f"look-{here.attempt_id}-{declaration_id}",
            disabled=not ready,
            on_click=_look,
            args=(declaration_id,),
        )


def _look(declaration_id: str) -> None:
    with suppress(NotOffered):  # the lane was taken away in another tab: the button comes back disabled
        seat().attempt.look(declaration_id)
    place.redraw("dossier")


def html(view: EngineView, help: Help) -> str:
    """Scores, profile hits with the facts that fired them, and the classifier's reasons."""
    if not help.profiles and not help.classifier:
        return (
            f'<p class="rl-empty">{escape(_("The risk engine is withheld in this exercise: decide from the facts."))}'
            "</p>"
        )
    parts = [_scores(view)]
    parts.append(_hits(view.hits) if help.profiles else _withheld(_("Risk profiles")))
    parts.append(_reasons(view.reasons) if help.classifier else _withheld(_("Classifier")))
    return "".join(parts)


def _withheld(what: str) -> str:
    return _section(what, f'<p class="rl-muted">{escape(_("Withheld in this exercise."))}</p>')


def _scores(view: EngineView) -> str:
    rows = [
        (_("Risk profiles"), view.profile_score),
        (_("Classifier"), view.classifier_score),
        (_("Both"), view.combined_score),
    ]
    lines = "".join(
        f"<tr><th>{escape(label)}</th><td>{bar(score, 1.0)}</td>"
        f"<td class='rl-num'>{languages.number(score, 2)}</td></tr>"
        for label, score in rows
        if score is not None
    )
    return _section(_("Scores, 0 to 1"), f'<table class="rl-bars">{lines}</table>') if lines else ""


def _hits(hits: tuple[Hit, ...] | None) -> str:
    if not hits:
        return _section(_("Risk profiles"), f'<p class="rl-muted">{escape(_("No profile matches."))}</p>')
    return _section(_("Risk profiles"), "".join(_hit(hit) for hit in hits))


def _hit(hit: Hit) -> str:
    leaves = "".join(
        f"<li>{escape(_field(leaf.field))} <code>{escape(leaf.found)}</code> "
        f'<span class="rl-muted">{escape(leaf.operator)}</span> <code>{escape(leaf.wanted)}</code></li>'
        for leaf in hit.leaves
    )
    advice = f"<p>{escape(_(hit.instruction))}</p>" if hit.instruction else ""
    return (
        f'<div class="rl-hit"><div>{lanes.chip(hit.lane)} <strong>{escape(_(hit.title))}</strong> '
        f"<code>{escape(hit.profile_id)}</code></div><ul>{leaves}</ul>{advice}</div>"
    )


def _field(name: str) -> str:
    known = schema().get(name)
    return _(known.label) if known else name.replace("_", " ")


def _reasons(reasons: tuple[Reason, ...] | None) -> str:
    if not reasons:
        return _section(_("Classifier"), f'<p class="rl-muted">{escape(_("No reason stands out."))}</p>')
    longest = max(abs(reason.weight) for reason in reasons)
    lines = "".join(
        f"<tr><th>{escape(words.indicator(reason.indicator))}</th><td>{bar(reason.weight, longest)}</td>"
        f"<td class='rl-num'>{languages.signed(reason.weight, 2)}</td></tr>"
        for reason in reasons
    )
    return _section(_("Classifier: what raised the score, in log-odds"), f'<table class="rl-bars">{lines}</table>')


def bar(weight: float, longest: float) -> str:
    """A bar as long as the weight's share of the longest."""
    share = 100 * min(abs(weight) / longest, 1.0) if longest else 0.0
    side = " rl-against" if weight < 0 else ""
    return f'<i class="rl-bar{side}" style="width:{share:.0f}%"></i>'


def _section(title: str, body: str) -> str:
    return f'<section class="rl-sheet rl-wide"><h6>{escape(title)}</h6>{body}</section>'
