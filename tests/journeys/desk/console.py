"""A console as the gateway sees one: a browser that signs in over HTTP, and its socket."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import aiohttp
import socketio

from bot.gateway.desk.protocol import NAMESPACE, SERVER_EVENTS
from tests.patience import PATIENCE_S


class Console:
    """Signs in, connects to `/desk`, does things, and keeps what it is told."""

    def __init__(self, url: str, *, origin: str | None = None) -> None:
        self.url = url
        self.told: list[tuple[str, Any]] = []
        self.refusal: Any = None
        self.csrf = ""
        # The server's address is a number, and a careful jar keeps no cookies for those.
        self.http = aiohttp.ClientSession(
            headers={"Origin": url if origin is None else origin}, cookie_jar=aiohttp.CookieJar(unsafe=True)
        )
        self.socket = self._socket()
        self._news = asyncio.Condition()

    async def sign_in(self, handle: str, password: str) -> tuple[int, Any]:
        async with self.http.post(
            f"{self.url}/desk/sign-in", json={"handle": handle, "password": password}
        ) as response:
            body = await response.json()
            self.csrf = body.get("csrf", "")
            return response.status, body

    async def me(self) -> tuple[int, Any]:
        async with self.http.get(f"{self.url}/desk/me") as response:
            return response.status, await response.json()

    async def sign_out(self, csrf: str | None = None) -> tuple[int, Any]:
        headers = {"X-CSRF-Token": self.csrf if csrf is None else csrf}
        async with self.http.post(f"{self.url}/desk/sign-out", headers=headers) as response:
            return response.status, await response.json()

    async def connect(self, *, at: str | None = None, auth: Any = "csrf") -> None:
        """Connect; to another gateway with the same cookie where one is given."""
        url = at or self.url  # cookies know no ports
        await self.socket.connect(
            url,
            auth={"csrf": self.csrf} if auth == "csrf" else auth,
            headers={"Origin": url},
            namespaces=[NAMESPACE],
            transports=["websocket"],
            wait_timeout=PATIENCE_S,
        )
        await self.hears("welcome")

    async def reconnect(self, *, at: str | None = None) -> None:
        """Come back as a reloaded page does."""
        await self.socket.disconnect()
        self.told.clear()
        self.socket = self._socket()
        await self.connect(at=at)

    async def leave(self) -> None:
        await self.socket.disconnect()
        await self.http.close()

    async def sends(self, event: str, data: Any = None) -> Any:
        return await self.socket.call(event, data, namespace=NAMESPACE, timeout=PATIENCE_S)

    async def does(self, event: str, **data: Any) -> Any:
        """Send what must be allowed, and return its result."""
        answer = await self.sends(event, data)
        assert answer["ok"], answer
        return answer["result"]

    async def says(self, conversation: str, text: str) -> Any:
        return await self.does("say", conversation=conversation, id=str(uuid4()), text=text)

    async def hears(self, event: str, fits: Callable[[Any], Any] = lambda _: True) -> Any:
        """Wait for an event that fits, whenever it came, and return the last such payload."""

        def found() -> list[Any]:
            return [payload for payload in self.heard(event) if fits(payload)]

        async with asyncio.timeout(PATIENCE_S), self._news:
            while not found():
                await self._news.wait()
            return found()[-1]

    async def reads(self, conversation: str, text: str) -> dict[str, Any]:
        """Wait until a message stands in a conversation, whether it was told alone or with the view of it."""

        def found() -> list[dict[str, Any]]:
            return [message for message in self.thread(conversation) if message["text"] == text]

        async with asyncio.timeout(PATIENCE_S), self._news:
            while not found():
                await self._news.wait()
            return found()[0]

    def heard(self, event: str) -> list[Any]:
        return [payload for name, payload in self.told if name == event]

    def thread(self, conversation: str) -> list[dict[str, Any]]:
        """The messages of a conversation as this console was told them, each number once, in their order."""
        views = [view for name, view in self.told if name == "conversation"]
        for welcome in self.heard("welcome"):
            views += welcome["conversations"]
        said = {m["seq"]: m for view in views if view["conversation"] == conversation for m in view["messages"]}
        said |= {m["seq"]: m for m in self.heard("message") if m["conversation"] == conversation}
        return [said[seq] for seq in sorted(said)]

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
