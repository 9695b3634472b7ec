"""The line: who waits for a verifier, in order, and an honest estimate of how long."""

from dataclasses import dataclass
from math import ceil

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.verification.states import HELD, State
from bot.verification.visit import Seen, Visit, seen

SAMPLE = 30  # the newest calls that are looked at
SAMPLE_MIN = 5  # fewer say nothing


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in line; `position` counts from 1, `wait_s` is None where nothing is known."""

    visit: Seen
    position: int
    wait_s: int | None


async def line(session: AsyncSession, *, verifiers: int) -> list[Place]:
    """Read the line in its order: those who were being served or have an appointment, then first come, first served.

    `verifiers` is how many take calls now.
    """
    rows = await session.scalars(
        select(Visit)
        .where(Visit.state == State.WAITING)
        .order_by(Visit.ahead.desc(), Visit.waiting_since, Visit.id)
        .execution_options(populate_existing=True)
    )
    waiting = [seen(row) for row in rows]
    mean = await _mean_s(session) if waiting else None
    return [Place(visit, number, _wait_s(number, mean, verifiers)) for number, visit in enumerate(waiting, start=1)]


async def place(session: AsyncSession, *, account: str, verifiers: int) -> Place | None:
    """Find an account's place in the line."""
    return next((each for each in await line(session, verifiers=verifiers) if each.visit.account == account), None)


async def held(session: AsyncSession) -> list[Seen]:
    """Read the calls that ring or are under way."""
    rows = await session.scalars(select(Visit).where(Visit.state.in_(HELD)).execution_options(populate_existing=True))
    return [seen(row) for row in rows]


def _wait_s(position: int, mean_s: float | None, verifiers: int) -> int | None:
    if mean_s is None or verifiers < 1:
        return None
    # Each verifier is on average half-way through a call; then the line moves on by one for each of them.
    return round(mean_s * (ceil(position / verifiers) - 0.5))


async def _mean_s(session: AsyncSession) -> float | None:
    rows = await session.execute(
        select(Visit.called_at, Visit.ended_at)
        .where(Visit.called_at.is_not(None), Visit.ended_at.is_not(None), Visit.answered_at.is_not(None))
        .order_by(Visit.ended_at.desc())
        .limit(SAMPLE)
    )
    took = [(ended - called).total_seconds() for called, ended in rows if called is not None and ended is not None]
    return sum(took) / len(took) if len(took) >= SAMPLE_MIN else None
