"""What specialists do with a hand-off: take it, talk, pass it on, give it back, end it."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import availability, conversations, follow_ups, messages, notes, roster
from bot.desk.handoffs import moving, queue, routing
from bot.desk.handoffs.handoff import Handoff
from bot.desk.handoffs.moving import Moved
from bot.desk.handoffs.states import Move, State, Why
from bot.desk.handoffs.ticket import Ticket, in_states
from bot.desk.handoffs.wrap_up import NOTE_LENGTH, WRAP_UP_TIME, require_reason
from bot.desk.messages import Appended, Draft
from bot.desk.models import CONVERSATIONS, Author, Message, Owner
from bot.desk.roster import Present
from bot.desk.staff import members, roles
from bot.desk.staff.roles import Act
from bot.errors import Refused


class NotYours(Refused):
    """The conversation is not the member's at the moment."""

    code = "not_yours"
    sentence = "You do not have this conversation."


class OfferOver(Refused):
    """The offer has run out, was taken back, or was never made to them."""

    code = "offer_over"
    sentence = "That offer is over."


class Taken(Refused):
    """Somebody else was quicker, or the person has left."""

    code = "taken"
    sentence = "Somebody else has taken it already."


class NotFirst(Refused):
    """Somebody has waited for longer."""

    code = "not_first"
    sentence = "Somebody has waited for longer. Please take them first."


class AtCapacity(Refused):
    """All their places are taken."""

    code = "at_capacity"
    sentence = "You have as many chats as you can take."


class NotFree(Refused):
    """Whom it is meant for is not there, or has no place free."""

    code = "not_free"
    sentence = "They cannot take a chat at the moment."


class UnknownCategory(Refused):
    """Nobody at the desk has that category."""

    code = "unknown_category"
    sentence = "Nobody at the desk has that category."


_SAID = messages.counting(
    CONVERSATIONS.c.owner == Owner.SPECIALIST,
    exists().where(
        Handoff.conversation == CONVERSATIONS.c.id,
        Handoff.specialist == bindparam("by"),
        Handoff.state == State.ACTIVE,
    ),
)


async def accept(session: AsyncSession, *, handoff: str, by: str, now: datetime) -> Moved:
    """Take an offer that was made to `by`; twice is once. Raises UnknownHandoff, OfferOver."""
    ticket = await moving.held(session, handoff=handoff)
    if ticket.specialist == by and ticket.state is State.ACTIVE:
        return Moved(ticket=ticket, move=None, was=ticket.state, actor=by)
    if ticket.specialist != by or ticket.state is not State.OFFERED:
        raise OfferOver
    return await moving.move(session, ticket, Move.ACCEPT, actor=by, why=Why.NEXT, now=now, accepted_at=now)


async def decline(session: AsyncSession, *, handoff: str, by: str, now: datetime) -> Moved:
    """Let an offer go to the next; the person keeps their place. Raises UnknownHandoff, OfferOver."""
    ticket = await moving.held(session, handoff=handoff)
    if ticket.specialist != by or ticket.state is not State.OFFERED:
        raise OfferOver
    return await moving.move(
        session, ticket, Move.DECLINE, actor=by, why=Why.CHOSEN, now=now, **routing.passed(ticket, now=now)
    )


async def claim(session: AsyncSession, *, handoff: str, by: str, now: datetime) -> Moved:
    """Take somebody out of the line without an offer.

    A specialist takes the first whom they may serve; a supervisor whomever they choose. Of many who try, one gets
    them. Raises UnknownHandoff, Taken, NotFirst, AtCapacity, NotFree, NotAllowed.
    """
    await routing.hold(session)
    ticket = await moving.held(session, handoff=handoff)
    if ticket.state is State.ACTIVE and ticket.specialist == by:
        return Moved(ticket=ticket, move=None, was=ticket.state, actor=by)
    if ticket.state is not State.QUEUED:
        raise Taken
    present = await _there(session, by, now)
    if present.chats >= present.member.capacity:
        raise AtCapacity
    if not roles.may(present.member.roles, Act.REASSIGN):
        if not availability.serves(present.member, ticket.category):
            raise roles.NotAllowed
        if (await _first_of(session, present)).id != ticket.id:
            raise NotFirst
    return await moving.move(
        session, ticket, Move.CLAIM, actor=by, why=Why.CHOSEN, now=now, specialist=by, accepted_at=now
    )


async def say(session: AsyncSession, *, conversation: str, by: str, draft: Draft, now: datetime) -> Appended:
    """Record what a specialist says, once, while they have the conversation. Raises NotYours."""
    said = await messages.append(session, conversation, draft, _SAID, now=now, by=by)
    return await _said_before(session, conversation, draft) if said is None else said


