"""Threads: a conversation as the desk reads it, with whose it is, and the earlier ones of the same person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conversations import Party
from bot.desk.models import CONVERSATIONS, MESSAGES, TURNS
from bot.errors import Refused

EXCERPT = 160


class UnknownConversation(Refused):
    """There is no such conversation."""

    code = "not_yours"  # as for one that may not be opened: ids are not to be tried out
    sentence = "That conversation is not yours to open."


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation at one moment."""

    id: str
    account: str | None
    visitor: str | None
    owner: str
    version: int
    last_seq: int
    seen_seq: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A conversation that has ended, and the last that was said in it."""

    id: str
    closed_at: datetime
    last: str


async def read(session: AsyncSession, *, conversation: str) -> Thread:
    """Read a conversation. Raises UnknownConversation."""
    rows = await session.execute(
        select(
            CONVERSATIONS.c.id,
            CONVERSATIONS.c.account,
            CONVERSATIONS.c.visitor,
            CONVERSATIONS.c.owner,
            CONVERSATIONS.c.version,
            CONVERSATIONS.c.last_seq,
            CONVERSATIONS.c.seen_seq,
            CONVERSATIONS.c.closed_at,
        ).where(CONVERSATIONS.c.id == conversation)
    )
    row = rows.one_or_none()
    if row is None:
        raise UnknownConversation
    return Thread(*row)


async def owners(session: AsyncSession, conversations: Iterable[str]) -> dict[str, str]:
    """Read who owns conversations."""
    rows = await session.execute(
        select(CONVERSATIONS.c.id, CONVERSATIONS.c.owner).where(CONVERSATIONS.c.id.in_(list(conversations)))
    )
    return {row.id: row.owner for row in rows}


async def earlier(session: AsyncSession, *, party: Party, but: str, limit: int) -> list[Earlier]:
    """List the party's conversations that have ended, newest first."""
    own = (
        CONVERSATIONS.c.account == party.account
        if party.account is not None
        else CONVERSATIONS.c.visitor == party.visitor
    )
    newest = and_(MESSAGES.c.conversation == CONVERSATIONS.c.id, MESSAGES.c.seq == CONVERSATIONS.c.last_seq)
    rows = await session.execute(
        select(CONVERSATIONS.c.id, CONVERSATIONS.c.closed_at, MESSAGES.c.text)
        .join(MESSAGES, newest)
        .where(own, CONVERSATIONS.c.id != but, CONVERSATIONS.c.closed_at.is_not(None))
        .order_by(CONVERSATIONS.c.closed_at.desc())
        .limit(limit)
    )
    return [Earlier(row.id, row.closed_at, row.text[:EXCERPT]) for row in rows]


async def asked_with(session: AsyncSession, *, conversation: str) -> Mapping[str, Any]:
    """Return what the person's browser said of itself with their last question: locale and zone."""
    request = await session.scalar(
        select(TURNS.c.request).where(TURNS.c.conversation == conversation).order_by(TURNS.c.seq.desc()).limit(1)
    )
    return (request or {}).get("metadata") or {}
