"""Mailed: what comes of a person's mail in their conversation, and what the desk is told of mail that moves nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import contacts, conversations, follow_ups, messages, notes
from bot.desk.conversations import Party
from bot.desk.follow_ups import ALERT_BEFORE, WHAT_LENGTH, FollowUp
from bot.desk.handoffs import ticket as tickets
from bot.desk.handoffs.moving import DESK
from bot.desk.messages import Appended, Block, Draft
from bot.desk.models import CONVERSATIONS, Author, Owner
from bot.desk.promise import FollowUpRow, FollowUpState, Kind
from bot.desk.staff.member import StaffMember
from bot.desk.timetable import Timetable
from bot.upsert import upsert

# The mailroom writes its notes under a name of its own, which nobody can sign in with.
MAILROOM = "mailroom"
MAILROOM_NAME = "Mailroom"
NO_PASSWORD = "!"  # noqa: S105 - no hash at all, so that none fits
WRITER = "Visitor"  # of a mail, where nobody has told their name

STAFF = cast("Table", StaffMember.__table__)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose a conversation is, and the address that is known to be theirs."""

    party: Party
    address: str | None


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail became a message; `follow_up` is the answer that is owed to it, unless somebody is in the chat."""

    appended: Appended
    follow_up: FollowUp | None


async def addressee(session: AsyncSession, *, conversation: str) -> Addressee | None:
    """Read whose a conversation is; None if there is no such conversation."""
    if await session.scalar(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == conversation)) is None:
        return None
    party = await conversations.party_of(session, conversation=conversation)
    return Addressee(party, await contacts.address_of(session, party=party))


async def say(
    session: AsyncSession,
    *,
    conversation: str,
    mail: str,
    text: str,
    block: Block,
    reference: str | None,
    timetable: Timetable,
    now: datetime,
) -> Mailed:
    """Append what a person wrote by mail to their present conversation, and owe them an answer by mail.

    The assistant is never asked: whoever writes a mail is not in the chat to read what it says, and a mail must
    start nothing that a press of a button starts. While a specialist has the chat, or is waited for, they answer.
    """
    party = await conversations.party_of(session, conversation=conversation)
    opened = await conversations.open_for(session, party=party, now=now)
    names = await messages.names(session, [opened.id, conversation])
    name = names.get(opened.id) or names.get(conversation) or party.account or WRITER
    draft = Draft(Author.USER, name, f"mail:{mail}", text, blocks=(block,))
    appended = await conversations.say(session, conversation=opened.id, draft=draft, now=now)
    if not appended.new or appended.owner in {Owner.QUEUE, Owner.SPECIALIST}:
        return Mailed(appended, None)
    owed = await _owe(
        session, answered=conversation, opened=opened.id, text=text, reference=reference, timetable=timetable, now=now
    )
    return Mailed(appended, owed)


async def note(session: AsyncSession, *, conversation: str, mail: str, text: str, now: datetime) -> None:
    """Tell the desk, and nobody else, of a mail that moves nothing."""
    await session.execute(
        upsert(session, STAFF)
        .values(
            handle=MAILROOM,
            name=MAILROOM_NAME,
            password_hash=NO_PASSWORD,
            roles=[],
            categories=[],
            languages=[],
            capacity=1,
            active=False,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
    await notes.add(session, conversation=conversation, by=MAILROOM, id=f"mail:{mail}", text=text, now=now)


async def reopen(
    session: AsyncSession,
    *,
    conversation: str,
    reference: str | None,
    timetable: Timetable,
    now: datetime,
    what: str | None = None,
) -> FollowUp | None:
    """Owe again what was settled, with a new moment by which it is due; None if nothing was ever owed.

    What is owed already stays as it is: writing again does not put an answer off.
    """
    found = await _newest(session, conversation, reference)
    if found is None or found.state is FollowUpState.OWED:
        return found
    due = timetable.reply_due(found.category, now)
    party = Party(account=found.account, visitor=found.visitor)
    await session.execute(
        update(FollowUpRow)
        .where(FollowUpRow.id == found.id)
        .values(
            state=FollowUpState.OWED,
            what=found.what if what is None else what[:WHAT_LENGTH],
            address=await contacts.address_of(session, party=party),
            due_at=due,
            alert_at=due - min(ALERT_BEFORE, (due - now) / 4),
            alerted_at=None,
            broken_at=None,
            settled_at=None,
            settled_by=None,
        )
    )
    return await follow_ups.find(session, follow_up=found.id)


async def _owe(
    session: AsyncSession,
    *,
    answered: str,
    opened: str,
    text: str,
    reference: str | None,
    timetable: Timetable,
    now: datetime,
) -> FollowUp:
    for conversation in dict.fromkeys((answered, opened)):
        again = await reopen(
            session, conversation=conversation, reference=reference, timetable=timetable, now=now, what=text
        )
        if again is not None:
            return again
    ticket = await tickets.latest(session, conversation=answered)
    return await follow_ups.promise(
        session,
        conversation=opened,
        kind=Kind.MESSAGE,
        what=text,
        made_by=DESK,
        timetable=timetable,
        category=None if ticket is None else ticket.category,
        now=now,
    )


async def _newest(session: AsyncSession, conversation: str, reference: str | None) -> FollowUp | None:
    """Find what the mail is about: the promise that its letter named, or the newest message of the conversation."""
    party = await conversations.party_of(session, conversation=conversation)
    if reference is not None:
        named = await follow_ups.by_reference(session, reference=reference, party=party)
        if named is not None:
            return named
    found = [
        each
        for each in await follow_ups.of_conversation(session, conversation=conversation)
        if each.kind is Kind.MESSAGE
    ]
    return max(found, key=lambda each: each.created_at, default=None)
