"""How the tests of commands run one: the arguments go in; exit code, output and errors come out."""

from __future__ import annotations

from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]
