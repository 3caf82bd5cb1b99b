"""Search, filters and order of the queue, kept for each attempt: in the session, and in the address for a reload."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.views import lanes, values, words
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus
from exercises.views.trainee.desk.entries import ORDERS, Entry, entries, sorts

UNDECIDED, LEFT, UNOPENED, OPENED, DECIDED = "undecided", "left", "unopened", "opened", "decided"
DRAFT, FLAGGED = "draft", "flagged"
STATES = (UNDECIDED, LEFT, UNOPENED, OPENED, DECIDED, DRAFT, FLAGGED)
FILTERS = ("search", "chapter", "country", "mode", "sort", "state", "lane", "flag")
"""What can be chosen; each is also the name of its parameter in the page's address."""
LONGEST = 100


@st.fragment(key="filters")
def filters() -> None:
    """Search, filters and order; a change freezes a new list and redraws the table."""
    here = seat()
    if st.session_state.pop(_key(here, "clear"), False):
        for noun in FILTERS:
            st.session_state[_key(here, noun)] = "" if noun == "search" else None
    every, offered = entries(here.attempt.screen), _offered(here)
    chosen(here)
    with st.container(key="filters", gap="xxsmall"):
        with st.container(key="filters-facts", horizontal=True, gap="xxsmall"):
            _recall(here, "search")
            st.text_input(
                _("Search"),
                key=_key(here, "search"),
                placeholder=_("Search"),
                label_visibility="collapsed",
                on_change=_filter,
                max_chars=LONGEST,
                width=150,
            )
            if offered["chapter"]:
                _choice(here, "chapter", _("HS"), offered["chapter"], str)
            _choice(here, "country", _("Country"), offered["country"], lambda code: f"{code} {values.country(code)}")
            _choice(here, "mode", _("Mode"), offered["mode"], values.mode)
            _choice(here, "sort", _("Sort by"), offered["sort"], _sort_word)
        with st.container(key="filters-work", horizontal=True, gap="xxsmall", vertical_alignment="center"):
            _choice(here, "state", _("State"), offered["state"], _state_word)
            _choice(here, "lane", _("Lane"), offered["lane"], lanes.word)
            _choice(here, "flag", _("Flag cited"), _cited(here), words.indicator)
            _count(here, len(focus.listing(here).ids), len(every))
    _to_address(here)


def chosen(here: Seat) -> dict[str, str]:
    """What is chosen now, by filter. In a new session the address says it; what does not exist here is left out."""
    key = _key(here, "chosen")
    if key not in st.session_state:
        offered = {**_offered(here), "flag": tuple(words.indicators())}
        said = {noun: st.query_params.get(noun, "")[:LONGEST] for noun in FILTERS}
        kept = {noun: text for noun, text in said.items() if text and (noun == "search" or text in offered[noun])}
        st.session_state[key] = kept
        if kept:
            focus.relist(here, matching(here))
    found: dict[str, str] = st.session_state[key]
    return found


def matching(here: Seat) -> list[str]:
    """Ids that pass the filters, in the chosen order; without a choice, in order of arrival."""
    wanted = chosen(here)
    parts = wanted.get("search", "").casefold().split()
    found = [
        one
        for one in entries(here.attempt.screen)
        if all(part in one.text for part in parts)
        and wanted.get("chapter") in (None, one.chapter)
        and ("country" not in wanted or wanted["country"] in one.countries)
        and wanted.get("mode") in (None, one.mode)
        and _worked(here, one, wanted)
    ]
    if "sort" in wanted:
        found.sort(key=ORDERS[wanted["sort"]])
    return [one.id for one in found]


