"""Passes: a ticket opens the verification page once, and the session that it is exchanged for lets the page come back.

Both are random; their digests are kept, so that a ticket is used once whichever gateway is asked, and a session ends
with its verdict.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import membership
from bot.marketplace.parties import UnknownRecord
from bot.verification import visits
from bot.verification.page_pass import Kind, PagePass
from bot.verification.visits import NotAsked

TICKET_TIME = timedelta(minutes=10)
SESSION_TIME = timedelta(hours=4)  # a long wait and a call
TOKEN_BYTES = 32


class TicketOver(Refused):
    """The ticket is unknown, was used, or has run out."""

    code = "ticket_over"
    sentence = "This link has been used or has run out. Please open the verification from the chat again."


class SessionOver(Refused):
    """The session is unknown, has ended with a verdict, or has run out."""

    code = "session_over"
    sentence = "This page's session has ended. Please open the verification from the chat again."


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whose page it is, and until when it can come back. `session` is the token that it comes back with."""

    account: str
    session: str
    expires_at: datetime


async def ticket(session: AsyncSession, *, account: str, now: datetime) -> str:
    """Give an account a ticket to the page, where its record asks for a verification. Raises NotAsked."""
    try:
        asked = await membership.verification_asked(session, account=account)
    except UnknownRecord:
        asked = None
    if asked is None:
        raise NotAsked
    await session.execute(delete(PagePass).where(PagePass.expires_at <= now))
    return _give(session, Kind.TICKET, account, now + TICKET_TIME)


async def exchange(session: AsyncSession, *, ticket: str, now: datetime) -> Admitted:
    """Use a ticket up, and begin a session, and a verification anew after a verdict that was no pass. Raises TicketOver."""
    account = await session.scalar(
        delete(PagePass)
        .where(PagePass.digest == _digest(ticket), PagePass.kind == Kind.TICKET, PagePass.expires_at > now)
        .returning(PagePass.account_id)
    )
    if account is None:
        raise TicketOver
    try:
        await visits.begin(session, account=account, now=now)
    except NotAsked:  # what asked for it has ended since the ticket was given
        raise TicketOver from None
    until = now + SESSION_TIME
    return Admitted(account, _give(session, Kind.SESSION, account, until), until)


async def require(session: AsyncSession, *, token: str, now: datetime) -> Admitted:
    """Find whose session a token is. Raises SessionOver."""
    found = await session.scalar(
        select(PagePass).where(
            PagePass.digest == _digest(token), PagePass.kind == Kind.SESSION, PagePass.expires_at > now
        )
    )
    if found is None:
        raise SessionOver
    return Admitted(found.account_id, token, found.expires_at)


async def revoke(session: AsyncSession, *, account: str) -> None:
    """End every pass of an account."""
    await session.execute(delete(PagePass).where(PagePass.account_id == account))


def _give(session: AsyncSession, kind: Kind, account: str, until: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(PagePass(digest=_digest(token), account_id=account, kind=kind, expires_at=until))
    return token


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
