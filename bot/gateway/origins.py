"""Whose pages may open a socket, and what address a request really came from."""

from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

SOCKET_PATH = "/socket.io"
REFUSED = {
    "ok": False,
    "code": "origin_refused",
    "message": "This page may not open a conversation here.",
}

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Origins:
    """Our own pages and the allowed ones of the host sites."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        """Allow pages of `allowed` (`https://shop.example`) besides our own."""
        self._allowed = frozenset(origin.strip().rstrip("/").lower() for origin in allowed if origin.strip())

    def allows(self, origin: str | None, environ: dict[str, Any] | None = None) -> bool:
        """Tell whether a page of `origin` may connect; python-socketio asks this too."""
        host = (environ or {}).get("HTTP_HOST", "")
        return self._allows(origin, host)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse sockets of foreign pages. No Origin is refused too: only non-browsers leave it out.

        Browsers send none with a same-origin GET (polling), but say so in Sec-Fetch-Site.
        """
        if not request.path.startswith(SOCKET_PATH):
            return await handler(request)
        origin = request.headers.get("Origin")
        if origin is None:
            allowed = request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "same-origin"
        else:
            allowed = self._allows(origin, request.host)
        if not allowed:
            return web.json_response(REFUSED, status=web.HTTPForbidden.status_code)
        return await handler(request)

    def _allows(self, origin: str | None, host: str) -> bool:
        if origin is None:
            return True  # the middleware has decided
        origin = origin.lower()
        own = urlsplit(origin)
        return origin in self._allowed or (own.scheme in {"http", "https"} and own.netloc == host.lower() != "")


class Addresses:
    """Finds the address that limits count by; believes X-Forwarded-For of trusted proxies only."""

    def __init__(self, trusted_proxies: Iterable[str] = ()) -> None:
        """Trust the proxies of these addresses and networks (CIDR). Raises ValueError."""
        self._trusted = [ip_network(proxy.strip()) for proxy in trusted_proxies if proxy.strip()]

    def of(self, request: web.Request) -> str:
        """Return the nearest address that is no proxy of ours."""
        address = request.remote or ""
        # From the nearest hop outwards: whatever a stranger wrote stands furthest left.
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        while hops and self._is_trusted(address):
            address = hops.pop()
        return address

    def is_https(self, request: web.Request) -> bool:
        """Tell whether the browser spoke HTTPS, to us or to a proxy that we trust."""
        if self._is_trusted(request.remote or ""):
            return request.headers.get("X-Forwarded-Proto", request.scheme).split(",")[0].strip() == "https"
        return request.secure

    def _is_trusted(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._trusted)
