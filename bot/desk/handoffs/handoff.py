"""Rows of a hand-off: where it is now, every move that led there, and the lock under which chats are given out."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.desk.models import ACCOUNT_LENGTH, ID_LENGTH

STATE_LENGTH = 16
REASON_LENGTH = 32
CATEGORY_LENGTH = 80
LANGUAGE_LENGTH = 16

_LIVE = text("state IN ('requested', 'queued', 'offered', 'active', 'after_hours')")
_HELD = text("state IN ('offered', 'active', 'wrap_up')")


class Handoff(Base):
    """One request for a person. `version` counts its moves."""

    __tablename__ = "handoff"
    __table_args__ = (
        Index("ux_handoff_live", "conversation", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_handoff_held", "specialist", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_handoff_state", "state", "queued_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    version: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    category: Mapped[str | None] = mapped_column(String(CATEGORY_LENGTH))
    language: Mapped[str] = mapped_column(String(LANGUAGE_LENGTH))
    requested_at: Mapped[datetime]
    # The place in line: those ahead first, then who came first. Declined and expired offers do not change it.
    ahead: Mapped[bool] = mapped_column(default=False)
    queued_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]  # when its person was last here, while they wait
    # Since when nobody present could take it; it is not left waiting for nobody.
    unstaffed_since: Mapped[datetime | None]
    missing: Mapped[str | None] = mapped_column(String(REASON_LENGTH))  # why nobody could come
    specialist: Mapped[str | None] = mapped_column(ForeignKey("staff_member.handle"))
    wanted: Mapped[str | None] = mapped_column(ForeignKey("staff_member.handle"))  # whom it is meant for
    passed_by: Mapped[list[str]] = mapped_column(JSON, default=list)  # who let an offer of it go since it was queued
    offer_again_at: Mapped[datetime | None]  # then it may go to those who let it go, if there is nobody else
    offer_until: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]  # when its place was free again
    wrap_up_until: Mapped[datetime | None]
    wrap_up_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    wrap_up_note: Mapped[str | None] = mapped_column(Text)
    deferred_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class HandoffMove(Base):
    """A move that was made. Never changed; holds no words of anybody."""

    __tablename__ = "handoff_move"

    handoff: Mapped[str] = mapped_column(ForeignKey("handoff.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # as it is after the move
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))  # a handle, or one of actors.py
    move: Mapped[str] = mapped_column(String(STATE_LENGTH))
    was: Mapped[str] = mapped_column(String(STATE_LENGTH))
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    specialist: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))  # who had it, or has it now


class Routing(Base):
    """The one row whose lock lets a gateway give out chats; two at once could give a place away twice."""

    __tablename__ = "handoff_routing"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
