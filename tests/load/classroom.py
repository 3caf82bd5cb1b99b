"""A class at once: many trainees at the desk of one server on this machine, each over a websocket of its own.

    python -m tests.load.classroom --trainees 100 200 --seconds 60

starts the app with files of its own, lets the trainees join, open consignments and decide with a mean think time of
five seconds, and says how long the server took for each rerun. Loopback only; it ends by itself. What a browser would
ask for by its own clock (the header's time) is asked for here too.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log1p
from pathlib import Path
from statistics import median

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from exercises.bench.start import redlane_serve, serving, until_healthy
from exercises.classroom import CLASS_CODE
from exercises.views.wire import Conversation, join
from simulator.draws import uniform
from simulator.errors import InputError

MOST_TRAINEES, MOST_SECONDS = 300, 300.0
PATIENCE = 30.0
"""Seconds until a rerun counts as failed."""
LOADS = 3
"""Whole pages that a trainee loads on the way to the desk: list, briefing, desk."""
DECIDES_EVERY = 3
"""One act in so many is a decision, the others open the next consignment (assumption)."""


@dataclass
class Taken:
    """Seconds of each rerun by its kind, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def p(self, kinds: Sequence[str], share: float) -> float:
        """A quantile over these kinds, in milliseconds."""
        every = sorted(value for kind in kinds for value in self.seconds[kind])
        return 1000 * every[min(int(share * len(every)), len(every) - 1)] if every else float("nan")


class Trainee:
    """One trainee: the page's conversation, and the clock of its fragments."""

    def __init__(self, address: str, cookie: str, number: int, taken: Taken) -> None:
        self._address, self._cookie, self._number, self._taken = address, cookie, number, taken
        self._talk = Conversation()
        self._clocks: dict[str, tuple[float, float]] = {}  # fragment: interval, next time
        self._socket: ClientConnection | None = None

    async def play(self, exercise: str, began: asyncio.Event, until: float, think: float) -> None:
        """Join the desk, wait for all to be there, then act until the end."""
        try:
            async with connect(
                f"{self._address.replace('http', 'ws', 1)}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                additional_headers={"Cookie": self._cookie},
                compression=None,
                proxy=None,
                max_size=None,
                open_timeout=PATIENCE,
            ) as self._socket:
                await self._enter(exercise)
                await began.wait()
                await self._work(until, think)
        except (OSError, InputError, TimeoutError) as error:
            self._taken.faults.append(f"trainee {self._number}: {type(error).__name__}: {error}")

    async def _enter(self, exercise: str) -> None:
        await self._rerun("load", self._talk.rerun())
        key = next((key for key in self._talk.buttons if key.startswith(f"enter-{exercise}")), "")
        for name in (key, "to-desk"):
            if name not in self._talk.buttons:
                raise InputError(f"no button {name or exercise} to press")
            await self._rerun("load", self._talk.rerun(self._talk.buttons[name]))

    async def _work(self, until: float, think: float) -> None:
        lots = uniform(self._number, "load.think", 0, 4096)
        for turn in range(len(lots)):
            pause = -think * log1p(-float(lots[turn]))
            wake = min(time.monotonic() + pause, until)
            while (tick := min((at for _every, at in self._clocks.values()), default=wake)) < wake:
                await self._sleep_to(tick)
                await self._tick()
            await self._sleep_to(wake)
            if time.monotonic() >= until:
                return
            await self._act(turn)

    async def _act(self, turn: int) -> None:
        buttons = self._talk.buttons
        lane = next((key for key in buttons if key.startswith("lane-green")), "")
        key = lane if turn % DECIDES_EVERY == DECIDES_EVERY - 1 and lane else "step-1"
        if key in buttons and not buttons[key].disabled:
            await self._rerun("decide" if key == lane else "open", self._talk.rerun(buttons[key]))

    async def _tick(self) -> None:
        """What the browser asks for by its own clock: the fragments that are due."""
        now = time.monotonic()
        for fragment, (every, at) in list(self._clocks.items()):
            if at <= now:
                self._clocks[fragment] = (every, now + every)
                message = BackMsg.FromString(self._talk.rerun())
                message.rerun_script.fragment_id = fragment
                message.rerun_script.is_auto_rerun = True
                await self._rerun("clock", message.SerializeToString())

    async def _rerun(self, kind: str, message: bytes) -> None:
        assert self._socket is not None
        begin = time.perf_counter()
        await self._socket.send(message)
        async with asyncio.timeout(PATIENCE):
            while True:
                data = await self._socket.recv()
                if isinstance(data, bytes):
                    self._heed(ForwardMsg.FromString(data))
                    if self._talk.hear(data):
                        break
        self._taken.seconds[kind].append(time.perf_counter() - begin)

    def _heed(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "auto_rerun":
            every = float(message.auto_rerun.interval)
            self._clocks[message.auto_rerun.fragment_id] = (every, time.monotonic() + every)
        elif message.WhichOneof("type") == "stop_auto_rerun":
            self._clocks.clear()

    async def _sleep_to(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))


