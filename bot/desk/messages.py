"""Messages of a conversation: appended once and in order, read in pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.desk.models import CONVERSATIONS, MESSAGES, Author
from bot.upsert import of, spelt

PAGE = 100

type Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that has no number yet. The same author's same `client_id` is the same message."""

    kind: Author
    name: str
    client_id: str
    text: str
    blocks: tuple[Block, ...] = ()
    then: dict[str, Any] | None = None
    topic: str | None = None
    reply_to: int | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as it stands in the log."""

    conversation: str
    seq: int
    at: datetime
    kind: str
    name: str
    client_id: str
    text: str
    blocks: Sequence[Block] = ()
    topic: str | None = None
    reply_to: int | None = None
    personal: bool = False

    def wire(self) -> dict[str, Any]:
        """Write it as the protocol does; what is unknown is left out."""
        message: dict[str, Any] = {
            "seq": self.seq,
            "id": self.client_id,
            "at": wire_time(self.at),
            "from": {"kind": self.kind, "name": self.name},
            "text": self.text,
            "blocks": list(self.blocks),
        }
        if self.topic is not None:
            message["topic"] = self.topic
        if self.reply_to is not None:
            message["reply_to"] = self.reply_to
        return message


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append came to. `new` is false when the same message was there already."""

    message: Stored
    owner: str
    version: int
    new: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages, oldest first, and whether there are more in the direction that was read."""

    messages: list[Stored] = field(default_factory=list)
    more: bool = False


_COLUMNS = (
    MESSAGES.c.conversation,
    MESSAGES.c.seq,
    MESSAGES.c.at,
    MESSAGES.c.kind,
    MESSAGES.c.name,
    MESSAGES.c.client_id,
    MESSAGES.c.text,
    MESSAGES.c.blocks,
    MESSAGES.c.topic,
    MESSAGES.c.reply_to,
    MESSAGES.c.personal,
)


# What every message needs is written once: to put such a statement together takes longer than to run it.
_THIS = CONVERSATIONS.c.id == bindparam("this")
_INSERT = spelt(
    MESSAGES,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["conversation", "kind", "client_id"]).returning(
        MESSAGES.c.seq
    ),
)
_GIVE_BACK = update(CONVERSATIONS).where(_THIS).values(last_seq=bindparam("last"))
_KNOWN = select(*_COLUMNS).where(
    MESSAGES.c.conversation == bindparam("this"),
    MESSAGES.c.kind == bindparam("kind"),
    MESSAGES.c.client_id == bindparam("client_id"),
)


def counting(*conditions: ColumnElement[bool]) -> Update:
    """Write the statement that counts a message in where a conversation meets `conditions`; made once, for `append`.

    What a condition compares with is a `bindparam`, and is given to `append`.
    """
    return (
        update(CONVERSATIONS)
        .where(_THIS, *conditions)
        .values(last_seq=CONVERSATIONS.c.last_seq + 1)
        .returning(CONVERSATIONS.c.last_seq, CONVERSATIONS.c.owner, CONVERSATIONS.c.version)
    )


ALWAYS = counting()


async def append(
    session: AsyncSession, conversation: str, draft: Draft, count: Update = ALWAYS, *, now: datetime, **given: Any
) -> Appended | None:
    """Append a message once, under the next number; None if `count` does not count it in.

    The conversation's row is locked by the first statement, so numbers have no gaps and everybody
    sees one order, whichever gateway writes.
    """
    counted = (await session.execute(count, {"this": conversation, **given})).one_or_none()
    if counted is None:
        return None
    seq, owner, version = counted
    made = await session.execute(of(session, _INSERT), _row(conversation, draft, seq, now))
    if made.one_or_none() is not None:
        message = Stored(
            conversation, seq, now, draft.kind, draft.name, draft.client_id, draft.text, draft.blocks,
            draft.topic, draft.reply_to, draft.personal,
        )  # fmt: skip
        return Appended(message, owner, version, new=True)
    # It is there already: the number that was taken for it is given back, under the same lock.
    await session.execute(_GIVE_BACK, {"this": conversation, "last": seq - 1})
    known = await session.execute(_KNOWN, {"this": conversation, "kind": draft.kind, "client_id": draft.client_id})
    return Appended(Stored(*known.one()), owner, version, new=False)


async def after(session: AsyncSession, conversation: str, seq: int, *, limit: int = PAGE) -> Page:
    """Read what comes after `seq`, oldest first."""
    rows = await session.execute(
        select(*_COLUMNS)
        .where(MESSAGES.c.conversation == conversation, MESSAGES.c.seq > seq)
        .order_by(MESSAGES.c.seq)
        .limit(limit + 1)
    )
    found = [Stored(*row) for row in rows]
    return Page(found[:limit], more=len(found) > limit)


async def before(session: AsyncSession, conversation: str, seq: int, *, limit: int = PAGE) -> Page:
    """Read what comes just before `seq`, oldest first."""
    rows = await session.execute(
        select(*_COLUMNS)
        .where(MESSAGES.c.conversation == conversation, MESSAGES.c.seq < seq)
        .order_by(MESSAGES.c.seq.desc())
        .limit(limit + 1)
    )
    found = [Stored(*row) for row in rows]
    return Page(found[:limit][::-1], more=len(found) > limit)


async def names(session: AsyncSession, conversations: Iterable[str]) -> dict[str, str]:
    """Read what the people of conversations were called when they last said something."""
    newest = (
        select(MESSAGES.c.conversation, func.max(MESSAGES.c.seq).label("seq"))
        .where(MESSAGES.c.conversation.in_(list(conversations)), MESSAGES.c.kind == Author.USER)
        .group_by(MESSAGES.c.conversation)
        .subquery()
    )
    rows = await session.execute(
        select(MESSAGES.c.conversation, MESSAGES.c.name).join(
            newest, (MESSAGES.c.conversation == newest.c.conversation) & (MESSAGES.c.seq == newest.c.seq)
        )
    )
    return {row.conversation: row.name for row in rows}


def _row(conversation: str, draft: Draft, seq: int, now: datetime) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "seq": seq,
        "kind": draft.kind,
        "name": draft.name,
        "client_id": draft.client_id,
        "at": now,
        "text": draft.text,
        "blocks": list(draft.blocks),
        "then": draft.then,
        "topic": draft.topic,
        "reply_to": draft.reply_to,
        "personal": draft.personal,
    }
