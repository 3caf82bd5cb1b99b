"""The queue of a targeting exercise: all its consignments in a frozen order, as a table.

The table is an Arrow table made once for an exercise; a rerun replaces only its column of lanes.
"""

from __future__ import annotations

import pyarrow as pa
import streamlit as st
from markupsafe import Markup

from exercises.language import _, languages
from exercises.record import Decision
from exercises.views import lanes
from exercises.views.markup import show
from exercises.views.seat import seat
from exercises.views.trainee.desk import columns, filters, focus


def state(decision: Decision | None, opened: bool) -> str:
    """One word on how far a consignment is."""
    if decision is not None and decision.lane is not None:
        return lanes.word(decision.lane)
    if decision is not None:
        return _("draft")
    return _("opened") if opened else ""


@st.fragment(key="queue")
def table() -> None:
    """The table of the current list; a row can be selected."""
    here = seat()
    shown, screen, record = focus.listing(here), here.attempt.screen, here.attempt.record
    if not shown.ids:
        show(
            Markup('<p class="rl-empty">{}</p>').format(
                _("No consignment matches these filters. Clear one to see more.")
            )
        )
        return
    names = columns.names(screen.card, filters.chosen(here).get("sort"))
    rows = columns.listed(screen, names, languages.current(), shown.ids)
    said = [[word] if (word := state(record.decisions.get(name), name in record.opened)) else [] for name in shown.ids]
    focus.select_row(here)
    with st.container(key="queue-table"):
        st.dataframe(
            rows.add_column(1, "lane", pa.array(said, type=pa.list_(pa.string()))),
            key=focus.table_key(here),
            on_select=_select,
            selection_mode="single-row",
            height="stretch",
            row_height=27,
            hide_index=True,
            column_config=columns.config(names, languages.current()),
            placeholder="–",
            alt=_("Queue of consignments"),
        )


def _select() -> None:
    here = seat()
    picked = st.session_state[focus.table_key(here)]["selection"]["rows"]
    ids = focus.listing(here).ids
    if picked and picked[0] < len(ids):
        focus.go(here, ids[picked[0]])
    focus.redraw(*focus.FRAGMENTS)
