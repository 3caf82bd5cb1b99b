"""What a risk engine can be blind to, in words."""

from __future__ import annotations

from exercises.language.languages import _
from exercises.language.stories import story_label


def blind_spot_label(name: str) -> str:
    """A typology or a mode of transport in a few words; an unknown name is returned as it is."""
    modes = {"sea": _("sea"), "rail": _("rail"), "road": _("road"), "air": _("air")}
    return modes.get(name) or story_label(name, {})
