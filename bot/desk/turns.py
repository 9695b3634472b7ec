"""Turns: answers that are owed, leased by one gateway at a time, one at a time per conversation, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, insert, or_, select, update
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


_EARLIER = exists().where(TURNS.c.conversation == bindparam("this"), _OWED)
_OWE = (
    insert(TURNS)
    .values(
        state=case((_EARLIER, TurnState.QUEUED), else_=TurnState.RUNNING),
        attempts=case((_EARLIER, 0), else_=1),
        leased_by=case((_EARLIER, None), else_=bindparam("by")),
    )
    .returning(TURNS.c.state)
)


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
    made = await session.execute(
        _OWE,
        {
            "conversation": conversation,
            "seq": seq,
            "message_id": message_id,
            "version": version,
            "request": dict(request),
            "created_at": now,
            "lease_until": now + LEASE,
            "this": conversation,
            "by": by,
        },
    )
    if made.scalar_one() != TurnState.RUNNING:
        return None
    return Leased(conversation, seq, message_id, version, request, now, 1)


async def renew(session: AsyncSession, turn: Leased, *, by: str, now: datetime) -> bool:
    """Keep the lease; false if it was lost."""
    kept = await session.execute(
        update(TURNS)
        .where(
            TURNS.c.conversation == turn.conversation,
            TURNS.c.seq == turn.seq,
            TURNS.c.leased_by == by,
            TURNS.c.state == TurnState.RUNNING,
        )
        .values(lease_until=now + LEASE)
        .returning(TURNS.c.seq)
    )
    return kept.one_or_none() is not None


_LOCK = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == bindparam("this")).with_for_update()
_END = (
    update(TURNS)
    .where(
        TURNS.c.conversation == bindparam("this"),
        TURNS.c.seq == bindparam("number"),
        TURNS.c.leased_by == bindparam("by"),
        TURNS.c.state == TurnState.RUNNING,
    )
    .values(state=bindparam("end"), leased_by=None, lease_until=None)
    .returning(TURNS.c.seq)
)
_LEASE = (
    update(TURNS)
    .values(
        state=TurnState.RUNNING,
        leased_by=bindparam("by"),
        lease_until=bindparam("until"),
        attempts=TURNS.c.attempts + 1,
    )
    .returning(*_COLUMNS)
)
_NEXT = (
    select(TURNS.c.seq)
    .where(TURNS.c.conversation == bindparam("this"), TURNS.c.state == TurnState.QUEUED)
    .order_by(TURNS.c.seq)
    .limit(1)
    .scalar_subquery()
)
_LEASE_NEXT = _LEASE.where(
    TURNS.c.conversation == bindparam("this"), TURNS.c.seq == _NEXT, TURNS.c.state == TurnState.QUEUED
)


async def finish(session: AsyncSession, turn: Leased, *, by: str, state: TurnState, now: datetime) -> Leased | None:
    """End a turn that `by` holds and lease the conversation's next one, if one is queued."""
    this = {"this": turn.conversation, "by": by}
    # Under the lock that `owe` runs under: a message that is just being said sees this turn ended, or is seen here.
    await session.execute(_LOCK, {"this": turn.conversation})
    ended = await session.execute(_END, {**this, "number": turn.seq, "end": state})
    if ended.one_or_none() is None:
        return None  # the lease was lost; whoever holds it goes on
    row = (await session.execute(_LEASE_NEXT, {**this, "until": now + LEASE})).one_or_none()
    return None if row is None else Leased(*row)


async def drop_queued(session: AsyncSession, *, conversation: str) -> None:
    """Owe no more answers to what was said before the assistant was relieved; one that runs is void by its version."""
    await session.execute(
        update(TURNS)
        .where(TURNS.c.conversation == conversation, TURNS.c.state == TurnState.QUEUED)
        .values(state=TurnState.DROPPED)
    )


async def is_any_forgotten(session: AsyncSession, *, now: datetime) -> bool:
    """Tell whether there may be something to take over."""
    return bool(await session.scalar(select(exists().where(_OWED, TURNS.c.lease_until < now))))


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
                _LEASE.where(TURNS.c.conversation == conversation, TURNS.c.seq == seq, TURNS.c.lease_until < now),
                {"by": by, "until": now + LEASE},
            )
        ).one_or_none()
        if row is not None:
            taken.append(Leased(*row))
    return taken
