"""Leases: whoever is gone, on either side, loses what they held; made by whichever gateway looks first."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.verification import moving
from bot.verification.moving import CLOCK, Moved
from bot.verification.states import HELD, Move, State, Why, WrongMove
from bot.verification.visit import Visit, seen

BEAT_EVERY = timedelta(seconds=10)
PLACE_KEPT = timedelta(minutes=3)  # in line: a reload, a dead network, a gateway that restarts
CALL_KEPT = timedelta(minutes=2)  # in a call, by the person
VERIFIER_LOST = timedelta(seconds=40)
CALL_MOST = timedelta(minutes=45)  # a verdict takes less; a forgotten call must not hold a verifier for ever


async def sweep(session: AsyncSession, *, now: datetime) -> list[Moved]:
    """Make every move that time makes, and return them."""
    return [
        *await _each(session, Move.MISS, Why.NO_ANSWER, now, Visit.state == State.RINGING, Visit.ring_until <= now),
        *await _each(
            session, Move.LOSE, Why.VERIFIER_GONE, now,
            Visit.state.in_(HELD), Visit.verifier_seen_at <= now - VERIFIER_LOST,
        ),
        *await _each(
            session, Move.LAPSE, Why.PERSON_GONE, now, Visit.state == State.WAITING, Visit.seen_at <= now - PLACE_KEPT
        ),
        *await _each(
            session, Move.LAPSE, Why.PERSON_GONE, now, Visit.state == State.IN_CALL, Visit.seen_at <= now - CALL_KEPT
        ),
        *await _each(
            session, Move.TRY_AGAIN, Why.TIME_OVER, now,
            Visit.state == State.IN_CALL, Visit.answered_at <= now - CALL_MOST,
        ),
    ]  # fmt: skip


async def is_any(session: AsyncSession) -> bool:
    """Tell whether there is anybody whom time can do something to."""
    return bool(await session.scalar(select(exists().where(Visit.state.in_([State.WAITING, *HELD])))))


async def resume(session: AsyncSession, *, now: datetime) -> None:
    """Give everybody time to come back after everything was down; a gateway calls it as it starts."""
    rows = await session.scalars(select(Visit).where(Visit.state.in_([State.WAITING, *HELD])))
    for row in rows:
        row.seen_at = now
        if row.verifier is not None:
            row.verifier_seen_at = now


async def _each(session: AsyncSession, what: Move, why: Why, now: datetime, *due: ColumnElement[bool]) -> list[Moved]:
    rows = list(await session.scalars(select(Visit).where(*due).execution_options(populate_existing=True)))
    moved = []
    for visit in map(seen, rows):
        changes: dict[str, object] = {}
        if what is Move.LOSE:
            changes["ahead"] = True
        if what is Move.MISS:
            changes["no_shows"] = visit.no_shows + 1
        if what in {Move.TRY_AGAIN, Move.LAPSE}:
            changes["ended_at"] = now
        try:
            moved.append(await moving.move(session, visit, what, actor=CLOCK, why=why, now=now, **changes))
        except WrongMove:  # another gateway was faster
            continue
    return moved
