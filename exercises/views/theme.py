"""The house's stylesheet, injected once a run; colours follow the browser's light or dark through `light-dark()`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

STYLESHEET = Path(__file__).parent / "redlane.css"


@cache
def _sheet() -> str:
    return f"<style>{STYLESHEET.read_text(encoding='utf-8')}</style>"


def apply() -> None:
    """Put the stylesheet on the page. Without body content it takes no room in the layout."""
    st.html(_sheet())
