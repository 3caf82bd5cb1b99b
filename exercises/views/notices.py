"""Notices after an act: what happened, then each fault on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exercises.views.markup import show


def faults(happened: str, lines: Sequence[str]) -> None:
    """A sentence on what happened and what is safe, then the faults with what to do."""
    listed = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    show(Markup('<div class="rl-fault" role="alert"><p>{}</p><ul>{}</ul></div>').format(happened, listed))


def done(sentence: str) -> None:
    """A sentence on what was done."""
    show(Markup('<p class="rl-done" role="status">{}</p>').format(sentence))
