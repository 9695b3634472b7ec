"""Rows of passes to the verification page. The pass itself is known to the person's browser alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.marketplace.columns import NAME_LENGTH

DIGEST_LENGTH = 64  # SHA-256 in hexadecimal


class Kind(StrEnum):
    """What a pass is good for."""

    TICKET = "ticket"  # opens the page, once
    SESSION = "session"  # lets a page that was opened come back


class PagePass(Base):
    """A pass that was given to an account."""

    __tablename__ = "verification_pass"

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(NAME_LENGTH))
    expires_at: Mapped[datetime]
