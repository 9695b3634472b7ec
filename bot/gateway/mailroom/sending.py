"""Sending: a postman who knows what was read in the widget."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.desk.models import CONVERSATIONS
from bot.mail.carrier import Carrier
from bot.mail.leases import Bounds, Owed
from bot.mail.postman import Correspondence, GivenUp, Postman

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What a postman needs. Without a carrier letters wait in the outbox."""

    carrier: Carrier | None
    correspondence: Correspondence
    bounds: Bounds = field(default_factory=Bounds)

    def postman(
        self, database: Database, clock: Clock, *, every_s: float, undelivered: GivenUp | None = None
    ) -> Postman | None:
        """Make the postman, who tells `undelivered` what he has given up; None, said once in the log, where nobody takes our mail."""
        if self.carrier is None:
            log.warning("letters_wait", reason="MILEPOST_SMTP_URL is not set")
            return None
        return Postman(
            database=database,
            clock=clock,
            carrier=self.carrier,
            correspondence=self.correspondence,
            jitter=random.random,
            bounds=self.bounds,
            seen=seen,
            given_up=undelivered,
            every_s=every_s,
        )


async def seen(session: AsyncSession, letters: Sequence[Owed]) -> set[int]:
    """Tell which letters bring a message (`seq` in their data) that its reader has seen in the widget."""
    told = {letter.id: (letter.conversation, letter.subject_data.get("seq")) for letter in letters}
    conversations = {
        conversation for conversation, seq in told.values() if conversation is not None and seq is not None
    }
    if not conversations:
        return set()
    rows = await session.execute(
        select(CONVERSATIONS.c.id, CONVERSATIONS.c.seen_seq).where(CONVERSATIONS.c.id.in_(conversations))
    )
    read = {row.id: row.seen_seq for row in rows}
    return {
        number
        for number, (conversation, seq) in told.items()
        if conversation in read and isinstance(seq, int) and seq <= read[conversation]
    }
