"""Call-backs: a time to come instead of waiting now. Whoever comes at it goes ahead of the line."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.desk.hours import Hours
from bot.errors import Refused
from bot.mail import outbox
from bot.marketplace.account import Account
from bot.verification import visits
from bot.verification.slots import offered
from bot.verification.states import OVER, WrongMove
from bot.verification.visit import Seen, Visit

PEOPLE_EACH = 2  # at one time
INVITATION = "verification_invitation"


class SlotTaken(Refused):
    """The time is no longer free, or was never offered."""

    code = "slot_taken"
    sentence = "That time is no longer free. Please choose another."


async def free(session: AsyncSession, *, hours: Hours, now: datetime) -> list[datetime]:
    """List the times that can still be booked."""
    taken = await _taken(session, now=now)
    return [at for at in offered(hours, now) if taken.get(at, 0) < PEOPLE_EACH]


async def book(session: AsyncSession, *, account: str, at: datetime, hours: Hours, now: datetime) -> Seen:
    """Book a time; an earlier booking gives way. The invitation goes out by mail. Raises NotAsked, SlotTaken, WrongMove."""
    visit = await visits.begin(session, account=account, now=now)
    if visit.verifier is not None:
        raise WrongMove(move="book", current=visit.state.value)
    # Two who book at once: the row of the account that asks is theirs alone, so the slot is counted under its lock.
    await session.execute(select(Visit.id).where(Visit.call_back_at == at).with_for_update())
    if at not in await free(session, hours=hours, now=now):
        raise SlotTaken
    await session.execute(update(Visit).where(Visit.id == visit.id).values(call_back_at=at))
    address = await session.scalar(select(Account.email).where(Account.id == account))
    if address is not None:
        await outbox.put(
            session,
            key=f"{INVITATION}:{visit.id}:{wire_time(at)}",
            kind=INVITATION,
            account=account,
            address=address,
            subject_data={"at": wire_time(at), "due_at": None if visit.due_at is None else wire_time(visit.due_at)},
            at=now,
        )
    booked = await visits.current(session, account=account)
    assert booked is not None  # noqa: S101 - it was just changed
    return booked


async def give_back(session: AsyncSession, *, account: str) -> None:
    """Free the booked time for somebody else; nothing happens where none is booked."""
    await session.execute(
        update(Visit).where(Visit.account_id == account, Visit.state.not_in(OVER)).values(call_back_at=None)
    )


async def _taken(session: AsyncSession, *, now: datetime) -> Mapping[datetime, int]:
    rows = await session.execute(
        select(Visit.call_back_at, func.count())
        .where(Visit.call_back_at > now, Visit.state.not_in(OVER))
        .group_by(Visit.call_back_at)
    )
    return {at: count for at, count in rows if at is not None}
