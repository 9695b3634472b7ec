"""Rows of a verification: where it stands, and every move that brought it there. No picture, no sound, no words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.marketplace.columns import ID_LENGTH, NAME_LENGTH, TEXT_LENGTH
from bot.verification.states import State

KEY_LENGTH = 36

_OPEN = text("state NOT IN ('passed', 'failed')")
_ACTIVE = text("state IN ('waiting', 'ringing', 'in_call')")


class Visit(Base):
    """One verification of one account. `version` counts its moves."""

    __tablename__ = "verification"
    __table_args__ = (
        Index("ux_verification_open", "account_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_verification_active", "state", "waiting_since", sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
    )

    id: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(String(NAME_LENGTH))
    version: Mapped[int] = mapped_column(default=0)
    required_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    checks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # the last preflight: check, and how it went
    checked_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    ahead: Mapped[bool] = mapped_column(default=False)  # was being served, or has an appointment
    seen_at: Mapped[datetime | None]  # the person's page was heard of last
    call_back_at: Mapped[datetime | None]
    verifier: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    verifier_seen_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    ring_until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(TEXT_LENGTH))  # of the verdict, told to the person
    no_shows: Mapped[int] = mapped_column(default=0)


class VisitMove(Base):
    """A move that was made."""

    __tablename__ = "verification_move"

    visit: Mapped[str] = mapped_column(ForeignKey("verification.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(ID_LENGTH))
    move: Mapped[str] = mapped_column(String(NAME_LENGTH))
    was: Mapped[str] = mapped_column(String(NAME_LENGTH))
    state: Mapped[str] = mapped_column(String(NAME_LENGTH))
    why: Mapped[str] = mapped_column(String(NAME_LENGTH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A verification as of one moment."""

    id: str
    account: str
    state: State
    version: int
    due_at: datetime | None
    checks: dict[str, Any]
    waiting_since: datetime | None
    ahead: bool
    seen_at: datetime | None
    call_back_at: datetime | None
    verifier: str | None
    verifier_seen_at: datetime | None
    called_at: datetime | None
    ring_until: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    no_shows: int


def seen(row: Visit) -> Seen:
    """Take a snapshot of a row."""
    return Seen(
        id=row.id,
        account=row.account_id,
        state=State(row.state),
        version=row.version,
        due_at=row.due_at,
        checks=row.checks,
        waiting_since=row.waiting_since,
        ahead=row.ahead,
        seen_at=row.seen_at,
        call_back_at=row.call_back_at,
        verifier=row.verifier,
        verifier_seen_at=row.verifier_seen_at,
        called_at=row.called_at,
        ring_until=row.ring_until,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        reason=row.reason,
        no_shows=row.no_shows,
    )
