"""Tidings: which moves of a hand-off a person is told of, and with which words and facts."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handoffs import queue
from bot.desk.handoffs.moving import USER, Moved
from bot.desk.handoffs.states import Move, State
from bot.desk.staff import members
from bot.desk.timetable import Timetable

MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Tiding:
    """The key of the words, and what stands in them. `wait` is a notice of its own inside the first."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    wait: "Tiding | None" = None


type Teller = Callable[[AsyncSession, Moved, Timetable, datetime], Awaitable[Tiding]]


async def of(session: AsyncSession, moved: Moved, *, timetable: Timetable, now: datetime) -> Tiding | None:
    """Return what a person is told of a move; None if it is nothing to them."""
    if moved.move is None:
        return None
    by_state = TOLD.get(moved.move, {})
    teller = by_state.get(moved.was) or by_state.get(None)
    return None if teller is None else await teller(session, moved, timetable, now)


async def _in_line(session: AsyncSession, moved: Moved, _timetable: Timetable, now: datetime) -> Tiding:
    place = await queue.place(session, conversation=moved.ticket.conversation, now=now)
    wait_s = None if place is None else place.wait_s
    wait = (
        Tiding("desk.wait_unknown")
        if wait_s is None
        else Tiding("desk.wait_known", {"minutes": max(1, ceil(wait_s / MINUTE_S))})
    )
    key = "desk.reopened" if moved.move is Move.REOPEN else "desk.queued"
    return Tiding(key, {"position": 1 if place is None else place.position}, wait)


async def _missing(_session: AsyncSession, moved: Moved, timetable: Timetable, now: datetime) -> Tiding:
    opens = timetable.state(moved.ticket.category, now).opens_at
    missing = moved.ticket.missing or "closed"
    if missing == "closed" and opens is None:
        missing = "nobody"  # a desk that never opens again has no day to name
    return Tiding(f"desk.missing_{missing}", {"opens": opens})


async def _joined(session: AsyncSession, moved: Moved, _timetable: Timetable, _now: datetime) -> Tiding:
    name = await _name(session, moved.ticket.specialist)
    if moved.ticket.category is None:
        return Tiding("desk.joined_plain", {"name": name})
    return Tiding("desk.joined", {"name": name, "category": moved.ticket.category})


async def _transferred(session: AsyncSession, moved: Moved, _timetable: Timetable, _now: datetime) -> Tiding:
    name, wanted = await _name(session, moved.released), moved.ticket.wanted
    to = await _name(session, wanted) if wanted is not None else moved.ticket.category
    return Tiding("desk.transferred", {"name": name, "to": to or ""}) if to else Tiding("desk.transferred_on")


async def _transferred_on(_session: AsyncSession, _moved: Moved, _timetable: Timetable, _now: datetime) -> Tiding:
    return Tiding("desk.transferred_on")


async def _lost(session: AsyncSession, moved: Moved, _timetable: Timetable, _now: datetime) -> Tiding:
    return Tiding("desk.lost", {"name": await _name(session, moved.released)})


async def _returned(session: AsyncSession, moved: Moved, _timetable: Timetable, _now: datetime) -> Tiding:
    return Tiding("desk.returned", {"name": await _name(session, moved.released or moved.ticket.specialist)})


async def _ended(session: AsyncSession, moved: Moved, _timetable: Timetable, _now: datetime) -> Tiding:
    if moved.actor == USER:
        return Tiding("desk.ended_by_you")
    return Tiding("desk.ended", {"name": await _name(session, moved.ticket.specialist or moved.released)})


async def _left_line(_session: AsyncSession, _moved: Moved, _timetable: Timetable, _now: datetime) -> Tiding:
    return Tiding("desk.left_line")


async def _name(session: AsyncSession, handle: str | None) -> str:
    member = None if handle is None else await members.find(session, handle=handle)
    return "" if member is None else member.name


#: By move, and by the state that it started from where that matters. What is not here is nothing to the person:
#: offers come and go, and somebody who was only asked for a message and left none has left nothing.
TOLD: Final[Mapping[Move, Mapping[State | None, Teller]]] = {
    Move.QUEUE: {None: _in_line},
    Move.REOPEN: {None: _in_line},
    Move.DEFER: {None: _missing},
    Move.MISS: {None: _missing},
    Move.ACCEPT: {None: _joined},
    Move.CLAIM: {None: _joined},
    Move.LOSE: {None: _lost},
    Move.TRANSFER: {None: _transferred},
    Move.RECALL: {None: _transferred_on},
    Move.GIVE_BACK: {None: _returned},
    Move.END: {None: _ended},
    Move.ABANDON: {State.QUEUED: _left_line, State.OFFERED: _left_line},
}
