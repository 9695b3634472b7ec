"""Moving a hand-off: the one place where its state changes, with its audit row, its places and its owner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import conversations, roster, turns
from bot.desk.handoffs.handoff import Handoff, HandoffMove
from bot.desk.handoffs.states import HELD, Move, Reason, State, Why, WrongMove, require_move
from bot.desk.handoffs.ticket import Ticket, find, ticket
from bot.desk.models import CONVERSATIONS, Owner

USER = "user"  # an actor: whose conversation it is
DESK = "desk"  # an actor: nobody, the rules of the desk

# In these the one who talked is kept for the record; in the others nobody has it.
_KEPT = frozenset({State.OFFERED, State.ACTIVE, State.WRAP_UP, State.CLOSED, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made. Whoever must be told is told after the commit.

    `released` is the specialist who had it and does not any more. `move` is None where nothing had to be done.
    """

    ticket: Ticket
    move: Move | None
    was: State
    actor: str
    released: str | None = None


async def lock(session: AsyncSession, *, conversation: str) -> Owner:
    """Hold a conversation for the transaction, and tell whose it is.

    Every move begins with it, so that it comes before or after whatever is said, and never in the middle.
    """
    held = await session.execute(
        select(CONVERSATIONS.c.owner).where(CONVERSATIONS.c.id == conversation).with_for_update()
    )
    return Owner(held.scalar_one())


async def held(session: AsyncSession, *, handoff: str) -> Ticket:
    """Hold a hand-off's conversation and read the hand-off. Raises UnknownHandoff."""
    await lock(session, conversation=(await find(session, handoff=handoff)).conversation)
    return await find(session, handoff=handoff)


async def move(
    session: AsyncSession,
    current: Ticket,
    what: Move,
    *,
    actor: str,
    why: Why | Reason,
    now: datetime,
    **changes: Any,
) -> Moved:
    """Make a move on a hand-off that was read. Raises WrongMove, also if it has moved since it was read."""
    owner = await lock(session, conversation=current.conversation)
    rule = require_move(what, (await find(session, handoff=current.id)).state)
    if rule.ends not in _KEPT:
        changes.setdefault("specialist", None)
    if rule.ends is not State.OFFERED:
        changes["offer_until"] = None
    moved = (
        await session.scalars(
            update(Handoff)
            .where(Handoff.id == current.id, Handoff.version == current.version)
            .values(state=rule.ends, version=current.version + 1, **changes)
            .returning(Handoff)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if moved is None:
        raise WrongMove(move=str(what), current=str(current.state))
    after = ticket(moved)
    had = current.specialist if current.state in HELD else None
    session.add(
        HandoffMove(
            handoff=after.id,
            version=after.version,
            at=now,
            actor=actor,
            move=what,
            was=current.state,
            state=after.state,
            reason=why,
            specialist=after.specialist or had,
        )
    )
    released = had if had is not None and after.state not in HELD else None
    if released is not None:
        await roster.idle_from(session, handle=released, now=now)
    if rule.owner is not None and owner is not rule.owner and owner in rule.takes_from:
        await hand_over(session, conversation=after.conversation, owner=rule.owner)
    return Moved(ticket=after, move=what, was=current.state, actor=actor, released=released)


async def hand_over(session: AsyncSession, *, conversation: str, owner: Owner) -> None:
    """Change the conversation's owner; what the assistant still owed it is dropped."""
    await conversations.give_to(session, conversation=conversation, owner=owner)
    if owner is not Owner.ASSISTANT:
        await turns.drop_queued(session, conversation=conversation)


async def moves_of(session: AsyncSession, *, handoff: str) -> list[HandoffMove]:
    """List what happened to a hand-off, in order."""
    rows = await session.scalars(
        select(HandoffMove).where(HandoffMove.handoff == handoff).order_by(HandoffMove.version)
    )
    return list(rows)
