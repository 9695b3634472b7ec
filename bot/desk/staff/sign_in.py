"""Trying to sign in: every attempt is counted before the password is looked at, whichever gateway is asked."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from sqlalchemy import Table, case, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.staff.member import StaffMember
from bot.desk.staff.session import SignInCount
from bot.errors import Refused
from bot.upsert import upsert

WINDOW = timedelta(minutes=15)
OF_A_HANDLE = 5  # within the window
OF_AN_ADDRESS = 20  # an office has one address

COUNTS = cast("Table", SignInCount.__table__)


class TooManyAttempts(Refused):
    """Too many attempts lately; `retry_after_s` says how long to wait."""

    code = "rate_limited"
    sentence = "Too many attempts to sign in. Please wait a while."


class SignInFailed(Refused):
    """The handle or the password is wrong; which of them is not told."""

    code = "sign_in_failed"
    sentence = "That handle and password do not fit."


async def attempt(session: AsyncSession, *, handle: str, address: str, now: datetime) -> str | None:
    """Count an attempt and return the hash that its password must fit; None for an unknown handle.

    Commit before the password is looked at: an attempt that is not kept is not counted. Raises TooManyAttempts.
    """
    await _count(session, handle_digest(handle), most=OF_A_HANDLE, now=now)
    await _count(session, _digest("address", address), most=OF_AN_ADDRESS, now=now)
    return await session.scalar(
        select(StaffMember.password_hash).where(StaffMember.handle == handle, StaffMember.active)
    )


async def forget(session: AsyncSession, *, handle: str, now: datetime) -> None:
    """Start counting anew for a handle whose password fitted; what has run out goes with it."""
    await session.execute(
        delete(SignInCount).where(or_(SignInCount.digest == handle_digest(handle), SignInCount.until <= now))
    )


def handle_digest(handle: str) -> str:
    """Return what is kept in a handle's place."""
    return _digest("handle", handle)


async def _count(session: AsyncSession, digest: str, *, most: int, now: datetime) -> None:
    # One statement, under the row's lock: of many attempts at once each is counted.
    over = COUNTS.c.until <= now
    counted = await session.execute(
        upsert(session, COUNTS)
        .values(digest=digest, attempts=1, until=now + WINDOW)
        .on_conflict_do_update(
            index_elements=["digest"],
            set_={
                "attempts": case((over, 1), else_=COUNTS.c.attempts + 1),
                "until": case((over, now + WINDOW), else_=COUNTS.c.until),
            },
        )
        .returning(COUNTS.c.attempts, COUNTS.c.until)
    )
    attempts, until = counted.one()
    if attempts > most:
        raise TooManyAttempts(retry_after_s=max(1, round((until - now).total_seconds())))


def _digest(kind: str, text: str) -> str:
    return sha256(f"{kind}:{text.strip().lower()}".encode()).hexdigest()
