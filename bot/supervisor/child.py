"""Child: one program that is kept up."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.supervisor.logfile import LogFile

LIFELINE = Path(__file__).with_name("lifeline.py")
STOP_WITHIN_S = 10.0
CHUNK_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, and how to ask whether it is ready (`ready` answers, it does not raise).

    `env` is asked for at every start, for some of it is as of that moment.
    """

    name: str
    command: Sequence[str]
    env: Callable[[], Mapping[str, str]]
    ready: Callable[[], Awaitable[bool]]
    cwd: Path


class Child:
    """A running program in a session of its own, printing into its log."""

    def __init__(self, process: Process, log: LogFile) -> None:
        self._process = process
        self._pump = asyncio.create_task(_pump(process, log))

    @classmethod
    async def start(cls, program: Program, log: LogFile) -> "Child":
        """Start the program, tied to this process: it dies when this process dies."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-S", "-E", str(LIFELINE), "KILL", str(os.getpid())),
            *program.command,
            cwd=program.cwd,
            env=dict(program.env()),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            start_new_session=True,  # Ctrl-C on the terminal is for the supervisor alone
        )
        return cls(process, log)

    @property
    def pid(self) -> int:
        """The process id, which is also the id of its process group."""
        return self._process.pid

    async def ended(self) -> int:
        """Wait until the program has ended by itself; return its exit code, below 0 the signal's that ended it."""
        code = await self._process.wait()
        await self._clear()
        return code

    async def stop(self, within_s: float = STOP_WITHIN_S) -> None:
        """Ask it to end; end it and whatever it started when it has not done so in time."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), within_s)
        await self._clear()

    async def _clear(self) -> None:
        """Kill what is left of the process group, and read the last that was printed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        await self._process.wait()
        await self._pump


async def _pump(process: Process, log: LogFile) -> None:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    while chunk := await process.stdout.read(CHUNK_BYTES):
        log.write(chunk)
