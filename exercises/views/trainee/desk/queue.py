"""The queue: all consignments of the attempt in a frozen order, with search and filters.

The table is an Arrow table made once for an exercise; a rerun replaces its column of lanes and nothing else.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from exercises.languages import _
from exercises.session import Decision
from exercises.views import lanes, values
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import place
from simulator.declaration import KEY

OPENED, UNDECIDED = "opened", "undecided"


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(content: str, _queue: pd.DataFrame) -> pa.Table:
    """The unchanging columns, by the exercise's id: what a trainee scans for, and nothing that is not shown."""

    def text(name: str) -> pd.Series:
        return _queue[name].astype("str") if name in _queue else pd.Series(None, index=_queue.index, dtype="str")

    def figure(name: str) -> pd.Series:
        if name not in _queue:
            return pd.Series(float("nan"), index=_queue.index)
        return _queue[name].where(_queue[name].abs() < 10, _queue[name].round(0)).round(2)

    columns = {
        "ref": text(KEY),
        "goods": text("goods_description"),
        "code": text("hs_code").map(values.commodity, na_action="ignore"),
        "way": text("country_of_export") + " → " + text("country_of_destination"),
        "value": figure("statistical_value"),
        "mass": figure("gross_mass"),
        "mode": text("mode_at_border").map(values.mode, na_action="ignore"),
        "consignee": text("consignee_name"),
    }
    kinds = {"value": pa.float64(), "mass": pa.float64()}
    return pa.table(
        {
            name: pa.array(column.tolist(), type=kinds.get(name, pa.string()), from_pandas=True)
            for name, column in columns.items()
        }
    )


def state(decision: Decision | None, opened: bool) -> str:
    """One word on how far a consignment is."""
    if decision is not None and decision.lane is not None:
        return lanes.word(decision.lane)
    return _("opened") if opened else ""


@st.fragment(key="filters")
def filters() -> None:
    """Search and filters; a change freezes a new list and redraws the table alone."""
    here = seat()
    frame = here.attempt.queue()
    with st.container(key="filters", horizontal=True, gap="xxsmall", wrap=False):
        st.text_input(
            _("Search"),
            key=_key(here, "search"),
            placeholder=_("Search"),
            label_visibility="collapsed",
            on_change=_filter,
            width=130,
        )
        chapters = sorted({str(code)[:2] for code in frame["hs_code"].dropna()} if "hs_code" in frame else ())
        _choice(here, "chapter", _("HS"), chapters, str)
        ends = [frame[name].dropna() for name in ("country_of_export", "country_of_destination") if name in frame]
        countries = sorted({str(code) for column in ends for code in column})
        _choice(here, "country", _("Country"), countries, lambda code: f"{code} {values.country(code)}")
        modes = sorted({str(code) for code in frame["mode_at_border"].dropna()} if "mode_at_border" in frame else ())
        _choice(here, "mode", _("Mode"), modes, values.mode)
        _choice(here, "lane", _("Lane"), [*lanes.LANES, UNDECIDED], _lane_choice)
        _choice(here, "seen", _("Seen"), ["unopened", OPENED], _seen_choice)


def _lane_choice(lane: str) -> str:
    return _("Undecided") if lane == UNDECIDED else lanes.word(lane)


def _seen_choice(choice: str) -> str:
    return _("Opened") if choice == OPENED else _("Unopened")


def _choice(here: Seat, noun: str, label: str, options: list[str], shown: Any) -> None:
    st.selectbox(
        label,
        options,
        index=None,
        key=_key(here, noun),
        placeholder=label,
        format_func=shown,
        label_visibility="collapsed",
        on_change=_filter,
    )


