"""Leases: a letter that is due is one postman's to send for a while, and its fate is written down."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.mail.letters.kinds import KINDS, stale_at
from bot.mail.outbox import CODE_LENGTH, LETTERS, LetterState
from bot.mail.threads import ThreadHeaders, thread_of

LEASE = timedelta(minutes=3)  # longer than any attempt takes (postman.PATIENCE_S)
LOOKED_AT = 20
DAY = timedelta(days=1)

TOGETHER = frozenset(name for name, kind in KINDS.items() if kind.together)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds mail: how long answers are gathered, how many an address gets a day, how often one is tried."""

    together: timedelta = timedelta(minutes=2)
    daily_cap: int = 50
    attempts: int = 30


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter as it stands in the outbox."""

    id: int
    key: str
    kind: str
    account: str | None
    conversation: str | None
    address: str
    locale: str | None
    zone: str | None
    subject_data: Mapping[str, Any]
    attempts: int
    message_id: str | None
    sent_in: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail to send: its first letter, all letters that it carries, and what it hangs on."""

    first: Owed
    letters: Sequence[Owed]
    message_id: str
    attempt: int
    thread: ThreadHeaders


#: Tells, by id, which of some letters need not be sent because their reader has seen what they say.
type Seen = Callable[[AsyncSession, Sequence[Owed]], Awaitable[Collection[int]]]

_COLUMNS = tuple(LETTERS.c[name] for name in Owed.__dataclass_fields__)


async def are_due(session: AsyncSession, *, bounds: Bounds, now: datetime) -> bool:
    """Tell whether `take` has anything to do: worth a look in a transaction that only reads."""
    return await session.scalar(select(LETTERS.c.id).where(_due(bounds, now)).limit(1)) is not None


async def take(
    session: AsyncSession,
    *,
    by: str,
    bounds: Bounds,
    message_id: Callable[[str], str],
    seen: Seen | None,
    now: datetime,
) -> Taken | None:
    """Lease the next mail to `by`; None if nothing is due.

    Letters that are no use any more are skipped on the way, and those of an address that had enough today wait. What
    a mail carries, and its Message-ID, are fixed here: whoever sends it again sends the same.
    """
    due = (
        select(*_COLUMNS)
        .where(_due(bounds, now))
        .order_by(LETTERS.c.due_at, LETTERS.c.id)
        .limit(LOOKED_AT)
        .with_for_update(skip_locked=True)
    )
    for row in (await session.execute(due)).all():
        letters = await _needed(session, await _carried(session, Owed(*row)), seen=seen, now=now)
        if not letters or await _had_enough(session, letters, bounds=bounds, now=now):
            continue
        return await _leased(session, letters, by=by, message_id=message_id, now=now)
    return None


async def sent(session: AsyncSession, taken: Taken, *, now: datetime) -> None:
    """Note that a mail is the server's. It is true whoever holds the lease by now."""
    await _settle(session, LETTERS.c.sent_in == taken.first.id, state=LetterState.SENT, sent_at=now, last_error=None)


async def later(session: AsyncSession, taken: Taken, *, by: str, code: str, at: datetime) -> None:
    """Have a mail tried again."""
    await _settle(session, _ours(taken, by), due_at=at, last_error=code)


async def give_up(session: AsyncSession, taken: Taken, *, by: str, code: str) -> bool:
    """Have a mail never tried again; false if the lease was lost."""
    return await _settle(session, _ours(taken, by), state=LetterState.DEAD, last_error=code)


async def give_back(session: AsyncSession, taken: Taken, *, by: str, code: str) -> None:
    """Lay a mail back as if it had not been tried: the server is down, which is not the mail's fault."""
    await _settle(session, _ours(taken, by), attempts=taken.first.attempts, last_error=code)


def _due(bounds: Bounds, now: datetime) -> ColumnElement[bool]:
    earlier = LETTERS.alias()
    # Of letters that are one mail only the oldest is looked at, so that two postmen never make two mails of them.
    follows = exists().where(
        earlier.c.conversation == LETTERS.c.conversation,
        earlier.c.address == LETTERS.c.address,
        earlier.c.kind == LETTERS.c.kind,
        earlier.c.state == LetterState.QUEUED,
        earlier.c.sent_in.is_(None),
        earlier.c.id < LETTERS.c.id,
    )
    alone = LETTERS.c.kind.not_in(TOGETHER) | LETTERS.c.conversation.is_(None)
    gathered = (LETTERS.c.created_at <= now - bounds.together) & ~follows
    return (
        (LETTERS.c.state == LetterState.QUEUED)
        & (LETTERS.c.due_at <= now)
        & or_(LETTERS.c.lease_until.is_(None), LETTERS.c.lease_until <= now)
        & or_(LETTERS.c.sent_in == LETTERS.c.id, LETTERS.c.sent_in.is_(None) & (alone | gathered))
    )


