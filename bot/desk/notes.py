"""Private notes: what specialists write for each other about a conversation, and no user ever sees."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, String, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.desk.models import ID_LENGTH, MESSAGE_ID_LENGTH
from bot.desk.staff.member import StaffMember
from bot.upsert import upsert

TEXT_LENGTH = 4_000
NOTES_SHOWN = 100


class StaffNote(Base):
    """A note. The console's own id makes the same note twice one."""

    __tablename__ = "staff_note"

    id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH), primary_key=True)
    author: Mapped[str] = mapped_column(ForeignKey("staff_member.handle"), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    handoff: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


NOTES = cast("Table", StaffNote.__table__)


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its author's name."""

    id: str
    conversation: str
    author: str
    author_name: str
    text: str
    at: datetime


async def add(
    session: AsyncSession,
    *,
    conversation: str,
    by: str,
    id: str,  # noqa: A002 - the note's own, as the wire names it
    text: str,
    now: datetime,
    handoff: str | None = None,
) -> Note:
    """Write a note down, once."""
    await session.execute(
        upsert(session, NOTES)
        .values(id=id, author=by, conversation=conversation, handoff=handoff, text=text[:TEXT_LENGTH], at=now)
        .on_conflict_do_nothing()
    )
    row = await session.execute(_notes().where(StaffNote.id == id, StaffNote.author == by))
    return Note(*row.one())


async def of(session: AsyncSession, *, conversation: str) -> list[Note]:
    """Read the newest notes of a conversation, oldest first."""
    rows = await session.execute(
        _notes()
        .where(StaffNote.conversation == conversation)
        .order_by(StaffNote.at.desc(), StaffNote.id)
        .limit(NOTES_SHOWN)
    )
    return [Note(*row) for row in rows][::-1]


def _notes() -> Any:
    return select(
        StaffNote.id, StaffNote.conversation, StaffNote.author, StaffMember.name, StaffNote.text, StaffNote.at
    ).join(StaffMember, StaffMember.handle == StaffNote.author)
