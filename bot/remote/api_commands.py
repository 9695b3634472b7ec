"""The reference server's routes that have things done."""

import re
from datetime import timedelta
from typing import Any

import orjson
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace.commands import Action, Commands, Receipt
from bot.marketplace.quotes import COMMANDS
from bot.remote.answers import BadRequest, json_response
from bot.remote.views import Unreadable, read, written

AGE_S = 2**31
PRESS = re.compile(r"[\x21-\x7e]{1,36}")


class CommandRoutes:
    """Quotes, and their confirmation. A quote moves nothing; a confirmation does so once, by the quote itself."""

    def __init__(self, commands: Commands) -> None:
        """Serve `commands`."""
        self._commands = commands

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/v1/accounts/{account}/quotes", self.quote),
            web.post("/v1/accounts/{account}/quotes/{quote}/confirm", self.confirm),
            web.get("/v1/accounts/{account}/quotes/{quote}/receipt", self.receipt),
        ]

    async def quote(self, request: web.Request) -> web.Response:
        """Answer with what a command would do. Raises BadRequest, and what the port raises."""
        _press(request)
        asked = await _document(request)
        try:
            command = read(COMMANDS[Action(str(asked.get("action")))], asked)
        except (Unreadable, ValueError) as wrong:
            raise BadRequest from wrong
        quote = await self._commands.quote(request.match_info["account"], command)
        return json_response(written(quote), status=web.HTTPCreated.status_code)

    async def confirm(self, request: web.Request) -> web.Response:
        """Do what was quoted, and answer with its receipt. Raises BadRequest, and what the port raises."""
        match await _document(request):
            case {"auth_age_s": int(seconds)} if 0 <= seconds <= AGE_S and not isinstance(seconds, bool):
                age = timedelta(seconds=seconds)
            case _:
                raise BadRequest
        receipt = await self._commands.confirm(
            request.match_info["account"],
            request.match_info["quote"],
            auth_age=age,
            press=_press(request),
            witness=_nobody,
        )
        return json_response(written(receipt))

    async def receipt(self, request: web.Request) -> web.Response:
        """Answer with what was done by a quote, or with null."""
        receipt = await self._commands.receipt(request.match_info["account"], request.match_info["quote"])
        return json_response({"receipt": written(receipt)})


async def _nobody(session: AsyncSession, receipt: Receipt) -> None:
    """Write nothing down: whoever asks keeps the receipt."""


def _press(request: web.Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not PRESS.fullmatch(key):
        raise BadRequest("Idempotency-Key must be there: 1 to 36 visible ASCII characters.")
    return key


async def _document(request: web.Request) -> dict[str, Any]:
    try:
        document = orjson.loads(await request.read())
    except orjson.JSONDecodeError as wrong:
        raise BadRequest from wrong
    if not isinstance(document, dict):
        raise BadRequest
    return document
