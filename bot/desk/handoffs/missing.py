"""Missing somebody: a person waited, and nobody came. They are asked for a message, and told by mail if they left."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import contacts, conversations
from bot.desk.availability import Missing
from bot.desk.handoffs import moving
from bot.desk.handoffs.moving import DESK, Moved
from bot.desk.handoffs.states import Move, Why
from bot.desk.handoffs.ticket import Ticket
from bot.mail import outbox

LETTER = "handoff_missed"


async def miss(session: AsyncSession, ticket: Ticket, why: Missing, *, now: datetime) -> Moved:
    """Take somebody out of the line because nobody can come, and owe them a letter if their address is known."""
    moved = await moving.move(
        session, ticket, Move.MISS, actor=DESK, why=Why(why), now=now, missing=why, deferred_at=now
    )
    party = await conversations.party_of(session, conversation=ticket.conversation)
    address = await contacts.address_of(session, party=party)
    if address is not None:
        await outbox.put(
            session,
            key=f"{LETTER}:{ticket.id}:{moved.ticket.version}",
            kind=LETTER,
            address=address,
            account=party.account,
            conversation=ticket.conversation,
            subject_data={"category": ticket.category},
            at=now,
        )
    return moved
