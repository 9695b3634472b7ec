"""A desk with people at it: members, their consoles, and conversations that ask for one of them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import contacts, conversations, hours_file, roster
from bot.desk.conversations import Party
from bot.desk.handoffs import requests, routing, specialists, ticket
from bot.desk.handoffs.states import Reason, State
from bot.desk.presence import Status
from bot.desk.staff import members
from bot.desk.staff.roles import Role

PACIFIC = ZoneInfo("America/Los_Angeles")
TIMETABLE = hours_file.weekdays(PACIFIC)
OPEN = datetime(2026, 3, 2, 10, tzinfo=PACIFIC).astimezone(UTC)  # a Monday morning
FRIDAY_EVENING = datetime(2026, 3, 6, 17, 5, tzinfo=PACIFIC).astimezone(UTC)
WEB, DESIGN = "Web", "Design"
SECOND = timedelta(seconds=1)


class Desk:
    """What tests do at a desk, each in a transaction of its own, at the clock's present moment."""

    def __init__(self, database, clock, timetable=TIMETABLE):
        self.database = database
        self.clock = clock
        self.timetable = timetable

    @property
    def now(self):
        return self.clock.now()

    def __call__(self):
        return self.database.transaction()

    async def hire(self, handle, *categories, role=Role.SPECIALIST, capacity=3, languages=("en",), there=True):
        async with self() as session:
            await members.add(
                session,
                handle=handle,
                name=handle.title(),
                password_hash="none",
                roles=(role,),
                categories=categories,
                languages=languages,
                capacity=capacity,
                now=self.now,
            )
        if there:
            await self.come(handle)

    async def come(self, handle, status=Status.ONLINE):
        async with self() as session:
            await roster.console_opened(session, console=f"{handle}-console", handle=handle, now=self.now)
            await roster.set_status(session, handle=handle, status=status, now=self.now)

    async def beat(self, *handles):
        async with self() as session:
            await roster.beat(session, consoles=[f"{handle}-console" for handle in handles], now=self.now)

    async def open(self, account, address=None):
        party = Party(account=account)
        async with self() as session:
            opened = await conversations.open_for(session, party=party, now=self.now)
            if address is not None:
                await contacts.know(session, party=party, address=address, now=self.now)
        return opened.id

    async def ask(self, account, category=None, **how):
        """Open an account's conversation and ask for a person in it."""
        conversation = await self.open(account)
        async with self() as session:
            return await requests.ask(
                session,
                conversation=conversation,
                reason=how.pop("reason", Reason.ASKED),
                category=category,
                timetable=self.timetable,
                now=self.now,
                **how,
            )

    async def route(self, present=frozenset()):
        async with self() as session:
            return await routing.route(session, timetable=self.timetable, now=self.now, present=present)

    async def make(self, what, **told):
        """Let somebody do something with a hand-off: `specialists` and `requests` know what."""
        module = specialists if hasattr(specialists, what) and "by" in told else requests
        async with self() as session:
            return await getattr(module, what)(session, now=self.now, **told)

    async def accepted(self, account, handle, category=None):
        """Bring a conversation to a specialist."""
        asked = (await self.ask(account, category)).ticket
        await self.route()
        return (await self.make("accept", handoff=asked.id, by=handle)).ticket

    async def ticket(self, handoff):
        async with self() as session:
            return await ticket.find(session, handoff=handoff)

    async def owner(self, conversation):
        async with self() as session:
            return (await conversations.find(session, conversation=conversation)).owner

    async def line(self):
        async with self() as session:
            return await ticket.in_states(session, (State.QUEUED, State.OFFERED))
