"""Rows of signing in: sessions that are open, and attempts that are counted."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
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


class SignInCount(Base):
    """How often it was tried lately with one handle, or from one address. Holds digests of them."""

    __tablename__ = "sign_in_count"

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    attempts: Mapped[int]
    until: Mapped[datetime]  # then it is counted anew
