"""Which means of inquiry a new exercise offers, and what each costs."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.design import ExerciseSpec
from exercises.language import _
from exercises.views import markup, words
from simulator.office import MEANS, MOST_DELAY_HOURS, MOST_MINUTES, Cost, Means, usual_costs

_WIDTHS = (5, 2, 2)


def table(base: ExerciseSpec) -> tuple[dict[Means, Cost], int | None]:
    """A line a means, as the exercise begun with has it; else switched off, at the usual cost.

    The means that are switched on with their costs, and the officers' minutes for all of them, if there is a limit.
    """
    with st.expander(_("What can be asked for, and what it costs"), expanded=bool(base.means)):
        said = _("Trainees can ask for what the exercise does not show from the start.")
        markup.show(Markup('<p class="rl-muted">{}</p>').format(said))
        for cell, head in zip(
            st.columns(_WIDTHS, gap="small"),
            (_("Means"), _("Officer's minutes"), _("Hours the goods wait")),
            strict=True,
        ):
            markup.show(Markup('<span class="rl-muted">{}</span>').format(head), cell)
        offered = {name: _line(base.slug, name, base.means.get(name), usual_costs().means[name]) for name in MEANS}
        minutes = st.number_input(
            _("Officers' minutes for all requests (0: no limit)"), 0, 10_000, base.officer_minutes or 0, 10
        )
    return {name: cost for name, cost in offered.items() if cost is not None}, minutes or None


def _line(slug: str, name: Means, set_: Cost | None, usually: Cost) -> Cost | None:
    shown, means = set_ or usually, words.means(name)
    first, second, third = st.columns(_WIDTHS, gap="small", vertical_alignment="center")
    on = first.checkbox(means, value=set_ is not None, key=f"offer-{name}-{slug}")
    with second:
        said = _("{means}: officer's minutes").format(means=means)
        minutes = _figure(said, MOST_MINUTES, shown.minutes, f"minutes-{name}-{slug}")
    with third:
        said = _("{means}: hours the goods wait").format(means=means)
        hours = _figure(said, MOST_DELAY_HOURS, shown.delay_hours, f"hours-{name}-{slug}")
    return Cost(minutes=minutes, delay_hours=hours) if on else None


def _figure(label: str, most: float, value: float, key: str) -> float:
    return st.number_input(label, 0.0, most, value, 1.0, "%.0f", key=key, label_visibility="collapsed")
