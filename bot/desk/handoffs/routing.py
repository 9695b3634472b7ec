"""Routing: every move that nobody makes by hand, made when it is due, by whichever gateway looks first.

Only here, and where a specialist takes somebody out of the line, are chats given out; both hold one lock, so that no
place is given away twice and nobody is passed over by a gateway that looked a moment earlier.
"""

from collections.abc import Awaitable, Container, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import availability, roster
from bot.desk.availability import Missing, could_serve
from bot.desk.handoffs import missing, moving
from bot.desk.handoffs.handoff import Handoff, Routing
from bot.desk.handoffs.moving import DESK, Moved
from bot.desk.handoffs.queue import in_order
from bot.desk.handoffs.states import LIVE, OVER, WAITING, Move, State, Why, WrongMove
from bot.desk.handoffs.ticket import Ticket, in_states
from bot.desk.handoffs.wrap_up import NOT_TOLD
from bot.desk.presence import Status
from bot.desk.roster import Present
from bot.desk.timetable import Timetable

OFFER_TIME = timedelta(seconds=30)
OFFER_PAUSE = timedelta(seconds=30)  # before it goes once more to those who let it go
NOBODY_PATIENCE = timedelta(minutes=3)  # with nobody there who could come
SEEN_EVERY = timedelta(seconds=15)
GONE_AFTER = timedelta(seconds=90)  # without being seen; then nobody is sent, and the place is kept
LEFT_AFTER = timedelta(minutes=20)  # without being seen; then the place is not kept any more
MESSAGE_TIME = timedelta(days=4)  # to leave a message; over a weekend and a holiday
SETTLED_AFTER = timedelta(days=3)  # without another word about an answer


async def hold(session: AsyncSession) -> None:
    """Hold the right to give out chats until the transaction ends. Take it before any conversation's lock."""
    await session.execute(select(Routing.id).with_for_update())


async def is_any(session: AsyncSession) -> bool:
    """Tell whether there is anything that could become due; a look that takes no lock."""
    # By the states that it may be in: the index finds them, however many are over.
    return bool(await session.scalar(select(exists().where(Handoff.state.in_(set(State) - OVER)))))


async def route(
    session: AsyncSession, *, timetable: Timetable, now: datetime, present: Container[str] = frozenset()
) -> list[Moved]:
    """Make every move that is due, and return them. `present` are conversations whose person is here now.

    Each gateway knows the people that are connected to itself; whom none has seen for a while has gone.
    """
    if not await is_any(session):
        return []
    await hold(session)
    await _see(session, now, present)
    team = await roster.team(session, now=now)
    return [
        *await _let_go(session, team, now),
        *await _expire(session, now),
        *await _miss(session, team, timetable, now),
        *await _reopen(session, team, timetable, now, present),
        *await _offer(session, timetable, now),
        *await _end(session, now, present),
    ]


async def _see(session: AsyncSession, now: datetime, present: Container[str]) -> None:
    waiting = await in_states(session, WAITING, Handoff.seen_at <= now - SEEN_EVERY)
    for each in waiting:
        if each.conversation in present:
            await _note(session, each, seen_at=now)


async def _note(session: AsyncSession, ticket: Ticket, **changes: datetime | None) -> None:
    """Note something about a hand-off that is no move; its conversation is locked first, as for every move."""
    await moving.lock(session, conversation=ticket.conversation)
    await session.execute(update(Handoff).where(Handoff.id == ticket.id).values(**changes))


async def _let_go(session: AsyncSession, team: Sequence[Present], now: datetime) -> list[Moved]:
    """Take offers and chats from those who are not there any more."""
    status = {each.member.handle: each.status for each in team}
    moved: list[Moved] = []
    for each in await in_states(session, (State.OFFERED, State.ACTIVE)):
        there = status.get(each.specialist or "", Status.OFFLINE)
        if each.state is State.ACTIVE and there is Status.OFFLINE:
            first = {"ahead": True, "seen_at": now, "passed_by": []}
            await _into(moved, _by_desk(session, each, Move.LOSE, Why.CONSOLE_GONE, now, **first))
        elif each.state is State.OFFERED and there is not Status.ONLINE:
            await _into(moved, _by_desk(session, each, Move.WITHDRAW, Why.CONSOLE_GONE, now))
    return moved


async def _expire(session: AsyncSession, now: datetime) -> list[Moved]:
    moved: list[Moved] = []
    for each in await in_states(session, (State.OFFERED,), Handoff.offer_until <= now):
        await _into(moved, _by_desk(session, each, Move.EXPIRE, Why.NO_ANSWER, now, **passed(each, now=now)))
    return moved


def passed(ticket: Ticket, *, now: datetime) -> dict[str, object]:
    """Return what changes in a hand-off whose offer was let go: its place in line does not."""
    return {
        "passed_by": [*ticket.passed_by, ticket.specialist],
        "offer_again_at": now + OFFER_PAUSE,
        "wanted": None,
    }


