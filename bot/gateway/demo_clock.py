"""The clock control of the demo marketplace: moves the application's time on, so that deadlines can be watched running out.

The route is there in demo mode only, for pages of our own only, and moves time forward only.
"""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bot.clock import WallClock, wire_time

LONGEST = timedelta(days=60)
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class DemoClock:
    """The routes of the clock control."""

    clock: WallClock

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/demo/clock", self.read)
        app.router.add_post("/demo/clock", self.move)

    async def read(self, _request: web.Request) -> web.Response:
        """Tell what time it is to the application."""
        return web.json_response({"now": wire_time(self.clock.now())}, headers=NO_STORE)

    async def move(self, request: web.Request) -> web.Response:
        """Move the clock on by {"hours"}; fractions are fine."""
        require_same_origin(request)
        try:
            body = await request.json()
        except ValueError as wrong:
            raise web.HTTPBadRequest(text="The clock is moved by JSON.") from wrong
        hours = body.get("hours") if isinstance(body, dict) else None
        if (
            isinstance(hours, bool)
            or not isinstance(hours, int | float)
            or not 0 < hours <= LONGEST / timedelta(hours=1)
        ):
            raise web.HTTPBadRequest(text=f"The clock can be moved on by up to {LONGEST.days} days.")
        self.clock.advance(timedelta(hours=hours))
        return await self.read(request)


def require_same_origin(request: web.Request) -> None:
    """Refuse what a page of another site sends through somebody's browser. JSON alone is asked for in a preflight."""
    if (
        request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        or request.content_type != "application/json"
    ):
        raise web.HTTPForbidden(text="This is for the demo page only.")
