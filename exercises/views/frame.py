"""The line at the top of every page except the desk, and the pages by name."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import Page

from exercises.language import _
from exercises.store import Person
from exercises.views.markup import show
from exercises.web import at, language

_PAGES = "pages"


def remember(pages: Mapping[str, Page]) -> None:
    """Keep this run's pages, so that links can name them."""
    st.session_state[_PAGES] = dict(pages)


def page(name: str) -> Page:
    """A page by name."""
    pages: dict[str, Page] = st.session_state[_PAGES]
    return pages[name]


def top(person: Person, links: Mapping[str, str], here: str) -> None:
    """House name, links (page name → word), languages, the person's name and Sign out. `here` is the current page."""
    with st.container(key="top", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        show(Markup('<span class="rl-house">Redlane</span>'), width="content")
        for name, word in links.items():
            st.page_link(page(name), label=word, width="content", disabled=name == here)
        show(
            Markup('<div class="rl-person">{}<span>{}</span><a href="{}" target="_self">{}</a></div>').format(
                language.links(), person.name, at("/logout"), _("Sign out")
            )
        )
