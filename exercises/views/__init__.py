"""The pages in the browser. Only this room and app.py import Streamlit."""

from __future__ import annotations

from exercises.views import settled
from exercises.views.wire import Trainee

__all__ = ["Trainee", "settled"]
