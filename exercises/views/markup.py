"""The only place where HTML is given to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st
from markupsafe import Markup

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def show(
    html: Markup, into: DeltaGenerator | None = None, width: Literal["stretch", "content"] | int = "stretch"
) -> None:
    """Give HTML to the page; only Markup, so that nothing unescaped gets there."""
    if into is None:
        st.html(html, width=width)
    else:
        into.html(html, width=width)


def script(address: str) -> None:
    """Load a script of this server; the content security policy allows no other, and no line of script in a page."""
    st.html(Markup('<script type="module" src="{}"></script>').format(address), unsafe_allow_javascript=True)
