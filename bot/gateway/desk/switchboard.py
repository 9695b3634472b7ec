"""The switchboard: tells each console what changed at the desk, whichever gateway or person changed it.

Everything is read from the database again and again and compared with what a console was told, so that a missed
word heals with the next look; what happens on this gateway is looked at once.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.desk import messages, notes, sights
from bot.desk.messages import Stored
from bot.desk.sights import Sight
from bot.desk.staff import sessions
from bot.gateway.desk.board import Board, Shown
from bot.gateway.desk.stations import Station, Stations, Watch
from bot.gateway.desk.views import Views, note_wire
from bot.gateway.stopping import Stop

BREATH_S = 0.05  # between two looks, however much happens
SESSIONS_S = 5.0  # between two looks whether sessions still hold

type Emit = Callable[[str, Any, str], Awaitable[None]]  # event, payload, sid
type Cut = Callable[[str], Awaitable[None]]

log = structlog.get_logger(__name__)


class Switchboard:
    """What the consoles of this gateway are told."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        stations: Stations,
        board: Board,
        views: Views,
        emit: Emit,
        cut: Cut,
        here: Callable[[str], bool],
        poll_s: float,
    ) -> None:
        """`cut` hangs up on a console whose session has ended, `here` tells whether a socket is connected."""
        self._database = database
        self._clock = clock
        self._stations = stations
        self._board = board
        self._views = views
        self._emit = emit
        self._cut = cut
        self._here = here
        self._poll_s = poll_s
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look now: something has changed here."""
        self._wake.set()

    async def heard(self, message: Stored) -> None:
        """Hand a message on that was just committed; whoever is behind gets it with the next look."""
        for station in self._stations.watching(message.conversation):
            async with station.lock:
                await self._give(station, message)
                watch = station.watched.get(message.conversation)
            if watch is not None and watch.cursor < message.seq:
                self.wake()

    async def typing(self, conversation: str, *, on: bool) -> None:
        """Tell whoever follows a conversation that its person types."""
        for station in self._stations.watching(conversation):
            await self._emit("typing", {"conversation": conversation, "on": on}, station.sid)

    async def beat(self) -> None:
        """Let every console know that it still hears us."""
        for station in self._stations.all():
            await self._emit("beat", {}, station.sid)

    async def run(self, stop: Stop) -> None:
        """Look again and again until told to stop and woken."""
        loop = asyncio.get_running_loop()
        checked = loop.time()
        while not stop.told:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._poll_s)
            self._wake.clear()
            if not self._stations.all():
                continue
            try:
                if loop.time() - checked >= min(SESSIONS_S, self._poll_s * SESSIONS_S):
                    checked = loop.time()
                    await self._check_sessions()
                await self.look()
            except Exception:
                log.exception("desk_unreadable")
                await stop.within(self._poll_s)
            await stop.within(BREATH_S)

    async def look(self) -> None:
        """Read the desk once, and tell every console what is new to it."""
        stations = [station for station in self._stations.all() if station.welcomed]
        async with self._database.reading() as session:
            shown = await self._board.read(session, [station.member for station in stations], now=self._clock.now())
            seen = await sights.of(session, self._stations.watched())
        for station in stations:
            async with station.lock:
                await self._tell_board(station, shown)
                for conversation in list(station.watched):
                    if conversation in seen:
                        await self._catch_up(station, conversation, seen[conversation])

    async def welcome(self, station: Station) -> None:
        """Tell a console everything once; from then on it is told what changes."""
        now = self._clock.now()
        async with station.lock:
            async with self._database.reading() as session:
                shown = await self._board.read(session, [station.member], now=now)
            held = shown.held(station.member)
            views = [await self.follow(station, conversation) for conversation in held]
            station.told = shown.parts(station.member)
            station.offers = shown.offers(station.member)
            await self._emit("welcome", shown.welcome(station.member, views), station.sid)
            station.welcomed = True

    async def follow(self, station: Station, conversation: str) -> dict[str, Any]:
        """Have a console follow a conversation from now on, and return its view."""
        async with self._database.reading() as session:
            seen = (await sights.of(session, [conversation]))[conversation]
        view = await self._views.of(conversation)
        self._stations.watch(
            station,
            conversation,
            Watch(view["last_seq"], view["seen_seq"], len(view["notes"]), seen.state),
        )
        return view

    async def _tell_board(self, station: Station, shown: Shown) -> None:
        for event, payload in shown.parts(station.member).items():
            if station.told.get(event) != payload:
                station.told[event] = payload
                await self._emit(event, payload, station.sid)
        offers = shown.offers(station.member)
        for handoff in [handoff for handoff in station.offers if handoff not in offers]:
            del station.offers[handoff]
            why = shown.why_over(station.member, handoff)
            await self._emit("offer_over", {"handoff": handoff, "why": why}, station.sid)
        for handoff, offer in offers.items():
            if station.offers.get(handoff) != offer:
                station.offers[handoff] = offer
                await self._emit("offer", await self._views.with_summary(offer), station.sid)
        for conversation in shown.held(station.member):
            if conversation not in station.watched:
                await self._emit("conversation", await self.follow(station, conversation), station.sid)

    async def _catch_up(self, station: Station, conversation: str, seen: Sight) -> None:
        watch = station.watched[conversation]
        while watch.cursor < seen.last_seq:
            async with self._database.reading() as session:
                page = await messages.after(session, conversation, watch.cursor)
            for message in page.messages:
                await self._give(station, message)
            if not page.messages:
                break
        if watch.notes < seen.notes:
            async with self._database.reading() as session:
                written = await notes.of(session, conversation=conversation)
            for note in written[watch.notes - seen.notes :]:
                await self._emit("note", note_wire(note), station.sid)
            watch.notes = seen.notes
        if watch.seen_seq < seen.seen_seq:
            watch.seen_seq = seen.seen_seq
            await self._emit("seen", {"conversation": conversation, "seq": seen.seen_seq}, station.sid)
        if watch.state != seen.state:
            watch.state = seen.state
            await self._emit("conversation", await self._views.of(conversation), station.sid)

    async def _give(self, station: Station, message: Stored) -> None:
        watch = station.watched.get(message.conversation)
        if watch is None or message.seq != watch.cursor + 1:
            return
        watch.cursor = message.seq
        await self._emit("message", {"conversation": message.conversation, **message.wire()}, station.sid)

    async def _check_sessions(self) -> None:
        now = self._clock.now()
        for station in [each for each in self._stations.all() if each.welcomed]:
            async with self._database.reading() as session:
                signed_in = await sessions.find(session, token=station.token, now=now, touch=False)
            if not self._here(station.sid):
                self._stations.leave(station.sid)  # it went while it came, and nobody said so
            elif signed_in is None:
                await self._cut(station.sid)
            else:
                station.member = signed_in.member
