"""Running clocks: who must act on what, and by when. A clock that has stopped is no row."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import ForeignKey, String, Table, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.marketplace.columns import ID_LENGTH, RowId, one_of
from bot.marketplace.contract import Contract
from bot.marketplace.deadlines import bonus_run
from bot.marketplace.terms import terms_of

ABOUT_LENGTH = 160
KEY_LENGTH = 256


class ClockKind(StrEnum):
    """What a clock is about."""

    OFFER = "offer"  # then the offer is closed
    REVIEW = "review"  # then the milestone is released
    REFUND_ANSWER = "refund_answer"  # then the escrow goes back
    DISPUTE_ANSWER = "dispute_answer"  # then the escrow goes to the freelancer
    PROPOSAL = "proposal"  # then mediation is over without one
    PROPOSAL_ANSWER = "proposal_answer"  # then there is no agreement
    ARBITRATION = "arbitration"  # then whoever has paid gets the escrow, and the client if nobody has
    BONUS = "bonus"  # then it is charged
    SECURITY = "security"  # then earnings can be withdrawn


# They stand still while no work goes on; what was earned already becomes available all the same.
STOPPED_BY_PAUSE = frozenset({ClockKind.REVIEW, ClockKind.BONUS})


class RunningClock(Base):
    """A clock that runs for or against somebody; `account_id` is who must act, if anybody must."""

    __tablename__ = "running_clock"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    # The contract, the kind and what it is about: no clock runs twice.
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    kind: Mapped[ClockKind] = mapped_column(one_of(ClockKind))
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    milestone: Mapped[int | None]
    about: Mapped[str] = mapped_column(String(ABOUT_LENGTH))
    account_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    nudge_at: Mapped[datetime | None] = mapped_column(index=True)
    held_at: Mapped[datetime | None]  # since when it stands still
    attempts: Mapped[int]
    retry_at: Mapped[datetime | None]


# Clocks start and stop with every move: plain statements, without the ORM's detour.
ROWS = cast("Table", RunningClock.__table__)
START = insert(ROWS)
STOP_KEYS = delete(ROWS).where(ROWS.c.key.in_(bindparam("keys", expanding=True)))
STOP_KIND = delete(ROWS).where(
    ROWS.c.contract_id.in_(bindparam("contracts", expanding=True)),
    ROWS.c.kind == bindparam("of_kind", type_=ROWS.c.kind.type),
)


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to start: on which contract, from when, until when, and against whom, if anybody."""

    contract: str
    at: datetime
    due_at: datetime
    account: str | None = None
    milestone: int | None = None
    about: str = ""


async def start(
    session: AsyncSession,
    kind: ClockKind,
    *,
    contract: str,
    at: datetime,
    due_at: datetime,
    account: str | None = None,
    milestone: int | None = None,
    about: str = "",
) -> None:
    """Start a clock, which must not be running. Only a clock against an `account` nudges."""
    starting = Start(contract=contract, at=at, due_at=due_at, account=account, milestone=milestone, about=about)
    await start_all(session, kind, [starting])


async def start_all(session: AsyncSession, kind: ClockKind, starts: Iterable[Start]) -> None:
    """Start several clocks of a kind, as `start` does one."""
    steps = terms_of(session).nudges
    rows = [
        {
            "key": _key(kind, start.contract, start.about),
            "kind": kind,
            "contract_id": start.contract,
            "milestone": start.milestone,
            "about": start.about,
            "account_id": start.account,
            "started_at": start.at,
            "due_at": start.due_at,
            "nudge_at": next_nudge(start.due_at, steps if start.account is not None else (), after=start.at),
            "attempts": 0,
        }
        for start in starts
    ]
    await session.execute(START, rows)


async def stop(session: AsyncSession, kind: ClockKind, *, contract: str, about: str | None = None) -> None:
    """Stop a clock, or all of a kind on a contract, if any runs."""
    if about is None:
        await stop_all(session, kind, contracts=[contract])
    else:
        await stop_each(session, kind, [(contract, about)])


async def stop_all(session: AsyncSession, kind: ClockKind, *, contracts: Collection[str]) -> None:
    """Stop all clocks of a kind on these contracts, if any run."""
    await session.execute(STOP_KIND, {"contracts": contracts, "of_kind": kind})


async def stop_each(session: AsyncSession, kind: ClockKind, which: Iterable[tuple[str, str]]) -> None:
    """Stop the clocks of a kind that are named by contract and what they are about, if they run."""
    await session.execute(STOP_KEYS, {"keys": [_key(kind, contract, about) for contract, about in which]})


async def hold(session: AsyncSession, contract: str, *, at: datetime) -> None:
    """Let a contract's clocks stand still."""
    running = (ROWS.c.contract_id == contract, ROWS.c.kind.in_(STOPPED_BY_PAUSE), ROWS.c.held_at.is_(None))
    await session.execute(update(ROWS).where(*running).values(held_at=at))


async def resume(session: AsyncSession, contract: Contract, *, at: datetime) -> None:
    """Let a contract's clocks run on for the time that they had left; a bonus waits for the next run."""
    terms = terms_of(session)
    held = await session.scalars(
        select(RunningClock)
        .where(RunningClock.contract_id == contract.id, RunningClock.held_at.is_not(None))
        .execution_options(populate_existing=True)
    )
    for clock in held:
        assert clock.held_at is not None  # noqa: S101 - it was asked for
        left = max(clock.due_at - clock.held_at, timedelta(0))
        is_bonus = clock.kind is ClockKind.BONUS
        clock.due_at = bonus_run(at, hour=terms.bonus_run_hour) if is_bonus else at + left
        if clock.nudge_at is not None:
            clock.nudge_at += at - clock.held_at
        clock.held_at = None
        for milestone in contract.milestones:
            if clock.kind is ClockKind.REVIEW and milestone.number == clock.milestone:
                milestone.review_due_at = clock.due_at


async def count_as_nudged(session: AsyncSession, *, until: datetime) -> None:
    """Let reminders that were due by then count as given: somebody was told in another way."""
    steps = terms_of(session).nudges
    for clock in await session.scalars(select(RunningClock).where(RunningClock.nudge_at <= until)):
        clock.nudge_at = next_nudge(clock.due_at, steps, after=until)


async def against(session: AsyncSession, account: str) -> Sequence[RunningClock]:
    """List the clocks that run against an account, the most urgent first."""
    found = await session.scalars(
        select(RunningClock)
        .where(RunningClock.account_id == account, RunningClock.held_at.is_(None))
        .order_by(RunningClock.due_at, RunningClock.id)
    )
    return found.all()


def next_nudge(due_at: datetime, steps: Sequence[timedelta], *, after: datetime) -> datetime | None:
    """Return the first moment later than `after` at which to nudge; None if there is no more."""
    return min((due_at - step for step in steps if due_at - step > after), default=None)


def _key(kind: ClockKind, contract: str, about: str) -> str:
    return f"{contract}/{kind}/{about}"
