"""Keeper: keeps one program up, starting it again after a growing pause."""

import asyncio
import contextlib
import signal
import time
from dataclasses import dataclass

from bot.errors import Refused
from bot.supervisor.child import STOP_WITHIN_S, Child, Program
from bot.supervisor.console import Console
from bot.supervisor.logfile import LogFile

TAIL_LINES = 5
MISUSED = 2  # the exit code of a program that was given what it cannot work with


class WillNotStart(Refused):
    """A program has said of what it was given that it cannot work with it; no further start would help."""

    code = "will_not_start"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds."""

    pause_first: float = 0.5
    pause_most: float = 10.0
    healthy_after: float = 30.0  # up for so long, a program is forgiven its earlier ends
    ready_within: float = 180.0
    ask_every: float = 0.25
    stop_within: float = STOP_WITHIN_S


class Keeper:
    """Keeps one program up until it is cancelled. `ready` is set while the program says that it is."""

    def __init__(self, program: Program, log: LogFile, console: Console, patience: Patience) -> None:
        self.program = program
        self.ready = asyncio.Event()
        self._was_ready = False
        self._log = log
        self._console = console
        self._patience = patience

    async def keep_up(self) -> None:
        """Start the program again and again, for ever. Raises WillNotStart."""
        pause = self._patience.pause_first
        while True:
            began = time.monotonic()
            how = await self._run_once()
            if time.monotonic() - began >= self._patience.healthy_after:
                pause = self._patience.pause_first
            self._console.say(f"{self.program.name} {how}; starting it again in {pause:g} s. Log: {self._log.path}")
            for line in self._log.tail(TAIL_LINES):
                self._console.say(f"  | {line}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._patience.pause_most)

    async def _run_once(self) -> str:
        """Run the program until it ends, or until it has not become ready in time; say which. Raises WillNotStart."""
        child = await Child.start(self.program, self._log)
        getting_ready = asyncio.create_task(self._get_ready())
        ended = asyncio.create_task(child.ended())
        try:
            await asyncio.wait({getting_ready, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done() and not getting_ready.result():
                return f"was not ready within {self._patience.ready_within:g} s"
            return self._told(await ended)
        finally:
            self.ready.clear()
            for task in (getting_ready, ended):
                task.cancel()
            await asyncio.gather(getting_ready, ended, return_exceptions=True)
            await asyncio.shield(child.stop(self._patience.stop_within))

    def _told(self, code: int) -> str:
        """Say how the program has ended. Raises WillNotStart."""
        if code == MISUSED and not self._was_ready:
            last = "".join(self._log.tail(1)).removeprefix("error: ")
            raise WillNotStart(last or f"{self.program.name} cannot be started. Log: {self._log.path}")
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    async def _get_ready(self) -> bool:
        """Ask until the program says that it is ready; tell whether it did in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience.ready_within):
                while not await self.program.ready():  # noqa: ASYNC110 - another process cannot set an event
                    await asyncio.sleep(self._patience.ask_every)
                self.ready.set()
                self._was_ready = True
        return self.ready.is_set()
