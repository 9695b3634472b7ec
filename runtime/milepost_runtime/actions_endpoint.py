"""The way to the actions: connections that stay open, and no more of the conversation than an action reads."""

from __future__ import annotations

import json as written
from typing import Any

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

KEEP_ALIVE = 75.0  # seconds
ERROR = 400  # the first status that says that something went wrong


class ActionsEndpoint(EndpointConfig):
    """Where the actions are.

    Rasa's own opens a connection for every action, and sends every event of the conversation along. Our actions
    read the latest message and the slots, which stand beside the events.
    """

    _http: aiohttp.ClientSession | None = None

    @classmethod
    def at(cls, given: EndpointConfig) -> ActionsEndpoint:
        """Make it of what endpoints.yml says."""
        return cls(given.url, headers=given.headers, **given.kwargs)

    async def request(self, method: str = "post", *, json: Any = None, **_: Any) -> Any:
        """Call the action server; return its JSON. Raises ClientResponseError, aiohttp.ClientError."""
        if isinstance(json, dict) and "tracker" in json:
            json = {**json, "tracker": {**json["tracker"], "events": []}}
        async with self._session().request(method, self.url, data=written.dumps(json).encode()) as response:
            if response.status >= ERROR:
                raise ClientResponseError(response.status, response.reason, await response.read())
            return written.loads(await response.read())

    async def close(self) -> None:
        """Let go of all connections."""
        if self._http is not None:
            await self._http.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:  # needs the running loop, so not in __init__
            self._http = aiohttp.ClientSession(
                headers={**self.headers, "Content-Type": "application/json"},
                connector=aiohttp.TCPConnector(keepalive_timeout=KEEP_ALIVE),
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
            )
        return self._http
