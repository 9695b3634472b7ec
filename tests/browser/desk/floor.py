"""A shop with a desk: the real gateway, the demo's specialists, and an assistant that calls a person when it is told to."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.notices import NoticeWords
from bot.assistant import Utterance
from bot.clock import WallClock
from bot.db import Base, Database
from bot.desk.hours import WEEKDAYS, Hours
from bot.desk.staff import demo as staff
from bot.desk.staff.passwords import hashed
from bot.desk.timetable import Timetable
from bot.gateway.app import Parts
from bot.gateway.desk.office import DeskParts
from bot.marketplace import demo
from bot.marketplace.job_posts import SqlJobPosts
from tests.browser.shop import QUICK, SECRET, WORDS, Shop

PASSWORD = "a password of the desk's own"
PACIFIC = ZoneInfo("America/Los_Angeles")
MONDAY_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=PACIFIC)
FRIDAY_FIVE_PAST_FIVE = datetime(2026, 11, 27, 17, 5, tzinfo=PACIFIC)
HOURS = Hours(PACIFIC, WEEKDAYS)

CALL = "I want to talk to a person"
LEAVE = "Leave a message"
WEB = staff.WEB


async def found_with_desk(path: Path) -> None:
    """Make a database with the demo marketplace and its desk."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await demo.ensure(database, now=MONDAY_TEN)
    async with database.transaction() as session:
        await staff.ensure(session, password_hash=hashed(PASSWORD), now=MONDAY_TEN)
    await database.close()


class Floor(Shop):
    """The shop, with people behind it."""

    def __init__(self, path: Path, at: datetime = MONDAY_TEN) -> None:
        super().__init__(path, WallClock(at))
        self.assistant.script[CALL] = [
            Utterance(
                "I am calling a specialist.",
                topic="ask_specialist_help",
                handoff={"reason": "asked", "category": WEB},
            )
        ]

    def parts(self) -> Parts:
        return replace(
            super().parts(),
            desk=DeskParts(
                timetable=Timetable(HOURS),
                texts=NoticeWords(WORDS, home=PACIFIC),
                secret=SECRET,
                job_posts=SqlJobPosts(self.database, self.clock),
            ),
            timings=replace(QUICK, routing=0.1, poll=0.1),
        )

    def takes_messages(self, **left: Any) -> None:
        """Have the assistant show the form for a message, and keep what is sent in."""
        form = {
            "type": "form",
            "form": "leave_message",
            "then": {"topic": "leave_message"},
            "fields": [{"name": "what", "label": "Message", "kind": "long_text", "required": True, "max": 500}],
        }
        self.assistant.script[LEAVE] = [Utterance("The desk reads it.", topic="leave_message", blocks=(form,))]
        self.assistant.script[f"Message: {left['what']}"] = [
            Utterance("Thank you.", topic="leave_message", file={"message": {"category": WEB, **left}})
        ]

    async def moves_to(self, at: datetime) -> None:
        """Stop, and start again with MILEPOST_CLOCK at another moment."""
        await self.shut()
        self.clock.advance(at - self.clock.now())
        await self.open()
