"""The widget's files for the pages of other sites, and the page that its isolated mode shows in a frame."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from bot.gateway.origins import Origins
from bot.gateway.pages import FOREVER, REVALIDATE, SECURITY_HEADERS, STATIC, built_file

#: Nothing but scheme, host and port: it is written into a policy, where a semicolon would begin another rule.
ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")
#: Any page may load the widget; what it may open is decided by its origin.
FOR_ANY_PAGE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {}"
)


@dataclass(frozen=True, slots=True)
class Embedding:
    """The routes that a host's page uses."""

    origins: Origins = field(default_factory=Origins)
    static: Path = STATIC

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/widget.js", self.widget)
        app.router.add_get("/{name:widget-[0-9a-f]{10}\\.js}", self.pinned)
        app.router.add_get("/embed", self.frame)

    async def widget(self, _request: web.Request) -> web.StreamResponse:
        """Serve the loader of the present version."""
        return built_file(self.static, "widget.js", REVALIDATE, FOR_ANY_PAGE)

    async def pinned(self, request: web.Request) -> web.StreamResponse:
        """Serve the loader under the hash of its content: it never changes, and a page can name its integrity."""
        return built_file(self.static, request.match_info["name"], FOREVER, FOR_ANY_PAGE)

    async def frame(self, request: web.Request) -> web.StreamResponse:
        """Serve the page inside the frame, to be framed by exactly the origin that asks, if that one may connect."""
        origin = request.query.get("origin", "")
        if not ORIGIN.fullmatch(origin) or not self.origins.allows(origin, {"HTTP_HOST": request.host}):
            raise web.HTTPForbidden(
                text="Pages of this origin may not show the chat. MILEPOST_ORIGINS names those that may."
            )
        headers = {name: value for name, value in SECURITY_HEADERS.items() if name != "X-Frame-Options"}
        return built_file(
            self.static,
            "frame.html",
            REVALIDATE,
            {**headers, "Content-Security-Policy": FRAME_POLICY.format(origin)},
        )
