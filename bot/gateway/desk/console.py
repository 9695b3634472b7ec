"""The `/desk` namespace: who may connect a console, and which handler answers each of its events."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

import socketio
import structlog
from aiohttp import web

from bot.clock import Clock
from bot.db import Database
from bot.desk import roster
from bot.desk.staff import roles, sessions
from bot.errors import Refused
from bot.gateway.desk import protocol
from bot.gateway.desk.signin import COOKIE, DeskSignIn, NotSignedIn, require_own_page
from bot.gateway.desk.stations import Station, Stations
from bot.gateway.desk.switchboard import Switchboard
from bot.gateway.door import INTERNAL, SORRY, Door
from bot.gateway.metrics import Metrics
from bot.gateway.protocol import BadPayload
from bot.gateway.rates import Limits

type Handler = Callable[[Station, Any], Awaitable[dict[str, Any]]]

log = structlog.get_logger(__name__)


class Console(Door):
    """The door of the desk. Nothing is allowed that the table of roles does not allow."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        sign_in: DeskSignIn,
        stations: Stations,
        switchboard: Switchboard,
        handlers: Mapping[str, Handler],
        routed: Callable[[], None],
        limits: Limits,
        metrics: Metrics,
        address: Callable[[web.Request], str],
    ) -> None:
        """`handlers` answer the events, by name; `routed` has the desk look who is there now."""
        super().__init__(protocol.NAMESPACE, metrics, protocol.CLIENT_EVENTS)
        self._database = database
        self._clock = clock
        self._sign_in = sign_in
        self._stations = stations
        self._switchboard = switchboard
        self._handlers = handlers
        self._routed = routed
        self._limits = limits
        self._address = address
        self._tasks: set[asyncio.Task[None]] = set()

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        """Let a console in whose browser is signed in and whose page is ours, or refuse it with a code."""
        request: web.Request = environ["aiohttp.request"]
        try:
            self._limits.connects.take(self._address(request))
            station = await self._seated(sid, request, auth)
        except Refused as refusal:
            self._metrics.refused(refusal.code)
            raise socketio.exceptions.ConnectionRefusedError(refusal.message, {"code": refusal.code}) from refusal
        except Exception as bug:
            self._metrics.refused(INTERNAL)
            log.exception("desk_connect_failed")
            raise socketio.exceptions.ConnectionRefusedError(SORRY, {"code": INTERNAL}) from bug
        self._stations.take(station)
        log.info("console_opened", member=station.member.handle)
        # The library says "connected" when this returns; the welcome must come after that.
        self._soon(self._welcomed(station))

    async def on_disconnect(self, sid: str, _reason: str | None = None) -> None:
        """Forget a console; if nobody comes back soon, its chats are given to others."""
        station = self._stations.leave(sid)
        if station is not None:
            self._soon(self._closed(station))

    async def drain(self) -> None:
        """Let what has begun end."""
        await asyncio.gather(*self._tasks)

    async def admit(self, sid: str, name: str) -> None:
        """Count the event, and require that its sender may do this. Raises RateLimited, NotAllowed."""
        station = self._station(sid)
        self._limits.events.take(station.address)
        roles.require(station.member, protocol.CLIENT_EVENTS[name].act)

    def handler(self, name: str) -> Callable[[str, Any], Awaitable[Any]]:
        """Find what answers an event."""
        handle = self._handlers[name]

        async def answered(sid: str, payload: Any) -> dict[str, Any]:
            return await handle(self._station(sid), payload)

        return answered

    def _station(self, sid: str) -> Station:
        station = self._stations.find(sid)
        if station is None:
            raise BadPayload("The connection is not set up yet.")
        return station

    async def _seated(self, sid: str, request: web.Request, auth: Any) -> Station:
        require_own_page(request)
        signed_in = await self._sign_in.require(request)
        csrf = auth.get("csrf") if isinstance(auth, dict) else None
        if not isinstance(csrf, str) or not sessions.csrf_fits(signed_in, csrf):
            raise NotSignedIn
        member = signed_in.member
        station = Station(sid, str(uuid4()), request.cookies[COOKIE], self._address(request), member)
        async with self._database.transaction() as session:
            await roster.console_opened(session, console=station.console, handle=member.handle, now=self._clock.now())
        return station

    async def _welcomed(self, station: Station) -> None:
        try:
            await self._switchboard.welcome(station)
        except Exception:
            log.exception("desk_welcome_failed")
            await self.server.disconnect(station.sid, namespace=protocol.NAMESPACE)
            return
        self._switchboard.wake()
        self._routed()

    async def _closed(self, station: Station) -> None:
        try:
            async with self._database.transaction() as session:
                await roster.console_closed(session, console=station.console, now=self._clock.now())
        except Exception:
            log.exception("console_not_closed")  # its heartbeats have ended; that tells as much, a little later
        self._switchboard.wake()

    def _soon(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