async def transfer(
    session: AsyncSession,
    *,
    conversation: str,
    by: str,
    note: str,
    now: datetime,
    to_specialist: str | None = None,
    to_category: str | None = None,
) -> Moved:
    """Pass a chat on to a person or to a category, ahead of everybody who has not been served, with a note.

    Raises NotYours, UnknownMember, NotFree, UnknownCategory.
    """
    ticket = await _of(session, conversation, by, State.ACTIVE)
    if to_specialist is not None:
        await _require_free(session, to_specialist, but=by, now=now)
    elif to_category not in await members.categories(session):
        raise UnknownCategory
    await notes.add(session, conversation=conversation, by=by, id=str(uuid4()), text=note, now=now, handoff=ticket.id)
    return await moving.move(
        session,
        ticket,
        Move.TRANSFER,
        actor=by,
        why=Why.CHOSEN,
        now=now,
        ahead=True,
        seen_at=now,
        wanted=to_specialist,
        category=ticket.category if to_category is None else to_category,
        passed_by=[by],
        offer_again_at=now + routing.OFFER_PAUSE,
    )


async def reassign(session: AsyncSession, *, handoff: str, to: str, by: str, now: datetime) -> Moved:
    """Choose who comes next, or instead of whoever talks. Raises NotAllowed, UnknownMember, NotFree, WrongMove."""
    roles.require(await members.require_member(session, handle=by), Act.REASSIGN)
    ticket = await moving.held(session, handoff=handoff)
    await _require_free(session, to, but=ticket.specialist, now=now)
    what = Move.RECALL if ticket.state is State.ACTIVE else Move.REASSIGN
    return await moving.move(
        session, ticket, what, actor=by, why=Why.CHOSEN, now=now, ahead=True, seen_at=now, wanted=to, passed_by=[]
    )


async def give_back(
    session: AsyncSession, *, conversation: str, by: str, now: datetime, note: str | None = None
) -> Moved:
    """Return a chat to the assistant. Raises NotYours."""
    ticket = await _of(session, conversation, by, State.ACTIVE)
    if note:
        await notes.add(
            session, conversation=conversation, by=by, id=str(uuid4()), text=note, now=now, handoff=ticket.id
        )
    await _keep_what_was_answered(session, ticket, by, now)
    return await moving.move(
        session, ticket, Move.GIVE_BACK, actor=by, why=Why.DONE, now=now, ended_at=now, closed_at=now
    )


async def end(session: AsyncSession, *, conversation: str, by: str, now: datetime) -> Moved:
    """End a chat; how it went can be written down for a while. Raises NotYours."""
    ticket = await _of(session, conversation, by, State.ACTIVE)
    await _keep_what_was_answered(session, ticket, by, now)
    return await moving.move(
        session, ticket, Move.END, actor=by, why=Why.DONE, now=now, ended_at=now, wrap_up_until=now + WRAP_UP_TIME
    )


async def wrap_up(
    session: AsyncSession, *, conversation: str, by: str, reason: str, now: datetime, note: str | None = None
) -> Moved:
    """Write down how a chat ended, and end it if it has not. Raises UnknownWrapUpReason, NotYours."""
    require_reason(reason)
    ticket = await _of(session, conversation, by, State.ACTIVE, State.WRAP_UP)
    if ticket.state is State.ACTIVE:
        ticket = (await end(session, conversation=conversation, by=by, now=now)).ticket
    return await moving.move(
        session,
        ticket,
        Move.WRAP_UP,
        actor=by,
        why=Why.DONE,
        now=now,
        wrap_up_reason=reason,
        wrap_up_note=note[:NOTE_LENGTH] if note else None,
        closed_at=now,
    )


async def _of(session: AsyncSession, conversation: str, by: str, *states: State) -> Ticket:
    """Hold a conversation, and return the hand-off of it that `by` has in one of the states."""
    await moving.lock(session, conversation=conversation)
    found = await in_states(session, states, Handoff.conversation == conversation, Handoff.specialist == by)
    if not found:
        raise NotYours
    return found[-1]


async def _said_before(session: AsyncSession, conversation: str, draft: Draft) -> Appended:
    """Find what a console says once more because it has not heard that it was said before the chat ended."""
    opened = await conversations.find(session, conversation=conversation)
    log = await messages.before(session, conversation, opened.last_seq + 1)
    for said in log.messages:
        if (said.kind, said.client_id, said.name) == (draft.kind, draft.client_id, draft.name):
            return Appended(said, opened.owner, opened.version, new=False)
    raise NotYours


async def _there(session: AsyncSession, handle: str, now: datetime) -> Present:
    present = await roster.present(session, handle=handle, now=now)
    if present is None or present.status == "offline":
        raise NotFree
    return present


async def _require_free(session: AsyncSession, handle: str, *, but: str | None, now: datetime) -> None:
    await members.require_member(session, handle=handle)
    present = await roster.present(session, handle=handle, now=now)
    if present is None or present.free < 1 or handle == but:
        raise NotFree


async def _first_of(session: AsyncSession, present: Present) -> Ticket:
    line = queue.in_order(await in_states(session, (State.QUEUED,)))
    return next(each for each in line if availability.serves(present.member, each.category))


async def _keep_what_was_answered(session: AsyncSession, ticket: Ticket, by: str, now: datetime) -> None:
    """Whoever left a message and was then talked to has their answer."""
    spoke = exists().where(
        Message.conversation == ticket.conversation, Message.kind == Author.SPECIALIST, Message.at >= ticket.accepted_at
    )
    if await session.scalar(select(spoke)):
        await follow_ups.keep_of_handoff(session, handoff=ticket.id, by=by, now=now)
