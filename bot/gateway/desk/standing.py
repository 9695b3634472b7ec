"""Standing: what a person may know of the desk, and how their own request stands."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.desk import availability, follow_ups, threads
from bot.desk.follow_ups import FollowUp
from bot.desk.handoffs import queue
from bot.desk.handoffs import ticket as tickets
from bot.desk.handoffs.queue import Waiting
from bot.desk.handoffs.states import State
from bot.desk.staff import members
from bot.desk.timetable import Timetable

WAIT_STEP_S: Final = 30  # an estimate is no stopwatch: it is told in steps, rounded up

type Part = dict[str, Any]


class Desk:
    """Reads how the desk stands."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable

    async def shared(self, session: AsyncSession, *, now: datetime) -> Part:
        """Tell whether a person can take over now; if not, which is missing: the hours or the people."""
        at = await availability.of(session, timetable=self._timetable, category=None, now=now)
        told: Part = {"open": at.open, "available": at.available, "zone": at.zone}
        if at.missing is not None:
            told["missing"] = at.missing
        if at.closes_at is not None:
            told["closes_at"] = wire_time(at.closes_at)
        if at.opens_at is not None:
            told["opens_at"] = wire_time(at.opens_at)
        return told

    async def of(self, session: AsyncSession, conversation: str, *, now: datetime) -> Part:
        """Tell how one person's request stands."""
        part: Part = {}
        ticket = await tickets.live(session, conversation=conversation)
        if ticket is not None and ticket.state is State.ACTIVE:
            member = await members.find(session, handle=ticket.specialist or "")
            part["specialist"] = {"name": "" if member is None else member.name, "category": ticket.category}
        elif ticket is not None:
            place = await queue.place(session, conversation=conversation, now=now)
            part |= {} if place is None else {"queue": _place(place)}
        owed = await follow_ups.of_conversation(session, conversation=conversation)
        return part | _owed(owed)

    async def everybody(self, session: AsyncSession, *, now: datetime) -> dict[str, Part]:
        """Tell it of all at once, with who answers: those who wait, talk to somebody, or are owed an answer."""
        people: dict[str, Part] = {}
        for waiting in await queue.line(session, now=now):
            people.setdefault(waiting.conversation, {})["queue"] = _place(waiting)
        names = {one.handle: one.name for one in await members.everybody(session)}
        for ticket in await tickets.in_states(session, (State.ACTIVE,)):
            specialist = {"name": names.get(ticket.specialist or "", ""), "category": ticket.category}
            people.setdefault(ticket.conversation, {})["specialist"] = specialist
        # What ends a state is told too: a request that is over has no part of its own any more.
        for ticket in await tickets.in_states(session, (State.AFTER_HOURS,)):
            people.setdefault(ticket.conversation, {})
        owed: dict[str, list[FollowUp]] = {}
        for one in await follow_ups.owed(session):
            owed.setdefault(one.conversation, []).append(one)
        for conversation, mine in owed.items():
            people[conversation] = people.get(conversation, {}) | _owed(mine)
        for conversation, owner in (await threads.owners(session, people)).items():
            people[conversation]["owner"] = owner
        return people


def told_wait_s(wait_s: int | None) -> int | None:
    """Round an estimate as it is told."""
    return None if wait_s is None else ceil(wait_s / WAIT_STEP_S) * WAIT_STEP_S


def _place(waiting: Waiting) -> Part:
    return {"position": waiting.position, "wait_s": told_wait_s(waiting.wait_s)}


def _owed(owed: Iterable[FollowUp]) -> Part:
    """Tell of what is due first."""
    first = min((one for one in owed if one.state == "owed"), key=lambda one: one.due_at, default=None)
    if first is None:
        return {}
    return {"follow_up": {"reference": first.reference, "promised_by": wire_time(first.due_at)}}
