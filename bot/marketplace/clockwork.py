"""The worker that lets clocks run out: each thing that is due is done once, as of the moment at which it was due."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.marketplace import arbitration, bonuses, mediation, nudges, offers, payouts, refunds, review
from bot.marketplace.clocks import ClockKind, RunningClock
from bot.marketplace.contract import Contract

POLL_S = 1.0
DUE_AT_ONCE = 1_000  # of a pass
RETRY_AFTER = timedelta(seconds=10)  # doubled with each attempt
MAX_RETRY_AFTER = timedelta(hours=1)
# SQLite writes one transaction at a time, so that many things are cheaper together, some 50 ms of them. On Postgres
# two workers would wait for each other's rows in the middle of theirs.
TOGETHER: Mapping[str, int] = {"sqlite": 50, "postgresql": 1}
# Whoever waits for SQLite's lock is told nothing when it is free, but looks again and again: every 25 ms at first.
# A worker that has thousands of things to do leaves it free for as long.
BREATH_S: Mapping[str, float] = {"sqlite": 0.025, "postgresql": 0}

type Effect = Callable[[AsyncSession, Sequence[RunningClock]], Awaitable[object]]

log = structlog.get_logger(__name__)


def _each(move: Callable[[AsyncSession, RunningClock], Awaitable[object]]) -> Effect:
    async def one_by_one(session: AsyncSession, due: Sequence[RunningClock]) -> None:
        for clock in due:
            await move(session, clock)

    return one_by_one


def _bonus(session: AsyncSession, clock: RunningClock) -> Awaitable[object]:
    return bonuses.charge_bonus(session, bonus=int(clock.about), at=clock.due_at)


def _release(session: AsyncSession, due: Sequence[RunningClock]) -> Awaitable[object]:
    return review.auto_release_all(session, [_silence(clock) for clock in due])


def _silence(clock: RunningClock) -> review.Silence:
    assert clock.milestone is not None  # noqa: S101 - a review is of a milestone
    return review.Silence(contract=clock.contract_id, number=clock.milestone, at=clock.due_at)


def _mature(session: AsyncSession, due: Sequence[RunningClock]) -> Awaitable[object]:
    return payouts.mature(
        session,
        [
            payouts.Matured(contract=clock.contract_id, cause=clock.about, at=clock.due_at, milestone=clock.milestone)
            for clock in due
        ],
    )


# What silence does; each of these moves stops its own clock. Those that come by the thousand are done together.
EFFECTS: Mapping[ClockKind, Effect] = {
    ClockKind.OFFER: _each(lambda session, clock: offers.expire(session, contract=clock.contract_id, at=clock.due_at)),
    ClockKind.REVIEW: _release,
    ClockKind.REFUND_ANSWER: _each(
        lambda session, clock: refunds.refund_by_silence(session, contract=clock.contract_id, at=clock.due_at)
    ),
    ClockKind.DISPUTE_ANSWER: _each(
        lambda session, clock: mediation.claim_by_silence(session, contract=clock.contract_id, at=clock.due_at)
    ),
    ClockKind.PROPOSAL: _each(
        lambda session, clock: mediation.mediation_by_silence(session, contract=clock.contract_id, at=clock.due_at)
    ),
    ClockKind.PROPOSAL_ANSWER: _each(
        lambda session, clock: mediation.mediation_by_silence(session, contract=clock.contract_id, at=clock.due_at)
    ),
    ClockKind.ARBITRATION: _each(
        lambda session, clock: arbitration.arbitration_by_silence(session, contract=clock.contract_id, at=clock.due_at)
    ),
    ClockKind.BONUS: _each(_bonus),
    ClockKind.SECURITY: _mature,
}


async def run(database: Database, clock: Clock, stop: asyncio.Event) -> None:
    """Do what is due, look again every POLL_S, and end after `stop`, never in the middle of a transaction.

    Any number of workers may run on one database.
    """
    while not stop.is_set():
        try:
            now = clock.now()
            await settle_due(database, now, stop=stop)
            await write_nudges(database, now)
        except (SQLAlchemyError, OSError) as error:  # the database is away; what is due stays due
            log.warning("clockwork_waits", error=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), POLL_S)


async def settle_due(
    database: Database, now: datetime, limit: int = DUE_AT_ONCE, *, stop: asyncio.Event | None = None
) -> int:
    """Do what is due by `now`, the earliest first, at most `limit`; return how much was done."""
    due = _waiting(now, RunningClock.due_at <= now)
    kind = database.engine.dialect.name
    done = 0
    while done < limit and not (stop and stop.is_set()) and await _is_any(database, due):
        if done:
            await asyncio.sleep(BREATH_S[kind])
        settled = await _together(database, due, now=now, size=min(TOGETHER[kind], limit - done))
        if not settled:
            break  # another worker has them
        done += settled
    return done


async def write_nudges(database: Database, now: datetime, limit: int = DUE_AT_ONCE) -> int:
    """Owe the reminders that clocks have come to by `now`, at most `limit`; return how many."""
    waiting = _waiting(now, RunningClock.nudge_at <= now, RunningClock.due_at > now)
    kind = database.engine.dialect.name
    written = 0
    while written < limit and await _is_any(database, waiting):
        if written:
            await asyncio.sleep(BREATH_S[kind])
        async with database.transaction() as session:
            found = await _claim(session, waiting, limit=min(TOGETHER[kind], limit - written))
            await nudges.write(session, found, now=now)
        if not found:
            break  # another worker has them
        written += len(found)
    return written


async def _together(database: Database, due: ColumnElement[bool], *, now: datetime, size: int) -> int:
    """Do one transaction's worth. Where that fails it is done again, each alone; what fails alone is put off."""
    held: list[int] = []
    try:
        async with database.transaction() as session:
            found = _first_of_each_contract(await _claim(session, due, limit=size))
            held += [clock.id for clock in found]
            for kind, alike in groupby(found, key=lambda clock: clock.kind):
                await EFFECTS[kind](session, list(alike))
            return len(found)
    except Exception as error:
        match held:
            case []:
                raise
            case [alone]:
                await _put_off(database, alone, now=now, error=error)
                return 1
    # Nothing of it is done. Whatever is wrong with one thing must not stop the others.
    return sum([await _together(database, due, now=now, size=1) for _ in held])


