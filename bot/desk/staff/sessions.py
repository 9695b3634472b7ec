"""Signed-in browsers: a random token in a cookie, of which only a digest is kept, and a second one against forgery."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.staff import sign_in
from bot.desk.staff.member import Member, StaffMember, snapshot
from bot.desk.staff.session import StaffSession

IDLE = timedelta(hours=8)  # a working day without a word
ABSOLUTE = timedelta(hours=16)  # two shifts; then the password is asked for again
TOUCHED_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Started:
    """A session that was just started; the token is told here and never again."""

    token: str
    csrf: str
    member: Member
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, and the token that their requests must repeat."""

    member: Member
    csrf: str
    expires_at: datetime


async def start(session: AsyncSession, *, handle: str, now: datetime) -> Started:
    """Sign in a member whose password fitted, and forget the attempts of that handle."""
    token, csrf = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
    member = snapshot((await session.scalars(select(StaffMember).where(StaffMember.handle == handle))).one())
    session.add(StaffSession(token_digest=_digest(token), member=handle, csrf=csrf, started_at=now, seen_at=now))
    await sign_in.forget(session, handle=handle, now=now)
    await session.execute(delete(StaffSession).where(_over(now)))
    return Started(token, csrf, member, now + min(IDLE, ABSOLUTE))


async def find(session: AsyncSession, *, token: str, now: datetime, touch: bool = True) -> SignedIn | None:
    """Find who a token signs in; None if nobody, or not any more.

    `touch` notes, once a minute at most, that the session is used; reading transactions leave it out.
    """
    row = (
        await session.execute(
            select(StaffSession, StaffMember)
            .join(StaffMember, StaffMember.handle == StaffSession.member)
            .where(StaffSession.token_digest == _digest(token), StaffMember.active, ~_over(now))
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        return None
    found, member = row
    seen_at = found.seen_at
    if touch and now - seen_at >= TOUCHED_EVERY:
        await session.execute(
            update(StaffSession).where(StaffSession.token_digest == found.token_digest).values(seen_at=now)
        )
        seen_at = now
    return SignedIn(snapshot(member), found.csrf, min(seen_at + IDLE, found.started_at + ABSOLUTE))


async def end(session: AsyncSession, *, token: str) -> None:
    """Sign a browser out. Twice changes nothing."""
    await session.execute(delete(StaffSession).where(StaffSession.token_digest == _digest(token)))


def csrf_fits(signed_in: SignedIn, given: str) -> bool:
    """Compare the token that a request repeats, in a time that tells nothing."""
    return hmac.compare_digest(signed_in.csrf.encode(), given.encode())


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _over(now: datetime) -> ColumnElement[bool]:
    return or_(StaffSession.seen_at <= now - IDLE, StaffSession.started_at <= now - ABSOLUTE)
