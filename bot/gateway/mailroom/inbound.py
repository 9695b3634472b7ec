"""`POST /inbound/mail`: takes a mail from a provider's webhook or a pipe of a mail server, as its bytes, signed.

The signature is an HMAC of the moment and the mail, with a secret that both sides have: who does not have it cannot
send, and what was sent once cannot be sent again later.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.errors import Refused
from bot.gateway.mailroom.intake import Intake
from bot.mail.incoming.arrival import MAIL_BYTES, Arrival, Way

PATH: Final = "/inbound/mail"
SIGNATURE: Final = "X-Milepost-Signature"
MOMENT: Final = "X-Milepost-Timestamp"
RECIPIENT: Final = "X-Milepost-Recipient"
VERSION: Final = "v1="
TOLERANCE_S: Final = 300
CHUNK_BYTES: Final = 64 * 1024

log = structlog.get_logger(__name__)


class NotSigned(Refused):
    """The signature is missing, wrong, or of another moment."""

    code = "not_signed"
    sentence = "The signature does not fit."


class MailTooLarge(Refused):
    """The mail is over the limit."""

    code = "too_large"
    sentence = "The mail is too large."


STATUS: Final[dict[type[Refused], int]] = {
    NotSigned: web.HTTPUnauthorized.status_code,
    MailTooLarge: web.HTTPRequestEntityTooLarge.status_code,
}


def signature(key: str, moment: str, raw: bytes) -> str:
    """Sign a mail: `v1=` and the HMAC-SHA256, in hex, of the moment (seconds since 1970), a dot, and the mail."""
    return VERSION + hmac.new(key.encode(), moment.encode() + b"." + raw, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """The route. `clock` is real time, because the other side's is."""

    intake: Intake
    key: str
    clock: Clock

    def add_to(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post(PATH, self.post)

    async def post(self, request: web.Request) -> web.Response:
        """Take a mail; 202 says that it is kept, and what became of it."""
        try:
            raw = await _body(request)
            self._require_signed(request, raw)
        except Refused as refusal:
            log.info("inbound_refused", code=refusal.code)
            body = {"ok": False, "code": refusal.code, "message": refusal.message}
            return web.json_response(body, status=STATUS[type(refusal)])
        recipients = [each.strip() for each in request.headers.get(RECIPIENT, "").split(",") if each.strip()]
        taken = await self.intake.take(Arrival(raw, Way.HTTP, tuple(recipients)))
        body = {"ok": True, "state": taken.state, "reason": taken.reason, "new": taken.new}
        return web.json_response(body, status=web.HTTPAccepted.status_code)

    def _require_signed(self, request: web.Request, raw: bytes) -> None:
        moment, given = request.headers.get(MOMENT, ""), request.headers.get(SIGNATURE, "")
        if not (moment.isascii() and moment.isdigit()) or not given.isascii():
            raise NotSigned
        if abs(int(moment[:12]) - self.clock.now().timestamp()) > TOLERANCE_S:
            raise NotSigned
        if not hmac.compare_digest(given, signature(self.key, moment, raw)):
            raise NotSigned


async def _body(request: web.Request) -> bytes:
    """Read the mail, and no more than may be taken."""
    raw = bytearray()
    if (request.content_length or 0) > MAIL_BYTES:
        raise MailTooLarge
    async for chunk in request.content.iter_chunked(CHUNK_BYTES):
        raw += chunk
        if len(raw) > MAIL_BYTES:
            raise MailTooLarge
    return bytes(raw)