async def _claim(session: AsyncSession, waiting: ColumnElement[bool], *, limit: int) -> list[RunningClock]:
    """Hold clocks for the transaction, by their contracts: every move on a contract begins with its lock."""
    ids = (
        select(RunningClock.id, RunningClock.contract_id)
        .join(Contract, Contract.id == RunningClock.contract_id)
        .where(waiting)
        .order_by(RunningClock.due_at, RunningClock.id)
        .limit(limit)
        .with_for_update(of=Contract, skip_locked=True, key_share=True)
    )
    held = [row.id for row in await session.execute(ids)]
    # Read again under the lock: one that was stopped meanwhile is not there any more.
    found = await session.scalars(
        select(RunningClock)
        .where(RunningClock.id.in_(held), waiting)
        .order_by(RunningClock.due_at, RunningClock.id)
        .execution_options(populate_existing=True)
    )
    return list(found)


def _first_of_each_contract(clocks: list[RunningClock]) -> list[RunningClock]:
    """Leave the others for the next transaction: what is done for the first may stop them, or start earlier ones."""
    first: dict[str, RunningClock] = {}
    for clock in clocks:
        first.setdefault(clock.contract_id, clock)
    return list(first.values())


async def _is_any(database: Database, waiting: ColumnElement[bool]) -> bool:
    async with database.reading() as session:
        return await session.scalar(select(RunningClock.id).where(waiting).limit(1)) is not None


async def _put_off(database: Database, clock: int, *, now: datetime, error: Exception) -> None:
    async with database.transaction() as session:
        row = await session.get(RunningClock, clock)
        if row is None:
            return
        wait = min(RETRY_AFTER * 2 ** min(row.attempts, 10), MAX_RETRY_AFTER)
        await session.execute(
            update(RunningClock)
            .where(RunningClock.id == clock)
            .values(attempts=RunningClock.attempts + 1, retry_at=now + wait)
        )
        log.error("clock_failed", kind=row.kind, attempts=row.attempts, exc_info=error)


def _waiting(now: datetime, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    ready = or_(RunningClock.retry_at.is_(None), RunningClock.retry_at <= now)
    return and_(RunningClock.held_at.is_(None), ready, *which)
