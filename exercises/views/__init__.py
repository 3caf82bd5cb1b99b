"""The pages in the browser. Streamlit is imported here and in app.py alone."""

from __future__ import annotations

from exercises.views import settled
from exercises.views.wire import Trainee

__all__ = ["Trainee", "settled"]
