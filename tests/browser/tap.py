"""A hand on the wire between a page and the gateway: says what a gateway with a desk would say, and slows down or cuts."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, WebSocketRoute


class Tap:
    """Everything passes through, both ways; `says` adds to it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._route: WebSocketRoute | None = None
        self.delay_s = 0.0

    async def lay(self) -> None:
        """Lay it before the page connects."""
        await self._page.route_web_socket("**/socket.io/**", self._connected)

    async def says(self, event: str, payload: Any) -> None:
        """Have the page hear an event of `/chat`."""
        self._route.send(f"42/chat,{json.dumps([event, payload])}")

    async def cut(self) -> None:
        """Break the line, without a word to either side."""
        await self._route.close(code=1011)

    def _connected(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        self._route = route
        route.on_message(self._way(server.send))
        server.on_message(self._way(route.send))

    def _way(self, send: Callable[[str | bytes], None]) -> Callable[[str | bytes], None]:
        """One direction of one line: what comes is passed on after the delay, and nothing overtakes."""
        loop = asyncio.get_running_loop()
        waiting = deque[tuple[float, str | bytes]]()

        def passes(message: str | bytes) -> None:
            waiting.append((loop.time() + self.delay_s, message))
            if len(waiting) == 1:
                go_on()

        def go_on() -> None:
            while waiting and waiting[0][0] <= loop.time():
                send(waiting.popleft()[1])
            if waiting:
                loop.call_at(waiting[0][0], go_on)

        return passes
