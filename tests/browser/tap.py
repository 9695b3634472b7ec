"""A hand on the wire between a page and the gateway: says what a gateway with a desk would say, and slows down or cuts."""

import asyncio
import json
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
        route.on_message(lambda message: self._pass(server.send, message))
        server.on_message(lambda message: self._pass(route.send, message))

    def _pass(self, send: Any, message: str | bytes) -> None:
        if self.delay_s:
            # Timers of one loop run in the order of their times, so that nothing overtakes.
            asyncio.get_running_loop().call_later(self.delay_s, send, message)
        else:
            send(message)
