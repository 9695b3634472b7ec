"""Our side: `milepost run`, asked over socket.io as a browser does."""

import asyncio
import json
import subprocess
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import socketio

from bench.processes import Program, free_port

ROOT = Path(__file__).resolve().parents[1]
MILEPOST = ROOT / ".venv" / "bin" / "milepost"
SECRET = "a secret of the benchmark, long enough"  # noqa: S105 - it lives for one run
ANSWER_SECONDS = 60.0
LIMITED_SECONDS = 2.0


class OurSide:
    """The whole product on a port of its own, with the demo marketplace."""

    name = "milepost"

    def __init__(self, home: Path) -> None:
        """Keep everything in `home`."""
        self._home = home
        self.ready_seconds = 0.0
        self._sockets: dict[str, Conversation] = {}

    @property
    def database_url(self) -> str:
        """The database that it keeps, for the other side to read from."""
        return f"sqlite+aiosqlite:///{self._home / 'milepost.db'}"

    async def __aenter__(self) -> Self:
        """Start it and wait until it is ready."""
        port = free_port()
        self._url = f"http://127.0.0.1:{port}"
        self._env = {"MILEPOST_PORT": str(port), "MILEPOST_HOME": str(self._home), "MILEPOST_SECRET": SECRET}
        self._program = Program([MILEPOST, "run"], log=self._home / "run.log", env=self._env, cwd=ROOT)
        self.ready_seconds = self._program.wait_for(f"{self._url}/readyz")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        for conversation in self._sockets.values():
            await conversation.close()
        self._program.stop()

    async def ask(self, text: str, *, account: str, conversation: str) -> tuple[float, str | None]:
        """Ask over the socket; return milliseconds from `say` to the answer's arrival, and its topic."""
        # An account has one conversation with us, however long; `conversation` is the other side's.
        del conversation
        if account not in self._sockets:
            self._sockets[account] = await Conversation.open(self._url, self._token(account))
        return await self._sockets[account].ask(text)

    def resident_mib(self) -> float:
        """Return the resident memory of everything, in MiB."""
        return self._program.resident_mib()

    def _token(self, account: str) -> str:
        done = subprocess.run(
            [MILEPOST, "token", account],
            env={**self._env, "PATH": "/usr/bin:/bin"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()


class Conversation:
    """One browser's socket."""

    def __init__(self, client: socketio.AsyncClient) -> None:
        """Listen for answers on `client`."""
        self._client = client
        self._answer: asyncio.Future[tuple[float, str | None]] | None = None
        client.on("message", self._heard, namespace="/chat")

    @classmethod
    async def open(cls, url: str, token: str) -> "Conversation":
        """Connect as the token's account."""
        client = socketio.AsyncClient()
        conversation = cls(client)
        await client.connect(
            url, headers={"Origin": url}, auth={"token": token}, namespaces=["/chat"], transports=["websocket"]
        )
        return conversation

    async def ask(self, text: str) -> tuple[float, str | None]:
        """Say something and wait for the assistant's answer."""
        while True:
            self._answer = asyncio.get_running_loop().create_future()
            began = time.perf_counter()
            acknowledged = await self._client.call("say", {"id": str(uuid.uuid4()), "text": text}, namespace="/chat")
            if acknowledged["ok"]:
                break
            # Nobody types as fast as this; what the limiter keeps out is asked again and not counted.
            if acknowledged["code"] != "rate_limited":
                raise RuntimeError(json.dumps(acknowledged))
            await asyncio.sleep(LIMITED_SECONDS)
        arrived, topic = await asyncio.wait_for(self._answer, ANSWER_SECONDS)
        return (arrived - began) * 1e3, topic

    async def close(self) -> None:
        """Hang up."""
        await self._client.disconnect()

    async def _heard(self, message: dict[str, Any]) -> None:
        if message["from"]["kind"] == "assistant" and self._answer is not None and not self._answer.done():
            self._answer.set_result((time.perf_counter(), message.get("topic")))
