"""An account's own life: opened, held, and let go on (facts.md §4)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace import audit, ledger, places
from bot.marketplace.account import Account, Hold, Profile, SetBy, Visibility
from bot.marketplace.cases.case import CaseKind
from bot.marketplace.cases.overtaking import overtake
from bot.marketplace.moves import move_standing
from bot.marketplace.parties import require_account
from bot.marketplace.port import Role, Standing
from bot.marketplace.standing import ALLOWED, Act

VIDEO_VERIFICATION = "video verification"


async def open_account(
    session: AsyncSession, *, account: str, name: str, email: str, role: Role, at: datetime
) -> Account:
    """Open an account in good standing, with the places that its money will need."""
    opened = Account(id=account, name=name, email=email, role=role, standing=Standing.GOOD, opened_at=at)
    if role is Role.FREELANCER:
        opened.profile = Profile(account_id=account, visibility=Visibility.PUBLIC, set_by=SetBy.SELF, since=at)
        needed = [places.pending(account), places.available(account)]
    else:
        needed = [places.billing(account), places.client(account)]
    session.add(opened)
    await ledger.open_places(session, [*needed, places.FEES])
    audit.record(session, at=at, actor=account, act="open_account", subject=account, status=opened.standing)
    await session.flush()
    return opened


async def suspend(
    session: AsyncSession,
    *,
    account: str,
    to: Standing,
    reason: str,
    lifted_by: str | None,
    due_at: datetime | None,
    appealable: bool,
    at: datetime,
) -> Hold:
    """Hold or block an account, and note the letter that goes to its registered address. Raises WrongMove."""
    suspended = await require_account(session, account)
    await _end_hold(session, account, at=at)
    # An appeal is against the suspension that it was filed under, and lifts no later one.
    await overtake(session, kind=CaseKind.APPEAL, account=account, at=at)
    hold = Hold(
        account_id=account,
        reason=reason,
        lifted_by=lifted_by,
        appealable=appealable,
        since=at,
        due_at=due_at,
        notice_sent_at=at,
        notice_sent_to=suspended.email,
        notice_last_at=at,
    )
    session.add(hold)
    _move(session, suspended, to, at=at)
    return hold


async def deactivate(session: AsyncSession, *, account: str, at: datetime) -> Account:
    """Set an account inactive for want of activity; this is no penalty, and no letter is sent. Raises WrongMove."""
    inactive = await require_account(session, account)
    _move(session, inactive, Standing.INACTIVE, at=at)
    return inactive


async def reinstate(session: AsyncSession, *, account: str, at: datetime) -> Account:
    """Bring an account back to good standing. Raises WrongMove."""
    reinstated = await require_account(session, account)
    await _end_hold(session, account, at=at)
    await overtake(session, kind=CaseKind.APPEAL, account=account, at=at)
    _move(session, reinstated, Standing.GOOD, at=at)
    return reinstated


@dataclass(frozen=True, slots=True)
class VerificationAsked:
    """A video verification is asked for: since when, and until when it should be done."""

    since: datetime
    due_at: datetime | None


async def verification_asked(session: AsyncSession, *, account: str) -> VerificationAsked | None:
    """Tell whether the account's record asks for a video verification. Raises UnknownRecord."""
    held = await require_account(session, account)
    hold = await session.scalar(select(Hold).where(Hold.account_id == account, Hold.ended_at.is_(None)))
    if hold is None or hold.lifted_by != VIDEO_VERIFICATION or Act.VERIFY not in ALLOWED[held.standing]:
        return None
    return VerificationAsked(hold.since, hold.due_at)


async def hide_profile(session: AsyncSession, *, account: str, set_by: SetBy, at: datetime) -> None:
    """Take a profile out of search."""
    profile = await session.get_one(Profile, account)
    profile.visibility = Visibility.PRIVATE
    profile.set_by = set_by
    profile.since = at


async def show_profile(session: AsyncSession, *, account: str, at: datetime) -> None:
    """Bring a profile back to search; from now on its owner decides."""
    profile = await session.get_one(Profile, account)
    profile.visibility = Visibility.PUBLIC
    profile.set_by = SetBy.SELF
    profile.since = at
    await overtake(session, kind=CaseKind.PROFILE, account=account, at=at)
    audit.record(
        session, at=at, actor=audit.PLATFORM, act="show_profile", subject=account, status=profile.visibility.value
    )


async def _end_hold(session: AsyncSession, account: str, *, at: datetime) -> None:
    for hold in await session.scalars(select(Hold).where(Hold.account_id == account, Hold.ended_at.is_(None))):
        hold.ended_at = at
    await session.flush()  # before another hold is opened: one at a time is a rule of the table


def _move(session: AsyncSession, account: Account, to: Standing, *, at: datetime) -> None:
    account.standing = move_standing(account.standing, to)
    audit.record(session, at=at, actor=audit.PLATFORM, act="standing", subject=account.id, status=account.standing)
