"""The person's side: looked at, in line, called, gone. Only for whom the record asks for it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import membership
from bot.marketplace.account import Hold
from bot.verification import moving
from bot.verification.moving import PERSON, Moved
from bot.verification.preflight import REQUIRED_CHECKS, Outcome
from bot.verification.slots import is_due
from bot.verification.states import OVER, Move, State, Why
from bot.verification.visit import Seen, Visit, seen


class NotAsked(Refused):
    """The account's record asks for no verification."""

    code = "not_allowed"
    sentence = "Your record does not ask for a video verification."


class NotReady(Refused):
    """A check of the machine is missing or went wrong; `checks` names them."""

    code = "preflight_failed"
    sentence = "Some checks have not passed yet. Please look at them first."


async def begin(session: AsyncSession, *, account: str, now: datetime) -> Seen:
    """Find the account's verification, or open one where its record asks for it. Raises NotAsked."""
    asked = await membership.verification_asked(session, account=account)
    if asked is None:
        raise NotAsked
    known = await current(session, account=account)
    if known is not None:
        return known if known.due_at == asked.due_at else await _due(session, known, asked)
    row = Visit(
        id=str(uuid4()),
        account_id=account,
        state=State.REQUIRED,
        version=0,
        required_at=asked.since,
        due_at=asked.due_at,
        checks={},
        ahead=False,
        seen_at=now,
        no_shows=0,
    )
    session.add(row)
    await session.flush()
    return seen(row)


async def _due(session: AsyncSession, known: Seen, asked: membership.VerificationAsked) -> Seen:
    """Take over what a later hold asks for."""
    changed = update(Visit).where(Visit.id == known.id).values(required_at=asked.since, due_at=asked.due_at)
    row = await session.scalars(changed.returning(Visit).execution_options(populate_existing=True))
    return seen(row.one())


async def current(session: AsyncSession, *, account: str) -> Seen | None:
    """Find the account's verification that is not over."""
    row = await session.scalar(
        select(Visit)
        .where(Visit.account_id == account, Visit.state.not_in(OVER))
        .execution_options(populate_existing=True)
    )
    return None if row is None else seen(row)


async def latest(session: AsyncSession, *, account: str) -> Seen | None:
    """Find the account's newest verification, over or not."""
    row = await session.scalar(
        select(Visit)
        .where(Visit.account_id == account)
        .order_by(Visit.required_at.desc(), Visit.state.in_(OVER), Visit.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return None if row is None else seen(row)


async def latest_of(session: AsyncSession, accounts: Collection[str]) -> dict[str, Seen]:
    """Find the newest verification of each of these accounts."""
    if not accounts:
        return {}
    rows = await session.scalars(
        select(Visit)
        .where(Visit.account_id.in_(accounts))
        .order_by(Visit.required_at, Visit.state.not_in(OVER), Visit.id.desc())
        .execution_options(populate_existing=True)
    )
    return {row.account_id: seen(row) for row in rows}


async def no_longer_asked(session: AsyncSession) -> list[str]:
    """List the accounts with an open verification whose hold ended in another way."""
    asks = exists().where(
        Hold.account_id == Visit.account_id,
        Hold.ended_at.is_(None),
        Hold.lifted_by == membership.VIDEO_VERIFICATION,
    )
    rows = await session.scalars(select(Visit.account_id).where(Visit.state.not_in([*OVER, State.ABANDONED]), ~asks))
    return list(rows)


async def check(session: AsyncSession, *, account: str, checks: Mapping[str, Outcome], now: datetime) -> Moved:
    """Keep what the look at the person's machine found. Raises NotAsked, WrongMove."""
    visit = await begin(session, account=account, now=now)
    found = {name: outcome.value for name, outcome in checks.items()}
    return await moving.move(
        session, visit, Move.CHECK, actor=PERSON, why=Why.ASKED, now=now, checks=found, checked_at=now, seen_at=now
    )


async def join(session: AsyncSession, *, account: str, now: datetime) -> Moved:
    """Join the line; who has an appointment now goes ahead of it. Raises NotAsked, NotReady, WrongMove."""
    visit = await begin(session, account=account, now=now)
    if visit.state is State.PREFLIGHT:
        missing = [name for name in REQUIRED_CHECKS if visit.checks.get(name) != Outcome.PASSED]
        if missing:
            raise NotReady(checks=missing)
    return await moving.move(
        session, visit, Move.JOIN, actor=PERSON, why=Why.ASKED, now=now,
        waiting_since=now, seen_at=now, ahead=is_due(visit.call_back_at, now), call_back_at=None,
    )  # fmt: skip


async def answer(session: AsyncSession, *, account: str, now: datetime) -> Moved:
    """Pick up. Raises NotAsked, WrongMove."""
    visit = await begin(session, account=account, now=now)
    return await moving.move(
        session, visit, Move.ANSWER, actor=PERSON, why=Why.ASKED, now=now, answered_at=now, seen_at=now
    )


async def leave(session: AsyncSession, *, account: str, now: datetime) -> Moved:
    """Leave the page, the line, or a call; nothing is decided by it. Raises NotAsked, WrongMove."""
    visit = await begin(session, account=account, now=now)
    ended = {"ended_at": now} if visit.state is State.IN_CALL else {}
    return await moving.move(session, visit, Move.LEAVE, actor=PERSON, why=Why.ASKED, now=now, **ended)


async def beat(session: AsyncSession, *, accounts: Iterable[str], now: datetime) -> None:
    """Note that these people's pages are open: they keep their places."""
    await session.execute(
        update(Visit).where(Visit.account_id.in_(list(accounts)), Visit.state.not_in(OVER)).values(seen_at=now)
    )


async def lift(session: AsyncSession, *, account: str, now: datetime) -> Moved | None:
    """Close what is open: the record asks for no verification any more."""
    visit = await current(session, account=account)
    if visit is None:
        return None
    return await moving.move(session, visit, Move.LIFT, actor=moving.CLOCK, why=Why.LIFTED, now=now, ended_at=now)
