"""What the platform takes: nothing, unless the terms say otherwise (facts.md §1.2 P2, P4, P10)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace import ledger, places
from bot.marketplace.contract import Contract
from bot.marketplace.ledger import Post, Transfer
from bot.marketplace.money import Money
from bot.marketplace.parties import between
from bot.marketplace.posting import Posting
from bot.marketplace.terms import share, terms_of


async def charge_client(session: AsyncSession, contract: Contract, amount: Money, *, cause: str, at: datetime) -> None:
    """Charge the client's fee on an amount that is charged (P2)."""
    fee = share(amount, terms_of(session).client_fee)
    if fee.minor:
        await ledger.post(session, Posting.CLIENT_FEE, of=between(contract), amount=fee, cause=cause, at=at)


async def charge_initiation(session: AsyncSession, contract: Contract, *, at: datetime) -> None:
    """Charge what a new contract costs, once (P2)."""
    fee = terms_of(session).initiation_fee
    if fee.minor:
        cause = _initiation(contract)
        await ledger.post(session, Posting.CLIENT_FEE, of=between(contract), amount=fee, cause=cause, at=at)


async def return_initiation(session: AsyncSession, contract: Contract, *, at: datetime) -> None:
    """Give the initiation fee back where nothing was ever released (P10)."""
    cause = _initiation(contract)
    paid = await ledger.moved_by(session, Posting.CLIENT_FEE, cause=cause)
    if not paid.minor:
        return
    released = exists().where(Transfer.source == places.escrow(contract.id), Transfer.posting == Posting.RELEASE)
    if not await session.scalar(select(released)):
        await ledger.post(session, Posting.FEE_RETURN, of=between(contract), amount=paid, cause=cause, at=at)


def service_fee(session: AsyncSession, earning: Post) -> Post | None:
    """Say what is taken out of what a freelancer earns (P4), if anything."""
    fee = share(earning.amount, terms_of(session).service_fee)
    return replace(earning, posting=Posting.SERVICE_FEE, amount=fee) if fee.minor else None


def _initiation(contract: Contract) -> str:
    return f"{contract.id}/initiation"
