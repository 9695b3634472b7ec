"""Two keys: how long a quote takes, and its confirmation with the receipt in the log."""

import asyncio
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from bench.figures import Figures, p50, p95
from bot.actions.payments.receipts import ReceiptWords
from bot.actions.words import Words, entries
from bot.cli.database import upgrade
from bot.clock import WallClock
from bot.db import Database
from bot.desk import conversations
from bot.desk.conversations import Party
from bot.desk.messages import Draft
from bot.desk.models import Author
from bot.marketplace import demo
from bot.marketplace.commands import GiveBonus, Receipt
from bot.marketplace.money import Money
from bot.marketplace.sql_commands import SqlCommands
from bot.settings import Settings

TIMES = 200
BAR_MS = 50
ACCOUNT, CONTRACT = "client-demo", "C-1004"


async def measure(figures: Figures) -> None:
    """Quote and confirm on SQLite as `make run` keeps it: every confirmation is on disk when it is counted."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), database_url=None)
        await asyncio.to_thread(upgrade, settings)
        database, clock = Database(settings.database), WallClock()
        try:
            await demo.ensure(database, now=clock.now())
            quoting, confirming = await _both(database, clock, ReceiptWords(Words(entries(), **settings.wording)))
        finally:
            await database.close()
    for what, taken in (("quote", quoting), ("confirm, receipt in the log", confirming)):
        figures.add("two keys", f"{what}, p50", p50(taken), unit="ms")
        figures.add("two keys", f"{what}, p95", p95(taken), unit="ms", bar=f"≤ {BAR_MS} ms", note=f"{TIMES} on SQLite")


async def _both(database: Database, clock: WallClock, words: ReceiptWords) -> tuple[list[float], list[float]]:
    commands = SqlCommands(database, clock)
    async with database.transaction() as session:
        conversation = (await conversations.open_for(session, party=Party(account=ACCOUNT), now=clock.now())).id

    async def write(session: AsyncSession, receipt: Receipt) -> None:
        now = clock.now()
        told = words.told(receipt, locale="en", zone="Europe/Berlin", now=now)
        for kind, text, blocks in ((Author.USER, told.press, ()), (Author.SYSTEM, told.text, told.blocks)):
            draft = Draft(kind, "Client Demo", receipt.press, text, blocks=blocks, personal=True)
            await conversations.say(session, conversation=conversation, draft=draft, now=now)

    quoting, confirming = list[float](), list[float]()
    for number in range(TIMES):
        began = time.perf_counter()
        quote = await commands.quote(ACCOUNT, GiveBonus(CONTRACT, Money(100 + number)))
        quoting.append((time.perf_counter() - began) * 1e3)
        began = time.perf_counter()
        await commands.confirm(ACCOUNT, quote.id, auth_age=timedelta(0), press=str(uuid4()), witness=write)
        confirming.append((time.perf_counter() - began) * 1e3)
    return quoting, confirming
