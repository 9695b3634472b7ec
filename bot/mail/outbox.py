"""The outbox: letters that are owed, put there in the transaction that owes them. Sending is another step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base

ID_LENGTH = 36
NAME_LENGTH = 32
ACCOUNT_LENGTH = 80
ADDRESS_LENGTH = 254  # RFC 5321: the longest address that can be delivered to
KEY_LENGTH = 320


class Letter(Base):
    """A letter that is owed until `sent_at`. `subject_data` is what its template needs, never its text."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Who owes it and why: the same letter twice is one.
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(NAME_LENGTH))  # names the template
    account: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    subject_data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int]
    leased_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


async def put(
    session: AsyncSession,
    *,
    key: str,
    kind: str,
    address: str,
    account: str | None = None,
    subject_data: Mapping[str, Any],
    at: datetime,
) -> bool:
    """Owe a letter; false, and nothing is changed, if the same one is in the outbox already."""
    postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if postgres else sqlite.insert
    put_now = await session.execute(
        insert(Letter)
        .values(
            key=key,
            kind=kind,
            account=account,
            address=address,
            subject_data=dict(subject_data),
            created_at=at,
            due_at=at,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(Letter.id)
    )
    return put_now.one_or_none() is not None
