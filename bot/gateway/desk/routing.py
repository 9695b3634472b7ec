"""Routing: makes every move of the desk that is due, again and again, whichever gateway comes to it first."""

import asyncio
import contextlib

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.desk import follow_ups, roster
from bot.desk.handoffs import routing
from bot.desk.timetable import Timetable
from bot.gateway.desk.floor import Floor
from bot.gateway.desk.stations import Stations
from bot.gateway.fanout import Fanout
from bot.gateway.stopping import Stop

log = structlog.get_logger(__name__)


class DeskRouting:
    """The desk's moves that nobody makes by hand: offers, lost ones, closing time, opening time, alerts."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        timetable: Timetable,
        stations: Stations,
        fanout: Fanout,
        floor: Floor,
        every_s: float,
        beat_s: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable
        self._stations = stations
        self._fanout = fanout
        self._floor = floor
        self._every_s = every_s
        self._beat_s = beat_s
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look now: something has changed."""
        self._wake.set()

    async def run(self, stop: Stop) -> None:
        """Look again and again until told to stop and woken."""
        loop = asyncio.get_running_loop()
        beaten = 0.0
        try:
            async with self._database.transaction() as session:
                await roster.resume(session, now=self._clock.now())
        except Exception:
            log.exception("roster_not_resumed")
        while not stop.told:
            try:
                if loop.time() - beaten >= self._beat_s:
                    await self._beat()
                    await self._look_at_promises()
                    beaten = loop.time()
                await self.look()
            except Exception:
                log.exception("desk_not_routed")
                await stop.within(self._every_s)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._every_s)
            self._wake.clear()

    async def look(self) -> None:
        """Make the moves that are due."""
        now = self._clock.now()
        async with self._database.reading() as session:
            if not await routing.is_any(session):
                return
        here = frozenset(seat.conversation for seat in self._fanout.seats())
        async with self._database.transaction() as session:
            moved = await routing.route(session, timetable=self._timetable, now=now, present=here)
            written = await self._floor.note(session, moved, now=now)
        if moved:
            await self._floor.after(moved, written)

    async def _look_at_promises(self) -> None:
        """Note which promises are about to break, and which are broken; consoles show them by their own clock."""
        now = self._clock.now()
        async with self._database.reading() as session:
            owed = await follow_ups.owed(session)
        if not any(one.alert_at <= now for one in owed):
            return
        async with self._database.transaction() as session:
            about, broken = await follow_ups.alerts(session, now=now), await follow_ups.breaches(session, now=now)
        for one in about:
            log.warning("promise_about_to_break", reference=one.reference)
        for one in broken:
            log.error("promise_broken", reference=one.reference)

    async def _beat(self) -> None:
        """Say that the consoles of this gateway are alive: their sockets are, and so are we."""
        consoles = [station.console for station in self._stations.all()]
        if consoles:
            async with self._database.transaction() as session:
                await roster.beat(session, consoles=consoles, now=self._clock.now())
