"""The outbox's depth: how much waits, for how long, and what was given up; operators watch it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.mail.outbox import LETTERS, LetterState


@dataclass(frozen=True, slots=True)
class Depth:
    """Letters that wait, since when the oldest of them does, and letters that were given up."""

    waiting: int
    oldest: timedelta
    dead: int


async def depth(session: AsyncSession, *, now: datetime) -> Depth:
    """Measure the outbox."""
    waiting, since = (
        await session.execute(
            select(func.count(), func.min(LETTERS.c.created_at)).where(LETTERS.c.state == LetterState.QUEUED)
        )
    ).one()
    dead = await session.scalar(select(func.count()).where(LETTERS.c.state == LetterState.DEAD))
    return Depth(waiting, timedelta(0) if since is None else max(now - since, timedelta(0)), dead or 0)
