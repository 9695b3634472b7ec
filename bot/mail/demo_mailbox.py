"""The demo mailbox: where mail goes in demo mode while no SMTP server is named, to be read at `/mail`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Index, LargeBinary, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import Clock
from bot.db import Base, Database
from bot.mail.carrier import Parcel
from bot.mail.outbox import ADDRESS_LENGTH, MESSAGE_ID_LENGTH
from bot.upsert import upsert

PAGE = 100


class DemoMail(Base):
    """A mail as a server would have taken it: its bytes, headers included."""

    __tablename__ = "demo_mail"
    __table_args__ = (Index("ix_demo_mail_address", "address", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH), unique=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    at: Mapped[datetime]
    raw: Mapped[bytes] = mapped_column(LargeBinary)


_MAILS = cast("Table", DemoMail.__table__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail in the demo mailbox."""

    id: int
    address: str
    at: datetime
    raw: bytes


async def deliver(session: AsyncSession, *, message_id: str, address: str, raw: bytes, at: datetime) -> None:
    """Take a mail; the same one again, by its Message-ID, is dropped as mail servers do."""
    await session.execute(
        upsert(session, _MAILS)
        .values(message_id=message_id, address=address, raw=raw, at=at)
        .on_conflict_do_nothing(index_elements=["message_id"])
    )


async def addresses(session: AsyncSession) -> Sequence[tuple[str, int]]:
    """List who has mail, and how many, the latest first."""
    rows = await session.execute(
        select(_MAILS.c.address, func.count())
        .group_by(_MAILS.c.address)
        .order_by(func.max(_MAILS.c.id).desc())
        .limit(PAGE)
    )
    return [(row[0], row[1]) for row in rows]


async def mails(session: AsyncSession, *, address: str | None = None, limit: int = PAGE) -> Sequence[Delivered]:
    """Read the newest mails, newest first; of one address, or of all."""
    rows = await session.execute(
        select(_MAILS.c.id, _MAILS.c.address, _MAILS.c.at, _MAILS.c.raw)
        .where(*([] if address is None else [_MAILS.c.address == address]))
        .order_by(_MAILS.c.id.desc())
        .limit(limit)
    )
    return [Delivered(*row) for row in rows]


async def find(session: AsyncSession, number: int) -> Delivered | None:
    """Read one mail."""
    row = (
        await session.execute(
            select(_MAILS.c.id, _MAILS.c.address, _MAILS.c.at, _MAILS.c.raw).where(_MAILS.c.id == number)
        )
    ).one_or_none()
    return None if row is None else Delivered(*row)


class DemoMailbox:
    """Carries mails into the demo mailbox."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def carry(self, parcel: Parcel) -> None:
        """Take a mail."""
        async with self._database.transaction() as session:
            await deliver(
                session, message_id=parcel.message_id, address=parcel.recipient, raw=parcel.raw, at=self._clock.now()
            )

    async def rest(self) -> None:
        """Nothing is kept open."""
