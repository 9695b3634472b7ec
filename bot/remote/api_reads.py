"""The reference server's routes that read."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from http import HTTPStatus

import orjson
from aiohttp import web

from bot.marketplace.port import Marketplace, Records
from bot.remote.answers import BadRequest, UnknownAccount, json_response
from bot.remote.marketplace import AS_OF
from bot.remote.views import written

TRANSACTIONS_DEFAULT = 20
TRANSACTIONS_MAX = 100
ETAG_BYTES = 16
NO_TIME = datetime.fromtimestamp(0, UTC)


class ReadRoutes:
    """Records, Transaction History and the open incident, as the port reads them."""

    def __init__(self, marketplace: Marketplace) -> None:
        """Serve `marketplace`."""
        self._marketplace = marketplace

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get("/v1/accounts/{account}/records", self.records),
            web.get("/v1/accounts/{account}/transactions", self.transactions),
            web.get("/v1/incident", self.incident),
        ]

    async def records(self, request: web.Request) -> web.Response:
        """Answer with an account's records, or that they are still as they were. Raises UnknownAccount."""
        records = await self._marketplace.records(request.match_info["account"])
        if records is None:
            raise UnknownAccount
        etag = _etag(records)
        headers = {"ETag": etag, "Cache-Control": "private, no-cache", AS_OF: written(records.as_of)}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        return json_response(written(records), headers=headers)

    async def transactions(self, request: web.Request) -> web.Response:
        """Answer with the last lines of an account's history. Raises BadRequest."""
        asked = request.query.get("limit", str(TRANSACTIONS_DEFAULT))
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= TRANSACTIONS_MAX):
            raise BadRequest(f"limit is a number from 1 to {TRANSACTIONS_MAX}.")
        lines = await self._marketplace.transactions(request.match_info["account"], limit=int(asked))
        return json_response({"transactions": written(lines)})

    async def incident(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the shape of a handler
        """Answer with the incident that is open now, or with null."""
        return json_response({"incident": written(await self._marketplace.incident())})


def _etag(records: Records) -> str:
    """Name this state of the records. When they were read is no part of it, so it is a weak name."""
    state = orjson.dumps(written(replace(records, as_of=NO_TIME)))
    return f'W/"{blake2b(state, digest_size=ETAG_BYTES).hexdigest()}"'
