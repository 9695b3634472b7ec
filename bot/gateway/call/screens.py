"""Screens: tells each page and each console what is new to it, so that a word that was missed heals with the next."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk.timetable import Timetable
from bot.gateway.call import views
from bot.gateway.call.protocol import Side
from bot.gateway.call.seats import Seat, Seats
from bot.gateway.call.views import Shown
from bot.gateway.stopping import Stop
from bot.verification import relay
from bot.verification.relay import Relay
from bot.verification.states import HELD, State

BREATH_S = 0.05  # between two looks, however much happens
ICE_RENEWED = relay.LIFETIME / 2  # a call that must find a new way later has credentials that hold
ELSEWHERE = "elsewhere"
LIFTED = "lifted"

type Emit = Callable[[str, Any, str], Awaitable[None]]  # event, payload, sid

log = structlog.get_logger(__name__)


class Screens:
    """What the seats of this gateway are shown."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        wall: Clock,
        timetable: Timetable,
        relay: Relay,
        seats: Seats,
        emit: Emit,
        poll_s: float,
    ) -> None:
        """`wall` is the machine's own clock: the relay knows no other."""
        self._database = database
        self._clock = clock
        self._wall = wall
        self._timetable = timetable
        self._relay = relay
        self._seats = seats
        self._emit = emit
        self._poll_s = poll_s
        self._wake = asyncio.Event()
        self._looking = asyncio.Lock()

    def wake(self) -> None:
        """Look now: something has changed."""
        self._wake.set()

    async def run(self, stop: Stop) -> None:
        """Look again and again until told to stop and woken."""
        while not stop.told:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._poll_s)
            self._wake.clear()
            try:
                await self.look()
            except Exception:
                log.exception("calls_unreadable")
                await stop.within(self._poll_s)
            await stop.within(BREATH_S)

    async def look(self) -> None:
        """Read the calls once, and tell every seat what is new to it."""
        async with self._looking:
            seats = [seat for seat in self._seats.all() if seat.welcomed]
            if not seats:
                return
            now = self._clock.now()
            accounts = [seat.who for seat in seats if seat.side is Side.PERSON]
            async with self._database.reading() as session:
                shown = await views.read(session, timetable=self._timetable, accounts=accounts, now=now)
            for seat in seats:
                _place(seat, shown)
            for seat in seats:
                await (self._person if seat.side is Side.PERSON else self._verifier)(seat, shown)

    async def elsewhere(self, seat: Seat) -> None:
        """Tell a tab that another one has taken over."""
        state = {"state": ELSEWHERE, "polite": seat.side is Side.PERSON, "at": wire_time(self._clock.now())}
        await self._emit("call_state", state, seat.sid)

    async def beat(self) -> None:
        """Let every page know that it still hears us."""
        for seat in self._seats.all():
            await self._emit("beat", {}, seat.sid)

    async def _person(self, seat: Seat, shown: Shown) -> None:
        visit = shown.visits.get(seat.who)
        held = visit is not None and visit.state in HELD
        peer = self._peer(Side.VERIFIER, visit.verifier) if visit is not None and held else None
        state = shown.of_person(seat.who, peer=peer)
        if visit is not None and visit.state is State.ABANDONED:
            async with self._database.reading() as session:
                if await views.lifted(session, visit=visit):
                    state["state"] = LIFTED
        await self._ice(seat, held=held)
        await self._tell(seat, "call_state", state)

    async def _verifier(self, seat: Seat, shown: Shown) -> None:
        visit = shown.held.get(seat.who)
        peer = None if visit is None else self._peer(Side.PERSON, visit.account)
        state = shown.of_verifier(seat.who, peer=peer)
        if visit is not None:
            seat.had = visit.id
        elif seat.had is not None:
            async with self._database.reading() as session:
                state["last"] = await views.ended(session, visit=seat.had)
        await self._ice(seat, held=visit is not None)
        await self._tell(seat, "call_state", state)
        await self._tell(seat, "line", shown.line())

    async def _ice(self, seat: Seat, *, held: bool) -> None:
        """Hand out the relay's credentials: for the checks when a page comes, and anew while a call rings or goes on."""
        now = self._wall.now()
        due = seat.ice_until is None or (held and seat.ice_until <= now + ICE_RENEWED)
        if due:
            seat.ice_until = now + relay.LIFETIME
            await self._emit("ice", {"servers": self._relay.servers(who=seat.sid, now=now)}, seat.sid)

    async def _tell(self, seat: Seat, event: str, payload: dict[str, Any]) -> None:
        if seat.told.get(event) != payload:
            seat.told[event] = payload
            at = {"at": wire_time(self._clock.now())} if event == "call_state" else {}
            await self._emit(event, {**payload, **at}, seat.sid)

    def _peer(self, side: Side, who: str | None) -> str | None:
        other = None if who is None else self._seats.of(side, who)
        return None if other is None else other.page


def _place(seat: Seat, shown: Shown) -> None:
    """Note which call somebody sits in, and with whom once it is answered: by that, and nothing else, signals go."""
    visit = shown.visits.get(seat.who) if seat.side is Side.PERSON else shown.held.get(seat.who)
    if visit is None or visit.state not in HELD:
        seat.visit = seat.other = None
        return
    seat.visit = visit.id
    other = visit.verifier if seat.side is Side.PERSON else visit.account
    seat.other = other if visit.state is State.IN_CALL else None
