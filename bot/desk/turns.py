"""Turns: answers that are owed, leased by one gateway at a time, one at a time per conversation, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.desk.models import Turn, TurnState

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
    Turn.conversation,
    Turn.seq,
    Turn.message_id,
    Turn.version,
    Turn.request,
    Turn.created_at,
    Turn.attempts,
)
_OWED = Turn.state.in_((TurnState.QUEUED, TurnState.RUNNING))


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
    earlier = exists().where(Turn.conversation == conversation, _OWED)
    made = await session.execute(
        insert(Turn)
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
        .returning(Turn.state)
    )
    if made.scalar_one() != TurnState.RUNNING:
        return None
    return Leased(conversation, seq, message_id, version, request, now, 1)


async def renew(session: AsyncSession, turn: Leased, *, by: str, now: datetime) -> bool:
    """Keep the lease; false if it was lost."""
    kept = await session.execute(
        update(Turn)
        .where(_is(turn), Turn.leased_by == by, Turn.state == TurnState.RUNNING)
        .values(lease_until=now + LEASE)
        .returning(Turn.seq)
        .execution_options(synchronize_session=False)
    )
    return kept.one_or_none() is not None


async def finish(session: AsyncSession, turn: Leased, *, by: str, state: TurnState, now: datetime) -> Leased | None:
    """End a turn that `by` holds and lease the conversation's next one, if one is queued."""
    ended = await session.execute(
        update(Turn)
        .where(_is(turn), Turn.leased_by == by, Turn.state == TurnState.RUNNING)
        .values(state=state, leased_by=None, lease_until=None)
        .returning(Turn.seq)
        .execution_options(synchronize_session=False)
    )
    if ended.one_or_none() is None:
        return None  # the lease was lost; whoever holds it goes on
    following = (
        select(Turn.seq)
        .where(Turn.conversation == turn.conversation, Turn.state == TurnState.QUEUED)
        .order_by(Turn.seq)
        .limit(1)
        .scalar_subquery()
    )
    leased = await session.execute(
        _lease(by, now).where(
            Turn.conversation == turn.conversation, Turn.seq == following, Turn.state == TurnState.QUEUED
        )
    )
    row = leased.one_or_none()
    return None if row is None else Leased(*row)


async def take_over(session: AsyncSession, *, by: str, now: datetime) -> list[Leased]:
    """Lease turns that nobody works on: their lease ran out, or nothing before them runs any more."""
    earlier = aliased(Turn)
    blocked = exists().where(
        earlier.conversation == Turn.conversation,
        earlier.seq < Turn.seq,
        earlier.state.in_((TurnState.QUEUED, TurnState.RUNNING)),
    )
    forgotten = (
        select(Turn.conversation, Turn.seq)
        .where(
            or_(Turn.state == TurnState.RUNNING, and_(Turn.state == TurnState.QUEUED, ~blocked)),
            Turn.lease_until < now,
        )
        .order_by(Turn.created_at)
        .limit(TAKEN_AT_ONCE)
        .with_for_update(skip_locked=True, of=Turn)
    )
    taken: list[Leased] = []
    for conversation, seq in (await session.execute(forgotten)).all():
        row = (
            await session.execute(
                _lease(by, now).where(Turn.conversation == conversation, Turn.seq == seq, Turn.lease_until < now)
            )
        ).one_or_none()
        if row is not None:
            taken.append(Leased(*row))
    return taken


def _lease(by: str, now: datetime) -> Any:
    return (
        update(Turn)
        .values(state=TurnState.RUNNING, leased_by=by, lease_until=now + LEASE, attempts=Turn.attempts + 1)
        .returning(*_COLUMNS)
        .execution_options(synchronize_session=False)
    )


def _is(turn: Leased) -> Any:
    return and_(Turn.conversation == turn.conversation, Turn.seq == turn.seq)
