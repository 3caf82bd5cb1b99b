"""The workers: processes of this machine, or of a Dask cluster."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import contextmanager

from loky import ProcessPoolExecutor

from simulator.errors import InputError

_AGAIN = "run the same command again to resume; fewer workers take less memory"
_PATIENCE = 10  # seconds to wait for the cluster's answer


@contextmanager
def processes(count: int) -> Iterator[Executor | None]:
    """``count`` processes of this machine; one is this process itself.

    They come from loky: those of the standard library would run the calling script again.
    """
    if count == 1:
        yield None
        return
    pool = ProcessPoolExecutor(count, initializer=_leave_stopping_to_the_parent)
    try:
        yield pool
    except BrokenExecutor as error:
        raise InputError(f"a worker died, perhaps because memory ran out; {_AGAIN}") from error
    finally:
        pool.shutdown(wait=True)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of the Dask scheduler at an address (``tcp://host:port``). ``InputError`` if there is none."""
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.core import CommClosedError
    except ImportError as error:
        raise InputError("--cluster needs Dask; install it: pip install 'redlane[cluster]'") from error
    try:
        client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"--cluster {address}: no Dask scheduler answers there; give its tcp://host:port") from error
    with client:
        try:
            yield client.get_executor()  # type: ignore[no-untyped-call]
        except (KilledWorker, CommClosedError, CancelledError) as error:
            raise InputError(f"--cluster {address}: its scheduler or a worker is gone; {_AGAIN}") from error


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
