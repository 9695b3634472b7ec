"""Follow-ups: every promise that the desk makes, with the moment by which it is kept, and whether it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.desk import contacts, conversations
from bot.desk.contacts import masked
from bot.desk.conversations import Party
from bot.desk.promise import FollowUpRow, FollowUpState, Kind
from bot.desk.references import new_reference, read_reference
from bot.desk.timetable import Timetable
from bot.errors import Refused

WHAT_LENGTH = 2_000
ALERT_BEFORE = timedelta(hours=1)  # of what is left, a quarter at most
AT_ONCE = 100
SHOWN = 200

type Mark = InstrumentedAttribute[datetime | None]


class UnknownFollowUp(Refused):
    """There is no such follow-up."""

    code = "unknown_follow_up"
    sentence = "There is no such follow-up."


class AlreadySettled(Refused):
    """The follow-up was kept or withdrawn already."""

    code = "already_settled"
    sentence = "That is settled already."


class DueInThePast(Refused):
    """A promise is for later."""

    code = "due_in_the_past"
    sentence = "A promise needs a moment that is still to come."


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A promise, as of one moment. `address` is masked; the full one never leaves the subject."""

    id: str
    reference: str
    kind: Kind
    what: str
    conversation: str
    handoff: str | None
    account: str | None
    visitor: str | None
    category: str | None
    address: str | None
    made_by: str
    assigned_to: str | None
    created_at: datetime
    due_at: datetime
    alert_at: datetime
    broken_at: datetime | None
    state: FollowUpState
    settled_at: datetime | None
    settled_by: str | None

    def overdue(self, now: datetime) -> bool:
        """Tell whether it is owed and should have been kept by now."""
        return self.state is FollowUpState.OWED and now >= self.due_at


async def promise(
    session: AsyncSession,
    *,
    conversation: str,
    kind: Kind,
    what: str,
    made_by: str,
    timetable: Timetable,
    now: datetime,
    due_at: datetime | None = None,
    category: str | None = None,
    handoff: str | None = None,
    assigned_to: str | None = None,
) -> FollowUp:
    """Promise something to a conversation's person, by `due_at` or within the reply time. Raises DueInThePast."""
    due = timetable.reply_due(category, now) if due_at is None else due_at
    if due <= now:
        raise DueInThePast
    party = await conversations.party_of(session, conversation=conversation)
    row = FollowUpRow(
        id=str(uuid4()),
        reference=new_reference(),
        kind=kind,
        what=what.strip()[:WHAT_LENGTH],
        conversation=conversation,
        handoff=handoff,
        account=party.account,
        visitor=party.visitor,
        category=category,
        address=await contacts.address_of(session, party=party),
        made_by=made_by,
        assigned_to=assigned_to,
        created_at=now,
        due_at=due,
        alert_at=due - min(ALERT_BEFORE, (due - now) / 4),
        state=FollowUpState.OWED,
    )
    session.add(row)
    await session.flush()  # a reference that exists already must fail here
    return _follow_up(row)


async def find(session: AsyncSession, *, follow_up: str) -> FollowUp:
    """Read a follow-up. Raises UnknownFollowUp."""
    return _follow_up(await _row(session, follow_up))


async def keep(session: AsyncSession, *, follow_up: str, by: str, now: datetime) -> FollowUp:
    """Note that a promise is kept. Raises UnknownFollowUp, AlreadySettled."""
    return await _settle(session, follow_up, FollowUpState.KEPT, by=by, now=now)


async def withdraw(session: AsyncSession, *, follow_up: str, by: str, now: datetime) -> FollowUp:
    """Note that nothing is owed any more. Raises UnknownFollowUp, AlreadySettled."""
    return await _settle(session, follow_up, FollowUpState.WITHDRAWN, by=by, now=now)


async def keep_of_handoff(session: AsyncSession, *, handoff: str, by: str, now: datetime) -> None:
    """Note that messages left for a hand-off were answered: their person was talked to."""
    await session.execute(
        update(FollowUpRow)
        .where(FollowUpRow.handoff == handoff, FollowUpRow.kind == Kind.MESSAGE, _OWED)
        .values(state=FollowUpState.KEPT, settled_at=now, settled_by=by)
    )


async def address(session: AsyncSession, *, party: Party, address: str) -> list[FollowUp]:
    """Send the answers of what is owed to an address that is known only now; return what had none before."""
    rows = await session.scalars(
        update(FollowUpRow)
        .where(_of(party), FollowUpRow.address.is_(None), _OWED)
        .values(address=address)
        .returning(FollowUpRow)
        .execution_options(populate_existing=True)
    )
    return [_follow_up(row) for row in rows]


