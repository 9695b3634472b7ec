"""Turns: answers that are owed, leased by one gateway at a time, one at a time per conversation, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.models import CONVERSATIONS, TURNS, TurnState

LEASE = timedelta(seconds=10)
TAKEN_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Leased:
    """A turn that is ours to answer until the lease runs out."""

    conversation: str
    seq: int
    message_id: str
    version: int
    request: Mapping[str, Any]
    created_at: datetime
    attempts: int


_COLUMNS = (
    TURNS.c.conversation,
    TURNS.c.seq,
    TURNS.c.message_id,
    TURNS.c.version,
    TURNS.c.request,
    TURNS.c.created_at,
    TURNS.c.attempts,
)
_OWED = TURNS.c.state.in_((TurnState.QUEUED, TurnState.RUNNING))


async def owe(
    session: AsyncSession,
    *,
    conversation: str,
    seq: int,
    message_id: str,
    version: int,
    request: Mapping[str, Any],
    by: str,
    now: datetime,
) -> Leased | None:
    """Owe an answer to message `seq`; leased to `by` at once unless an earlier turn is still owed.

    Call it in the transaction that appended the message: that one holds the conversation's lock.
    """
    earlier = exists().where(TURNS.c.conversation == conversation, _OWED)
    made = await session.execute(
        insert(TURNS)
        .values(
            conversation=conversation,
            seq=seq,
            message_id=message_id,
            version=version,
            request=dict(request),
            created_at=now,
            state=case((earlier, TurnState.QUEUED), else_=TurnState.RUNNING),
            attempts=case((earlier, 0), else_=1),
            leased_by=case((earlier, None), else_=by),
            lease_until=now + LEASE,
        )
        .returning(TURNS.c.state)
    )
    if made.scalar_one() != TurnState.RUNNING:
        return None
    return Leased(conversation, seq, message_id, version, request, now, 1)


async def renew(session: AsyncSession, turn: Leased, *, by: str, now: datetime) -> bool:
    """Keep the lease; false if it was lost."""
    kept = await session.execute(
        update(TURNS)
        .where(_is(turn), TURNS.c.leased_by == by, TURNS.c.state == TurnState.RUNNING)
        .values(lease_until=now + LEASE)
        .returning(TURNS.c.seq)
    )
    return kept.one_or_none() is not None


async def finish(session: AsyncSession, turn: Leased, *, by: str, state: TurnState, now: datetime) -> Leased | None:
    """End a turn that `by` holds and lease the conversation's next one, if one is queued."""
    # Under the lock that `owe` runs under: a message that is just being said sees this turn ended, or is seen here.
    await session.execute(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == turn.conversation).with_for_update())
    ended = await session.execute(
        update(TURNS)
        .where(_is(turn), TURNS.c.leased_by == by, TURNS.c.state == TurnState.RUNNING)
        .values(state=state, leased_by=None, lease_until=None)
        .returning(TURNS.c.seq)
    )
    if ended.one_or_none() is None:
        return None  # the lease was lost; whoever holds it goes on
    following = (
        select(TURNS.c.seq)
        .where(TURNS.c.conversation == turn.conversation, TURNS.c.state == TurnState.QUEUED)
        .order_by(TURNS.c.seq)
        .limit(1)
        .scalar_subquery()
    )
    leased = await session.execute(
        _lease(by, now).where(
            TURNS.c.conversation == turn.conversation, TURNS.c.seq == following, TURNS.c.state == TurnState.QUEUED
        )
    )
    row = leased.one_or_none()
    return None if row is None else Leased(*row)


async def drop_queued(session: AsyncSession, *, conversation: str) -> None:
    """Owe no more answers to what was said before the assistant was relieved; one that runs is void by its version."""
    await session.execute(
        update(TURNS)
        .where(TURNS.c.conversation == conversation, TURNS.c.state == TurnState.QUEUED)
        .values(state=TurnState.DROPPED)
    )


async def take_over(session: AsyncSession, *, by: str, now: datetime) -> list[Leased]:
    """Lease turns that nobody works on: their lease ran out, or nothing before them runs any more."""
    earlier = TURNS.alias()
    blocked = exists().where(
        earlier.c.conversation == TURNS.c.conversation,
        earlier.c.seq < TURNS.c.seq,
        earlier.c.state.in_((TurnState.QUEUED, TurnState.RUNNING)),
    )
    forgotten = (
        select(TURNS.c.conversation, TURNS.c.seq)
        .where(
            or_(TURNS.c.state == TurnState.RUNNING, and_(TURNS.c.state == TurnState.QUEUED, ~blocked)),
            TURNS.c.lease_until < now,
        )
        .order_by(TURNS.c.created_at)
        .limit(TAKEN_AT_ONCE)
        .with_for_update(skip_locked=True, of=TURNS)
    )
    taken: list[Leased] = []
    for conversation, seq in (await session.execute(forgotten)).all():
        row = (
            await session.execute(
                _lease(by, now).where(TURNS.c.conversation == conversation, TURNS.c.seq == seq, TURNS.c.lease_until < now)
            )
        ).one_or_none()
        if row is not None:
            taken.append(Leased(*row))
    return taken


def _lease(by: str, now: datetime) -> Any:
    return (
        update(TURNS)
        .values(state=TurnState.RUNNING, leased_by=by, lease_until=now + LEASE, attempts=TURNS.c.attempts + 1)
        .returning(*_COLUMNS)
    )


def _is(turn: Leased) -> Any:
    return and_(TURNS.c.conversation == turn.conversation, TURNS.c.seq == turn.seq)
