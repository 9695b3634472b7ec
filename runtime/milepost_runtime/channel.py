"""The wire between gateway and Rasa: a turn's utterances as they are produced, one JSON object a line."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from milepost_runtime.turn_request import BadRequest, TurnRequest, parse_sender

log = logging.getLogger("milepost.channel")

DEADLINE = 25.0  # seconds for a turn; the gateway itself gives up a little later
BEARER = "Bearer "

Send = Callable[[dict[str, Any]], Awaitable[None]]
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class GatewayOutput(OutputChannel):
    """Passes each utterance on, whole: buttons, custom and metadata included."""

    def __init__(self, send: Send) -> None:
        """Write through `send`."""
        self._send = send
        self.said = 0

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return GatewayChannel.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        """Write one utterance."""
        self.said += 1
        await self._send({"type": "utterance", **{key: value for key, value in message.items() if value is not None}})


class GatewayChannel(InputChannel):
    """POST webhook (a turn), POST close (forget a conversation), GET ready."""

    def __init__(self, secret: str, deadline: float = DEADLINE) -> None:
        """Let in who knows `secret`; a turn may take `deadline` seconds."""
        if not secret:
            msg = "the channel needs a secret"
            raise ValueError(msg)
        self._secret = secret.encode()
        self._deadline = deadline

    @classmethod
    def name(cls) -> str:
        """Return the name in the address."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayChannel:
        """Make the channel of credentials.yml."""
        return cls(**(credentials or {}))

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the channel's routes."""
        blueprint = Blueprint("gateway_channel")

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse | None:
            return self._refusal(request) or await self._turn(request, on_new_message)

        @blueprint.post("/close")
        async def close(request: Request) -> HTTPResponse:
            return self._refusal(request) or await _close(request)

        @blueprint.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            model = _model(request)
            return json_response({"model": model}, status=200 if model else 503)

        return blueprint

    def _refusal(self, request: Request) -> HTTPResponse | None:
        given = (request.headers.get("authorization") or "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, BEARER.encode() + self._secret):
            return _refused(401, "unauthorized", "The secret is missing or wrong.")
        if not _model(request):
            return _refused(503, "not_ready", "The model is being loaded.")
        return None

    async def _turn(self, request: Request, on_new_message: OnMessage) -> HTTPResponse | None:
        try:
            turn = TurnRequest.parse(_body(request))
        except BadRequest as refusal:
            return _refused(400, "bad_request", str(refusal))
        stream = await request.respond(content_type="application/x-ndjson")

        async def send(line: dict[str, Any]) -> None:
            await stream.send(json.dumps(line) + "\n")

        started = time.perf_counter()
        end = await self._end_of(turn, GatewayOutput(send), on_new_message)
        await send({**end, "ms": round((time.perf_counter() - started) * 1e3, 1)})
        await stream.eof()
        return None

    async def _end_of(self, turn: TurnRequest, output: GatewayOutput, on_new_message: OnMessage) -> dict[str, str]:
        message = UserMessage(
            turn.words(),
            output,
            turn.sender,
            parse_data=turn.parse_data(),
            input_channel=self.name(),
            message_id=turn.id,
            metadata=dict(turn.metadata),
        )
        try:
            await asyncio.wait_for(on_new_message(message), self._deadline)
        except asyncio.TimeoutError:
            log.warning("turn_too_slow")
            return {"type": "error", "code": "deadline"}
        except Exception:
            log.exception("turn_failed")
            return {"type": "error", "code": "turn_failed"}
        if not output.said:
            # Rasa swallows what its actions raise and goes on without a word.
            log.warning("turn_without_words")
            return {"type": "error", "code": "turn_failed"}
        return {"type": "done"}


async def _close(request: Request) -> HTTPResponse:
    try:
        sender = parse_sender(_body(request))
    except BadRequest as refusal:
        return _refused(400, "bad_request", str(refusal))
    async with request.app.ctx.agent.lock_store.lock(sender):
        await request.app.ctx.memory.forget(sender)
    return json_response({"ok": True})


def _model(request: Request) -> str | None:
    """Return the fingerprint of the model, once it is loaded and warm."""
    return getattr(request.app.ctx, "model", None)


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        raise BadRequest("the body is no JSON") from None


def _refused(status: int, code: str, message: str) -> HTTPResponse:
    return json_response({"code": code, "message": message}, status=status)
