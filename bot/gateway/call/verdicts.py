"""The verifier's events: the next in line is called, put back, or decided on."""

from collections.abc import Mapping
from typing import Any, Final

from bot.clock import Clock
from bot.db import Database
from bot.gateway.call import payloads
from bot.gateway.call.protocol import Side
from bot.gateway.call.screens import Screens
from bot.gateway.call.seats import Seat, Seats
from bot.gateway.call.tidings import Tidings
from bot.gateway.protocol import Nothing
from bot.verification import passes, verifiers
from bot.verification.moving import Moved
from bot.verification.states import OVER, WrongMove

TRIES: Final = 5  # at the head of the line, when others are quicker


class Verdicts:
    """Answers the events of a verifier's console."""

    def __init__(self, *, database: Database, clock: Clock, seats: Seats, screens: Screens, tidings: Tidings) -> None:
        self._database = database
        self._clock = clock
        self._seats = seats
        self._screens = screens
        self._tidings = tidings

    def handlers(self) -> Mapping[str, Any]:
        """Return what answers which event."""
        return {"next": self.next, "put_back": self.put_back, "decide": self.decide}

    async def next(self, seat: Seat, _nothing: Nothing) -> dict[str, Any]:
        """Call the first in line; if another verifier was quicker, the one after."""
        for tries_left in reversed(range(TRIES)):
            try:
                async with self._database.transaction() as session:
                    moved = await verifiers.call_next(session, by=seat.who, now=self._clock.now())
                break
            except WrongMove:
                if not tries_left:
                    raise
        await self._made(moved)
        return {"visit": moved.visit.id}

    async def put_back(self, seat: Seat, put: payloads.OfVisit) -> dict[str, Any]:
        """Put the person back to the head of the line."""
        async with self._database.transaction() as session:
            moved = await verifiers.put_back(session, visit=put.visit, by=seat.who, now=self._clock.now())
        await self._made(moved)
        return {}

    async def decide(self, seat: Seat, decision: payloads.Decision) -> dict[str, Any]:
        """Give the verdict: the standing, the letter, the message and the end of the page's session are one transaction."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            verdict = await verifiers.decide(
                session,
                visit=decision.visit,
                verdict=decision.verdict,
                reason=decision.reason,
                by=seat.who,
                now=now,
            )
            visit = verdict.moved.visit
            if visit.state in OVER:
                await passes.revoke(session, account=visit.account)
            written = await self._tidings.decided(session, verdict, now=now)
        page = self._seats.of(Side.PERSON, visit.account)
        if page is not None and visit.state in OVER:
            page.over = True
        await self._tidings.after([verdict.moved], written)
        await self._screens.look()
        return {}

    async def _made(self, moved: Moved) -> None:
        await self._tidings.after([moved])
        await self._screens.look()
