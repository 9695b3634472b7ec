"""A page or a console as the gateway sees one: a browser on our own origin, and its socket to `/call`."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import socketio

from bot.gateway.call.protocol import NAMESPACE, SERVER_EVENTS
from tests.patience import PATIENCE_S


class Caller:
    """Connects to `/call`, does things, and keeps what it is told."""

    def __init__(self, url: str, http: aiohttp.ClientSession | None = None, *, origin: str | None = None) -> None:
        self.url = url
        self.told: list[tuple[str, Any]] = []
        self.refusal: Any = None
        self._own = http is None
        self.http = http or aiohttp.ClientSession(headers={"Origin": origin or url})
        self.socket = self._socket()
        self._news = asyncio.Condition()

    async def connect(self, *, at: str | None = None, **auth: Any) -> "Caller":
        url = at or self.url
        await self.socket.connect(
            url,
            auth=auth or None,
            headers={"Origin": url},
            namespaces=[NAMESPACE],
            transports=["websocket"],
            wait_timeout=PATIENCE_S,
        )
        await self.hears("welcome")
        return self

    async def reconnect(self, *, at: str | None = None, **auth: Any) -> None:
        """Come back as a page does whose connection was lost."""
        await self.socket.disconnect()
        session = auth or {"session": self.welcome["session"]}
        self.told.clear()
        self.socket = self._socket()
        await self.connect(at=at, **session)

    async def vanish(self) -> None:
        """Go as a crashed browser does, without a word."""
        await self.socket.eio.ws.close()
        await self.socket.disconnect()

    async def leave(self) -> None:
        await self.socket.disconnect()
        if self._own:
            await self.http.close()

    async def sends(self, event: str, data: Any = None) -> Any:
        return await self.socket.call(event, data, namespace=NAMESPACE, timeout=PATIENCE_S)

    async def does(self, event: str, **data: Any) -> Any:
        """Send what must be allowed, and return its result."""
        answer = await self.sends(event, data)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, event: str, **data: Any) -> str:
        """Send what must be refused, and return the code."""
        answer = await self.sends(event, data)
        assert not answer["ok"], answer
        return answer["code"]

    async def hears(self, event: str, fits: Callable[[Any], Any] = lambda _: True) -> Any:
        """Wait for an event that fits, whenever it came, and return the last such payload."""
        return await self._until(lambda: [payload for payload in self.heard(event) if fits(payload)][-1:])

    async def sees(self, state: str, fits: Callable[[Any], Any] = lambda _: True) -> Any:
        """Wait until the newest call_state is this one."""
        return await self._until(
            lambda: [told for told in self.heard("call_state")[-1:] if told["state"] == state and fits(told)]
        )

    def heard(self, event: str) -> list[Any]:
        return [payload for name, payload in self.told if name == event]

    @property
    def welcome(self) -> Any:
        return self.heard("welcome")[-1]

    async def _until(self, found: Callable[[], list[Any]]) -> Any:
        async with asyncio.timeout(PATIENCE_S), self._news:
            while not (result := found()):
                await self._news.wait()
            return result[-1]

    def _socket(self) -> socketio.AsyncClient:
        socket = socketio.AsyncClient(reconnection=False, http_session=self.http)
        for event in SERVER_EVENTS:
            socket.on(event, self._hear(event), namespace=NAMESPACE)
        socket.on("connect_error", self._refused, namespace=NAMESPACE)
        socket.on("disconnect", self._hear("disconnect"), namespace=NAMESPACE)
        return socket

    def _hear(self, event: str) -> Any:
        async def hear(payload: Any = None) -> None:
            async with self._news:
                self.told.append((event, payload))
                self._news.notify_all()

        return hear

    async def _refused(self, data: Any) -> None:
        self.refusal = data
