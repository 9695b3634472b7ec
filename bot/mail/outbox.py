"""The outbox: letters that are owed, put there in the transaction that owes them. Sending is another step."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, Index, String, Table, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.upsert import upsert

ID_LENGTH = 36
NAME_LENGTH = 32
ACCOUNT_LENGTH = 80
ADDRESS_LENGTH = 254  # RFC 5321: the longest address that can be delivered to
KEY_LENGTH = 320
MESSAGE_ID_LENGTH = 320
LOCALE_LENGTH = 16
ZONE_LENGTH = 64
CODE_LENGTH = 32


class LetterState(StrEnum):
    """A letter's life: queued until it is sent, given up (dead), or not needed any more (skipped)."""

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"
    SKIPPED = "skipped"


class Letter(Base):
    """A letter that is owed while it is queued. `subject_data` is what its template needs, never its text."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_owed",
            "due_at",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_outbox_dead",
            "id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
        Index("ix_outbox_conversation", "conversation", "address"),
        Index("ix_outbox_sent", "address", "sent_at"),  # how much an address got within a day
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Who owes it and why: the same letter twice is one.
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(NAME_LENGTH))  # names the template
    account: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    # The thread it belongs to: a reply to it lands there. No reference, because mail knows nothing of the desk.
    conversation: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    locale: Mapped[str | None] = mapped_column(String(LOCALE_LENGTH))
    zone: Mapped[str | None] = mapped_column(String(ZONE_LENGTH))  # IANA name of the reader's zone
    subject_data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=LetterState.QUEUED)
    due_at: Mapped[datetime]  # of the next attempt
    attempts: Mapped[int]
    leased_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    lease_until: Mapped[datetime | None]
    # Set before the first attempt and never changed: whoever sends it again sends the same mail.
    message_id: Mapped[str | None] = mapped_column(String(MESSAGE_ID_LENGTH), index=True)
    # The letter whose mail carries this one too, where several answers are one mail; itself for that letter.
    sent_in: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(CODE_LENGTH))  # a code, never anybody's words


LETTERS = cast("Table", Letter.__table__)


async def put(
    session: AsyncSession,
    *,
    key: str,
    kind: str,
    address: str,
    account: str | None = None,
    conversation: str | None = None,
    locale: str | None = None,
    zone: str | None = None,
    subject_data: Mapping[str, Any],
    at: datetime,
) -> bool:
    """Owe a letter; false, and nothing is changed, if the same one is in the outbox already.

    `key` names who owes it and why. With a `conversation` a reply to the letter lands there.
    """
    put_now = await session.execute(
        upsert(session, LETTERS)
        .values(
            key=key,
            kind=kind,
            account=account,
            conversation=conversation,
            address=address,
            locale=locale,
            zone=zone,
            subject_data=dict(subject_data),
            created_at=at,
            state=LetterState.QUEUED,
            due_at=at,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(LETTERS.c.id)
    )
    return put_now.one_or_none() is not None


async def bounce(session: AsyncSession, *, message_id: str, code: str, at: datetime) -> bool:
    """Note that the mail with this Message-ID came back; false if none of ours has it, or it is noted already.

    `code` is the status of the report, for instance `5.1.1` (RFC 3463).
    """
    noted = await session.execute(
        update(LETTERS)
        .where(LETTERS.c.message_id == message_id, LETTERS.c.bounced_at.is_(None))
        .values(bounced_at=at, last_error=code[:CODE_LENGTH])
        .returning(LETTERS.c.id)
    )
    return noted.one_or_none() is not None
