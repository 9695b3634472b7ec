"""Who changed what, and when: one row for each move, never changed."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.marketplace.columns import ID_LENGTH, NAME_LENGTH, RowId
from bot.marketplace.money import Money

CLOCK = "clock"  # acts when nobody did
PLATFORM = "platform"  # acts for the marketplace


class AuditEntry(Base):
    """A move that was made. Holds no words of anybody."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(ID_LENGTH))
    act: Mapped[str] = mapped_column(String(NAME_LENGTH))
    subject: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)  # a contract's or an account's id
    milestone: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(NAME_LENGTH))  # as it is after the move
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)


def record(
    session: AsyncSession,
    *,
    at: datetime,
    actor: str,
    act: str,
    subject: str,
    status: str,
    milestone: int | None = None,
    amount: Money | None = None,
) -> None:
    """Write down a move, in the transaction that makes it."""
    session.add(
        AuditEntry(
            at=at,
            actor=actor,
            act=act,
            subject=subject,
            milestone=milestone,
            status=status,
            amount_minor=None if amount is None else amount.minor,
        )
    )