async def crowd(address: str, trainees: int, exercise: str, seconds: float, think: float, taken: Taken) -> None:
    """Let so many trainees join, and work for so many seconds once all of them are at their desks."""
    stamp = int(time.time())
    cookies = [
        await asyncio.to_thread(join, address, f"Load {stamp} {number}", CLASS_CODE) for number in range(trainees)
    ]
    began = asyncio.Event()
    players = [Trainee(address, cookie, number, taken) for number, cookie in enumerate(cookies)]
    tasks: list[asyncio.Task[None]] = []
    until = time.monotonic() + MOST_SECONDS
    for number, player in enumerate(players, start=1):  # one after the other, as people come in
        tasks.append(asyncio.create_task(player.play(exercise, began, until, think)))
        while len(taken.seconds["load"]) < LOADS * number and not taken.faults:
            await asyncio.sleep(0.01)
    began.set()
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def resident(process: subprocess.Popen[bytes]) -> float:
    """Memory of a process and its children in MB, on Linux; NaN elsewhere."""
    total = 0.0
    with contextlib.suppress(OSError):
        for status in Path("/proc").glob("[0-9]*/status"):
            text = status.read_text()
            parent = int(text.partition("PPid:")[2].split()[0])
            if int(status.parent.name) == process.pid or parent == process.pid:
                total += int(text.partition("VmRSS:")[2].split()[0]) / 1024 if "VmRSS:" in text else 0.0
    return total or float("nan")


def measure(trainees: int, seconds: float, think: float = 5.0, exercise: str = "night-shift") -> tuple[Taken, float]:
    """Start the app, let the class work, and give the reruns' times and the memory in MB of each further session."""
    if not 1 <= trainees <= MOST_TRAINEES or not 1 <= seconds <= MOST_SECONDS:
        raise InputError(f"1 to {MOST_TRAINEES} trainees for 1 to {MOST_SECONDS:g} seconds")
    warm, taken = Taken(), Taken()
    with (
        tempfile.TemporaryDirectory(prefix="redlane-load-") as folder,
        serving(Path(folder), redlane_serve) as (address, process),
    ):
        until_healthy(address, process)
        asyncio.run(crowd(address, 2, exercise, 4.0, 1.0, warm))
        before = resident(process)
        asyncio.run(crowd(address, trainees, exercise, seconds, think, taken))
        after = resident(process)
    taken.faults += warm.faults
    return taken, (after - before) / trainees


ACTS = ("open", "decide", "clock")
KINDS = {"open": "open the next consignment", "decide": "decide", "clock": "the header's clock", "load": "load a page"}
HEADING = "## A class at once"
PAGE = Path("docs/benchmarks.md")


def section(measured: Mapping[int, Sequence[tuple[Taken, float]]], think: float, exercise: str) -> str:
    """The section of docs/benchmarks.md; `measured`: trainees → what each run took, and its MB a session."""
    lines = [
        HEADING,
        "",
        f"Written by `python -m tests.load.classroom --write`: trainees play {exercise} on one server, each over a",
        f"websocket of its own, with a mean think time of {think:g} s; the driver is on the same machine. Times run",
        "from the message to the end of the rerun, also for reruns that the browser asks for by its own clock. Each",
        "figure is the median of the runs, with the lowest and the highest.",
        "",
        "| Trainees | Runs | Rerun | Number | Median ms | p95 ms | Faults | MB per session |",
        "|---:|---:|---|---:|---:|---:|---:|---:|",
    ]
    rows = [*((KINDS[kind], [kind]) for kind in (*ACTS, "load")), ("all acts at the desk", ACTS)]
    for trainees, runs in measured.items():
        faults, memory = sum(len(taken.faults) for taken, _memory in runs), _span([mb for _taken, mb in runs], 2)
        for name, kinds in rows:
            count = sum(len(taken.seconds[kind]) for taken, _memory in runs for kind in kinds)
            middle, most = (_span([taken.p(kinds, share) for taken, _memory in runs], 0) for share in (0.5, 0.95))
            lines.append(f"| {trainees} | {len(runs)} | {name} | {count:,} | {middle} | {most} | {faults} | {memory} |")
    return "\n".join([*lines, ""])


def _span(values: Sequence[float], digits: int) -> str:
    """The median, and the least and the most where there are several."""
    middle = f"{median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def main() -> None:
    """Measure and print, or write; exit code 1 where anything went wrong."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--trainees", type=int, nargs="+", default=[100, 200])
    words.add_argument("--seconds", type=float, default=60.0)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--think", type=float, default=5.0)
    words.add_argument("--exercise", default="night-shift", help="how the id of one of its exercises begins")
    words.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.as_posix()}")
    asked = words.parse_args()
    measured = {
        trainees: [measure(trainees, asked.seconds, asked.think, asked.exercise) for _run in range(asked.runs)]
        for trainees in asked.trainees
    }
    told = section(measured, asked.think, asked.exercise)
    print(told)
    if asked.write:
        before = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
        PAGE.write_text(f"{before.rstrip()}\n\n{told}", encoding="utf-8")
    faults = [fault for runs in measured.values() for taken, _memory in runs for fault in taken.faults]
    for fault in faults[:10]:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
