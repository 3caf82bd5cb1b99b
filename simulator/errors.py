"""The one error for bad input."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


class InputError(Exception):
    """Input that cannot be used, with every fault found.

    Each fault is one line: it names the place (file, line or row, field) and says what to do. The command line prints
    the faults and ends with exit code 2; a view shows them as a list.
    """

    def __init__(self, faults: Iterable[str] | str) -> None:
        self.faults: list[str] = [faults] if isinstance(faults, str) else list(faults)
        super().__init__("\n".join(self.faults))


def load_all(*loads: Callable[[], Any]) -> list[Any]:
    """The result of each call; ``InputError`` with the faults of all calls, each fault once."""
    results, faults = [], list[str]()
    for load in loads:
        try:
            results.append(load())
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(dict.fromkeys(faults))
    return results
