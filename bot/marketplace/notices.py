"""Notices: the letter about a suspension, sent again to the registered address when its reader asks for it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.errors import Refused
from bot.mail import outbox
from bot.marketplace import audit
from bot.marketplace.account import Hold
from bot.marketplace.parties import require_account

AGAIN_AFTER = timedelta(minutes=15)  # mail takes its time; asking again sooner helps nobody
MOST = 5  # letters of one suspension, the first included


class NoNotice(Refused):
    """There is no suspension that a letter could tell of."""

    code = "nothing_to_ask"
    sentence = "Your record holds no suspension, so there is no such e-mail."


class NoticeTooSoon(Refused):
    """It was sent a short while ago, or often enough."""

    code = "rate_limited"
    sentence = "The e-mail was sent a short while ago, or often enough. Please look for it, or write to support."


def again_from(hold: Hold) -> datetime | None:
    """Return from when on the letter can be sent again; None if it was sent often enough."""
    return hold.notice_last_at + AGAIN_AFTER if hold.notices < MOST else None


async def send_again(
    session: AsyncSession,
    *,
    account: str,
    message: str,
    locale: str | None = None,
    zone: str | None = None,
    at: datetime,
) -> Hold:
    """Owe the letter about the account's suspension once more, because `message` asks for it.

    It is written for a reader of `locale` in `zone` (IANA), and goes to the registered address of now. Raises UnknownRecord, NoNotice, NoticeTooSoon.
    """
    held = await require_account(session, account)
    hold = await session.scalar(select(Hold).where(Hold.account_id == account, Hold.ended_at.is_(None)))
    if hold is None:
        raise NoNotice
    earliest = again_from(hold)
    if earliest is None or at < earliest:
        raise NoticeTooSoon
    hold.notices += 1
    hold.notice_last_at, hold.notice_sent_to = at, held.email
    await outbox.put(
        session,
        key=f"notice:{account}:{message}",
        kind="suspension_notice",
        account=account,
        address=held.email,
        locale=locale,
        zone=zone,
        subject_data={
            "reason": hold.reason,
            "since": wire_time(hold.since),
            "lifted_by": hold.lifted_by,
            "due_at": None if hold.due_at is None else wire_time(hold.due_at),
            "appealable": hold.appealable,
        },
        at=at,
    )
    audit.record(session, at=at, actor=account, act="send_notice", subject=account, status=held.standing)
    return hold
