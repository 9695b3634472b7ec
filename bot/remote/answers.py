"""What the reference server answers: documents, and every refusal with its code."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import Refused
from bot.marketplace.port import MarketplaceUnavailable
from bot.remote.marketplace import UNKNOWN_ACCOUNT
from bot.remote.refusals import told

RETRY_AFTER_S = "1"

log = structlog.get_logger(__name__)


class UnknownAccount(Refused):
    """The marketplace has no such account."""

    code = UNKNOWN_ACCOUNT
    sentence = "There is no such account."


class BadRequest(Refused):
    """The request is not as the contract describes it."""

    code = "bad_request"
    sentence = "The request is not as the contract describes it."


class Unauthorized(Refused):
    """Whoever asks has not shown the key."""

    code = "unauthorized"
    sentence = "The key is missing or wrong."


#: Every other refusal is a command's, which the records do not allow: a conflict.
STATUS: Mapping[type[Refused], HTTPStatus] = {
    BadRequest: HTTPStatus.BAD_REQUEST,
    Unauthorized: HTTPStatus.UNAUTHORIZED,
    UnknownAccount: HTTPStatus.NOT_FOUND,
    MarketplaceUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


def json_response(
    document: object, *, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Answer with a document, which nobody on the way may keep unless `headers` say so."""
    return web.Response(
        body=orjson.dumps(document),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def refused(refusal: Refused) -> web.Response:
    """Answer with a refusal."""
    status = STATUS.get(type(refusal), HTTPStatus.CONFLICT)
    headers = {"Retry-After": RETRY_AFTER_S} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return json_response(told(refusal), status=status, headers=headers)


@web.middleware
async def refusals_are_told(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what a handler refuses, and what goes wrong in it."""
    try:
        return await handler(request)
    except Refused as refusal:
        return refused(refusal)
    except web.HTTPException as error:  # no such address, not in this way, too large
        status = HTTPStatus(error.status)
        return _said(status, status.name.lower(), f"{status.phrase}.")
    except Exception:
        log.exception("marketplace_api_failed", method=request.method)
        return _said(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "The request failed.")


def _said(status: HTTPStatus, code: str, message: str) -> web.Response:
    document: dict[str, Any] = {"ok": False, "code": code, "message": message, "details": {}}
    return json_response(document, status=status)