async def _carried(session: AsyncSession, first: Owed) -> list[Owed]:
    """Read all letters that the mail carries: those of its last try, or what has gathered."""
    if first.sent_in is not None:
        chosen = LETTERS.c.sent_in == first.id
    elif first.kind in TOGETHER and first.conversation is not None:
        chosen = (
            (LETTERS.c.conversation == first.conversation)
            & (LETTERS.c.address == first.address)
            & (LETTERS.c.kind == first.kind)
            & LETTERS.c.sent_in.is_(None)
        )
    else:
        return [first]
    rows = await session.execute(
        select(*_COLUMNS).where(chosen, LETTERS.c.state == LetterState.QUEUED).order_by(LETTERS.c.id).with_for_update()
    )
    return [Owed(*row) for row in rows]


async def _needed(session: AsyncSession, letters: list[Owed], *, seen: Seen | None, now: datetime) -> list[Owed]:
    stale = {
        letter.id for letter in letters if (at := stale_at(letter.kind, letter.subject_data)) is not None and at <= now
    }
    read = set() if seen is None else set(await seen(session, letters))
    left = [letter for letter in letters if letter.id not in stale | read]
    if left and letters[0].sent_in is not None:
        return letters  # it may have arrived already: the same mail, or none
    for ids, code in ((stale, "stale"), (read - stale, "seen")):
        if ids:
            await _settle(session, LETTERS.c.id.in_(ids), state=LetterState.SKIPPED, last_error=code)
    return left


async def _had_enough(session: AsyncSession, letters: list[Owed], *, bounds: Bounds, now: datetime) -> bool:
    """Put off letters to an address that got its mails for the day already."""
    counted = (
        select(LETTERS.c.sent_at)
        .where(
            LETTERS.c.address == letters[0].address, LETTERS.c.sent_at > now - DAY, LETTERS.c.sent_in == LETTERS.c.id
        )
        .order_by(LETTERS.c.sent_at.desc())
        .offset(bounds.daily_cap - 1)
        .limit(1)
    )
    oldest = await session.scalar(counted)
    if oldest is None:
        return False
    ids = [letter.id for letter in letters]
    await _settle(session, LETTERS.c.id.in_(ids), due_at=oldest + DAY, last_error="daily_cap")
    return True


async def _leased(
    session: AsyncSession, letters: list[Owed], *, by: str, message_id: Callable[[str], str], now: datetime
) -> Taken:
    first = letters[0]
    known = first.message_id or message_id(first.key)
    await session.execute(
        update(LETTERS).where(LETTERS.c.id.in_([letter.id for letter in letters])).values(sent_in=first.id)
    )
    await session.execute(
        update(LETTERS)
        .where(LETTERS.c.id == first.id)
        .values(leased_by=by, lease_until=now + LEASE, attempts=first.attempts + 1, message_id=known)
    )
    thread = ThreadHeaders()
    if first.conversation is not None:
        thread = await thread_of(session, conversation=first.conversation, address=first.address)
    return Taken(first, letters, known, first.attempts + 1, thread)


async def _settle(session: AsyncSession, which: ColumnElement[bool], **fate: Any) -> bool:
    if fate.get("last_error") is not None:
        fate["last_error"] = fate["last_error"][:CODE_LENGTH]
    settled = await session.execute(
        update(LETTERS)
        .where(which, LETTERS.c.state == LetterState.QUEUED)
        .values(leased_by=None, lease_until=None, **fate)
        .returning(LETTERS.c.id)
    )
    rows: Sequence[Row[Any]] = settled.all()
    return bool(rows)


def _ours(taken: Taken, by: str) -> ColumnElement[bool]:
    first = LETTERS.alias()
    held = exists().where(first.c.id == taken.first.id, first.c.leased_by == by)
    return (LETTERS.c.sent_in == taken.first.id) & held
