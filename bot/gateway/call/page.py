"""The verification page: served on our own origin, and the only page of ours that may ask for camera and microphone."""

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.gateway.pages import REVALIDATE, SECURITY_HEADERS, built_file

FILE = "verify.html"
PATH = "/verify"
HEADERS = {
    **SECURITY_HEADERS,
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
}


def is_built(static: Path) -> bool:
    """Tell whether the page is there. Without it nobody is offered a call."""
    return (static / FILE).is_file()


@dataclass(frozen=True, slots=True)
class Page:
    """The page's route."""

    static: Path

    def add_to(self, app: web.Application) -> None:
        """Add it."""
        app.router.add_get(PATH, self.show)

    async def show(self, _request: web.Request) -> web.StreamResponse:
        """Serve the page; it finds out by its ticket who opens it."""
        return built_file(self.static, FILE, REVALIDATE, HEADERS)
