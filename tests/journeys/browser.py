"""A browser as the gateway sees one: a real socket.io client with an Origin header."""

import asyncio
from typing import Any
from uuid import uuid4

import aiohttp
import socketio

from tests.patience import PATIENCE_S


class Browser:
    """Connects to `/chat`, says things, and keeps what it is told."""

    def __init__(self, url: str, *, origin: str | None, transports: tuple[str, ...] = ("websocket",)) -> None:
        self._url = url
        self._headers = {} if origin is None else {"Origin": origin}
        self._transports = list(transports)
        # The library's client leaves its headers out of polls; a session of our own brings them.
        self._http = aiohttp.ClientSession(headers=self._headers)
        self.socket = socketio.AsyncClient(reconnection=False, http_session=self._http)
        self.told: list[tuple[str, Any]] = []
        self.refusal: Any = None
        self._news = asyncio.Condition()
        for event in ("welcome", "message", "state", "typing", "beat"):
            self.socket.on(event, self._hear(event), namespace="/chat")
        self.socket.on("connect_error", self._refused, namespace="/chat")
        self.socket.on("disconnect", self._hear("disconnect"), namespace="/chat")

    async def connect(self, **auth: Any) -> None:
        await self.socket.connect(
            self._url,
            auth=auth or None,
            namespaces=["/chat"],
            transports=self._transports,
            wait_timeout=PATIENCE_S,
        )
        await self.hears("welcome")

    async def leave(self) -> None:
        await self.socket.disconnect()
        await self._http.close()

    async def say(self, text: str, **payload: Any) -> dict[str, Any]:
        return await self.sends("say", {"id": str(uuid4()), "text": text, **payload})

    async def sends(self, event: str, data: Any = None) -> Any:
        return await self.socket.call(event, data, namespace="/chat", timeout=PATIENCE_S)

    async def hears(self, event: str, number: int = 1) -> Any:
        """Wait for the `number`th event of this name and return its payload."""
        return (await self._until(lambda: self.heard(event)[number - 1 : number]))[0]

    async def reads(self, number: int) -> list[dict[str, Any]]:
        """Wait until `number` messages are in the thread and return them, by seq."""
        return await self._until(lambda: self.thread if len(self.thread) >= number else None)

    async def answered(self, number: int = 1) -> dict[str, Any]:
        """Wait for the `number`th answer of the assistant."""

        def found() -> dict[str, Any] | None:
            answers = [message for message in self.thread if message["from"]["kind"] == "assistant"]
            return answers[number - 1] if len(answers) >= number else None

        return await self._until(found)

    def heard(self, event: str) -> list[Any]:
        return [payload for name, payload in self.told if name == event]

    @property
    def welcome(self) -> dict[str, Any]:
        return self.heard("welcome")[-1]

    @property
    def arrivals(self) -> list[dict[str, Any]]:
        """Every message in the order in which it came, repeated ones too."""
        return [
            message
            for name, payload in self.told
            if name in {"welcome", "message"}
            for message in (payload["messages"] if name == "welcome" else [payload])
        ]

    @property
    def thread(self) -> list[dict[str, Any]]:
        """The conversation as a widget shows it: one message per seq, the last one counts."""
        return [message for _, message in sorted({each["seq"]: each for each in self.arrivals}.items())]

    async def _until(self, found: Any) -> Any:
        async with asyncio.timeout(PATIENCE_S), self._news:
            while not (result := found()):
                await self._news.wait()
            return result

    def _hear(self, event: str) -> Any:
        async def hear(payload: Any = None) -> None:
            async with self._news:
                self.told.append((event, payload))
                self._news.notify_all()

        return hear

    async def _refused(self, data: Any) -> None:
        self.refusal = data
