"""Who is a party of a contract, and the locked reading that every move on a contract begins with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.errors import Refused
from bot.marketplace import ledger
from bot.marketplace.account import Account
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.money import Money
from bot.marketplace.moves import FUNDED, WrongMove
from bot.marketplace.places import escrow
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.posting import Between
from bot.marketplace.standing import Act, StandingForbids, require

WHICH: BindParameter[Any] = bindparam("contracts", expanding=True)
LOCK = select(Contract.id).where(Contract.id.in_(WHICH)).order_by(Contract.id).with_for_update(key_share=True)
READ = (
    select(Contract)
    .where(Contract.id.in_(WHICH))
    .options(
        joinedload(Contract.client, innerjoin=True),
        joinedload(Contract.freelancer, innerjoin=True),
        joinedload(Contract.milestones),
        joinedload(Contract.refund_requests),  # few, mostly none
    )
    .execution_options(populate_existing=True)
)


class UnknownRecord(Refused):
    """There is no such record, or the asker is no party of it; the two are told alike."""

    code = "unknown_record"
    sentence = "There is no such record among yours."


async def require_account(session: AsyncSession, account: str) -> Account:
    """Read an account and hold it for the transaction. Raises UnknownRecord."""
    found = await session.scalar(
        select(Account)
        .where(Account.id == account)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise UnknownRecord
    return found


async def require_contract(session: AsyncSession, contract: str) -> Contract:
    """Read a contract, its parties and milestones, and hold it for the transaction.

    So moves on one contract come one after the other. Raises UnknownRecord.
    """
    [held] = await require_contracts(session, [contract])
    return held


async def require_contracts(session: AsyncSession, contracts: Sequence[str]) -> list[Contract]:
    """Read several contracts as `require_contract` reads one, in the order asked for. Raises UnknownRecord."""
    which = {"contracts": contracts}
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one transaction write at a time
        await session.execute(LOCK, which)
    found = {contract.id: contract for contract in (await session.scalars(READ, which)).unique()}
    if not found.keys() >= set(contracts):
        raise UnknownRecord
    return [found[contract] for contract in contracts]


def require_party(contract: Contract, *, by: str, role: Role, act: Act) -> None:
    """Refuse whoever is not the contract's client or freelancer, as `role` says, or may not do `act`.

    Raises UnknownRecord, StandingForbids.
    """
    if by not in {contract.client_id, contract.freelancer_id}:
        raise UnknownRecord
    party = contract.client if role is Role.CLIENT else contract.freelancer
    if by != party.id:
        raise StandingForbids(act=act.value)
    require(party.role, party.standing, act)


def require_active(contract: Contract) -> None:
    """Refuse moves on milestones of a contract on which no work goes on. Raises WrongMove."""
    if contract.status is not ContractStatus.ACTIVE:
        raise WrongMove(current=contract.status.value)


def require_milestone(contract: Contract, number: int) -> Milestone:
    """Find a milestone of a contract by its number. Raises UnknownRecord."""
    for milestone in contract.milestones:
        if milestone.number == number:
            return milestone
    raise UnknownRecord


def funded_milestone(contract: Contract) -> Milestone | None:
    """Find the milestone that is in escrow now; there is never more than one."""
    return next((milestone for milestone in contract.milestones if milestone.status in FUNDED), None)


def between(contract: Contract) -> Between:
    """Say whose money moves on this contract."""
    return Between(contract=contract.id, client=contract.client_id, freelancer=contract.freelancer_id)


async def in_escrow(session: AsyncSession, contract: Contract) -> Money:
    """Return what the contract's escrow holds now."""
    return await ledger.balance(session, escrow(contract.id))
