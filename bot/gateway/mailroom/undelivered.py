"""Undelivered: a letter that a server refused, or that was tried too often, is the desk's to know of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import mailed
from bot.desk.timetable import Timetable
from bot.gateway.mailroom import telling
from bot.mail.leases import Taken


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Writes a note where the letter's conversation is, and owes its answer again."""

    timetable: Timetable

    async def tell(self, session: AsyncSession, taken: Taken, code: str, now: datetime) -> None:
        """Tell the desk, in the transaction that gives the letter up."""
        letter = taken.first
        if letter.conversation is None or await mailed.addressee(session, conversation=letter.conversation) is None:
            return
        text = telling.undelivered(letter.address, code)
        await mailed.note(session, conversation=letter.conversation, mail=f"letter-{letter.id}", text=text, now=now)
        reference = letter.subject_data.get("reference")
        await mailed.reopen(
            session,
            conversation=letter.conversation,
            reference=reference if isinstance(reference, str) else None,
            timetable=self.timetable,
            now=now,
        )
