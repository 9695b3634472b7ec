"""Ten minutes of a busy desk in moved time: people who come and sometimes leave, specialists who sometimes vanish.

Everything is drawn from one seed. Two gateways route on one database; one of them dies in the middle of its work.
"""

import asyncio
import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.db import Database
from bot.desk import roster
from bot.desk.handoffs import queue, requests, routing, specialists, ticket
from bot.desk.handoffs.handoff import Handoff
from bot.desk.handoffs.states import HELD, OVER, Move, State
from bot.desk.messages import Draft
from bot.desk.models import Author
from bot.errors import Refused
from tests.desk.staffed import SECOND, Desk

CATEGORIES = ("Web", "Design", None)
STEP = timedelta(seconds=2)
CHAT_S = (40, 110)
COMING_S = 400  # within which everybody comes


class GatewayDiedError(Exception):
    """The process is gone between its statements and their commit."""


def die() -> None:
    raise GatewayDiedError


@dataclass
class Person:
    """Somebody who comes, asks, waits, perhaps gives up, and is served."""

    name: str
    category: str | None
    comes_at: datetime
    gives_up_at: datetime | None = None
    handoff: str | None = None
    estimate_s: int | None = None
    asked_at: datetime | None = None
    accepted_at: datetime | None = None
    left: bool = False


@dataclass
class Specialist:
    """Somebody with a console at one of the gateways, who answers offers after a while and ends chats in time."""

    handle: str
    gateway: int
    gone: list[tuple[datetime, datetime]] = field(default_factory=list)  # browser crashed, machine rebooted
    answers_at: dict[str, datetime] = field(default_factory=dict)
    ends_at: dict[str, datetime] = field(default_factory=dict)
    there: bool = True
    consoles: int = 0


