"""The line: who waits, in the order in which they are served, with their place in it and an honest estimate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import messages, roster
from bot.desk.availability import could_serve
from bot.desk.handoffs import estimate
from bot.desk.handoffs.states import HELD, WAITING, State
from bot.desk.handoffs.ticket import Ticket, in_states
from bot.desk.roster import Present


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in line. `position` counts from 1 within the category; `wait_s` is None where nothing is known."""

    handoff: str
    conversation: str
    category: str | None
    language: str
    reason: str
    state: State
    since: datetime
    position: int
    wait_s: int | None
    name: str | None


def in_order(tickets: Sequence[Ticket]) -> list[Ticket]:
    """Put those who wait in the order of the line: whoever was being served first, then who came first."""
    return sorted(tickets, key=lambda each: (not each.ahead, each.queued_at or each.requested_at, each.id))


async def line(session: AsyncSession, *, now: datetime) -> list[Waiting]:
    """Read the whole line."""
    waiting = in_order(await in_states(session, WAITING))
    if not waiting:
        return []
    team = await roster.team(session, now=now)
    held = await in_states(session, HELD)
    wait_s = _estimated(waiting, team, held, await estimate.recent_service_s(session), now)
    names = await messages.names(session, [each.conversation for each in waiting])
    counted: Counter[str | None] = Counter()
    shown = []
    for each in waiting:
        counted[each.category] += 1
        shown.append(
            Waiting(
                handoff=each.id,
                conversation=each.conversation,
                category=each.category,
                language=each.language,
                reason=each.reason,
                state=each.state,
                since=each.queued_at or each.requested_at,
                position=counted[each.category],
                wait_s=wait_s[each.id],
                name=names.get(each.conversation),
            )
        )
    return shown


async def place(session: AsyncSession, *, conversation: str, now: datetime) -> Waiting | None:
    """Find a conversation's place in the line."""
    return next((each for each in await line(session, now=now) if each.conversation == conversation), None)


def _estimated(
    waiting: Sequence[Ticket],
    team: Sequence[Present],
    held: Sequence[Ticket],
    service_s: Sequence[float],
    now: datetime,
) -> dict[str, int | None]:
    desks = [
        estimate.Desk(
            handle=each.member.handle,
            capacity=max(each.member.capacity, each.chats),
            taken_s=tuple(
                estimate.taken_s(ticket.accepted_at, now)
                for ticket in held
                # An offer's place is for the one it is made to, who is in line still.
                if ticket.specialist == each.member.handle and ticket.state is not State.OFFERED
            ),
        )
        for each in team
    ]
    in_line = [
        estimate.InLine(each.id, frozenset(one.member.handle for one in team if could_serve(one, each.category)))
        for each in waiting
    ]
    waits = estimate.waits(in_line, desks, service_s)
    return {each: None if seconds is None else round(seconds) for each, seconds in waits.items()}
