"""The trainee's progress: what to practise next, past attempts, and the rating of each family of red flags."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from exercises.language import _, languages, number, span
from exercises.learning import Progress, asks_for_flags, progress
from exercises.marking import Detection
from exercises.report import Bar, Cell, Figure, Table, charts, figures
from exercises.store import Past, clock
from exercises.views import blocks, frame, markup, office, seat, words
from exercises.views.trainee import practice

SCALE = 4.0
"""Logits from 0 to the end of a family's bar, each way (assumption: nine in ten trainees lie within)."""


def show() -> None:
    """What to practise next first; then past attempts; then strong and weak families."""
    someone = seat.person()
    history = office.trainee(someone).history()
    with st.container(key="report"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_("Your progress")))
        if not history:
            markup.show(
                Markup('<p class="rl-empty">{}</p>').format(
                    _("You have not submitted anything yet. This page begins with your first debrief.")
                )
            )
            st.page_link(frame.page("exercises"), label=_("To your exercises"))
            return
        found = progress(history)
        practice.show(found)
        _past(history)
        _differently(history)
        _families(found)


def _past(history: Sequence[Past]) -> None:
    markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("What you have done")))
    rows = tuple(_row(past) for past in reversed(history))
    heads = (
        "",
        _("Submitted"),
        _("Share of the best"),
        _("95 % interval"),
        _("Engine, blindly"),
        _("Of everything knowable"),
        "d′",
        _("Criterion"),
        _("Red flags"),
    )
    markup.show(blocks.html(Table(heads, rows)))
    _pooled([past.result.detection for past in history if past.result.detection])
    points = [
        {"n": place, "share": share, "title": _(past.title), "mode": _mode(past.mode)}
        for place, past in enumerate(history, start=1)
        if (share := past.result.headline) is not None
    ]
    if len(points) > 1:
        markup.show(
            Markup("<p>{}</p>").format(
                _("Your share of the best possible, attempt after attempt. A single point is mostly luck.")
            )
        )
        st.vega_lite_chart(charts.attempts(points), width="stretch", key="progress-curve")


def _mode(mode: str) -> str:
    return _("stream") if mode == "stream" else _("batch")


def _pooled(streams: Sequence[Detection]) -> None:
    """All streams together, because one stream says little."""
    if len(streams) > 1:
        every = Detection.pooled(streams)
        said = _("All {count} streams together: d′ {d} ({span}), criterion {c} ({line}).").format(
            count=len(streams),
            d=number(every.d_prime, 2),
            span=span(*every.d_prime_interval, 2),
            c=number(every.criterion, 2),
            line=span(*every.criterion_interval, 2),
        )
        markup.show(Markup("<p>{}</p>").format(said))


def _row(past: Past) -> tuple[Cell, ...]:
    result = past.result
    low, high, share = result.efficiency_low, result.efficiency_high, result.headline
    seen = result.detection
    flags = "–"
    if result.flags_right is not None and asks_for_flags(past.mode):
        template = _("{right} right, {wrong} wrong, {missed} missed")
        flags = template.format(right=result.flags_right, wrong=result.flags_wrong, missed=result.flags_missed)
    return (
        _(past.title),
        Figure(languages.moment(past.submitted_at)),
        figures.part(share),
        figures.between(None if low is None or high is None or share is None else (low, high)),
        figures.part(result.engine_efficiency),
        figures.part(result.knowable_efficiency),
        Figure("–" if seen is None else figures.eye(seen)),
        Figure("–" if seen is None else number(seen.criterion, 1)),
        flags,
    )


def _differently(history: Sequence[Past]) -> None:
    """What the trainee wanted to do differently, in their own words, the newest first."""
    notes = tuple((_(past.title), past.differently) for past in reversed(history) if past.differently)
    if notes:
        markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("What I will do differently")))
        markup.show(blocks.html(Table(("", _("In your own words")), notes)))


def _families(found: Progress) -> None:
    markup.show(
        Markup('<h2 class="rl-h2">{}</h2><p>{}</p>').format(_("Families of red flags"), _families_sentence(found))
    )
    heads = (_("Family"), "", _("Rating"), _("95 % interval"), _("Answers"), _("Practise again"))
    markup.show(blocks.html(Table(heads, tuple(_family(found, name) for name in found.skill.families))))


def _families_sentence(found: Progress) -> str:
    said = _(
        "A trainee with rating 0 cites half of the flags that are barely worth citing. One point more means about "
        "three times the odds."
    )
    if found.weak:
        said += " " + _("Weakest: {}.").format(", ".join(words.family(name) for name in found.weak))
    if found.strong:
        said += " " + _("Strongest: {}.").format(", ".join(words.family(name) for name in found.strong))
    return said


def _family(found: Progress, name: str) -> tuple[Cell, ...]:
    known = found.skill.families[name]
    due = found.due.get(name)
    when = "–" if due is None else _("now") if due <= clock.now().date() else languages.date(due)
    if not known.answers:
        return words.family(name), Bar(0.0, "you"), Figure("–"), Figure("–"), Figure("0"), when
    low, high = _share(known.low), _share(known.high)
    rating = number(known.mean, 1) + (" " + _("(few)") if known.few else "")
    interval = span(known.low, known.high, 1)
    bar = Bar(_share(known.mean), "you", low, high)
    return words.family(name), bar, Figure(rating), Figure(interval), Figure(number(known.answers)), when


def _share(rating: float) -> float:
    return min(max(0.5 + rating / (2 * SCALE), 0.0), 1.0)
