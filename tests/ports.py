"""Free ports for the servers of the tests."""

from __future__ import annotations

import os
import socket
from itertools import count

_FIRST, _EACH = 20_000, 1_000
_numbers = count()


def free_port() -> int:
    """A free loopback port that no other test worker is given.

    The operating system's own free port can be taken again before our server binds it. So each worker has a range of
    its own, below the range from which the system gives ports to clients (Linux: from 32768).
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for number in _numbers:
        port = _FIRST + worker % 10 * _EACH + (os.getpid() + number) % _EACH
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("unreachable: count() does not end")
