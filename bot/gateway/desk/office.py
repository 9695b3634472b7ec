"""The office: builds the desk's parts of a gateway, joins them to the chat's, and runs what works by itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.assistant import Assistant
from bot.clock import Clock, WallClock
from bot.db import Database
from bot.desk.timetable import Timetable
from bot.gateway.desk.acts import Acts
from bot.gateway.desk.asking import Asking
from bot.gateway.desk.board import Board
from bot.gateway.desk.chats import Chats
from bot.gateway.desk.console import Console
from bot.gateway.desk.decisions import Decisions
from bot.gateway.desk.floor import Floor
from bot.gateway.desk.notices import Notices, NoticeTexts
from bot.gateway.desk.openid import OpenId
from bot.gateway.desk.posting import Posting
from bot.gateway.desk.promises import Promises
from bot.gateway.desk.protocol import NAMESPACE
from bot.gateway.desk.provider import Provider, ProviderSettings
from bot.gateway.desk.reading import Reading
from bot.gateway.desk.reception import Reception
from bot.gateway.desk.routing import DeskRouting
from bot.gateway.desk.signin import DeskSignIn
from bot.gateway.desk.standing import Desk
from bot.gateway.desk.stations import Stations
from bot.gateway.desk.switchboard import Switchboard
from bot.gateway.desk.views import Views
from bot.gateway.fanout import Fanout
from bot.gateway.metrics import Metrics
from bot.gateway.origins import Addresses
from bot.gateway.rates import Limits
from bot.gateway.stopping import Stop
from bot.gateway.timings import Timings
from bot.gateway.transport import Server
from bot.marketplace.job_posts import JobPosts
from bot.marketplace.port import Marketplace


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskParts:
    """What a desk is made of, beside what the gateway is."""

    timetable: Timetable
    texts: NoticeTexts
    secret: str  # signs what a browser carries to the provider and back
    provider: ProviderSettings | None = None  # without it passwords are the only way in
    job_posts: JobPosts | None = None  # without it accepted drafts are text to copy
    wall: Clock = field(default_factory=WallClock)


class Office:
    """The desk of one gateway."""

    def __init__(
        self,
        parts: DeskParts,
        *,
        database: Database,
        clock: Clock,
        assistant: Assistant,
        marketplace: Marketplace,
        fanout: Fanout,
        server: Server,
        limits: Limits,
        metrics: Metrics,
        addresses: Addresses,
        timings: Timings,
    ) -> None:
        self.desk = Desk(parts.timetable)
        self._server = server
        self._timings = timings
        self._stations = Stations()
        self._wakes: list[Callable[[], None]] = []
        self.floor = Floor(
            notices=Notices(parts.texts, parts.timetable), fanout=fanout, assistant=assistant, wakes=self._wakes
        )
        self._switchboard = Switchboard(
            database=database,
            clock=clock,
            stations=self._stations,
            board=Board(),
            views=Views(database=database, clock=clock, marketplace=marketplace),
            emit=self._emit,
            cut=self._cut,
            here=self._here,
            poll_s=timings.poll,
        )
        self._routing = DeskRouting(
            database=database,
            clock=clock,
            timetable=parts.timetable,
            stations=self._stations,
            fanout=fanout,
            floor=self.floor,
            every_s=timings.routing,
            beat_s=timings.console_beat,
        )
        self.asking = Asking(timetable=parts.timetable, floor=self.floor)
        posting = Posting(database=database, clock=clock, floor=self.floor, port=parts.job_posts)
        self.reception = Reception(
            database=database,
            clock=clock,
            floor=self.floor,
            switchboard=self._switchboard,
            acts=Acts(floor=self.floor, posting=posting),
        )
        self.sign_in = DeskSignIn(
            database=database, clock=clock, addresses=addresses, provider=parts.provider is not None
        )
        self._openid = (
            None
            if parts.provider is None
            else OpenId(
                database=database,
                clock=clock,
                wall=parts.wall,
                provider=Provider(parts.provider),
                sign_in=self.sign_in,
                addresses=addresses,
                secret=parts.secret,
            )
        )
        chats = Chats(database=database, clock=clock, floor=self.floor, fanout=fanout, switchboard=self._switchboard)
        promises = Promises(database=database, clock=clock, timetable=parts.timetable, floor=self.floor)
        reading = Reading(database=database, switchboard=self._switchboard)
        decisions = Decisions(database=database, clock=clock, floor=self.floor)
        self._console = Console(
            database=database,
            clock=clock,
            sign_in=self.sign_in,
            stations=self._stations,
            switchboard=self._switchboard,
            handlers={**chats.handlers(), **promises.handlers(), **reading.handlers(), **decisions.handlers()},
            routed=self._routing.wake,
            limits=limits,
            metrics=metrics,
            address=addresses.of,
        )
        self._wakes += [self._switchboard.wake, self._routing.wake]
        fanout.listen(self._switchboard.heard)
        server.register_namespace(self._console)

    def add_to(self, app: web.Application) -> None:
        """Add the routes of signing in."""
        self.sign_in.add_to(app)
        if self._openid is not None:
            self._openid.add_to(app)

    def also_wake(self, wake: Callable[[], None]) -> None:
        """Have somebody else look when something changes at the desk."""
        self._wakes.append(wake)

    def work(self, stop: Stop) -> list[Awaitable[None]]:
        """Return what works by itself until it is told to stop."""
        return [self._switchboard.run(stop), self._routing.run(stop), self._beating(stop)]

    def wake(self) -> None:
        """Have everything look, for instance that it is time to stop."""
        self.floor.wake()

    async def drain(self) -> None:
        """Let what has begun end."""
        await self._console.drain()
        await self.floor.drain()

    async def _beating(self, stop: Stop) -> None:
        while not await stop.within(self._timings.beat):
            await self._switchboard.beat()

    async def _emit(self, event: str, payload: Any, sid: str) -> None:
        await self._server.emit(event, payload, to=sid, namespace=NAMESPACE)

    def _here(self, sid: str) -> bool:
        return bool(self._server.manager.is_connected(sid, NAMESPACE))

    async def _cut(self, sid: str) -> None:
        await self._server.disconnect(sid, namespace=NAMESPACE)
