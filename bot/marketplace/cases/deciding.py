"""Deciding: a person of the marketplace grants or declines a case, with a reason that its asker is told."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.mail import outbox
from bot.mail.outbox import Letter
from bot.marketplace import audit, membership
from bot.marketplace.account import Account
from bot.marketplace.cases.case import REASON_LENGTH, Case, CaseKind, CaseState
from bot.marketplace.cases.filing import RULES, NothingToAsk, received_key, require_ground
from bot.marketplace.parties import UnknownRecord, require_account
from bot.marketplace.standing import StandingForbids

LISTED = 100

DECISIONS: Mapping[str, CaseState] = {"granted": CaseState.GRANTED, "declined": CaseState.DECLINED}


class CaseDecided(Refused):
    """The case was decided before."""

    code = "case_decided"
    sentence = "This case is not open any more."


class NotGrantable(Refused):
    """The account has moved on since: as it stands now, this could not be asked for."""

    code = "not_allowed"
    sentence = "As the account stands now, this cannot be granted. It can be declined, or wait."


class WrongDecision(Refused):
    """A decision is one of two, and has a reason."""

    code = "invalid_fields"
    sentence = "Choose a decision and give the reason that its asker will read."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for its decision, as the desk sees it."""

    reference: str
    kind: CaseKind
    account: str
    name: str
    standing: str
    statement: str
    evidence: str
    submitted_at: datetime


async def waiting(session: AsyncSession) -> list[Waiting]:
    """List the cases that wait, the oldest first."""
    rows = await session.execute(
        select(Case, Account.name, Account.standing)
        .join(Account, Account.id == Case.account_id)
        .where(Case.state == CaseState.SUBMITTED)
        .order_by(Case.submitted_at, Case.reference)
        .limit(LISTED)
    )
    return [
        Waiting(
            case.reference, case.kind, case.account_id, name, standing, case.statement, case.evidence, case.submitted_at
        )
        for case, name, standing in rows
    ]


async def decide(session: AsyncSession, *, reference: str, decision: str, reason: str, by: str, at: datetime) -> Case:
    """Decide a case, do what was granted, and owe the letter about it.

    Nothing is granted that the account could not ask for as it stands by now. Raises UnknownRecord, CaseDecided,
    WrongDecision, NotGrantable.
    """
    if decision not in DECISIONS or not reason.strip() or len(reason) > REASON_LENGTH:
        raise WrongDecision
    found = await session.get(Case, reference)
    if found is None:
        raise UnknownRecord
    asker = await require_account(session, found.account_id)  # holds the account: one decision after the other
    await session.refresh(found)
    if found.state is not CaseState.SUBMITTED:
        raise CaseDecided
    if DECISIONS[decision] is CaseState.GRANTED:
        await _require_grantable(session, found, asker)
    found.state = DECISIONS[decision]
    found.decided_at, found.decided_by, found.reason = at, by, reason
    audit.record(session, at=at, actor=by, act=f"decide_{found.kind.value}", subject=asker.id, status=found.state)
    await session.flush()
    if found.state is CaseState.GRANTED:
        await GRANTS[found.kind](session, account=asker.id, at=at)
    locale, zone = await _reader(session, reference)
    await outbox.put(
        session,
        key=f"case:{reference}:decided",
        kind=RULES[found.kind].decided,
        account=asker.id,
        address=asker.email,
        locale=locale,
        zone=zone,
        subject_data={"reference": reference, "decision": found.state.value, "reason": reason},
        at=at,
    )
    return found


async def _require_grantable(session: AsyncSession, case: Case, asker: Account) -> None:
    try:
        await require_ground(session, case.kind, asker)
    except (StandingForbids, NothingToAsk) as forbidden:
        raise NotGrantable from forbidden


async def _reader(session: AsyncSession, reference: str) -> tuple[str | None, str | None]:
    """Return the locale and the zone that the letter confirming the case was written for."""
    confirmed = select(Letter.locale, Letter.zone).where(Letter.key == received_key(reference))
    row = (await session.execute(confirmed)).one_or_none()
    return (None, None) if row is None else (row.locale, row.zone)


type Grant = Callable[..., Awaitable[object]]

#: What granting a kind of case does to the account.
GRANTS: Mapping[CaseKind, Grant] = {
    CaseKind.APPEAL: membership.reinstate,
    CaseKind.PROFILE: membership.show_profile,
}
