"""Serves web applications until a signal says stop."""

import asyncio
import signal
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web

SHUTDOWN_S = 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Listener:
    """An application and where it listens."""

    app: web.Application
    host: str
    port: int


async def serve(listeners: Sequence[Listener]) -> None:
    """Serve all of them; on SIGINT or SIGTERM end what runs and return."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runners = [web.AppRunner(listener.app, access_log=None, shutdown_timeout=SHUTDOWN_S) for listener in listeners]
    try:
        for runner, listener in zip(runners, listeners, strict=True):
            await runner.setup()
            await web.TCPSite(runner, listener.host, listener.port).start()
            log.info("listening", host=listener.host, port=listener.port)
        await stop.wait()
    finally:
        # Those that listen first end first: the webhook must outlive the turns that still call it.
        for runner in runners:
            await runner.cleanup()
