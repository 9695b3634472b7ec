"""Rows of what was promised: follow-ups with the moment they are due, and addresses that answers go to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.desk.handoffs.handoff import CATEGORY_LENGTH
from bot.desk.models import ACCOUNT_LENGTH, ID_LENGTH
from bot.mail.outbox import ADDRESS_LENGTH

REFERENCE_LENGTH = 16
STATE_LENGTH = 16
PARTY_LENGTH = ACCOUNT_LENGTH + 8  # "account:" or "visitor:", and the id
DIGEST_LENGTH = 64

_OWED = text("state = 'owed'")


class Kind(StrEnum):
    """What is owed."""

    MESSAGE = "message"  # an answer to a message that was left
    REPLY = "reply"  # an answer to something said in a chat
    CALL_BACK = "call_back"
    CHECK = "check"  # "I'll check and come back"


class FollowUpState(StrEnum):
    """Whether it is still owed. That it came late, or never, is `broken_at`."""

    OWED = "owed"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class FollowUpRow(Base):
    """A promise to one person, with the moment by which it is kept."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_owed", "due_at", sqlite_where=_OWED, postgresql_where=_OWED),
        Index("ix_follow_up_account", "account"),
        Index("ix_follow_up_visitor", "visitor"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(STATE_LENGTH))
    what: Mapped[str] = mapped_column(Text)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    handoff: Mapped[str | None] = mapped_column(ForeignKey("handoff.id"), index=True)
    account: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    visitor: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    category: Mapped[str | None] = mapped_column(String(CATEGORY_LENGTH))
    address: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    made_by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    assigned_to: Mapped[str | None] = mapped_column(ForeignKey("staff_member.handle"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    alert_at: Mapped[datetime]
    alerted_at: Mapped[datetime | None]
    broken_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))


class ContactAddress(Base):
    """Where a person's answers go by mail: vouched for by the sign-in, or confirmed by a code."""

    __tablename__ = "contact_address"

    party: Mapped[str] = mapped_column(String(PARTY_LENGTH), primary_key=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    source: Mapped[str] = mapped_column(String(STATE_LENGTH))
    confirmed_at: Mapped[datetime]


class AddressCode(Base):
    """A code that was mailed to an address to confirm it; only its digest is kept."""

    __tablename__ = "address_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    party: Mapped[str] = mapped_column(String(PARTY_LENGTH), index=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), index=True)
    code_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int]
    used_at: Mapped[datetime | None]
