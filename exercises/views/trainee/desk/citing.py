"""Cite a red flag: by search, or at the fact that can show it.

A fact of the dossier names its fields. The script offers there all flags that these fields can show in this exercise,
whether they are true of the consignment or not, and sends back which flags are cited now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import streamlit as st
from markupsafe import Markup

from exercises.design import by_field, first_fields
from exercises.language import _, languages
from exercises.record import Decision
from exercises.views import words
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus, limits, saving


def choice(here: Seat, decision: Decision, closed: bool) -> None:
    """The cited flags, and a search among all that the exercise offers."""
    cited = tuple(flag for flag in decision.flags if flag not in here.attempt.card.flags)
    labels = _labels(languages.current(), (*here.attempt.card.flags, *cited))
    key = saving.widget("flags", here, decision.declaration_id)
    if tuple(st.session_state.get(key, ())) != decision.flags:  # cited at the fact, or in another tab
        st.session_state[key] = list(decision.flags)
    st.multiselect(
        _("Red flags seen"),
        list(labels),
        format_func=labels.__getitem__,
        placeholder=_("Red flags seen: click a fact, or type to find one"),
        wrap=True,
        filter_mode="contains",
        select_all=False,  # Enter would cite every match
        key=key,
        on_change=saving.save,
        args=(decision.declaration_id,),
        label_visibility="collapsed",
        disabled=closed,
    )


def stand(decision: Decision, closed: bool) -> Markup:
    """For the script: what is cited now, and on what; nothing to cite on where the decision is closed."""
    return Markup('<span class="rl-data" data-cited="{}" data-on="{}"></span>').format(
        " ".join(decision.flags), "" if closed else decision.declaration_id
    )


@st.fragment(key="cite")
def bridge() -> None:
    """For the script: which flags each field can show, and the field through which it sends what is cited."""
    here = seat()
    show(_offer(languages.current(), here.attempt.card.flags))
    key = f"cite-{here.attempt_id}"
    with st.container(key="cite-bridge"):
        st.text_input("cite", key=key, on_change=_cite, args=(key,), label_visibility="collapsed")


@lru_cache(maxsize=64)
def _labels(_language: str, offered: tuple[str, ...]) -> Mapping[str, str]:
    """Words of the flags that can be cited: those that the exercise offers, and those cited before it offered fewer."""
    return MappingProxyType({name: words.indicator_in_family(name) for name in offered})


@lru_cache(maxsize=64)
def _offer(_language: str, offered: tuple[str, ...]) -> Markup:
    fields = by_field(offered)
    told = {
        flag: {"label": words.indicator(flag), "limit": limits.of_flag(flag), "marks": first_fields().get(flag, ())}
        for flag in offered
    }
    return Markup('<span class="rl-data" data-offer="{}" data-words="{}" data-cite="{}"></span>').format(
        json.dumps(dict(fields)), json.dumps(told, ensure_ascii=False), _("Red flags that this fact can show")
    )


def _cite(key: str) -> None:
    """Cite what the script sent: the consignment, a number that makes each message another one, the flags."""
    here = seat()
    name, _number, *flags = str(st.session_state.get(key) or "").split() or [""]
    offered = {*here.attempt.card.flags, *saving.standing(here, name).flags}
    if name and name == focus.current(here):
        saving.cite(name, tuple(flag for flag in flags if flag in offered))
