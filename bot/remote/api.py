"""The reference server of docs/marketplace-api.yaml: serves a Marketplace, and its Commands where it is given them."""

import hmac

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.marketplace.commands import Commands
from bot.marketplace.port import Marketplace
from bot.remote.answers import Unauthorized, refusals_are_told
from bot.remote.api_commands import CommandRoutes
from bot.remote.api_reads import ReadRoutes

BODY_BYTES = 64 * 1024
KEY_CHARS_MIN = 32


def marketplace_api(marketplace: Marketplace, key: str, *, commands: Commands | None = None) -> web.Application:
    """Build the application for whoever brings `key`. Without `commands` nothing can be moved through it."""
    if len(key) < KEY_CHARS_MIN:
        raise ValueError("the marketplace's API needs a key that nobody guesses")
    app = web.Application(client_max_size=BODY_BYTES, middlewares=[refusals_are_told, _guarded(key)])
    app.router.add_routes(ReadRoutes(marketplace).routes())
    if commands is not None:
        app.router.add_routes(CommandRoutes(commands).routes())
    return app


def _guarded(key: str) -> Middleware:
    expected = f"Bearer {key}".encode()

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            raise Unauthorized
        return await handler(request)

    return guarded
