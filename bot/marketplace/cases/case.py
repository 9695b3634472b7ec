"""A case's row: who asks for what, in which words, and what was decided."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.marketplace.columns import ID_LENGTH, NAME_LENGTH, one_of

STATEMENT_LENGTH = 2_000
EVIDENCE_LENGTH = 1_000
REASON_LENGTH = 1_000


class CaseKind(StrEnum):
    """What is asked for."""

    APPEAL = "appeal"
    PROFILE = "profile"  # a private profile back to public


class CaseState(StrEnum):
    """A case's life. Nothing follows on a decision; whoever has more to say files another one, where that is open."""

    SUBMITTED = "submitted"
    GRANTED = "granted"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"  # what it asked for came about in another way


class Case(Base):
    """One case. `statement` and `evidence` are its asker's words; `reason` is told to them with the decision."""

    __tablename__ = "account_case"
    __table_args__ = (
        Index(
            "ux_account_case_open",
            "account_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'submitted'"),
            postgresql_where=text("state = 'submitted'"),
        ),
    )

    reference: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    kind: Mapped[CaseKind] = mapped_column(one_of(CaseKind))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[CaseState] = mapped_column(one_of(CaseState))
    statement: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reason: Mapped[str | None] = mapped_column(Text)
