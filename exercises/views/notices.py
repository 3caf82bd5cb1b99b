"""Notices after an act: what happened, then each fault on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from exercises.views.markup import show

# From the root down to the last slash; not the slashes of an address on the web, or of "and/or".
_FOLDERS = re.compile(r"(?<![\w/:.])(?:[A-Za-z]:\\|/)(?:[^\s/\\:,;'\"]+[/\\])+")


def faults(happened: str, lines: Sequence[str]) -> None:
    """A sentence on what happened and what is safe, then the faults with what to do."""
    listed = Markup("").join(Markup("<li>{}</li>").format(without_folders(line)) for line in lines)
    show(Markup('<div class="rl-fault" role="alert"><p>{}</p><ul>{}</ul></div>').format(happened, listed))


def without_folders(line: str) -> str:
    """A fault that names files by their names alone: where they lie on the server concerns nobody at a page."""
    return _FOLDERS.sub("", line)


def done(sentence: str) -> None:
    """A sentence on what was done."""
    show(Markup('<p class="rl-done" role="status">{}</p>').format(sentence))
