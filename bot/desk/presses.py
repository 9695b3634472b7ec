"""Presses of a quote's button whose receipt is not in the log yet: where a marketplace of its own commits before us."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ForeignKey, String, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.desk.models import ACCOUNT_LENGTH, NAME_LENGTH
from bot.upsert import upsert

QUOTE_LENGTH = 64
LOCALE_LENGTH = 35
ZONE_LENGTH = 64
LOOK_AFTER = timedelta(seconds=30)  # the press itself is answered sooner, or never
AT_ONCE = 20


class Press(Base):
    """A press that was begun; the row goes with the receipt."""

    __tablename__ = "press"

    quote: Mapped[str] = mapped_column(String(QUOTE_LENGTH), primary_key=True)
    account: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    locale: Mapped[str] = mapped_column(String(LOCALE_LENGTH))
    zone: Mapped[str | None] = mapped_column(String(ZONE_LENGTH))
    pressed_at: Mapped[datetime]
    look_at: Mapped[datetime] = mapped_column(index=True)


ROWS = cast("Table", Press.__table__)
_COLUMNS = (
    ROWS.c.quote, ROWS.c.account, ROWS.c.conversation, ROWS.c.name, ROWS.c.locale, ROWS.c.zone, ROWS.c.pressed_at
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pressed:
    """Who pressed which quote's button, where, and how it is told to them."""

    quote: str
    account: str
    conversation: str
    name: str
    locale: str
    zone: str | None
    pressed_at: datetime

    def in_conversation(self, conversation: str) -> "Pressed":
        """Return the press as if it had been made in another conversation of the account."""
        return replace(self, conversation=conversation)


async def note(session: AsyncSession, pressed: Pressed) -> bool:
    """Note that a press begins; false, and nothing changed, where one of this quote has begun before."""
    values = {column.name: getattr(pressed, column.name) for column in _COLUMNS}
    noted = await session.execute(
        upsert(session, ROWS)
        .values(**values, look_at=pressed.pressed_at + LOOK_AFTER)
        .on_conflict_do_nothing()
        .returning(ROWS.c.quote)
    )
    return noted.one_or_none() is not None


async def settle(session: AsyncSession, quote: str) -> None:
    """Forget a press: its receipt is told, or there is none."""
    await session.execute(delete(ROWS).where(ROWS.c.quote == quote))


async def are_due(session: AsyncSession, *, now: datetime) -> bool:
    """Tell whether there is a press to look after."""
    return await session.scalar(select(ROWS.c.quote).where(ROWS.c.look_at <= now).limit(1)) is not None


async def take_due(session: AsyncSession, *, now: datetime) -> Sequence[Pressed]:
    """Take presses that nobody has told of for too long; whoever takes them has LOOK_AFTER until the next looks."""
    due = select(ROWS.c.quote).where(ROWS.c.look_at <= now).order_by(ROWS.c.look_at).limit(AT_ONCE)
    taken = await session.execute(
        update(ROWS)
        .where(ROWS.c.quote.in_(due.scalar_subquery()), ROWS.c.look_at <= now)
        .values(look_at=now + LOOK_AFTER)
        .returning(*_COLUMNS)
    )
    return [Pressed(*row) for row in taken]
