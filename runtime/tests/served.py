"""Rasa as a process, and an action server that answers from a script."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom
from typing import Any

import requests
from aiohttp import web
from milepost_runtime import project

SECRET, ACTIONS_SECRET = "rasa-secret", "actions-secret"  # noqa: S105 - of this test only
#: Below those that Linux (from 32768) and macOS (from 49152) give to connections that go out.
PORTS = range(20_000, 32_768)
#: Seconds for whatever is waited for: so long that only what never comes is missed, on a machine that is busy or stands still.
PATIENCE = 120.0


class ScriptedActions:
    """Says the action's name, and keeps what it was asked. `action_deny` fails; `action_goodbye` waits for `go_on`."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        self.asked: list[dict[str, Any]] = []
        self.go_on = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> ScriptedActions:  # noqa: PYI034 - Self came with Python 3.11
        """Start on a free port."""
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    async def _start(self) -> int:
        app = web.Application(client_max_size=2**26)
        app.add_routes([web.post("/webhook", self._answer)])
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def _answer(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {ACTIONS_SECRET}"
        call = await request.json()
        self.asked.append(call)
        name = call["next_action"]
        if name == "action_deny":
            return web.json_response({"error": "broken"}, status=500)
        if name == "action_after":
            await asyncio.to_thread(self.go_on.wait, PATIENCE)
        events = [{"event": "slot", "name": "topic_before", "value": name.removeprefix("action_")}]
        custom = {"topic": name.removeprefix("action_"), "blocks": [], "personal": False}
        return web.json_response({"events": events, "responses": [{"text": name, "custom": custom}]})


@dataclass(frozen=True)
class Served:
    """Where Rasa listens."""

    url: str
    pid: int

    def post(self, path: str, body: Any, secret: str = SECRET, **more: Any) -> requests.Response:
        """Ask it something."""
        headers = {"Authorization": f"Bearer {secret}"}
        return requests.post(f"{self.url}/{path}", json=body, headers=headers, timeout=PATIENCE, **more)


def free_port() -> int:
    """Return a port of the loopback that is free, and that no connection which goes out is given meanwhile."""
    for port in SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as trial, suppress(OSError):
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(("127.0.0.1", port))
            return port
    raise LookupError("no port is free")


@contextmanager
def served_rasa(model: Path, actions: ScriptedActions, home: Path) -> Iterator[Served]:
    """Serve a model until the block ends."""
    port = free_port()
    environment = os.environ | {
        "PYTHONPATH": str(project.CODE.parent),
        "MILEPOST_HOME": str(home),
        "MILEPOST_RASA_SECRET": SECRET,
        "MILEPOST_ACTIONS_SECRET": ACTIONS_SECRET,
        "MILEPOST_ACTIONS_URL": f"http://127.0.0.1:{actions.port}/webhook",
    }
    command = [sys.executable, "-m", "milepost_runtime", "serve", "--model", str(model), "--port", str(port)]
    with (home / "rasa.log").open("w") as log, subprocess.Popen(command, env=environment, stderr=log) as process:  # noqa: S603
        try:
            served = Served(f"http://127.0.0.1:{port}/webhooks/gateway", process.pid)
            _await_ready(served, process)
            yield served
        finally:
            process.terminate()


def _await_ready(served: Served, process: subprocess.Popen[bytes]) -> None:
    over = time.monotonic() + PATIENCE
    while time.monotonic() < over and process.poll() is None:
        try:
            if requests.get(f"{served.url}/ready", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)  # a process that is not there yet has no event to wait for
    raise AssertionError("Rasa was not ready in time")
