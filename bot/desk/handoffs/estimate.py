"""How long somebody will wait, from how long chats took lately and who is there to take them.

The line is played out: each place at the desk frees up when its chat is likely to end, and the next in line takes
the first place that a specialist for them has.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handoffs.handoff import Handoff

SAMPLE = 60  # the newest chats that are looked at
SAMPLE_MIN = 5  # fewer say nothing
NOTHING_LEFT_S = 15.0  # a chat that has lasted longer than any other ends soon, or so it seems at any time


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits, and the handles of those who could take them."""

    id: str
    eligible: frozenset[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A specialist's places: how many there are, and for how long the taken ones have been taken, in seconds."""

    handle: str
    capacity: int
    taken_s: tuple[float, ...]


def waits(line: Iterable[InLine], desks: Sequence[Desk], service_s: Sequence[float]) -> Mapping[str, float | None]:
    """Estimate the wait in seconds of everybody in line, in its order; None where nothing is known.

    `service_s` is how long recent chats kept a place.
    """
    if len(service_s) < SAMPLE_MIN:
        return {each.id: None for each in line}
    mean = sum(service_s) / len(service_s)
    places: dict[str, list[float]] = {desk.handle: _places(desk, service_s) for desk in desks}
    estimated: dict[str, float | None] = {}
    for each in line:
        open_to = [places[handle] for handle in each.eligible if places.get(handle)]
        if not open_to:
            estimated[each.id] = None
            continue
        earliest = min(open_to, key=lambda place: place[0])
        estimated[each.id] = earliest[0]
        heapq.heapreplace(earliest, earliest[0] + mean)
    return estimated


def left_s(taken_s: float, service_s: Sequence[float]) -> float:
    """Estimate how long a chat will still last: the mean of what the recent ones that lasted longer had left."""
    longer = [each - taken_s for each in service_s if each > taken_s]
    return sum(longer) / len(longer) if longer else NOTHING_LEFT_S


async def recent_service_s(session: AsyncSession) -> list[float]:
    """Read how long the newest chats kept a place, in seconds."""
    rows = await session.execute(
        select(Handoff.accepted_at, Handoff.closed_at)
        .where(Handoff.accepted_at.is_not(None), Handoff.closed_at.is_not(None))
        .order_by(Handoff.closed_at.desc())
        .limit(SAMPLE)
    )
    return [taken_s(accepted_at, closed_at) for accepted_at, closed_at in rows]


def taken_s(accepted_at: datetime | None, until: datetime | None) -> float:
    """Return for how long a place has been taken, in seconds."""
    return 0.0 if accepted_at is None or until is None else max((until - accepted_at).total_seconds(), 0.0)


def _places(desk: Desk, service_s: Sequence[float]) -> list[float]:
    taken = [left_s(each, service_s) for each in desk.taken_s]
    places = [0.0] * (desk.capacity - len(taken)) + taken
    heapq.heapify(places)
    return places
