"""What a person asks of the desk: somebody, a way back to the assistant while waiting, or the end of it."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import availability
from bot.desk.availability import Missing
from bot.desk.handoffs import moving, routing
from bot.desk.handoffs.handoff import LANGUAGE_LENGTH, Handoff
from bot.desk.handoffs.moving import USER, Moved
from bot.desk.handoffs.states import MOVES, WAITING, Move, Reason, State, Why
from bot.desk.handoffs.ticket import Ticket, live, ticket
from bot.desk.handoffs.wrap_up import WRAP_UP_TIME
from bot.desk.models import Owner
from bot.desk.staff import members
from bot.desk.timetable import Timetable
from bot.errors import Refused


class NotWaiting(Refused):
    """Nobody is being waited for."""

    code = "not_waiting"
    sentence = "You are not waiting for a specialist at the moment."


async def ask(
    session: AsyncSession,
    *,
    conversation: str,
    reason: Reason,
    category: str | None = None,
    language: str = "en",
    timetable: Timetable,
    now: datetime,
) -> Moved:
    """Call a person: into the line if somebody can come, otherwise to the form of a message.

    Asking again while somebody is waited for, or talked to, changes nothing. A category that nobody at the desk has
    is none.
    """
    await moving.lock(session, conversation=conversation)
    known = category if category in await members.categories(session) else None
    waiting = await live(session, conversation=conversation)
    stands = await availability.of(
        session, timetable=timetable, category=known if waiting is None else waiting.category, now=now
    )
    if waiting is not None:
        if waiting.state is State.AFTER_HOURS and stands.available:
            return await routing.reopen(session, waiting, now=now)
        return Moved(ticket=waiting, move=None, was=waiting.state, actor=USER)
    requested = await _requested(
        session, conversation=conversation, reason=reason, category=known, language=language, now=now
    )
    if stands.missing is None:
        return await moving.move(session, requested, Move.QUEUE, actor=USER, why=reason, now=now, queued_at=now)
    return await defer(session, requested, stands.missing, now=now)


async def defer(session: AsyncSession, requested: Ticket, missing: Missing, *, now: datetime) -> Moved:
    """Ask for a message, because nobody can come."""
    return await moving.move(
        session, requested, Move.DEFER, actor=USER, why=Why(missing), now=now, missing=missing, deferred_at=now
    )


async def leave_queue(session: AsyncSession, *, conversation: str, now: datetime) -> Moved:
    """Wait no longer; the assistant answers again. Raises NotWaiting."""
    waiting = await _waiting(session, conversation)
    if waiting.state not in MOVES[Move.ABANDON].starts:
        raise NotWaiting
    return await moving.move(session, waiting, Move.ABANDON, actor=USER, why=Why.USER_LEFT, now=now)


async def keep_talking(session: AsyncSession, *, conversation: str) -> Ticket:
    """Go back to the assistant and keep the place in line. Raises NotWaiting."""
    owner = await moving.lock(session, conversation=conversation)
    waiting = await _waiting(session, conversation)
    if waiting.state is State.ACTIVE:
        raise NotWaiting
    if owner is not Owner.ASSISTANT:
        await moving.hand_over(session, conversation=conversation, owner=Owner.ASSISTANT)
    return waiting


async def wait_quietly(session: AsyncSession, *, conversation: str) -> Ticket:
    """Stop talking to the assistant and wait for the specialist. Raises NotWaiting."""
    owner = await moving.lock(session, conversation=conversation)
    waiting = await _waiting(session, conversation)
    if waiting.state not in WAITING:
        raise NotWaiting
    if owner is not Owner.QUEUE:
        await moving.hand_over(session, conversation=conversation, owner=Owner.QUEUE)
    return waiting


async def end(session: AsyncSession, *, conversation: str, now: datetime) -> Moved:
    """End the chat with a specialist, or the wait for one. Raises NotWaiting."""
    waiting = await _waiting(session, conversation)
    if waiting.state is not State.ACTIVE:
        return await leave_queue(session, conversation=conversation, now=now)
    return await moving.move(
        session, waiting, Move.END, actor=USER, why=Why.USER_LEFT, now=now,
        ended_at=now, wrap_up_until=now + WRAP_UP_TIME,
    )  # fmt: skip


async def _waiting(session: AsyncSession, conversation: str) -> Ticket:
    await moving.lock(session, conversation=conversation)
    waiting = await live(session, conversation=conversation)
    if waiting is None:
        raise NotWaiting
    return waiting


async def _requested(
    session: AsyncSession, *, conversation: str, reason: Reason, category: str | None, language: str, now: datetime
) -> Ticket:
    row = Handoff(
        id=str(uuid4()),
        conversation=conversation,
        state=State.REQUESTED,
        version=0,
        reason=reason,
        category=category,
        language=language[:LANGUAGE_LENGTH],
        requested_at=now,
        seen_at=now,
        ahead=False,
        passed_by=[],
    )
    session.add(row)
    await session.flush()  # the move that follows is a statement of its own
    return ticket(row)
