"""Rows of reports. They are added and never changed: what becomes of a report is a further row.

Only `bot.safety.reports` touches them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.safety.statement import WHO_LENGTH

REFERENCE_LENGTH = 16
CONVERSATION_LENGTH = 36
MESSAGE_ID_LENGTH = 48
PARTY_LENGTH = 80
CONTRACT_LENGTH = 64
NAME_LENGTH = 64
SHA256_LENGTH = 64

# SQLite counts rows by itself only where the key is called INTEGER.
_RowId = BigInteger().with_variant(Integer(), "sqlite")


class ReportState(StrEnum):
    """What becomes of a report. Who decides on it is not part of the assistant."""

    OPEN = "open"


class SafetyReport(Base):
    """What somebody reported, and who: a signed-in account or an anonymous visitor."""

    __tablename__ = "safety_report"
    __table_args__ = (
        CheckConstraint("(account IS NULL) <> (visitor IS NULL)", name="one_reporter"),
        Index("ux_safety_report_message", "conversation", "message_id", unique=True),
    )

    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(CONVERSATION_LENGTH), index=True)
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH))
    account: Mapped[str | None] = mapped_column(String(PARTY_LENGTH), index=True)
    visitor: Mapped[str | None] = mapped_column(String(PARTY_LENGTH))
    filed_at: Mapped[datetime]
    topic: Mapped[str] = mapped_column(String(NAME_LENGTH))
    what: Mapped[str] = mapped_column(Text)
    links: Mapped[str | None] = mapped_column(Text)
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    who: Mapped[str | None] = mapped_column(String(WHO_LENGTH))
    evidence: Mapped[str | None] = mapped_column(Text)
    contract: Mapped[str | None] = mapped_column(String(CONTRACT_LENGTH))
    signs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH))


class SafetyEvidence(Base):
    """A message of the conversation, as it was when the report was filed: its hash proves that it is the same."""

    __tablename__ = "safety_evidence"

    reference: Mapped[str] = mapped_column(ForeignKey("safety_report.reference"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH))
    kind: Mapped[str] = mapped_column(String(NAME_LENGTH))
    at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH))


class SafetyReportMove(Base):
    """The state that a report came into, when, and by whom; the last one counts."""

    __tablename__ = "safety_report_move"

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    reference: Mapped[str] = mapped_column(ForeignKey("safety_report.reference"), index=True)
    state: Mapped[str] = mapped_column(String(NAME_LENGTH))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(PARTY_LENGTH))
