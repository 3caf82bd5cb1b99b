"""The house's stylesheet, added once in each run; `light-dark()` follows the light or dark setting of the browser."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

from exercises.views import markup

STYLESHEET = Path(__file__).parent / "redlane.css"


@cache
def _sheet() -> Markup:
    return Markup("<style>{}</style>").format(Markup(STYLESHEET.read_text(encoding="utf-8")))


def apply() -> None:
    """Put the stylesheet on the page. It has no body content, so it takes no room in the layout."""
    markup.show(_sheet())
