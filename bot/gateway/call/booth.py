"""The booth: builds the calls' parts of a gateway, joins them to the desk's, and runs what works by itself."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.clock import Clock, WallClock
from bot.db import Database
from bot.desk.timetable import Timetable
from bot.gateway.call.lobby import Lobby
from bot.gateway.call.page import Page
from bot.gateway.call.persons import Persons
from bot.gateway.call.protocol import NAMESPACE
from bot.gateway.call.relaying import Relaying
from bot.gateway.call.screens import Screens
from bot.gateway.call.seats import Seats
from bot.gateway.call.tidings import Tidings
from bot.gateway.call.upkeep import Upkeep
from bot.gateway.call.verdicts import Verdicts
from bot.gateway.desk.office import Office
from bot.gateway.metrics import Metrics
from bot.gateway.origins import Addresses
from bot.gateway.rates import Limits
from bot.gateway.stopping import Stop
from bot.gateway.timings import Timings
from bot.gateway.transport import Server
from bot.verification.relay import Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class CallParts:
    """What calls are made of, beside what the desk is."""

    timetable: Timetable
    relay: Relay = field(default_factory=Relay)
    wall: Clock = field(default_factory=WallClock)
    monotonic: Callable[[], float] = time.monotonic  # seconds, by which signals are counted


class Booth:
    """The calls of one gateway."""

    def __init__(
        self,
        parts: CallParts,
        *,
        database: Database,
        clock: Clock,
        office: Office,
        server: Server,
        limits: Limits,
        metrics: Metrics,
        addresses: Addresses,
        timings: Timings,
        static: Path,
    ) -> None:
        self._page = Page(static)
        self._server = server
        self._timings = timings
        seats = Seats()
        tidings = Tidings(office.floor)
        self._screens = Screens(
            database=database,
            clock=clock,
            wall=parts.wall,
            timetable=parts.timetable,
            relay=parts.relay,
            seats=seats,
            emit=self._emit,
            poll_s=timings.poll,
        )
        self._upkeep = Upkeep(
            database=database,
            clock=clock,
            seats=seats,
            screens=self._screens,
            tidings=tidings,
            cut=self._cut,
            every_s=timings.routing,
            beat_s=timings.console_beat,
        )
        persons = Persons(
            database=database, clock=clock, timetable=parts.timetable, screens=self._screens, tidings=tidings
        )
        verdicts = Verdicts(database=database, clock=clock, seats=seats, screens=self._screens, tidings=tidings)
        relaying = Relaying(clock=clock, seats=seats, emit=self._emit)
        self._lobby = Lobby(
            database=database,
            clock=clock,
            sign_in=office.sign_in,
            seats=seats,
            screens=self._screens,
            handlers={**persons.handlers(), **verdicts.handlers(), **relaying.handlers()},
            limits=limits,
            metrics=metrics,
            address=addresses.of,
            time=parts.monotonic,
        )
        server.register_namespace(self._lobby)

    def add_to(self, app: web.Application) -> None:
        """Add the page's route."""
        self._page.add_to(app)

    def work(self, stop: Stop) -> list[Awaitable[None]]:
        """Return what works by itself until it is told to stop."""
        return [self._screens.run(stop), self._upkeep.run(stop), self._beating(stop)]

    def wake(self) -> None:
        """Have everything look, for instance that it is time to stop."""
        self._screens.wake()

    async def drain(self) -> None:
        """Let what has begun end."""
        await self._lobby.drain()

    async def _beating(self, stop: Stop) -> None:
        while not await stop.within(self._timings.beat):
            await self._screens.beat()

    async def _emit(self, event: str, payload: Any, sid: str) -> None:
        await self._server.emit(event, payload, to=sid, namespace=NAMESPACE)

    async def _cut(self, sid: str) -> None:
        await self._server.disconnect(sid, namespace=NAMESPACE)
