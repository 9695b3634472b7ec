"""A charge that failed: what is owed, and the contracts that are paused for it (facts.md, ask_past_due_balance)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import agreements, audit
from bot.marketplace.account import PastDue
from bot.marketplace.contract import Contract
from bot.marketplace.money import Money
from bot.marketplace.parties import require_account
from bot.marketplace.port import ContractStatus

REASON = "past-due balance"


class NothingOwed(Refused):
    """There is no past-due balance to settle."""

    code = "nothing_owed"
    sentence = "There is no past-due balance on this account."


async def owe(session: AsyncSession, *, account: str, amount: Money, at: datetime) -> PastDue:
    """Note a charge that failed, and pause the client's contracts. Raises UnknownRecord."""
    owing = await require_account(session, account)
    past_due = PastDue(account_id=account, amount_minor=amount.minor, currency=amount.currency, since=at)
    session.add(past_due)
    audit.record(session, at=at, actor=audit.PLATFORM, act="owe", subject=account, status=owing.standing, amount=amount)
    for contract in await _contracts(session, account, ContractStatus.ACTIVE):
        await agreements.pause(session, contract=contract, because_of=account, reason=REASON, at=at)
    return past_due


async def settle(session: AsyncSession, *, account: str, at: datetime) -> None:
    """Settle all that is owed; the contracts that were paused for it go on. Raises UnknownRecord, NothingOwed."""
    owing = await require_account(session, account)
    owed = (
        await session.scalars(select(PastDue).where(PastDue.account_id == account, PastDue.settled_at.is_(None)))
    ).all()
    if not owed:
        raise NothingOwed
    for past_due in owed:
        past_due.settled_at = at
    amount = sum((past_due.amount for past_due in owed), Money(0))
    audit.record(session, at=at, actor=account, act="settle", subject=account, status=owing.standing, amount=amount)
    for contract in await _contracts(session, account, ContractStatus.PAUSED):
        await agreements.resume(session, contract=contract, at=at)


async def _contracts(session: AsyncSession, account: str, status: ContractStatus) -> list[str]:
    found = select(Contract.id).where(Contract.client_id == account, Contract.status == status).order_by(Contract.id)
    if status is ContractStatus.PAUSED:  # and for nothing else
        found = found.where(Contract.paused_for_id == account, Contract.paused_reason == REASON)
    return list(await session.scalars(found))
