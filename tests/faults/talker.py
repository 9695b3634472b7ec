"""A browser as the faults test needs it: it keeps what was not acknowledged, comes back, and asks for the rest."""

import asyncio
import contextlib
import uuid
from typing import Any

import aiohttp
import socketio

from tests.patience import PATIENCE_S

ACK_SECONDS = 10.0  # then it is said again
AGAIN_SECONDS = 0.25


class Talker:
    """One person's browser. It sends one message at a time, with one id however often it must try."""

    def __init__(self, url: str, auth: dict[str, Any]) -> None:
        self.url, self.auth = url, auth
        self.messages: dict[int, dict[str, Any]] = {}
        self.doubled: list[int] = []
        self.conversation: str | None = None
        self._client: socketio.AsyncClient | None = None
        # One for all its sockets: a client that cannot connect would leave its own open.
        self._http = aiohttp.ClientSession()
        self._changed = asyncio.Event()

    @property
    def last_seq(self) -> int:
        """The last seq up to which nothing is missing."""
        seq = 0
        while seq + 1 in self.messages:
            seq += 1
        return seq

    async def say(self, text: str) -> int:
        """Say it, until it is acknowledged. Returns its seq."""
        identity = str(uuid.uuid4())
        while True:
            with contextlib.suppress(socketio.exceptions.SocketIOError, asyncio.TimeoutError):
                client = await self._connected()
                ack = await client.call("say", {"id": identity, "text": text}, namespace="/chat", timeout=ACK_SECONDS)
                assert ack["ok"], ack
                return ack["result"]["seq"]
            await asyncio.sleep(AGAIN_SECONDS)

    async def hears(self, seq: int, *, within: float) -> None:
        """Wait until the message `seq` of this browser is answered."""
        async with asyncio.timeout(within):
            while not self.answers_to(seq):
                self._changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), 1.0)
                if self._client is None or not self._client.connected:
                    with contextlib.suppress(socketio.exceptions.SocketIOError):
                        await self._connected()

    def answers_to(self, seq: int) -> list[dict[str, Any]]:
        """Return what the assistant answered to `seq`."""
        return [
            message
            for message in self.messages.values()
            if message["from"]["kind"] == "assistant" and message.get("reply_to") == seq
        ]

    async def everything(self) -> list[tuple[int, str, str]]:
        """Return the whole history as the server tells it to a new browser."""
        newcomer = Talker(self.url, self.auth)
        client = await newcomer._connected()
        while newcomer.messages and min(newcomer.messages) > 1:
            page = await client.call("history", {"before": min(newcomer.messages), "limit": 100}, namespace="/chat")
            for message in page["result"]["messages"]:
                newcomer._take(message)
        await newcomer.leave()
        return newcomer.history()

    def history(self) -> list[tuple[int, str, str]]:
        """Return what this browser has, in order."""
        return [(seq, said["from"]["kind"], said["text"]) for seq, said in sorted(self.messages.items())]

    async def leave(self) -> None:
        """Hang up."""
        if self._client is not None:
            await self._client.disconnect()
        await self._http.close()

    async def _connected(self) -> socketio.AsyncClient:
        if self._client is not None and self._client.connected:
            return self._client
        if self._client is not None:
            await self._client.disconnect()
        client = socketio.AsyncClient(reconnection=False, http_session=self._http)
        welcomed = asyncio.Event()

        def welcome(data: dict[str, Any]) -> None:
            self.auth = {**self.auth, **({"visitor": data["visitor"]} if data.get("visitor") else {})}
            self.conversation = data["conversation"]
            for message in data["messages"]:
                self._take(message)
            welcomed.set()

        client.on("welcome", welcome, namespace="/chat")
        client.on("message", self._take, namespace="/chat")
        after = {"after": self.last_seq} if self.last_seq else {}
        await client.connect(
            self.url,
            headers={"Origin": self.url},
            auth={**self.auth, **after},
            namespaces=["/chat"],
            transports=["websocket"],
            wait_timeout=PATIENCE_S,
        )
        self._client = client
        await asyncio.wait_for(welcomed.wait(), PATIENCE_S)
        return client

    def _take(self, message: dict[str, Any]) -> None:
        known = self.messages.setdefault(message["seq"], message)
        if known != message:
            self.doubled.append(message["seq"])
        self._changed.set()
