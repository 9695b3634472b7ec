"""The person's events: their machine was looked at, they join the line, pick up, leave, or choose a time to come back."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk.timetable import Timetable
from bot.errors import Refused
from bot.gateway.call import payloads
from bot.gateway.call.screens import Screens
from bot.gateway.call.seats import Seat
from bot.gateway.call.tidings import Tidings
from bot.gateway.protocol import Nothing
from bot.verification import appointments, line, staffing, visits
from bot.verification.moving import Moved


class AfterHours(Refused):
    """Nobody takes calls at this time; `opens_at` says when somebody will."""

    code = "after_hours"
    sentence = "Nobody takes calls now. You can choose a time to come back."


class Persons:
    """Answers the events of the person's page. Every one of them is about the account that sits there."""

    def __init__(
        self, *, database: Database, clock: Clock, timetable: Timetable, screens: Screens, tidings: Tidings
    ) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable
        self._screens = screens
        self._tidings = tidings

    def handlers(self) -> Mapping[str, Any]:
        """Return what answers which event."""
        return {
            "preflight": self.preflight,
            "join": self.join,
            "leave": self.leave,
            "answer": self.answer,
            "slots": self.slots,
            "book": self.book,
            "unbook": self.unbook,
        }

    async def preflight(self, seat: Seat, found: payloads.Preflight) -> dict[str, Any]:
        """Keep what was found of the person's machine."""
        async with self._database.transaction() as session:
            moved = await visits.check(session, account=seat.who, checks=found.results, now=self._clock.now())
        await self._made(moved)
        return {}

    async def join(self, seat: Seat, _nothing: Nothing) -> dict[str, Any]:
        """Join the line, within the hours."""
        now = self._clock.now()
        opening = self._timetable.state(staffing.CATEGORY, now)
        if not opening.open:
            raise AfterHours(opens_at=None if opening.opens_at is None else wire_time(opening.opens_at))
        async with self._database.transaction() as session:
            moved = await visits.join(session, account=seat.who, now=now)
            there = await staffing.there(session, now=now)
            place = await line.place(session, account=seat.who, verifiers=len(there))
        await self._made(moved)
        return {} if place is None else {"position": place.position, "wait_s": place.wait_s}

    async def leave(self, seat: Seat, _nothing: Nothing) -> dict[str, Any]:
        """Leave the page, the line or the call."""
        async with self._database.transaction() as session:
            moved = await visits.leave(session, account=seat.who, now=self._clock.now())
        await self._made(moved)
        return {}

    async def answer(self, seat: Seat, _nothing: Nothing) -> dict[str, Any]:
        """Pick up."""
        async with self._database.transaction() as session:
            moved = await visits.answer(session, account=seat.who, now=self._clock.now())
        await self._made(moved)
        return {}

    async def slots(self, seat: Seat, _nothing: Nothing) -> dict[str, Any]:
        """List the times that can be booked."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            await visits.begin(session, account=seat.who, now=now)
            free = await appointments.free(session, hours=self._timetable.of(staffing.CATEGORY), now=now)
        return {"slots": [wire_time(at) for at in free]}

    async def book(self, seat: Seat, book: payloads.Book) -> dict[str, Any]:
        """Book one of them."""
        now = self._clock.now()
        hours = self._timetable.of(staffing.CATEGORY)
        async with self._database.transaction() as session:
            await appointments.book(session, account=seat.who, at=book.at, hours=hours, now=now)
        await self._screens.look()
        return {"at": wire_time(book.at)}

    async def unbook(self, seat: Seat, _nothing: Nothing) -> dict[str, Any]:
        """Give the booked time back."""
        async with self._database.transaction() as session:
            await appointments.give_back(session, account=seat.who)
        await self._screens.look()
        return {}

    async def _made(self, moved: Moved) -> None:
        """Tell everybody before the event is answered: what its sender does next counts on it."""
        await self._tidings.after([moved])
        await self._screens.look()
