"""Drives Debian's Firefox by WebDriver BiDi (w3.org/TR/webdriver-bidi): what these tests need of it, over one WebSocket.

Playwright drives a Firefox of its own making only, which comes by no package registry.
"""

import asyncio
import itertools
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.patience import PATIENCE_S

NAMES = ("firefox-esr", "firefox")
START_S, COMMAND_S = 120, 2 * PATIENCE_S
LISTENS = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
MOST_BYTES = 64 * 2**20

#: A person's settings: a made-up camera and microphone that may be used, a dark system, nothing that calls home.
SETTINGS: dict[str, bool | int | str] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,
    # A computer with a mouse, which a browser without a screen does not take itself for.
    "ui.primaryPointerCapabilities": 6,
    "ui.allPointerCapabilities": 6,
    "ui.systemUsesDarkTheme": 1,
    "ui.prefersReducedMotion": 1,
    "dom.disable_open_during_load": False,
    "intl.accept_languages": "en-US",
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class BidiError(Exception):
    """Firefox refused a command."""


def firefox_path() -> str | None:
    """Return the executable of this machine's Firefox, if it has one."""
    named = os.environ.get("MILEPOST_FIREFOX")  # noqa: TID251 - it is about this machine, not the application
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def firefox(executable: str, place: Path) -> AsyncIterator["Firefox"]:
    """Start a Firefox with a profile of its own in `place`, and stop it afterwards."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in SETTINGS.items()]
    (place / "user.js").write_text("".join(lines), "utf-8")
    process = await asyncio.create_subprocess_exec(
        executable, "--headless", "--no-remote", "--profile", str(place), "--remote-debugging-port", "0",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "HOME": str(place), "TZ": "Europe/Berlin", "MOZ_CRASHREPORTER_DISABLE": "1"},  # noqa: TID251 - as above
    )  # fmt: skip
    try:
        async with asyncio.timeout(START_S):
            address = await _address(process.stderr)
        drain = asyncio.create_task(process.stderr.read())
        async with (
            ClientSession() as client,
            client.ws_connect(f"{address}/session", max_msg_size=MOST_BYTES) as socket,
        ):
            browser = Firefox(socket)
            await browser.send("session.new", capabilities={})
            await browser.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
            yield browser
            browser.stop()
        drain.cancel()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(said: asyncio.StreamReader) -> str:
    while line := await said.readline():
        if found := LISTENS.search(line):
            return found[1].decode()
    raise BidiError("Firefox ended before it listened")


class Firefox:
    """One running Firefox: commands out, answers and events in."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._awaited: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: list[Callable[[str, dict[str, Any]], None]] = []
        self._reading = asyncio.create_task(self._read())

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its result."""
        number = next(self._numbers)
        self._awaited[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(COMMAND_S):
            return await self._awaited[number]

    def listen(self, listener: Callable[[str, dict[str, Any]], None]) -> None:
        self._listeners.append(listener)

    def stop(self) -> None:
        self._reading.cancel()

    async def _read(self) -> None:
        async for frame in self._socket:
            if frame.type is not WSMsgType.TEXT:
                return
            heard = frame.json()
            if heard["type"] == "event":
                for listener in self._listeners:
                    listener(heard["method"], heard["params"])
            elif (answer := self._awaited.pop(heard["id"], None)) and not answer.done():
                if heard["type"] == "success":
                    answer.set_result(heard["result"])
                else:
                    answer.set_exception(BidiError(f"{heard['error']}: {heard['message']}"))
