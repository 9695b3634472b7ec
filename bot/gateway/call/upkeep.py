"""Upkeep: beats for whoever is connected, and the moves that nobody makes by hand, whichever gateway comes to them first."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.desk import roster
from bot.desk.staff import sessions
from bot.gateway.call.protocol import Side
from bot.gateway.call.screens import Screens
from bot.gateway.call.seats import Seat, Seats
from bot.gateway.call.tidings import Tidings
from bot.gateway.stopping import Stop
from bot.verification import leases, passes, verifiers, visits
from bot.verification.passes import SessionOver

log = structlog.get_logger(__name__)


class Upkeep:
    """Keeps places and calls of those who are there, and takes them from those who are gone."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        seats: Seats,
        screens: Screens,
        tidings: Tidings,
        cut: Callable[[str], Awaitable[None]],
        every_s: float,
        beat_s: float,
    ) -> None:
        """`cut` hangs up on a socket whose session has ended."""
        self._database = database
        self._clock = clock
        self._seats = seats
        self._screens = screens
        self._tidings = tidings
        self._cut = cut
        self._every_s = every_s
        self._beat_s = beat_s

    async def run(self, stop: Stop) -> None:
        """Work until told to stop."""
        loop = asyncio.get_running_loop()
        beaten = 0.0
        try:
            async with self._database.transaction() as session:
                await leases.resume(session, now=self._clock.now())
        except Exception:
            log.exception("calls_not_resumed")
        while True:
            try:
                if loop.time() - beaten >= self._beat_s:
                    await self.beat()
                    await self.lift()
                    beaten = loop.time()
                await self.look()
            except Exception:
                log.exception("calls_not_kept")
            if await stop.within(self._every_s):
                return

    async def look(self) -> None:
        """Make the moves that are due."""
        now = self._clock.now()
        async with self._database.reading() as session:
            if not await leases.is_any(session):
                return
        async with self._database.transaction() as session:
            moved = await leases.sweep(session, now=now)
            written = await self._tidings.lapsed(session, moved, now=now)
        if moved:
            await self._tidings.after(moved, written)
            self._screens.wake()

    async def lift(self) -> None:
        """Close what is open of accounts whose hold ended in another way, by an appeal for instance."""
        async with self._database.reading() as session:
            accounts = await visits.no_longer_asked(session)
        for account in accounts:
            async with self._database.transaction() as session:
                lifted = await visits.lift(session, account=account, now=self._clock.now())
                await passes.revoke(session, account=account)
            if lifted is not None:
                await self._tidings.after([lifted])
                self._screens.wake()

    async def beat(self) -> None:
        """Say who is connected here, and hang up on those whose session has ended."""
        now = self._clock.now()
        pages, consoles = self._seats.all(Side.PERSON), self._seats.all(Side.VERIFIER)
        if not pages and not consoles:
            return
        async with self._database.transaction() as session:
            await visits.beat(session, accounts=[seat.who for seat in pages if not seat.over], now=now)
            await verifiers.beat(session, verifiers=[seat.who for seat in consoles], now=now)
            await roster.beat(session, consoles=[seat.console for seat in consoles], now=now)
        for seat in (*pages, *consoles):
            if not await self._holds(seat):
                await self._cut(seat.sid)

    async def _holds(self, seat: Seat) -> bool:
        """Tell whether a seat's session still holds. A page that shows its verdict is left open."""
        now = self._clock.now()
        async with self._database.reading() as session:
            if seat.side is Side.VERIFIER:
                signed_in = await sessions.find(session, token=seat.token, now=now, touch=False)
                seat.member = None if signed_in is None else signed_in.member
                return signed_in is not None
            try:
                await passes.require(session, token=seat.token, now=now)
            except SessionOver:
                return seat.over
        return True
