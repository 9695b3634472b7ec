"""Conversations: one open per account or visitor, what is said in them, and who owns them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import messages
from bot.desk.messages import Appended, Draft
from bot.desk.models import CONVERSATIONS, Owner
from bot.desk.upsert import upsert
from bot.errors import Refused


class Closed(Refused):
    """The conversation has ended; a new one opens with the next connection."""

    code = "closed"
    sentence = "This conversation has ended. Connect again to start a new one."


@dataclass(frozen=True, slots=True)
class Party:
    """Whose conversation it is: a signed-in account or an anonymous visitor, never both."""

    account: str | None = None
    visitor: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open conversation at one moment."""

    id: str
    owner: str
    version: int
    last_seq: int


_COLUMNS = (CONVERSATIONS.c.id, CONVERSATIONS.c.owner, CONVERSATIONS.c.version, CONVERSATIONS.c.last_seq)


async def open_for(session: AsyncSession, *, party: Party, now: datetime) -> Opened:
    """Find the party's open conversation, or open one."""
    found = await find_open(session, party=party)
    if found is None:
        # Two sockets of one account may arrive at once: the index lets one in, the other finds it.
        await session.execute(
            upsert(session, CONVERSATIONS)
            .values(id=str(uuid4()), account=party.account, visitor=party.visitor, opened_at=now)
            .on_conflict_do_nothing()
        )
        found = await find_open(session, party=party)
    assert found is not None  # noqa: S101 - it was just opened
    return found


async def find_open(session: AsyncSession, *, party: Party) -> Opened | None:
    """Find the party's open conversation."""
    whose = (
        CONVERSATIONS.c.account == party.account if party.account is not None else CONVERSATIONS.c.visitor == party.visitor
    )
    row = (await session.execute(select(*_COLUMNS).where(whose, CONVERSATIONS.c.closed_at.is_(None)))).one_or_none()
    return None if row is None else Opened(*row)


async def find(session: AsyncSession, *, conversation: str) -> Opened:
    """Read a conversation that is known to exist."""
    row = await session.execute(select(*_COLUMNS).where(CONVERSATIONS.c.id == conversation))
    return Opened(*row.one())


async def say(session: AsyncSession, *, conversation: str, draft: Draft, now: datetime) -> Appended:
    """Record what its party says, once. Raises Closed."""
    said = await messages.append(session, conversation, draft, CONVERSATIONS.c.closed_at.is_(None), now=now)
    if said is None:
        raise Closed
    return said


async def answer(
    session: AsyncSession, *, conversation: str, version: int, draft: Draft, now: datetime
) -> Appended | None:
    """Record what the assistant answers; None if it no longer owns the conversation.

    `version` is the conversation's when the question was asked: an owner who went and came back is
    another owner, and a late answer of the former one is dropped.
    """
    return await messages.append(
        session,
        conversation,
        draft,
        CONVERSATIONS.c.owner == Owner.ASSISTANT,
        CONVERSATIONS.c.version == version,
        CONVERSATIONS.c.closed_at.is_(None),
        now=now,
    )


async def last_seqs(session: AsyncSession, conversations: Iterable[str]) -> dict[str, int]:
    """Read how far each of the conversations has come."""
    rows = await session.execute(
        select(CONVERSATIONS.c.id, CONVERSATIONS.c.last_seq).where(CONVERSATIONS.c.id.in_(list(conversations)))
    )
    return {row.id: row.last_seq for row in rows}


async def see(session: AsyncSession, *, conversation: str, seq: int) -> None:
    """Note that its party has seen everything up to `seq`; never goes back, never beyond what is there."""
    await session.execute(
        update(CONVERSATIONS)
        .where(CONVERSATIONS.c.id == conversation, CONVERSATIONS.c.seen_seq < seq, CONVERSATIONS.c.last_seq >= seq)
        .values(seen_seq=seq)
    )


async def give_to(session: AsyncSession, *, conversation: str, owner: Owner) -> None:
    """Hand the conversation to another owner; answers that were asked for before are void."""
    await session.execute(
        update(CONVERSATIONS)
        .where(CONVERSATIONS.c.id == conversation)
        .values(owner=owner, version=CONVERSATIONS.c.version + 1)
    )


async def close(session: AsyncSession, *, conversation: str, now: datetime) -> bool:
    """End the conversation; false if it had ended already."""
    ended = await session.execute(
        update(CONVERSATIONS)
        .where(CONVERSATIONS.c.id == conversation, CONVERSATIONS.c.closed_at.is_(None))
        .values(closed_at=now, version=CONVERSATIONS.c.version + 1)
        .returning(CONVERSATIONS.c.id)
    )
    return ended.one_or_none() is not None
