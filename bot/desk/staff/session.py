"""Rows of signing in: sessions that are open, and attempts that were made."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base

DIGEST_LENGTH = 64  # SHA-256 in hexadecimal


class StaffSession(Base):
    """A signed-in browser. The token itself is known to its cookie alone."""

    __tablename__ = "staff_session"

    token_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("staff_member.handle"), index=True)
    csrf: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class SignInAttempt(Base):
    """A sign-in that was tried and has not succeeded. Holds digests: no handle, no address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_handle", "handle_digest", "at"),
        Index("ix_sign_in_attempt_address", "address_digest", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    address_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    at: Mapped[datetime] = mapped_column(index=True)
