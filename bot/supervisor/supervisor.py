"""Supervisor: several programs, kept up until a signal says stop."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.errors import Refused
from bot.supervisor.child import Program
from bot.supervisor.console import Console
from bot.supervisor.keeper import Keeper, Patience
from bot.supervisor.logfile import LogFile


class NeverReady(Refused):
    """Not everything became ready in time."""

    code = "never_ready"


async def supervise(
    programs: Sequence[Program],
    *,
    logs: Path,
    console: Console,
    when_ready: Callable[[], None],
    patience: Patience = Patience(),  # noqa: B008 - frozen
) -> None:
    """Keep the programs up until SIGINT or SIGTERM; then stop them all.

    `when_ready` is called once, when all are ready for the first time. Raises NeverReady when that
    does not come within `patience.ready_within`, and WillNotStart when a program refuses what it was given.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    files = [LogFile(logs / f"{program.name}.log") for program in programs]
    keepers = [Keeper(program, file, console, patience) for program, file in zip(programs, files, strict=True)]
    stopping = asyncio.create_task(stop.wait())
    tasks = [asyncio.create_task(keeper.keep_up()) for keeper in keepers]
    try:
        await _all_ready(keepers, tasks, stopping, console, patience)
        if not stop.is_set() and not any(task.done() for task in tasks):
            when_ready()
            await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        console.say("Stopping ...")
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        for file in files:
            file.close()
    for error in ended:
        if isinstance(error, Exception):
            raise error


async def _all_ready(
    keepers: Sequence[Keeper],
    tasks: Sequence[asyncio.Task[None]],
    stopping: "asyncio.Task[bool]",
    console: Console,
    patience: Patience,
) -> None:
    """Wait until all are ready, or until it is time to stop. Raises NeverReady."""
    ready = asyncio.create_task(_each_ready(keepers))
    awaited: set[asyncio.Future[Any]] = {ready, stopping, *tasks}
    loop = asyncio.get_running_loop()
    until = loop.time() + patience.ready_within
    try:
        while loop.time() < until:
            console.waiting(_missing(keepers))
            done, _ = await asyncio.wait(awaited, timeout=console.every_s, return_when=asyncio.FIRST_COMPLETED)
            if done:
                return
        raise NeverReady(f"{_missing(keepers)} did not become ready within {patience.ready_within:g} s.")
    finally:
        ready.cancel()


async def _each_ready(keepers: Sequence[Keeper]) -> None:
    for keeper in keepers:
        await keeper.ready.wait()


def _missing(keepers: Sequence[Keeper]) -> str:
    return " and ".join(keeper.program.name for keeper in keepers if not keeper.ready.is_set())
