"""Nudges: one reminder for each clock and step, before silence decides; none when the clock has stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import wire_time
from bot.db import Base
from bot.mail import outbox
from bot.marketplace.account import Account
from bot.marketplace.clocks import KEY_LENGTH, ClockKind, RunningClock, next_nudge
from bot.marketplace.columns import ID_LENGTH, RowId, one_of
from bot.marketplace.contract import Contract
from bot.marketplace.terms import terms_of

LEASE = timedelta(seconds=30)
TAKEN_AT_ONCE = 20
NUDGE_KEY_LENGTH = KEY_LENGTH + 48  # of the clock, of its start, and of the step


class Nudge(Base):
    """A reminder that is owed until `delivered_at`."""

    __tablename__ = "nudge"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(NUDGE_KEY_LENGTH), unique=True)
    clock_key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True)
    kind: Mapped[ClockKind] = mapped_column(one_of(ClockKind))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    milestone: Mapped[int | None]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    leased_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    lease_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class DueNudge:
    """A reminder that is ours to deliver until the lease runs out. `id` names its message, however often it is tried."""

    id: int
    kind: ClockKind
    account: str
    contract: str
    milestone: int | None
    due_at: datetime


async def write(session: AsyncSession, clocks: Iterable[RunningClock], *, now: datetime) -> None:
    """Owe the reminders that clocks have come to, and set each clock to its next step.

    Steps that were slept through are one reminder: the moment tells how much time is left.
    """
    steps = terms_of(session).nudges
    owed: list[dict[str, Any]] = []
    for clock in clocks:
        assert clock.account_id is not None  # noqa: S101 - only a clock against somebody nudges
        assert clock.nudge_at is not None  # noqa: S101 - it was found by it
        passed = [clock.due_at - step for step in steps if clock.nudge_at <= clock.due_at - step <= now]
        step = clock.due_at - max(passed, default=clock.nudge_at)
        clock.nudge_at = next_nudge(clock.due_at, steps, after=now)
        owed.append(
            {
                "key": f"{clock.key}@{wire_time(clock.started_at)}-{int(step.total_seconds())}",
                "clock_key": clock.key,
                "kind": clock.kind,
                "account_id": clock.account_id,
                "contract_id": clock.contract_id,
                "milestone": clock.milestone,
                "due_at": clock.due_at,
                "created_at": now,
            }
        )
    if owed:
        await session.execute(insert(Nudge), owed)


async def are_due(session: AsyncSession, *, now: datetime) -> bool:
    """Tell whether `due_nudges` has anything to do: worth a look in a transaction that only reads."""
    return await session.scalar(select(Nudge.id).where(_owed(now)).limit(1)) is not None


async def due_nudges(session: AsyncSession, *, by: str, now: datetime) -> Sequence[DueNudge]:
    """Lease reminders to deliver; each is leased to one gateway at a time, by name.

    Reminders of clocks that have stopped, or run out, are thrown away instead.
    """
    running = select(RunningClock.key).where(RunningClock.held_at.is_(None), RunningClock.due_at > now)
    owed = _owed(now)
    await session.execute(
        delete(Nudge).where(owed, Nudge.clock_key.not_in(running)).execution_options(synchronize_session=False)
    )
    taken = select(Nudge.id).where(owed).order_by(Nudge.id).limit(TAKEN_AT_ONCE).with_for_update(skip_locked=True)
    found = (await session.scalars(taken)).all()
    leased = await session.execute(
        update(Nudge)
        .where(Nudge.id.in_(found))
        .values(leased_by=by, lease_until=now + LEASE)
        .returning(Nudge.id, Nudge.kind, Nudge.account_id, Nudge.contract_id, Nudge.milestone, Nudge.due_at)
        .execution_options(synchronize_session=False)
    )
    return sorted((DueNudge(*row) for row in leased), key=lambda nudge: nudge.id)


async def deliver(session: AsyncSession, nudge: DueNudge, *, by: str, now: datetime) -> bool:
    """Note that a reminder is delivered, in the transaction that writes its message; false: then write none.

    It is false when the lease was lost, or the clock has stopped since.
    """
    running = select(RunningClock.key).where(RunningClock.due_at == nudge.due_at, RunningClock.held_at.is_(None))
    done = await session.execute(
        update(Nudge)
        .where(
            Nudge.id == nudge.id,
            Nudge.leased_by == by,
            Nudge.delivered_at.is_(None),
            Nudge.clock_key.in_(running),
        )
        .values(delivered_at=now, leased_by=None, lease_until=None)
        .returning(Nudge.id)
        .execution_options(synchronize_session=False)
    )
    return done.one_or_none() is not None


async def mail(session: AsyncSession, nudge: DueNudge, *, conversation: str | None = None, at: datetime) -> bool:
    """Owe the reminder as a letter too, for somebody who is not there to read it; once, however often.

    An answer to it lands in `conversation`, and nowhere without one.
    """
    address = await session.scalar(select(Account.email).where(Account.id == nudge.account))
    title = await session.scalar(select(Contract.title).where(Contract.id == nudge.contract))
    assert address is not None  # noqa: S101 - the nudge's row refers to the account
    return await outbox.put(
        session,
        key=f"nudge/{nudge.id}",
        kind="nudge",
        account=nudge.account,
        conversation=conversation,
        address=address,
        subject_data={
            "clock": nudge.kind.value,
            "contract": nudge.contract,
            "title": title,
            "milestone": nudge.milestone,
            "due_at": wire_time(nudge.due_at),
        },
        at=at,
    )


def _owed(now: datetime) -> ColumnElement[bool]:
    return Nudge.delivered_at.is_(None) & (Nudge.lease_until.is_(None) | (Nudge.lease_until <= now))
