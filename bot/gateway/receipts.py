"""Receipts in the log: what was done, said once after its press, by whichever gateway comes to it first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.desk import conversations, presses
from bot.desk.conversations import Closed, Party
from bot.desk.messages import Appended, Block, Draft
from bot.desk.models import Author
from bot.desk.presses import Pressed
from bot.gateway.fanout import Fanout
from bot.gateway.mailroom import receipts as mailroom
from bot.gateway.sentences import SYSTEM_NAME
from bot.gateway.stopping import Stop
from bot.marketplace.commands import QUOTE_LIFETIME, Commands, Receipt
from bot.marketplace.port import MarketplaceUnavailable

#: A quote that was not executed so long after its press never will be; two clocks may differ by some of it.
GIVEN_UP_AFTER = 2 * QUOTE_LIFETIME + timedelta(minutes=5)

log = structlog.get_logger(__name__)


class Told(Protocol):
    """How a receipt is told: what the press says in the thread, and the receipt itself."""

    @property
    def press(self) -> str:
        """What was confirmed."""
        ...

    @property
    def text(self) -> str:
        """What was done."""
        ...

    @property
    def blocks(self) -> Sequence[Block]:
        """The receipt beside it."""
        ...


class Receipts(Protocol):
    """Where receipts get their words from; `bot.actions.payments.receipts.ReceiptWords` is one."""

    def told(self, receipt: Receipt, *, locale: str, zone: str | None, now: datetime) -> Told:
        """Tell a receipt to its reader."""
        ...


async def write(
    session: AsyncSession, receipts: Receipts, receipt: Receipt, pressed: Pressed, *, now: datetime
) -> list[Appended]:
    """Write press and receipt into the conversation of the press, once, and owe the receipt by mail. Raises Closed."""
    told = receipts.told(receipt, locale=pressed.locale, zone=pressed.zone, now=now)
    press = Draft(Author.USER, pressed.name, receipt.press, told.press, personal=True)
    said = await conversations.say(session, conversation=pressed.conversation, draft=press, now=now)
    # It is no answer of whoever owns the conversation, so it comes from the marketplace itself.
    answer = Draft(
        Author.SYSTEM,
        SYSTEM_NAME,
        f"{receipt.press}:receipt",
        told.text,
        blocks=tuple(told.blocks),
        reply_to=said.message.seq,
        personal=True,
    )
    answered = await conversations.say(session, conversation=pressed.conversation, draft=answer, now=now)
    await mailroom.owe(session, told.blocks, pressed, now=now)
    return [said, answered]


class Retelling:
    """Tells the receipts of presses after which somebody died, or the marketplace was not heard, before they were told.

    The marketplace is only asked what was done: nothing is done by it.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        commands: Commands,
        receipts: Receipts,
        fanout: Fanout,
        every_s: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._commands = commands
        self._receipts = receipts
        self._fanout = fanout
        self._every_s = every_s

    async def run(self, stop: Stop) -> None:
        """Look after presses, again and again until told to stop."""
        while not await stop.within(self._every_s):
            try:
                for pressed in await self._due():
                    await self._look_after(pressed)
            except MarketplaceUnavailable:
                log.warning("receipts_wait")  # they are looked after again
            except Exception:
                log.exception("receipts_not_told")

    async def _due(self) -> Sequence[Pressed]:
        now = self._clock.now()
        async with self._database.reading() as session:
            if not await presses.are_due(session, now=now):
                return ()
        async with self._database.transaction() as session:
            return await presses.take_due(session, now=now)

    async def _look_after(self, pressed: Pressed) -> None:
        receipt = await self._commands.receipt(pressed.account, pressed.quote)
        now = self._clock.now()
        if receipt is None:
            if now - pressed.pressed_at >= GIVEN_UP_AFTER:
                async with self._database.transaction() as session:
                    await presses.settle(session, pressed.quote)
            return
        for appended in await self._written(receipt, pressed, now=now):
            if appended.new:
                await self._fanout.publish(appended.message)

    async def _written(self, receipt: Receipt, pressed: Pressed, *, now: datetime) -> list[Appended]:
        try:
            async with self._database.transaction() as session:
                await presses.settle(session, pressed.quote)
                return await write(session, self._receipts, receipt, pressed, now=now)
        except Closed:  # the conversation of the press has ended meanwhile: it is told in the one that is open
            async with self._database.transaction() as session:
                await presses.settle(session, pressed.quote)
                opened = await conversations.open_for(session, party=Party(account=pressed.account), now=now)
                return await write(session, self._receipts, receipt, pressed.in_conversation(opened.id), now=now)