async def _miss(session: AsyncSession, team: Sequence[Present], timetable: Timetable, now: datetime) -> list[Moved]:
    """Let nobody wait for nobody: the desk has closed, or those who could come have been away for too long.

    And nobody be waited for: whoever has not been here for long has left.
    """
    moved: list[Moved] = []
    for each in await in_states(session, WAITING):
        staffed = any(could_serve(one, each.category) for one in team)
        since = None if staffed else each.unstaffed_since or now
        if not timetable.state(each.category, now).open:
            await _into(moved, missing.miss(session, each, Missing.CLOSED, now=now))
        elif since is not None and now - since >= NOBODY_PATIENCE:
            await _into(moved, missing.miss(session, each, Missing.NOBODY, now=now))
        elif now - each.seen_at >= LEFT_AFTER:
            await _into(moved, _by_desk(session, each, Move.ABANDON, Why.USER_LEFT, now))
        elif since != each.unstaffed_since:
            await _note(session, each, unstaffed_since=since)
    return moved


async def _reopen(
    session: AsyncSession, team: Sequence[Present], timetable: Timetable, now: datetime, present: Container[str]
) -> list[Moved]:
    """Bring back those who asked for somebody while nobody could come, and are here now."""
    moved: list[Moved] = []
    for each in await in_states(session, (State.AFTER_HOURS, State.AWAITING_REPLY), Handoff.missing.is_not(None)):
        if each.conversation not in present:
            continue
        if not availability.among(team, timetable=timetable, category=each.category, now=now).available:
            continue
        if each.state is State.AWAITING_REPLY and await _has_another(session, each):
            continue
        await _into(moved, reopen(session, each, now=now))
    return moved


async def reopen(session: AsyncSession, ticket: Ticket, *, now: datetime) -> Moved:
    """Put a missed hand-off back in line, at the place of the moment at which it was asked for."""
    return await _by_desk(
        session, ticket, Move.REOPEN, Why.OPENED, now,
        queued_at=ticket.requested_at, seen_at=now, missing=None, unstaffed_since=None, passed_by=[],
    )  # fmt: skip


async def _has_another(session: AsyncSession, ticket: Ticket) -> bool:
    another = exists().where(Handoff.conversation == ticket.conversation, Handoff.state.in_(LIVE))
    return bool(await session.scalar(select(another)))


async def _offer(session: AsyncSession, timetable: Timetable, now: datetime) -> list[Moved]:
    """Offer those in line, in order, to whoever fits best: category, language, load, longest idle."""
    waiting = in_order(await in_states(session, (State.QUEUED,)))
    moved: list[Moved] = []
    if not waiting:
        return moved
    team = await roster.team(session, now=now)
    given: dict[str, int] = {}
    for each in waiting:
        if not timetable.of(each.category).is_open(now) or now - each.seen_at > GONE_AFTER:
            continue
        chosen = _chosen(each, team, given, now)
        if chosen is None:
            continue
        handle = chosen.member.handle
        given[handle] = given.get(handle, 0) + 1
        offer = {"specialist": handle, "offer_until": now + OFFER_TIME, "wanted": None}
        await _into(moved, _by_desk(session, each, Move.OFFER, Why.NEXT, now, **offer))
    return moved


def _chosen(ticket: Ticket, team: Sequence[Present], given: dict[str, int], now: datetime) -> Present | None:
    def free(each: Present) -> int:
        return each.free - given.get(each.member.handle, 0)

    for each in team:
        if each.member.handle == ticket.wanted and free(each) > 0:
            return each
    fitting = [each for each in team if could_serve(each, ticket.category)]
    fresh = [each for each in fitting if each.member.handle not in ticket.passed_by]
    if not fresh and ticket.offer_again_at is not None and now >= ticket.offer_again_at:
        fresh = fitting
    return min(
        (each for each in fresh if free(each) > 0),
        key=lambda each: (
            not each.member.speaks(ticket.language),
            (each.chats + given.get(each.member.handle, 0)) / each.member.capacity,
            each.idle_since or now,
            each.member.handle,
        ),
        default=None,
    )


async def _end(session: AsyncSession, now: datetime, present: Container[str]) -> list[Moved]:
    """End what nobody ended in time."""
    moved: list[Moved] = []
    told = {"wrap_up_reason": NOT_TOLD, "closed_at": now}
    for each in await in_states(session, (State.WRAP_UP,), Handoff.wrap_up_until <= now):
        await _into(moved, _by_desk(session, each, Move.WRAP_UP, Why.TIME_OVER, now, **told))
    for each in await in_states(session, (State.ANSWERED,), Handoff.answered_at <= now - SETTLED_AFTER):
        await _into(moved, _by_desk(session, each, Move.SETTLE, Why.TIME_OVER, now))
    for each in await in_states(session, (State.AFTER_HOURS,), Handoff.deferred_at <= now - MESSAGE_TIME):
        if each.conversation not in present:
            await _into(moved, _by_desk(session, each, Move.ABANDON, Why.TIME_OVER, now))
    return moved


async def _into(moved: list[Moved], move: Awaitable[Moved]) -> None:
    """Make a move, unless somebody was quicker: what has moved since it was read needs it no more."""
    with suppress(WrongMove):
        moved.append(await move)


async def _by_desk(
    session: AsyncSession, ticket: Ticket, what: Move, why: Why, now: datetime, **changes: object
) -> Moved:
    return await moving.move(session, ticket, what, actor=DESK, why=why, now=now, **changes)
