"""Records of what came in: one row a mail, whatever became of it, and one a file that came with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, Index, String, Table, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.errors import Refused
from bot.mail.incoming.files import Judged
from bot.mail.incoming.headers import MESSAGE_ID_LENGTH
from bot.mail.incoming.opened import SUBJECT_LENGTH
from bot.mail.incoming.parts import FILE_NAME_LENGTH
from bot.mail.outbox import ADDRESS_LENGTH, ID_LENGTH
from bot.upsert import upsert

WORD_LENGTH = 24
MEDIA_TYPE_LENGTH = 100
AT_ONCE = 100


class UnknownMail(Refused):
    """There is no such mail, or it is kept no longer."""

    code = "unknown_mail"
    sentence = "There is no such mail, or it is kept no longer."


class IncomingMail(Base):
    """A mail that came in. Its Message-ID makes the same mail twice one."""

    __tablename__ = "incoming_mail"
    __table_args__ = (Index("ix_incoming_mail_conversation", "conversation", "received_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH), unique=True)
    way: Mapped[str] = mapped_column(String(WORD_LENGTH))
    received_at: Mapped[datetime] = mapped_column(index=True)
    sender: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    subject: Mapped[str | None] = mapped_column(String(SUBJECT_LENGTH))
    state: Mapped[str] = mapped_column(String(WORD_LENGTH))
    reason: Mapped[str | None] = mapped_column(String(WORD_LENGTH))
    matched_by: Mapped[str | None] = mapped_column(String(WORD_LENGTH))
    # No reference, because mail knows nothing of the desk.
    conversation: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    seq: Mapped[int | None]  # of the message that it is
    body: Mapped[str | None] = mapped_column(Text)  # what its program sent as its text, quotes and all
    size: Mapped[int]
    raw: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # the archive's name of the whole mail, while it is kept


class MailFile(Base):
    """A file that came with a mail; without a name in the archive it was refused."""

    __tablename__ = "mail_file"

    mail: Mapped[str] = mapped_column(ForeignKey("incoming_mail.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    media_type: Mapped[str] = mapped_column(String(MEDIA_TYPE_LENGTH))
    size: Mapped[int]
    stored: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    refused: Mapped[str | None] = mapped_column(String(WORD_LENGTH))


MAILS = cast("Table", IncomingMail.__table__)
FILES = cast("Table", MailFile.__table__)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file with its name in the archive."""

    judged: Judged
    stored: str | None


async def record(session: AsyncSession, mail: IncomingMail, files: Sequence[KeptFile]) -> bool:
    """Keep what came in; false, and nothing is changed, if the same mail came before."""
    values = {column.name: getattr(mail, column.name) for column in MAILS.columns}
    made = await session.execute(
        upsert(session, MAILS)
        .values(values)
        .on_conflict_do_nothing(index_elements=["message_id"])
        .returning(MAILS.c.id)
    )
    if made.one_or_none() is None:
        return False
    rows = [
        {
            "mail": mail.id,
            "number": number,
            "name": file.judged.name,
            "media_type": file.judged.media_type,
            "size": file.judged.size,
            "stored": file.stored,
            "refused": file.judged.refused,
        }
        for number, file in enumerate(files)
    ]
    if rows:
        await session.execute(FILES.insert(), rows)
    return True


async def came_before(session: AsyncSession, message_id: str) -> bool:
    """Tell whether the same mail came in before."""
    return await session.scalar(select(MAILS.c.id).where(MAILS.c.message_id == message_id)) is not None


async def find(session: AsyncSession, mail: str) -> IncomingMail:
    """Read a mail's row. Raises UnknownMail."""
    row = await session.get(IncomingMail, mail, populate_existing=True)
    if row is None:
        raise UnknownMail
    return row


async def files_of(session: AsyncSession, mail: str) -> list[MailFile]:
    """Read the rows of the files that came with a mail."""
    return list(await session.scalars(select(MailFile).where(MailFile.mail == mail).order_by(MailFile.number)))


async def of_conversation(session: AsyncSession, conversation: str) -> list[IncomingMail]:
    """Read the newest mails of a conversation, the newest first."""
    rows = await session.scalars(
        select(IncomingMail)
        .where(IncomingMail.conversation == conversation)
        .order_by(IncomingMail.received_at.desc())
        .limit(AT_ONCE)
    )
    return list(rows)


async def forget(session: AsyncSession, *, before: datetime) -> list[str]:
    """Take out mails that came in before then, with their files; return what the archive need not keep any more."""
    old = list(
        await session.execute(select(MAILS.c.id, MAILS.c.raw).where(MAILS.c.received_at < before).limit(AT_ONCE))
    )
    ids = [row.id for row in old]
    stored = await session.scalars(select(FILES.c.stored).where(FILES.c.mail.in_(ids), FILES.c.stored.is_not(None)))
    names = [*(row.raw for row in old if row.raw is not None), *(name for name in stored if name is not None)]
    await session.execute(delete(FILES).where(FILES.c.mail.in_(ids)))
    await session.execute(delete(MAILS).where(MAILS.c.id.in_(ids)))
    return names
