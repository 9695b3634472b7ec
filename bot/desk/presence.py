"""Rows of the roster: what each member wishes to be, and the consoles that prove that they are there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.desk.models import ID_LENGTH


class Status(StrEnum):
    """Whether a member takes chats: online does, away is there and does not, offline is not there."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


class Presence(Base):
    """What a member has set. It counts only while one of their consoles is alive."""

    __tablename__ = "staff_presence"

    member: Mapped[str] = mapped_column(ForeignKey("staff_member.handle"), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    # Since when they have waited for a chat: an offer, or the end of one, starts it anew.
    idle_since: Mapped[datetime]


class Console(Base):
    """An open console. It is alive until `alive_until`, which its heartbeats move on."""

    __tablename__ = "staff_console"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("staff_member.handle"), index=True)
    opened_at: Mapped[datetime]
    alive_until: Mapped[datetime] = mapped_column(index=True)
    closed: Mapped[bool] = mapped_column(default=False)
