"""Nudging: reminders that are owed are written into their reader's conversation, and owed as letters to those away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import uuid4

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.desk import conversations
from bot.desk.conversations import Party
from bot.desk.messages import Appended, Block, Draft
from bot.desk.models import Author
from bot.gateway.fanout import Fanout
from bot.gateway.sentences import ASSISTANT_NAME
from bot.gateway.stopping import Stop
from bot.marketplace import nudges
from bot.marketplace.nudges import DueNudge
from bot.marketplace.port import MarketplaceUnavailable

log = structlog.get_logger(__name__)


class Told(Protocol):
    """A reminder in words."""

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def blocks(self) -> Sequence[Block]:
        """The clock beside it."""
        ...


class Reminders(Protocol):
    """Where reminders get their words from; `bot.actions.payments.reminders.ReminderWords` is one."""

    async def told(self, nudge: DueNudge, *, locale: str, zone: str | None, now: datetime) -> Told | None:
        """Tell a reminder to its reader. Raises MarketplaceUnavailable."""
        ...


class Nudging:
    """Delivers each reminder once, whichever gateway comes to it first."""

    def __init__(
        self, *, database: Database, clock: Clock, reminders: Reminders, fanout: Fanout, every_s: float
    ) -> None:
        self.name = str(uuid4())  # that leases are held under
        self._database = database
        self._clock = clock
        self._reminders = reminders
        self._fanout = fanout
        self._every_s = every_s

    async def run(self, stop: Stop) -> None:
        """Deliver what is owed, again and again until told to stop."""
        while not await stop.within(self._every_s):
            try:
                for nudge in await self._owed():
                    await self._deliver(nudge)
            except MarketplaceUnavailable:
                log.warning("nudges_wait")  # their leases run out, and they are tried again
            except Exception:
                log.exception("nudges_not_delivered")

    async def _owed(self) -> Sequence[DueNudge]:
        now = self._clock.now()
        async with self._database.reading() as session:
            if not await nudges.are_due(session, now=now):
                return ()
        async with self._database.transaction() as session:
            return await nudges.due_nudges(session, by=self.name, now=now)

    async def _deliver(self, nudge: DueNudge) -> None:
        now = self._clock.now()
        async with self._database.reading() as session:
            found = await conversations.find_open(session, party=Party(account=nudge.account))
        seats = self._fanout.room(found.id) if found is not None else []
        locale, zone = (seats[0].locale, seats[0].zone) if seats else ("en", None)
        told = await self._reminders.told(nudge, locale=locale, zone=zone, now=now)
        if told is None:
            return
        written: Appended | None = None
        async with self._database.transaction() as session:
            if not await nudges.deliver(session, nudge, by=self.name, now=now):
                return
            if found is not None:
                draft = Draft(
                    Author.ASSISTANT,
                    ASSISTANT_NAME,
                    f"nudge:{nudge.id}",
                    told.text,
                    blocks=tuple(told.blocks),
                    personal=True,
                )
                # A person who owns the conversation is not interrupted; the letter says it instead.
                written = await conversations.answer(
                    session, conversation=found.id, version=found.version, draft=draft, now=now
                )
            if written is None or not seats:
                await nudges.mail(session, nudge, conversation=None if found is None else found.id, at=now)
        if written is not None and written.new:
            await self._fanout.publish(written.message)
