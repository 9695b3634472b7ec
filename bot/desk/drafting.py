"""Rows of a job post that is being drafted: its versions, each with its author."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.desk.models import ID_LENGTH, NAME_LENGTH

STATE_LENGTH = 24

_UNSETTLED = text("state <> 'accepted'")


class DraftState(StrEnum):
    """How the client stands to the newest version."""

    OPEN = "open"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"


class DraftAuthorKind(StrEnum):
    """Who wrote a version."""

    CLIENT = "client"
    ASSISTANT = "assistant"
    SPECIALIST = "specialist"


class JobDraftRow(Base):
    """A draft of a conversation; one at a time is not accepted yet."""

    __tablename__ = "job_draft"
    __table_args__ = (
        Index(
            "ux_job_draft_unsettled",
            "conversation",
            unique=True,
            sqlite_where=_UNSETTLED,
            postgresql_where=_UNSETTLED,
        ),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    request: Mapped[str | None] = mapped_column(Text)  # what the client wants changed
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class JobDraftVersion(Base):
    """One version of a draft. Never changed."""

    __tablename__ = "job_draft_version"

    draft: Mapped[str] = mapped_column(ForeignKey("job_draft.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author_kind: Mapped[str] = mapped_column(String(STATE_LENGTH))
    author_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