async def full_address(session: AsyncSession, *, follow_up: str) -> str | None:
    """Return where the answer goes, unmasked: for a letter, never for a screen."""
    return (await _row(session, follow_up)).address


async def owed(
    session: AsyncSession, *, categories: Iterable[str] | None = None, handle: str | None = None
) -> list[FollowUp]:
    """List what is owed, the most urgent first: all of it, or what is some categories' (or nobody's) or a member's."""
    mine: list[ColumnElement[bool]] = []
    if categories is not None:
        mine = [FollowUpRow.category.in_(list(categories)), FollowUpRow.category.is_(None)]
    if handle is not None:
        mine += [FollowUpRow.assigned_to == handle, FollowUpRow.made_by == handle]
    return await _read(session, _OWED, *([or_(*mine)] if mine else []))


async def of_party(session: AsyncSession, *, party: Party) -> list[FollowUp]:
    """List what was promised to somebody, the newest first: the record behind "any news on my message?"."""
    found = await _read(session, _of(party))
    return sorted(found, key=lambda each: each.created_at, reverse=True)


async def of_conversation(session: AsyncSession, *, conversation: str) -> list[FollowUp]:
    """List what was promised in a conversation."""
    return await _read(session, FollowUpRow.conversation == conversation)


async def by_reference(session: AsyncSession, *, reference: str, party: Party | None) -> FollowUp | None:
    """Find a promise by its reference as it was typed; a party finds only its own, None is the desk itself."""
    read = read_reference(reference)
    if read is None:
        return None
    found = await _read(session, FollowUpRow.reference == read, *([] if party is None else [_of(party)]))
    return found[0] if found else None


async def alerts(session: AsyncSession, *, now: datetime) -> list[FollowUp]:
    """Return the promises that are about to break, each once, whichever gateway asks."""
    return await _mark(session, FollowUpRow.alert_at <= now, FollowUpRow.alerted_at, now)


async def breaches(session: AsyncSession, *, now: datetime) -> list[FollowUp]:
    """Note which promises are broken by now, and return them, each once. They are owed still."""
    return await _mark(session, FollowUpRow.due_at <= now, FollowUpRow.broken_at, now)


_OWED = FollowUpRow.state == FollowUpState.OWED


def _of(party: Party) -> ColumnElement[bool]:
    if party.account is not None:
        return FollowUpRow.account == party.account
    return FollowUpRow.visitor == party.visitor


async def _settle(session: AsyncSession, follow_up: str, state: FollowUpState, *, by: str, now: datetime) -> FollowUp:
    settled = (
        await session.scalars(
            update(FollowUpRow)
            .where(FollowUpRow.id == follow_up, _OWED)
            .values(state=state, settled_at=now, settled_by=by)
            .returning(FollowUpRow)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if settled is None:
        await _row(session, follow_up)
        raise AlreadySettled
    return _follow_up(settled)


async def _mark(session: AsyncSession, due: ColumnElement[bool], column: Mark, now: datetime) -> list[FollowUp]:
    some = select(FollowUpRow.id).where(due, column.is_(None), _OWED).order_by(FollowUpRow.due_at).limit(AT_ONCE)
    rows = await session.scalars(
        update(FollowUpRow)
        .where(FollowUpRow.id.in_(some), column.is_(None))
        .values({column: now})
        .returning(FollowUpRow)
        .execution_options(populate_existing=True)
    )
    return sorted((_follow_up(row) for row in rows), key=lambda each: each.due_at)


async def _row(session: AsyncSession, follow_up: str) -> FollowUpRow:
    row = await session.get(FollowUpRow, follow_up, populate_existing=True)
    if row is None:
        raise UnknownFollowUp
    return row


async def _read(session: AsyncSession, *which: ColumnElement[bool]) -> list[FollowUp]:
    rows = await session.scalars(
        select(FollowUpRow)
        .where(*which)
        .order_by(FollowUpRow.due_at, FollowUpRow.id)
        .limit(SHOWN)
        .execution_options(populate_existing=True)
    )
    return [_follow_up(row) for row in rows]


def _follow_up(row: FollowUpRow) -> FollowUp:
    return FollowUp(
        id=row.id,
        reference=row.reference,
        kind=Kind(row.kind),
        what=row.what,
        conversation=row.conversation,
        handoff=row.handoff,
        account=row.account,
        visitor=row.visitor,
        category=row.category,
        address=None if row.address is None else masked(row.address),
        made_by=row.made_by,
        assigned_to=row.assigned_to,
        created_at=row.created_at,
        due_at=row.due_at,
        alert_at=row.alert_at,
        broken_at=row.broken_at,
        state=FollowUpState(row.state),
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )
