"""The line to a marketplace: one pool of connections, bounded waits and bodies, tries again only where that is safe."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPMethod, HTTPStatus
from secrets import SystemRandom
from typing import Any

import aiohttp
import orjson
import structlog
from yarl import URL

from bot.marketplace.port import MarketplaceUnavailable

CONNECTIONS = 50
KEEP_ALIVE_S = 60.0
BODY_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024

#: States that may be over a moment later.
PASSING = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds, and how often is tried. `total_s` holds for all tries together."""

    total_s: float = 5.0  # as long as reading our own tables may take
    attempt_s: float = 2.0
    connect_s: float = 1.0
    attempts: int = 3
    pause_s: float = 0.1  # at most this before the second try, twice as much before the third


@dataclass(frozen=True, slots=True)
class Reply:
    """What the marketplace said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON; None if it is none."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None


class Oversized(Exception):  # noqa: N818 - as people say it
    """A body is larger than any document of the contract."""


class Line:
    """Requests to the marketplace at `url`, each with its key.

    Redirects are not followed and cookies not kept: the key goes to this address and nowhere else.
    """

    def __init__(self, url: str, key: str, *, patience: Patience | None = None) -> None:
        """Speak to the API below `url`, giving `key` as bearer."""
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        self._patience = patience or Patience()
        self._random = SystemRandom()
        self._http: aiohttp.ClientSession | None = None

    async def get(self, path: str, *, etag: str | None = None) -> Reply:
        """Read, trying again while it may help. Raises MarketplaceUnavailable."""
        return await self._ask(HTTPMethod.GET, path, {"If-None-Match": etag} if etag else {}, None)

    async def post(self, path: str, document: Mapping[str, Any], *, key: str) -> Reply:
        """Have something done once, however often it is tried: `key` says that it is the same thing.

        Raises MarketplaceUnavailable; then nobody knows whether it was done.
        """
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return await self._ask(HTTPMethod.POST, path, headers, orjson.dumps(document))

    async def disconnect(self) -> None:
        """Let go of all connections."""
        if self._http is not None:
            await self._http.close()

    async def _ask(self, method: HTTPMethod, path: str, headers: Mapping[str, str], data: bytes | None) -> Reply:
        try:
            async with asyncio.timeout(self._patience.total_s) as patience:
                return await self._tried(method, path, headers, data, until=patience.when() or 0.0)
        except (aiohttp.ClientError, TimeoutError, Oversized) as broken:
            log.warning("marketplace_unreachable", method=method.value, cause=type(broken).__name__)
            raise MarketplaceUnavailable from broken

    async def _tried(
        self, method: HTTPMethod, path: str, headers: Mapping[str, str], data: bytes | None, *, until: float
    ) -> Reply:
        pause = self._patience.pause_s
        for _ in range(self._patience.attempts - 1):
            wait = self._random.uniform(0, pause)
            try:
                reply = await self._once(method, path, headers, data)
            except (aiohttp.ClientError, TimeoutError):
                pass
            else:
                wait = max(wait, _asked_to_wait(reply))
                if reply.status not in PASSING or asyncio.get_running_loop().time() + wait >= until:
                    return reply
            await asyncio.sleep(wait)
            pause *= 2
        return await self._once(method, path, headers, data)

    async def _once(self, method: HTTPMethod, path: str, headers: Mapping[str, str], data: bytes | None) -> Reply:
        url = URL(self._url + path, encoded=True)
        async with self._session().request(method, url, headers=headers, data=data, allow_redirects=False) as response:
            body = bytearray()
            async for chunk in response.content.iter_chunked(CHUNK_BYTES):
                body += chunk
                if len(body) > BODY_BYTES:
                    raise Oversized
            return Reply(response.status, response.headers, bytes(body))

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:  # needs the running loop, so not in __init__
            self._http = aiohttp.ClientSession(
                headers=self._headers,
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_S),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._patience.attempt_s, connect=self._patience.connect_s),
            )
        return self._http


def _asked_to_wait(reply: Reply) -> float:
    """Return the seconds of Retry-After; a date in it is not worth a clock."""
    given = reply.headers.get("Retry-After", "")
    return float(given) if given.isascii() and given.isdigit() else 0.0
