"""What went wrong, said once: what happened, then each fault on its line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def faults(happened: str, lines: Sequence[str]) -> None:
    """A sentence on what happened and what is safe, and the faults with what to do."""
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    st.html(f'<div class="rl-fault" role="alert"><p>{escape(happened)}</p><ul>{listed}</ul></div>')


def done(sentence: str) -> None:
    """A sentence on what was done."""
    st.html(f'<p class="rl-done" role="status">{escape(sentence)}</p>')
