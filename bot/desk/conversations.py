"""Conversations: one open per account or visitor, what is said in them, and who owns them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import messages
from bot.desk.messages import Appended, Draft
from bot.desk.models import CONVERSATIONS, MESSAGES, Owner
from bot.errors import Refused
from bot.upsert import upsert


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


@dataclass(frozen=True, slots=True)
class Ended:
    """A conversation that has ended; it can still be read."""

    id: str
    last_seq: int
    closed_at: datetime


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
    row = (
        await session.execute(select(*_COLUMNS).where(_of(party), CONVERSATIONS.c.closed_at.is_(None)))
    ).one_or_none()
    return None if row is None else Opened(*row)


async def find(session: AsyncSession, *, conversation: str) -> Opened:
    """Read a conversation that is known to exist."""
    row = await session.execute(select(*_COLUMNS).where(CONVERSATIONS.c.id == conversation))
    return Opened(*row.one())


async def party_of(session: AsyncSession, *, conversation: str) -> Party:
    """Read whose a conversation is that is known to exist."""
    found = await find_party(session, conversation=conversation)
    assert found is not None, "this conversation is known to exist"  # noqa: S101
    return found


async def find_party(session: AsyncSession, *, conversation: str) -> Party | None:
    """Find whose a conversation is; None if there is no such conversation."""
    row = (
        await session.execute(
            select(CONVERSATIONS.c.account, CONVERSATIONS.c.visitor).where(CONVERSATIONS.c.id == conversation)
        )
    ).one_or_none()
    return None if row is None else Party(*row)


_SAID = messages.counting(CONVERSATIONS.c.closed_at.is_(None))
_ANSWERED = messages.counting(
    CONVERSATIONS.c.owner == Owner.ASSISTANT,
    CONVERSATIONS.c.version == bindparam("when_asked"),
    CONVERSATIONS.c.closed_at.is_(None),
)


async def say(session: AsyncSession, *, conversation: str, draft: Draft, now: datetime) -> Appended:
    """Record what its party says, once. Raises Closed."""
    said = await messages.append(session, conversation, draft, _SAID, now=now)
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
    return await messages.append(session, conversation, draft, _ANSWERED, now=now, when_asked=version)


async def heads(session: AsyncSession, conversations: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    """Read how far each of the conversations has come, and which of them have ended."""
    rows = (
        await session.execute(
            select(CONVERSATIONS.c.id, CONVERSATIONS.c.last_seq, CONVERSATIONS.c.closed_at).where(
                CONVERSATIONS.c.id.in_(list(conversations))
            )
        )
    ).all()
    return {row.id: row.last_seq for row in rows}, [row.id for row in rows if row.closed_at is not None]


async def seen(session: AsyncSession, *, conversation: str) -> int:
    """Return up to which message its party has seen it, on whatever device."""
    return await session.scalar(select(CONVERSATIONS.c.seen_seq).where(CONVERSATIONS.c.id == conversation)) or 0


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


async def idle(session: AsyncSession, *, since: datetime, limit: int) -> list[Opened]:
    """Find open conversations of the assistant's in which nobody has said anything since then."""
    newest = and_(MESSAGES.c.conversation == CONVERSATIONS.c.id, MESSAGES.c.seq == CONVERSATIONS.c.last_seq)
    rows = await session.execute(
        select(*_COLUMNS)
        .outerjoin(MESSAGES, newest)
        .where(
            CONVERSATIONS.c.closed_at.is_(None),
            CONVERSATIONS.c.owner == Owner.ASSISTANT,
            CONVERSATIONS.c.opened_at < since,
            or_(MESSAGES.c.at.is_(None), MESSAGES.c.at < since),
        )
        .limit(limit)
    )
    return [Opened(*row) for row in rows]


async def close(session: AsyncSession, opened: Opened, *, now: datetime) -> bool:
    """End the conversation; false if it went on, or had ended already."""
    ended = await session.execute(
        update(CONVERSATIONS)
        .where(
            CONVERSATIONS.c.id == opened.id,
            CONVERSATIONS.c.closed_at.is_(None),
            CONVERSATIONS.c.version == opened.version,
            CONVERSATIONS.c.last_seq == opened.last_seq,
        )
        .values(closed_at=now, version=CONVERSATIONS.c.version + 1)
        .returning(CONVERSATIONS.c.id)
    )
    return ended.one_or_none() is not None


async def earlier(session: AsyncSession, *, party: Party) -> Ended | None:
    """Find the party's last conversation that has ended and had something in it."""
    row = (
        await session.execute(
            select(CONVERSATIONS.c.id, CONVERSATIONS.c.last_seq, CONVERSATIONS.c.closed_at)
            .where(_of(party), CONVERSATIONS.c.closed_at.is_not(None), CONVERSATIONS.c.last_seq > 0)
            .order_by(CONVERSATIONS.c.closed_at.desc())
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else Ended(*row)


async def belongs(session: AsyncSession, *, conversation: str, party: Party) -> bool:
    """Tell whether the conversation, open or ended, is the party's."""
    found = await session.scalar(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == conversation, _of(party)))
    return found is not None


def _of(party: Party) -> ColumnElement[bool]:
    if party.account is not None:
        return CONVERSATIONS.c.account == party.account
    return CONVERSATIONS.c.visitor == party.visitor
