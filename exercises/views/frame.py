"""The line at the top of every page but the desk, and the pages by name."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st
from streamlit.navigation.page import Page

from exercises.language import _
from exercises.store import Person
from exercises.web import language

_PAGES = "pages"


def remember(pages: Mapping[str, Page]) -> None:
    """Keep this run's pages, so that links and switches name them."""
    st.session_state[_PAGES] = dict(pages)


def page(name: str) -> Page:
    """A page by name."""
    pages: dict[str, Page] = st.session_state[_PAGES]
    return pages[name]


def top(person: Person, links: Mapping[str, str], here: str) -> None:
    """House name, links (page name → word), languages, the person's name and Sign out. `here` is the page in view."""
    with st.container(key="top", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.html('<span class="rl-house">Redlane</span>', width="content")
        for name, word in links.items():
            st.page_link(page(name), label=word, width="content", disabled=name == here)
        st.html(
            f'<div class="rl-person">{language.links()}<span>{escape(person.name)}</span>'
            f'<a href="/logout" target="_self">{escape(_("Sign out"))}</a></div>'
        )