def matching(here: Seat) -> list[str]:
    """Ids that the filters let through, in the order of the queue."""
    frame = here.attempt.queue()
    wanted = {noun: st.session_state.get(_key(here, noun)) for noun in ("chapter", "country", "mode", "lane", "seen")}
    keep = pd.Series(True, index=frame.index)
    needle = str(st.session_state.get(_key(here, "search")) or "").strip().casefold()
    for part in needle.split():
        found = pd.Series(False, index=frame.index)
        for name in (KEY, "goods_description", "consignor_name", "consignee_name", "declarant_name", "hs_code"):
            if name in frame:
                found |= frame[name].astype("str").str.casefold().str.contains(part, regex=False).fillna(False)
        keep &= found
    if wanted["chapter"]:
        keep &= frame["hs_code"].astype("str").str[:2] == wanted["chapter"]
    if wanted["country"]:
        ends = [name for name in ("country_of_export", "country_of_destination") if name in frame]
        keep &= (frame[ends].astype("str") == wanted["country"]).any(axis=1)
    if wanted["mode"]:
        keep &= frame["mode_at_border"].astype("str") == wanted["mode"]
    ids = [str(name) for name in frame.loc[keep, KEY]]
    if wanted["lane"]:
        standing = here.attempt.decisions()
        held = {name: decision.lane or UNDECIDED for name, decision in standing.items()}
        ids = [name for name in ids if held.get(name, UNDECIDED) == wanted["lane"]]
    if wanted["seen"]:
        opened = here.attempt.opened()
        ids = [name for name in ids if (name in opened) == (wanted["seen"] == OPENED)]
    return ids


def _filter() -> None:
    here = seat()
    place.relist(here, matching(here))
    st.rerun(["queue", "dossier"])


@st.fragment(key="queue")
def table() -> None:
    """The selectable table of the list in view."""
    here = seat()
    shown = place.listing(here)
    every = _table(here.attempt.card.id, here.attempt.queue())
    position = {name: row for row, name in enumerate(every["ref"].to_pylist())}
    rows = every.take(pa.array([position[name] for name in shown.ids], type=pa.int64()))
    standing, opened = here.attempt.decisions(), here.attempt.opened()
    words = [[word] if (word := state(standing.get(name), name in opened)) else [] for name in shown.ids]
    rows = rows.add_column(1, "lane", pa.array(words, type=pa.list_(pa.string())))
    if not shown.ids:
        st.html(f'<p class="rl-empty">{_("No consignment matches these filters. Clear one to see more.")}</p>')
        return
    place.mark(here)
    with st.container(key="queue-table"):
        st.dataframe(
            rows,
            key=place.table_key(here),
            on_select=_select,
            selection_mode="single-row",
            height="stretch",
            row_height=27,
            hide_index=True,
            column_config=_columns(),
            placeholder="–",
            alt=_("Queue of consignments"),
        )


def _columns() -> dict[str, Any]:
    config = st.column_config
    words = [lanes.word(lane) for lane in lanes.LANES]
    return {
        "ref": config.TextColumn(_("Ref"), width=64),
        "lane": config.MultiselectColumn(
            _("Lane"),
            width=68,
            options=[*words, _("opened")],
            color=[*lanes.LANES, "gray"],
        ),
        "goods": config.TextColumn(_("Goods"), width=163),
        "code": config.TextColumn(_("HS"), width=62),
        "way": config.TextColumn(_("From → to"), width=74),
        "value": config.NumberColumn(_("Value EUR"), width=76, format="localized"),
        "mass": config.NumberColumn(_("Gross kg"), width=68, format="localized"),
        "mode": config.TextColumn(_("Mode"), width=52),
        "consignee": config.TextColumn(_("Consignee"), width=160),
    }


def _select() -> None:
    here = seat()
    picked = st.session_state[place.table_key(here)]["selection"]["rows"]
    ids = place.listing(here).ids
    if picked and picked[0] < len(ids):
        place.go(here, ids[picked[0]])
    st.rerun(list(place.FRAGMENTS))


def _key(here: Seat, noun: str) -> str:
    return f"filter-{here.attempt_id}-{noun}"
