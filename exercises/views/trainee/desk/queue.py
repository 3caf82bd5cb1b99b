"""The queue of a targeting exercise: all its consignments in a frozen order, with search, filters and sorting.

The table is an Arrow table made once for an exercise; a rerun replaces only its column of lanes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import streamlit as st
from markupsafe import Markup

from exercises.language import _, languages
from exercises.play import Screen
from exercises.record import Decision
from exercises.views import lanes, values, words
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import columns, focus
from simulator.reference import KEY

UNOPENED, OPENED, DECIDED, DRAFT, UNDECIDED = "unopened", "opened", "decided", "draft", "undecided"
STATES = (UNOPENED, OPENED, DECIDED, DRAFT)
FILTERS = ("search", "chapter", "country", "mode", "state", "lane", "flag", "sort")
SORTS = ("value", "mass", "code", "country")
GOODS = ("goods_description", "hs_code")
"""Fields that are filtered, sorted and searched only where the queue shows them: an exercise without them in its
columns wants the files opened."""


@dataclass(frozen=True)
class Entry:
    """The values of one consignment for filters and sorting; only what the queue may show."""

    id: str
    text: str
    chapter: str
    countries: tuple[str, ...]
    mode: str
    value: float
    mass: float
    code: str


@lru_cache(maxsize=64)
def _entries(screen: Screen) -> tuple[Entry, ...]:
    queue = screen.queue()
    goods = tuple(name for name in GOODS if name in screen.card.columns)
    names = (KEY, "consignor_name", "consignee_name", "declarant_name", *goods)

    def text(name: str) -> list[str]:
        return list(queue[name].astype("str").where(queue[name].notna(), "")) if name in queue else [""] * len(queue)

    def figure(name: str) -> list[float]:
        return list(queue[name].fillna(-1.0).astype(float)) if name in queue else [-1.0] * len(queue)

    every = zip(
        text(KEY),
        zip(*(text(name) for name in names), strict=True),
        text("hs_code") if "hs_code" in goods else [""] * len(queue),
        zip(text("country_of_export"), text("country_of_destination"), strict=True),
        text("mode_at_border"),
        figure("statistical_value"),
        figure("gross_mass"),
        strict=True,
    )
    return tuple(
        Entry(name, "\n".join(texts).casefold(), code[:2], ends, mode, value, mass, code)
        for name, texts, code, ends, mode, value, mass in every
    )


def state(decision: Decision | None, opened: bool) -> str:
    """One word on how far a consignment is."""
    if decision is not None and decision.lane is not None:
        return lanes.word(decision.lane)
    if decision is not None:
        return _("draft")
    return _("opened") if opened else ""


@st.fragment(key="filters")
def filters() -> None:
    """Search, filters and order; a change freezes a new list and redraws the table."""
    here = seat()
    if st.session_state.pop(_key(here, "clear"), False):
        for noun in FILTERS:
            st.session_state[_key(here, noun)] = "" if noun == "search" else None
    every = _entries(here.attempt.screen)
    with st.container(key="filters", gap="xxsmall"):
        with st.container(key="filters-facts", horizontal=True, gap="xxsmall", wrap=False):
            st.text_input(
                _("Search"),
                key=_key(here, "search"),
                placeholder=_("Search"),
                label_visibility="collapsed",
                on_change=_filter,
                width=150,
            )
            if coded := "hs_code" in here.attempt.card.columns:
                _choice(here, "chapter", _("HS"), sorted({one.chapter for one in every} - {""}), str)
            countries = sorted({code for one in every for code in one.countries} - {""})
            _choice(here, "country", _("Country"), countries, lambda code: f"{code} {values.country(code)}")
            _choice(here, "mode", _("Mode"), sorted({one.mode for one in every} - {""}), values.mode)
            _choice(here, "sort", _("Sort by"), [one for one in SORTS if one != "code" or coded], _sort_word)
        with st.container(key="filters-work", horizontal=True, gap="xxsmall", wrap=False, vertical_alignment="center"):
            _choice(here, "state", _("State"), STATES, _state_word)
            _choice(here, "lane", _("Lane"), [*here.attempt.card.lanes, UNDECIDED], _lane_word)
            cited = {chosen} if (chosen := st.session_state.get(_key(here, "flag"))) else set()
            cited |= {flag for one in here.attempt.record.decisions.values() for flag in one.flags}
            _choice(
                here, "flag", _("Flag cited"), [flag for flag in words.indicators() if flag in cited], words.indicator
            )
            _count(here, len(focus.listing(here).ids), len(every))


def _count(here: Seat, shown: int, every: int) -> None:
    said = _("{shown} of {every}").format(shown=shown, every=every)
    show(Markup('<span class="rl-muted rl-count">{}</span>').format(said), width="content")
    st.button(_("Clear"), key=_key(here, "clear-button"), disabled=not _some(here), on_click=_clear)


def _choice(here: Seat, noun: str, label: str, options: Sequence[str], shown: Callable[[str], str]) -> None:
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


def _lane_word(lane: str) -> str:
    return _("Undecided") if lane == UNDECIDED else lanes.word(lane)


def _state_word(choice: str) -> str:
    return {UNOPENED: _("Unopened"), OPENED: _("Opened"), DECIDED: _("Decided"), DRAFT: _("Draft")}[choice]


def _sort_word(choice: str) -> str:
    return {
        "value": _("Value, highest first"),
        "mass": _("Mass, heaviest first"),
        "code": _("HS code"),
        "country": _("Country of destination"),
    }[choice]


def matching(here: Seat) -> list[str]:
    """Ids that pass the filters, in the chosen order; without a choice, in order of arrival."""
    wanted = {noun: st.session_state.get(_key(here, noun)) for noun in FILTERS}
    parts = str(wanted["search"] or "").casefold().split()
    found = [
        one
        for one in _entries(here.attempt.screen)
        if all(part in one.text for part in parts)
        and wanted["chapter"] in (None, one.chapter)
        and (wanted["country"] is None or wanted["country"] in one.countries)
        and wanted["mode"] in (None, one.mode)
        and _worked(here, one.id, wanted)
    ]
    orders: dict[str, Callable[[Entry], Any]] = {
        "value": lambda one: -one.value,
        "mass": lambda one: -one.mass,
        "code": lambda one: one.code,
        "country": lambda one: (one.countries[1], one.countries[0]),
    }
    if wanted["sort"]:
        found.sort(key=orders[wanted["sort"]])
    return [one.id for one in found]


def _worked(here: Seat, declaration_id: str, wanted: dict[str, Any]) -> bool:
    """Whether the state of a consignment is the one that the filters ask for."""
    decision = here.attempt.record.decisions.get(declaration_id)
    lane = None if decision is None else decision.lane
    opened = declaration_id in here.attempt.record.opened
    now = {
        UNOPENED: not opened,
        OPENED: opened,
        DECIDED: lane is not None,
        DRAFT: decision is not None and lane is None,
    }
    return (
        (wanted["state"] is None or now[wanted["state"]])
        and wanted["lane"] in (None, lane or UNDECIDED)
        and (wanted["flag"] is None or (decision is not None and wanted["flag"] in decision.flags))
    )


def _some(here: Seat) -> bool:
    return any(st.session_state.get(_key(here, noun)) for noun in FILTERS)


def _filter() -> None:
    here = seat()
    focus.relist(here, matching(here))
    focus.redraw("filters", "queue", "dossier")


def _clear() -> None:
    """Empty all filters; this happens where they are drawn, because a value set here is lost."""
    here = seat()
    st.session_state[_key(here, "clear")] = True
    focus.relist(here, here.attempt.screen.ids)
    focus.redraw("filters", "queue", "dossier")


@st.fragment(key="queue")
def table() -> None:
    """The table of the current list; a row can be selected."""
    here = seat()
    shown, card, record = focus.listing(here), here.attempt.card, here.attempt.record
    if not shown.ids:
        show(
            Markup('<p class="rl-empty">{}</p>').format(
                _("No consignment matches these filters. Clear one to see more.")
            )
        )
        return
    rows = columns.listed(here.attempt.screen, languages.current(), shown.ids)
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
            column_config=columns.config(card.columns, languages.current()),
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


def _key(here: Seat, noun: str) -> str:
    return f"filter-{here.attempt_id}-{noun}"
