"""The real gateway on a port of its own, with the demo marketplace, and an assistant that answers from a script."""

import gc
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy import select

from bot.actions.payments.receipts import ReceiptWords
from bot.actions.words import Words, entries
from bot.clock import WallClock
from bot.db import Base, Database
from bot.desk import conversations
from bot.desk.hours import WEEKDAYS, Hours
from bot.desk.messages import Draft
from bot.desk.models import Author, Conversation, Message, Rating
from bot.gateway.app import Parts, gateway_app
from bot.gateway.origins import Origins
from bot.gateway.signin import Tokens, Visitors
from bot.gateway.timings import Timings
from bot.marketplace import demo
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.settings import Settings
from bot.supervisor.place import free_port
from tests.journeys.scripted import ScriptedAssistant, Sentences
from tests.patience import PATIENCE_S

SECRET = "a secret of thirty-two characters, or more"
WORDS = Words(entries(), **Settings().wording)
#: Another site that may show the chat; a name that every machine has for itself.
FOREIGN = "http://market.localhost"
QUICK = Timings(still_working=30.0, retry_first=0.02, poll=0.2, beat=1.0, drain=0.1)


async def found(path: Path) -> None:
    """Make a database with the demo marketplace."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await demo.ensure(database, now=WallClock().now())
    await database.close()


class Shop:
    """Opens and shuts like a server that is restarted; what was said stays in its database."""

    def __init__(self, path: Path, clock: WallClock | None = None) -> None:
        self.clock = clock or WallClock()
        self.database = Database(f"sqlite+aiosqlite:///{path}")
        self.assistant = ScriptedAssistant()
        self.commands = SqlCommands(self.database, self.clock)
        self.tokens = Tokens(SECRET, self.clock)
        self._port = free_port()
        self._running = AsyncExitStack()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def parts(self) -> Parts:
        return Parts(
            database=self.database,
            clock=self.clock,
            assistant=self.assistant,
            marketplace=SqlMarketplace(self.database, self.clock, deadline_s=PATIENCE_S),
            sentences=Sentences(),
            commands=self.commands,
            receipts=ReceiptWords(WORDS),
            tokens=self.tokens,
            visitors=Visitors(SECRET),
            hours=Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS),
            demo=True,
            origins=Origins([FOREIGN]),
            timings=QUICK,
        )

    async def open(self) -> None:
        runner = web.AppRunner(gateway_app(self.parts()), shutdown_timeout=0.2)
        await runner.setup()
        self._running.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()

    async def shut(self) -> None:
        await self._running.aclose()

    async def leave(self) -> None:
        await self.shut()
        await self.database.close()
        gc.collect()  # what a cut connection leaves behind is complained of here, not in some later test

    async def writes(self, account: str, *texts: str, blocks: tuple[dict[str, Any], ...] = ()) -> None:
        """Put answers into the account's conversation, as another gateway would."""
        open_one = (Conversation.account == account, Conversation.closed_at.is_(None))
        async with self.database.transaction() as session:
            conversation = await session.scalar(select(Conversation.id).where(*open_one))
            for text in texts:
                draft = Draft(Author.ASSISTANT, "Assistant", f"written: {text[:40]}", text, blocks=blocks)
                await conversations.say(session, conversation=conversation, draft=draft, now=self.clock.now())

    async def ratings(self) -> list[tuple[int, str | None]]:
        """What people thought."""
        async with self.database.reading() as session:
            return [(row.score, row.comment) for row in await session.scalars(select(Rating))]

    async def texts(self, kind: str = "user") -> list[str]:
        """What is in the log, of all conversations."""
        async with self.database.reading() as session:
            found = await session.scalars(select(Message.text).where(Message.kind == kind).order_by(Message.at))
            return list(found)
