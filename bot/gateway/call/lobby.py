"""The lobby: the `/call` namespace's door. It seats the person's page and the verifier's console, each by its own proof."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

import socketio
import structlog
from aiohttp import web

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import roster
from bot.desk.staff import roles, sessions
from bot.desk.staff.roles import Act, NotAllowed
from bot.errors import Refused
from bot.gateway.call import protocol
from bot.gateway.call.payloads import Hello
from bot.gateway.call.protocol import Side
from bot.gateway.call.screens import Screens
from bot.gateway.call.seats import Seat, Seats
from bot.gateway.desk.signin import COOKIE, DeskSignIn, NotSignedIn, me, require_own_page
from bot.gateway.door import INTERNAL, SORRY, Door
from bot.gateway.metrics import Metrics
from bot.gateway.protocol import BadPayload
from bot.gateway.rates import Limits, Rate
from bot.marketplace.parties import require_account
from bot.verification import passes, visits
from bot.verification.passes import Admitted, SessionOver
from bot.verification.preflight import REQUIRED_CHECKS, Check
from bot.verification.verifiers import REASON_LENGTH, VERDICTS

SIGNALS_PER_SECOND = 50
SIGNALS = frozenset({"signal", "heard"})  # counted together: pages send them, not people

type Handler = Callable[[Seat, Any], Awaitable[dict[str, Any]]]

log = structlog.get_logger(__name__)


class Lobby(Door):
    """Lets in whoever may be there, and refuses every event that the table does not give to their side."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        sign_in: DeskSignIn,
        seats: Seats,
        screens: Screens,
        handlers: Mapping[str, Handler],
        limits: Limits,
        metrics: Metrics,
        address: Callable[[web.Request], str],
        time: Callable[[], float],
    ) -> None:
        """`time` (monotonic seconds) is what signals are counted by."""
        super().__init__(protocol.NAMESPACE, metrics, protocol.CLIENT_EVENTS)
        self._database = database
        self._clock = clock
        self._sign_in = sign_in
        self._seats = seats
        self._screens = screens
        self._handlers = handlers
        self._limits = limits
        self._address = address
        self._signals = Rate(SIGNALS_PER_SECOND, time, window_s=1.0)
        self._tasks: set[asyncio.Task[None]] = set()

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        """Let a page or a console in, or refuse it with a code."""
        request: web.Request = environ["aiohttp.request"]
        try:
            self._limits.connects.take(self._address(request))
            require_own_page(request)
            hello = Hello.parse(auth)
            seat, welcome = await (self._verifier if hello.csrf is not None else self._person)(sid, request, hello)
        except Refused as refusal:
            self._metrics.refused(refusal.code)
            raise socketio.exceptions.ConnectionRefusedError(refusal.message, {"code": refusal.code}) from refusal
        except Exception as bug:
            self._metrics.refused(INTERNAL)
            log.exception("call_connect_failed")
            raise socketio.exceptions.ConnectionRefusedError(SORRY, {"code": INTERNAL}) from bug
        before = self._seats.take(seat)
        # The library says "connected" when this returns; the welcome must come after that.
        self._soon(self._welcomed(seat, welcome, before))

    async def on_disconnect(self, sid: str, _reason: str | None = None) -> None:
        """Forget a socket. The place in line and the call are kept for a while."""
        seat = self._seats.leave(sid)
        if seat is not None and seat.console:
            self._soon(self._closed(seat))
        self._screens.wake()

    async def drain(self) -> None:
        """Let what has begun end."""
        await asyncio.gather(*self._tasks)

    async def admit(self, sid: str, name: str) -> None:
        """Count the event, and require that its sender's side may send it. Raises RateLimited, NotAllowed, SessionOver."""
        seat = self._seat(sid)
        if name in SIGNALS:
            self._signals.take(seat.sid)
        else:
            self._limits.events.take(seat.address)
        if seat.side not in protocol.CLIENT_EVENTS[name].sides:
            raise NotAllowed("This is for the other side of the call.")
        if seat.member is not None:
            roles.require(seat.member, Act.VERIFY)
        elif seat.over:
            raise SessionOver

    def handler(self, name: str) -> Callable[[str, Any], Awaitable[Any]]:
        """Find what answers an event."""
        handle = self._handlers[name]

        async def answered(sid: str, payload: Any) -> dict[str, Any]:
            return await handle(self._seat(sid), payload)

        return answered

    def _seat(self, sid: str) -> Seat:
        seat = self._seats.find(sid)
        if seat is None:
            raise BadPayload("The connection is not set up yet.")
        return seat

    async def _person(self, sid: str, request: web.Request, hello: Hello) -> tuple[Seat, dict[str, Any]]:
        now = self._clock.now()
        async with self._database.transaction() as session:
            if hello.ticket is not None:
                admitted = await passes.exchange(session, ticket=hello.ticket, now=now)
            else:
                admitted = await passes.require(session, token=hello.session or "", now=now)
            await visits.beat(session, accounts=[admitted.account], now=now)
            name = (await require_account(session, admitted.account)).name
        seat = Seat(
            sid, Side.PERSON, admitted.account, name, hello.page or sid, admitted.session, self._address(request)
        )
        log.info("verification_page_opened", by="ticket" if hello.ticket is not None else "session")
        return seat, self._person_welcome(admitted)

    def _person_welcome(self, admitted: Admitted) -> dict[str, Any]:
        return {
            "side": Side.PERSON.value,
            "polite": True,
            "session": admitted.session,
            "expires_at": wire_time(admitted.expires_at),
            "checks": [check.value for check in Check],
            "required": list(map(str, REQUIRED_CHECKS)),
            "at": wire_time(self._clock.now()),
        }

    async def _verifier(self, sid: str, request: web.Request, hello: Hello) -> tuple[Seat, dict[str, Any]]:
        signed_in = await self._sign_in.require(request)
        if not sessions.csrf_fits(signed_in, hello.csrf or ""):
            raise NotSignedIn
        member = signed_in.member
        roles.require(member, Act.VERIFY)
        console = str(uuid4())
        async with self._database.transaction() as session:
            await roster.console_opened(session, console=console, handle=member.handle, now=self._clock.now())
        token, address = request.cookies[COOKIE], self._address(request)
        seat = Seat(sid, Side.VERIFIER, member.handle, member.name, hello.page or sid, token, address, console, member)
        return seat, {
            "side": Side.VERIFIER.value,
            "polite": False,
            "me": me(member),
            "checks": [check.value for check in Check],
            "verdicts": list(VERDICTS),
            "reason_max": REASON_LENGTH,
            "at": wire_time(self._clock.now()),
        }

    async def _welcomed(self, seat: Seat, welcome: dict[str, Any], before: Seat | None) -> None:
        try:
            if before is not None:
                await self._screens.elsewhere(before)
                await self.server.disconnect(before.sid, namespace=protocol.NAMESPACE)
                await self._closed(before)
            await self.emit("welcome", welcome, to=seat.sid)
            seat.welcomed = True
            await self._screens.look()
        except Exception:
            log.exception("call_welcome_failed")
            await self.server.disconnect(seat.sid, namespace=protocol.NAMESPACE)

    async def _closed(self, seat: Seat) -> None:
        if not seat.console:
            return
        try:
            async with self._database.transaction() as session:
                await roster.console_closed(session, console=seat.console, now=self._clock.now())
        except Exception:
            log.exception("call_console_not_closed")  # its heartbeats have ended; that tells as much, a little later
        self._screens.wake()

    def _soon(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
