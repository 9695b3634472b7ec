"""Tickets: a hand-off as it stood at one moment, and how to find it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handoffs.handoff import Handoff
from bot.desk.handoffs.states import HELD, LIVE, State
from bot.errors import Refused


class UnknownHandoff(Refused):
    """There is no such hand-off."""

    code = "unknown_handoff"
    sentence = "There is no such request."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A request for a person, as of one moment."""

    id: str
    conversation: str
    state: State
    version: int
    reason: str
    category: str | None
    language: str
    requested_at: datetime
    ahead: bool
    queued_at: datetime | None
    seen_at: datetime
    unstaffed_since: datetime | None
    missing: str | None
    specialist: str | None
    wanted: str | None
    passed_by: tuple[str, ...]
    offer_again_at: datetime | None
    offer_until: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    closed_at: datetime | None
    wrap_up_until: datetime | None
    wrap_up_reason: str | None
    deferred_at: datetime | None
    answered_at: datetime | None


async def find(session: AsyncSession, *, handoff: str) -> Ticket:
    """Read a hand-off. Raises UnknownHandoff."""
    found = await _read(session, Handoff.id == handoff)
    if not found:
        raise UnknownHandoff
    return found[0]


async def live(session: AsyncSession, *, conversation: str) -> Ticket | None:
    """Find the hand-off in which the conversation's person waits for somebody, or talks to them."""
    found = await _read(session, Handoff.conversation == conversation, Handoff.state.in_(LIVE))
    return found[0] if found else None


async def latest(session: AsyncSession, *, conversation: str) -> Ticket | None:
    """Find the newest hand-off of a conversation, whatever became of it."""
    found = await _read(session, Handoff.conversation == conversation)
    return found[-1] if found else None


async def held_by(session: AsyncSession, *, handle: str) -> list[Ticket]:
    """List what takes a place of a specialist's, the oldest first: offers, chats, wrap-ups."""
    return await _read(session, Handoff.specialist == handle, Handoff.state.in_(HELD))


async def in_states(session: AsyncSession, states: Iterable[State], *which: ColumnElement[bool]) -> list[Ticket]:
    """List the hand-offs in some states, the oldest first."""
    return await _read(session, Handoff.state.in_(list(states)), *which)


def ticket(row: Handoff) -> Ticket:
    """Read a row."""
    return Ticket(
        id=row.id,
        conversation=row.conversation,
        state=State(row.state),
        version=row.version,
        reason=row.reason,
        category=row.category,
        language=row.language,
        requested_at=row.requested_at,
        ahead=row.ahead,
        queued_at=row.queued_at,
        seen_at=row.seen_at,
        unstaffed_since=row.unstaffed_since,
        missing=row.missing,
        specialist=row.specialist,
        wanted=row.wanted,
        passed_by=tuple(row.passed_by),
        offer_again_at=row.offer_again_at,
        offer_until=row.offer_until,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        closed_at=row.closed_at,
        wrap_up_until=row.wrap_up_until,
        wrap_up_reason=row.wrap_up_reason,
        deferred_at=row.deferred_at,
        answered_at=row.answered_at,
    )


async def _read(session: AsyncSession, *which: ColumnElement[bool]) -> list[Ticket]:
    rows = await session.scalars(
        select(Handoff)
        .where(*which)
        .order_by(Handoff.requested_at, Handoff.id)
        .execution_options(populate_existing=True)
    )
    return [ticket(row) for row in rows]
