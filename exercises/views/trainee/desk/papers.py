"""The documents of the open consignment, each as a sheet of paper; and the way to print them."""

from __future__ import annotations

from html import escape

from exercises.dossier import Sheet
from exercises.language import _
from exercises.web import address


def html(attempt_id: str, declaration_id: str, sheets: tuple[Sheet, ...], offered: bool) -> str:
    """The sheets, two abreast; without any, what to do. ``offered``: documents can be asked for in this exercise."""
    if not sheets:
        said = _("Documents have not been asked for.") if offered else _("This exercise shows the declaration only.")
        return f'<p class="rl-empty">{escape(said)}</p>'
    link = (
        f'<p><a href="{escape(address(attempt_id, declaration_id))}" target="_blank" rel="noopener">'
        f"{escape(_('Print view'))}</a></p>"
    )
    return f'{link}<div class="rl-papers">{"".join(sheet.html for sheet in sheets)}</div>'