class RushHour:
    """The desk, its people, and everything that must hold at every step."""

    def __init__(self, desk: Desk, other: Database, *, people: int, staff: int, seed: int):
        self.desk = desk
        self.gateways = [desk, Desk(other, desk.clock)]
        self.random = random.Random(seed)  # noqa: S311 - a story, no secret
        self.began = desk.now
        self.people = [
            Person(
                f"person-{number}",
                self.random.choice(CATEGORIES),
                self.began + self.random.uniform(0, COMING_S) * SECOND,
            )
            for number in range(people)
        ]
        for impatient in self.random.sample(self.people, people // 12):
            impatient.gives_up_at = impatient.comes_at + self.random.uniform(20, 60) * SECOND
        self.staff = [Specialist(f"hand-{number}", number % 2) for number in range(staff)]
        self.staff[0].gone = [(self._at(120), self._at(190))]
        self.staff[1].gone = [(self._at(200), self._at(206))]  # a reload
        self.staff[3].gone = [(self._at(310), self._at(400))]
        self.gateway_down = (self._at(240), self._at(252))  # its consoles go to the other one after it
        self.beaten_at = self.began
        self.lost = 0
        self.offered = 0

    def _at(self, seconds: float) -> datetime:
        return self.began + seconds * SECOND

    async def open(self) -> None:
        """Hire the staff, and let there be yesterday's chats, from which waits are estimated."""
        for number, each in enumerate(self.staff):
            await self.desk.hire(each.handle, *[name for name in CATEGORIES if name][: 1 + number % 2], capacity=2)
            await self.desk.come(each.handle)
        for number in range(20):
            asked = (await self.desk.ask(f"earlier-{number}")).ticket
            accepted, lasted = self.began - timedelta(hours=20), self.random.uniform(*CHAT_S) + 5
            async with self.desk() as session:
                row = await session.get(Handoff, asked.id)
                row.state, row.accepted_at, row.closed_at = State.CLOSED, accepted, accepted + lasted * SECOND

    async def run(self) -> None:
        """Go on until everybody who came has been served or has left."""
        while not await self._everybody_is_done():
            assert self.desk.now < self._at(1200), "somebody is never served"
            await self._step()

    async def _step(self) -> None:
        now = self.desk.clock.forward(STEP)
        await self._consoles(now)
        await self._routed(now)
        for person in self.people:
            await self._lives(person, now)
        for each in self.staff:
            if each.there:
                await self._works(each, now)
        if self.random.random() < 0.5:
            await self._holds()

    async def _consoles(self, now: datetime) -> None:
        for each in self.staff:
            down = each.gateway == 1 and self.gateway_down[0] <= now < self.gateway_down[1]
            there = not down and not any(start <= now < end for start, end in each.gone)
            if there and not each.there:
                each.consoles += 1
                async with self.desk() as session:
                    await roster.console_opened(session, console=self._console(each), handle=each.handle, now=now)
                    held = await ticket.held_by(session, handle=each.handle)
                # What was taken from them meanwhile is not theirs any more; the rest goes on.
                each.ends_at = {
                    key: at for key, at in each.ends_at.items() if key in {one.conversation for one in held}
                }
            each.there = there
        if now >= self.beaten_at + roster.BEAT_EVERY:
            self.beaten_at = now
            async with self.desk() as session:
                await roster.beat(session, consoles=[self._console(each) for each in self.staff if each.there], now=now)

    @staticmethod
    def _console(each: Specialist) -> str:
        return f"{each.handle}-console" if each.consoles == 0 else f"{each.handle}-{each.consoles}"

    async def _routed(self, now: datetime) -> None:
        first, second = self.gateways
        dying = self.gateway_down[0] <= now < self.gateway_down[0] + STEP
        down = self.gateway_down[0] <= now < self.gateway_down[1]
        here = {each.conversation for each in await self.desk.line()}
        work = [first.route(here)]
        if dying:
            work.append(self._dies(second))
        elif not down:
            work.append(second.route(here))
        for moved in await asyncio.gather(*work):
            await self._told(moved, now)

    @staticmethod
    async def _dies(gateway: Desk) -> list:
        with suppress(GatewayDiedError):
            async with gateway() as session:
                await routing.route(session, timetable=gateway.timetable, now=gateway.now)
                die()
        return []

    async def _told(self, moved: list, now: datetime) -> None:
        if not moved:
            return
        offered = [each.ticket for each in moved if each.move is Move.OFFER]
        self.lost += sum(each.move is Move.LOSE for each in moved)
        self.offered += len(offered)
        waiting = [each for each in queue.in_order(await self.desk.line()) if each.state is State.QUEUED]
        for each in offered:
            (by,) = [one for one in self.staff if one.handle == each.specialist]
            by.answers_at[each.id] = now + self.random.uniform(2, 8) * SECOND
            # Nobody of the category who has waited for longer was passed over.
            before = queue.in_order([each, *waiting])
            for other in before[: before.index(each)]:
                assert other.category != each.category or each.specialist in other.passed_by

    async def _lives(self, person: Person, now: datetime) -> None:
        if person.handoff is None:
            if now >= person.comes_at:
                await self._asks(person, now)
        elif (
            person.gives_up_at is not None
            and now >= person.gives_up_at
            and not person.left
            and person.accepted_at is None
        ):
            conversation = (await self.desk.ticket(person.handoff)).conversation
            try:
                await self.desk.make("leave_queue", conversation=conversation)
                person.left = True
            except requests.NotWaiting:
                person.gives_up_at = None

    async def _asks(self, person: Person, now: datetime) -> None:
        asked = (await self.desk.ask(person.name, person.category)).ticket
        person.handoff, person.asked_at = asked.id, now
        async with self.desk() as session:
            place = await queue.place(session, conversation=asked.conversation, now=now)
        person.estimate_s = place.wait_s

    async def _works(self, each: Specialist, now: datetime) -> None:
        for handoff, at in list(each.answers_at.items()):
            if now >= at:
                del each.answers_at[handoff]
                await self._answers(each, handoff, now)
        for conversation, at in list(each.ends_at.items()):
            try:
                if now >= at:
                    await self.desk.make("wrap_up", conversation=conversation, by=each.handle, reason="solved")
                    del each.ends_at[conversation]
                elif self.random.random() < 0.1:
                    await self._says(each, conversation)
            except specialists.NotYours:
                del each.ends_at[conversation]  # it was given to somebody else while they were away

    async def _answers(self, each: Specialist, handoff: str, now: datetime) -> None:
        act = "decline" if self.random.random() < 0.08 else "accept"
        try:
            moved = await self.desk.make(act, handoff=handoff, by=each.handle)
        except Refused as refusal:
            assert refusal.code == "offer_over"  # noqa: PT017 - it ran out while they were away
            return
        if act == "accept":
            each.ends_at[moved.ticket.conversation] = now + self.random.uniform(*CHAT_S) * SECOND
            (person,) = [one for one in self.people if one.handoff == handoff]
            person.accepted_at = person.accepted_at or now

    async def _says(self, each: Specialist, conversation: str) -> None:
        said = Draft(Author.SPECIALIST, each.handle, f"{each.handle}-{self.random.getrandbits(64):x}", "Words")
        async with self.desk() as session:
            await specialists.say(session, conversation=conversation, by=each.handle, draft=said, now=self.desk.now)

    async def _holds(self) -> None:
        async with self.desk() as session:
            held = await ticket.in_states(session, HELD)
            capacity = {
                each.member.handle: each.member.capacity for each in await roster.team(session, now=self.desk.now)
            }
        places = defaultdict(int)
        for each in held:
            assert each.specialist is not None
            places[each.specialist] += 1
        assert all(taken <= capacity[handle] for handle, taken in places.items())

    async def _everybody_is_done(self) -> bool:
        async with self.desk() as session:
            under_way = await ticket.in_states(session, set(State) - OVER)
        return not under_way and all(person.handoff is not None for person in self.people)
