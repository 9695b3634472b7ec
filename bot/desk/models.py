"""Rows of the desk: conversations, their messages, the turns owed to them, and ratings."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base

ID_LENGTH = 36
ACCOUNT_LENGTH = 80
MESSAGE_ID_LENGTH = 48  # a UUID and what derived ids add to it
NAME_LENGTH = 120


class Owner(StrEnum):
    """Who answers a conversation (design.md). One at a time."""

    ASSISTANT = "assistant"
    QUEUE = "queue"
    SPECIALIST = "specialist"
    NOBODY = "nobody"


class Author(StrEnum):
    """What kind of author a message has."""

    USER = "user"
    ASSISTANT = "assistant"
    SPECIALIST = "specialist"
    SYSTEM = "system"


class TurnState(StrEnum):
    """A turn's life: queued, running, then done, or dropped because the owner changed."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class Conversation(Base):
    """One person's thread. `version` counts the changes of owner; `last_seq` is the newest message."""

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint("(account IS NULL) <> (visitor IS NULL)", name="one_party"),
        *(
            Index(
                f"ux_conversation_open_{party}",
                party,
                unique=True,
                sqlite_where=text("closed_at IS NULL"),
                postgresql_where=text("closed_at IS NULL"),
            )
            for party in ("account", "visitor")
        ),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    account: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    visitor: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    owner: Mapped[str] = mapped_column(String(16), default=Owner.ASSISTANT)
    version: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    seen_seq: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Message(Base):
    """One message. Rows are never changed; `then` is what its buttons and forms do, and stays here."""

    __tablename__ = "message"
    __table_args__ = (Index("ux_message_sender", "conversation", "kind", "client_id", unique=True),)

    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    client_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    then: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    topic: Mapped[str | None] = mapped_column(String(64))
    reply_to: Mapped[int | None]
    personal: Mapped[bool] = mapped_column(default=False)


class Turn(Base):
    """An answer owed to a user's message; `version` is the conversation's when it was said."""

    __tablename__ = "turn"
    __table_args__ = (
        ForeignKeyConstraint(["conversation", "seq"], ["message.conversation", "message.seq"]),
        Index(
            "ix_turn_owed",
            "state",
            "lease_until",
            sqlite_where=text("state IN ('queued', 'running')"),
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
        # At most one turn of a conversation runs at a time, whichever gateway leases it.
        Index(
            "ux_turn_running",
            "conversation",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    conversation: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    lease_until: Mapped[datetime | None]


class Rating(Base):
    """What a person thought of a conversation; the last word counts."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="one_to_five"),)

    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    score: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


# The rows' tables, for statements that read and write columns and need no objects kept in a session.
CONVERSATIONS = cast("Table", Conversation.__table__)
MESSAGES = cast("Table", Message.__table__)
TURNS = cast("Table", Turn.__table__)
