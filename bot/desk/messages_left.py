"""Messages that are left for the desk, and the answers to them: in the conversation and by mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.desk import contacts, conversations, follow_ups, messages
from bot.desk.contacts import CodeAnswer, CodeCheck
from bot.desk.conversations import Party
from bot.desk.follow_ups import FollowUp
from bot.desk.handoffs import moving, routing
from bot.desk.handoffs.moving import DESK, USER, Moved
from bot.desk.handoffs.states import MOVES, Move, State, Why
from bot.desk.handoffs.ticket import Ticket, find, live
from bot.desk.messages import Appended, Draft
from bot.desk.models import Author
from bot.desk.promise import Kind
from bot.desk.staff.member import Member
from bot.desk.timetable import Timetable
from bot.mail import outbox

RECEIVED = "message_received"  # letters
ANSWER = "specialist_answer"

_ANY = messages.counting()


@dataclass(frozen=True, slots=True)
class Left:
    """A message was taken. `moved` is the hand-off that became it, if somebody was being waited for."""

    follow_up: FollowUp
    moved: Moved | None
    letter: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A message was answered: where it stands in the log, and whether it goes by mail too."""

    appended: Appended
    follow_up: FollowUp
    moved: Moved | None
    letter: bool


async def leave(
    session: AsyncSession,
    *,
    conversation: str,
    what: str,
    timetable: Timetable,
    now: datetime,
    category: str | None = None,
) -> Left:
    """Take a message instead of a chat, and promise an answer to it within the reply time.

    Whoever waits for somebody stops waiting. A chat that is under way goes on.
    """
    await moving.lock(session, conversation=conversation)
    waiting = await live(session, conversation=conversation)
    if waiting is not None and waiting.state not in MOVES[Move.LEAVE_MESSAGE].starts:
        waiting = None
    follow_up = await follow_ups.promise(
        session,
        conversation=conversation,
        kind=Kind.MESSAGE,
        what=what,
        made_by=DESK,
        timetable=timetable,
        category=category if waiting is None else category or waiting.category,
        handoff=None if waiting is None else waiting.id,
        now=now,
    )
    moved = None
    if waiting is not None:
        moved = await moving.move(session, waiting, Move.LEAVE_MESSAGE, actor=USER, why=Why.MESSAGE_LEFT, now=now)
    return Left(follow_up, moved, letter=await _acknowledge(session, follow_up, now=now))


async def confirm_address(session: AsyncSession, *, party: Party, code: str, now: datetime) -> CodeCheck:
    """Check a typed code; with the right one, what is owed is acknowledged to the address, and answered there.

    Commit either way: a wrong code is counted.
    """
    check = await contacts.check_code(session, party=party, code=code, now=now)
    if check.answer is CodeAnswer.CONFIRMED and check.address is not None:
        for follow_up in await follow_ups.address(session, party=party, address=check.address):
            await _acknowledge(session, follow_up, now=now)
    return check


async def answer(
    session: AsyncSession, *, follow_up: str, by: Member, text: str, message_id: str, now: datetime
) -> Answered:
    """Answer a message in its person's present conversation, and by mail where an address is known.

    The same `message_id` again is the same answer. Raises UnknownFollowUp, AlreadySettled.
    """
    await routing.hold(session)  # this may be about two conversations at once, as routing is
    owed = await follow_ups.find(session, follow_up=follow_up)
    party = Party(account=owed.account, visitor=owed.visitor)
    conversation = (await conversations.open_for(session, party=party, now=now)).id
    appended = await messages.append(
        session, conversation, Draft(Author.SPECIALIST, by.name, message_id, text), _ANY, now=now
    )
    assert appended is not None  # noqa: S101 - without conditions nothing is refused
    if not appended.new:
        return Answered(appended, owed, None, letter=False)
    kept = await follow_ups.keep(session, follow_up=follow_up, by=by.handle, now=now)
    moved = None
    ticket = await _awaiting(session, owed)
    if ticket is not None:
        moved = await moving.move(session, ticket, Move.ANSWER, actor=by.handle, why=Why.DONE, now=now, answered_at=now)
    letter = await _mail(
        session,
        kept,
        key=f"{ANSWER}:{follow_up}:{message_id}",
        kind=ANSWER,
        conversation=conversation,
        subject_data={
            "text": text,
            "specialist": by.name,
            "category": owed.category,
            "reference": owed.reference,
            "seq": appended.message.seq,
        },
        now=now,
    )
    return Answered(appended, kept, moved, letter=letter)


async def _awaiting(session: AsyncSession, owed: FollowUp) -> Ticket | None:
    if owed.handoff is None:
        return None
    ticket = await find(session, handoff=owed.handoff)
    return ticket if ticket.state is State.AWAITING_REPLY else None


async def _acknowledge(session: AsyncSession, follow_up: FollowUp, *, now: datetime) -> bool:
    return await _mail(
        session,
        follow_up,
        key=f"{RECEIVED}:{follow_up.id}",
        kind=RECEIVED,
        conversation=follow_up.conversation,
        subject_data={
            "reference": follow_up.reference,
            "promised_by": wire_time(follow_up.due_at),
            "text": follow_up.what,
        },
        now=now,
    )


async def _mail(
    session: AsyncSession,
    follow_up: FollowUp,
    *,
    key: str,
    kind: str,
    conversation: str,
    subject_data: dict[str, object],
    now: datetime,
) -> bool:
    address = await follow_ups.full_address(session, follow_up=follow_up.id)
    if address is None:
        return False
    return await outbox.put(
        session,
        key=key,
        kind=kind,
        address=address,
        account=follow_up.account,
        conversation=conversation,
        subject_data=subject_data,
        at=now,
    )
