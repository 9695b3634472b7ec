"""A socket namespace that always answers: with the result, or with a code and a sentence."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import socketio
import structlog

from bot.errors import Refused
from bot.gateway.metrics import Metrics
from bot.gateway.protocol import ClientEvent, TooLong, UnknownEvent
from bot.gateway.transport import CLIENT, OVERSIZED

INTERNAL = "internal"
SORRY = "Something went wrong on our side. Please try again."

log = structlog.get_logger(__name__)


class Door(socketio.AsyncNamespace):
    """Dispatches events; handlers are `on_<event>(sid, payload)` and contain no `try`.

    The transport marks whatever a client sent, so an event that a client names `connect` is just an
    unknown one and never the library's own.
    """

    def __init__(self, namespace: str, metrics: Metrics, events: Mapping[str, ClientEvent]) -> None:
        super().__init__(namespace)
        self._metrics = metrics
        self._events = events

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Answer one event of a client, or let the library's connect and disconnect through."""
        if not event.startswith(CLIENT):
            return await super().trigger_event(event, *args)
        name = event.removeprefix(CLIENT)
        try:
            result = await self._handled(name, *args)
        except Refused as refusal:
            self._metrics.refused(refusal.code)
            return {"ok": False, "code": refusal.code, "message": refusal.message, **refusal.details}
        except Exception:
            self._metrics.refused(INTERNAL)
            log.exception("event_failed", namespace=self.namespace, event_name=name)
            return {"ok": False, "code": INTERNAL, "message": SORRY}
        return {"ok": True, "result": result}

    async def _handled(self, name: str, sid: str, data: Any) -> Any:
        if name == OVERSIZED:
            raise TooLong("An event may have at most 64 KB.")
        known = self._events.get(name)
        if known is None:
            raise UnknownEvent
        await self.admit(sid, name)
        return await self.handler(name)(sid, known.parse(data))

    def handler(self, name: str) -> Callable[[str, Any], Awaitable[Any]]:
        """Find what answers an event of the table."""
        found: Callable[[str, Any], Awaitable[Any]] = getattr(self, f"on_{name}")
        return found

    async def admit(self, sid: str, name: str) -> None:
        """Let the event in, or refuse it."""