def _worked(here: Seat, one: Entry, wanted: dict[str, str]) -> bool:
    """Whether the state of a consignment is the one that the filters ask for."""
    decision = here.attempt.record.decisions.get(one.id)
    lane = None if decision is None else decision.lane
    opened, flags = one.id in here.attempt.record.opened, () if decision is None else decision.flags
    now = {
        UNDECIDED: lane is None,
        LEFT: opened and lane is None,
        UNOPENED: not opened,
        OPENED: opened,
        DECIDED: lane is not None,
        DRAFT: decision is not None and lane is None,
        FLAGGED: bool(flags),
    }
    return (
        ("state" not in wanted or now[wanted["state"]])
        and wanted.get("lane") in (None, lane)
        and ("flag" not in wanted or wanted["flag"] in flags)
    )


def _offered(here: Seat) -> dict[str, Sequence[str]]:
    """What each filter offers in this exercise, except the flags, which depend on what was cited."""
    every, card = entries(here.attempt.screen), here.attempt.card
    return {
        "chapter": sorted({one.chapter for one in every} - {""}),
        "country": sorted({code for one in every for code in one.countries} - {""}),
        "mode": sorted({one.mode for one in every} - {""}),
        "sort": sorts(card),
        "state": STATES,
        "lane": card.lanes,
    }


def _cited(here: Seat) -> list[str]:
    """The flags that are cited somewhere, and the one that is chosen."""
    cited = {flag for one in here.attempt.record.decisions.values() for flag in one.flags}
    cited.add(chosen(here).get("flag", ""))
    return [flag for flag in words.indicators() if flag in cited]


def _choice(here: Seat, noun: str, label: str, options: Sequence[str], shown: Callable[[str], str]) -> None:
    _recall(here, noun)
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


def _recall(here: Seat, noun: str) -> None:
    """Give a widget that is drawn for the first time what was chosen before."""
    if (kept := chosen(here).get(noun)) and _key(here, noun) not in st.session_state:
        st.session_state[_key(here, noun)] = kept


def _count(here: Seat, shown: int, every: int) -> None:
    said = _("{shown} of {every}").format(shown=shown, every=every)
    show(Markup('<span class="rl-muted rl-count" role="status">{}</span>').format(said), width="content")
    st.button(_("Clear"), key=_key(here, "clear-button"), disabled=not chosen(here), on_click=_clear)


def _state_word(choice: str) -> str:
    return {
        UNDECIDED: _("Undecided"),
        LEFT: _("Opened, undecided"),
        UNOPENED: _("Unopened"),
        OPENED: _("Opened"),
        DECIDED: _("Decided"),
        DRAFT: _("Draft"),
        FLAGGED: _("With a flag cited"),
    }[choice]


def _sort_word(choice: str) -> str:
    return {
        "value": _("Value, highest first"),
        "mass": _("Mass, heaviest first"),
        "per_kg": _("Value per kg, highest first"),
        "per_kg_low": _("Value per kg, lowest first"),
        "code": _("HS code"),
        "country": _("Country of destination"),
        "consignee": _("Consignee"),
        "score": _("Engine's score, highest first"),
    }[choice]


def _filter() -> None:
    here = seat()
    said = {noun: st.session_state.get(_key(here, noun)) for noun in FILTERS}
    st.session_state[_key(here, "chosen")] = {noun: str(text).strip() for noun, text in said.items() if text}
    focus.relist(here, matching(here))
    focus.redraw("filters", "queue", "dossier")


def _clear() -> None:
    """Empty all filters; this happens where they are drawn, because a value set here is lost."""
    here = seat()
    st.session_state[_key(here, "clear")] = True
    st.session_state[_key(here, "chosen")] = {}
    focus.relist(here, here.attempt.screen.ids)
    focus.redraw("filters", "queue", "dossier")


def _to_address(here: Seat) -> None:
    """Write what is chosen into the page's address, so that a reload finds it."""
    now = chosen(here)
    for noun in FILTERS:
        if noun in now and st.query_params.get(noun) != now[noun]:
            st.query_params[noun] = now[noun]
        elif noun not in now and noun in st.query_params:
            del st.query_params[noun]


def _key(here: Seat, noun: str) -> str:
    return f"filter-{here.attempt_id}-{noun}"
