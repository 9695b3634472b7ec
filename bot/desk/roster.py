"""The roster: who of the desk is there, whether they take chats, and how many they have.

Somebody is there while one of their consoles beats. Whether the browser crashed, the network went or the gateway
was killed looks the same, so none of them has to say goodbye.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handoffs.handoff import Handoff
from bot.desk.handoffs.states import HELD
from bot.desk.presence import Console, Presence, Status
from bot.desk.staff import members
from bot.desk.staff.member import Member, StaffMember, snapshot
from bot.upsert import upsert

BEAT_EVERY = timedelta(seconds=10)
LOST_AFTER = timedelta(seconds=30)  # without a beat; two may get lost
RELOAD_GRACE = timedelta(seconds=10)  # between a console that closes and one that opens
STATUS_KEPT = timedelta(minutes=15)  # after a longer absence nobody gets chats before saying so
CONSOLES_KEPT = timedelta(days=1)

CONSOLES = cast("Table", Console.__table__)
PRESENCES = cast("Table", Presence.__table__)


@dataclass(frozen=True, slots=True)
class Present:
    """A member, whether they are there, and how many chats take a place of theirs."""

    member: Member
    status: Status
    chats: int
    since: datetime | None
    idle_since: datetime | None

    @property
    def free(self) -> int:
        """How many more chats they can take."""
        return max(self.member.capacity - self.chats, 0) if self.status is Status.ONLINE else 0


async def console_opened(session: AsyncSession, *, console: str, handle: str, now: datetime) -> None:
    """Note that a member has a console open; who was away for long takes no chats until they say so."""
    last = await session.scalar(select(func.max(Console.alive_until)).where(Console.member == handle))
    away = {"member": handle, "status": Status.AWAY, "since": now, "idle_since": now}
    presence = upsert(session, PRESENCES).values(**away)
    if last is None or last < now - STATUS_KEPT:
        presence = presence.on_conflict_do_update(index_elements=["member"], set_=away)
    else:
        presence = presence.on_conflict_do_nothing()
    await session.execute(presence)
    await session.execute(
        upsert(session, CONSOLES)
        .values(id=console, member=handle, opened_at=now, alive_until=now + LOST_AFTER, closed=False)
        .on_conflict_do_update(index_elements=["id"], set_={"alive_until": now + LOST_AFTER, "closed": False})
    )
    await session.execute(delete(Console).where(Console.member == handle, Console.alive_until < now - CONSOLES_KEPT))


async def beat(session: AsyncSession, *, consoles: Iterable[str], now: datetime) -> None:
    """Note that consoles are alive; a gateway beats for all of its own, every BEAT_EVERY."""
    await session.execute(
        update(Console).where(Console.id.in_(list(consoles)), ~Console.closed).values(alive_until=now + LOST_AFTER)
    )


async def console_closed(session: AsyncSession, *, console: str, now: datetime) -> None:
    """Note that a console is closed; its member is there a little longer, in case the page is being reloaded."""
    soon = now + RELOAD_GRACE
    await session.execute(
        update(Console)
        .where(Console.id == console)
        .values(closed=True, alive_until=case((Console.alive_until < soon, Console.alive_until), else_=soon))
    )


async def resume(session: AsyncSession, *, now: datetime) -> None:
    """Give the consoles time to come back after everything was down; a gateway calls it as it starts.

    Without it the first look at the roster would find nobody and give every chat away.
    """
    last = await session.scalar(select(func.max(Console.alive_until)))
    if last is None or last > now:
        return  # another gateway is up, or nobody was there
    await session.execute(
        update(Console)
        .where(Console.alive_until > last - LOST_AFTER, ~Console.closed)
        .values(alive_until=now + LOST_AFTER)
    )


async def set_status(session: AsyncSession, *, handle: str, status: Status, now: datetime) -> None:
    """Keep what a member wishes to be. Saying the same again changes nothing."""
    fresh = {"status": status, "since": now, "idle_since": now}
    await session.execute(
        upsert(session, PRESENCES)
        .values(member=handle, **fresh)
        .on_conflict_do_update(index_elements=["member"], set_=fresh, where=PRESENCES.c.status != status)
    )


async def set_capacity(session: AsyncSession, *, handle: str, capacity: int) -> Member:
    """Change how many chats a member takes at once. Raises WrongMember, UnknownMember."""
    return await members.change(session, handle=handle, capacity=capacity)


async def idle_from(session: AsyncSession, *, handle: str, now: datetime) -> None:
    """Start counting anew how long a member has waited for a chat."""
    await session.execute(update(Presence).where(Presence.member == handle).values(idle_since=now))


async def team(session: AsyncSession, *, now: datetime) -> list[Present]:
    """Tell of every active member how they are, by name."""
    return await _read(session, now=now)


async def present(session: AsyncSession, *, handle: str, now: datetime) -> Present | None:
    """Tell of one active member how they are."""
    found = await _read(session, now=now, handle=handle)
    return found[0] if found else None


async def alive(session: AsyncSession, *, now: datetime) -> frozenset[str]:
    """Return the handles of those who are there, whatever they wish to be."""
    found = await session.scalars(select(Console.member).where(Console.alive_until > now).distinct())
    return frozenset(found)


async def _read(session: AsyncSession, *, now: datetime, handle: str | None = None) -> list[Present]:
    there = await alive(session, now=now)
    held = (
        select(Handoff.specialist, func.count().label("chats"))
        .where(Handoff.state.in_(HELD))
        .group_by(Handoff.specialist)
        .subquery()
    )
    listed = (
        select(StaffMember, Presence, held.c.chats)
        .outerjoin(Presence, Presence.member == StaffMember.handle)
        .outerjoin(held, held.c.specialist == StaffMember.handle)
        .where(StaffMember.active)
        .order_by(StaffMember.name, StaffMember.handle)
        .execution_options(populate_existing=True)
    )
    if handle is not None:
        listed = listed.where(StaffMember.handle == handle)
    return [
        Present(
            member=snapshot(member),
            status=Status(wish.status) if wish is not None and member.handle in there else Status.OFFLINE,
            chats=chats or 0,
            since=None if wish is None else wish.since,
            idle_since=None if wish is None else wish.idle_since,
        )
        for member, wish, chats in await session.execute(listed)
    ]
