"""The documents of the open consignment, each as a sheet of paper; and the way to print them."""

from __future__ import annotations

from markupsafe import Markup

from exercises.dossier import Sheet
from exercises.language import _
from exercises.web import address


def html(attempt_id: str, declaration_id: str, sheets: tuple[Sheet, ...], offered: bool) -> Markup:
    """The sheets, two in a row; without any, what to do. ``offered``: documents can be requested in this exercise."""
    if not sheets:
        said = _("Documents have not been asked for.") if offered else _("This exercise shows the declaration only.")
        return Markup('<p class="rl-empty">{}</p>').format(said)
    link = Markup('<p><a href="{}" target="_blank" rel="noopener">{}</a></p>').format(
        address(attempt_id, declaration_id), _("Print view")
    )
    return Markup('{}<div class="rl-papers">{}</div>').format(link, Markup("").join(sheet.html for sheet in sheets))
