"""A client, a freelancer, and contracts between them: the start of most tests of money."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.marketplace import agreements, ledger, membership, places
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.port import Role

CLIENT, FREELANCER = "ada", "bob"


async def open_both(database: Database, *, at: datetime) -> None:
    async with database.transaction() as session:
        for account, role in ((CLIENT, Role.CLIENT), (FREELANCER, Role.FREELANCER)):
            await membership.open_account(
                session, account=account, name=account.title(), email=f"{account}@example.com", role=role, at=at
            )


async def hire(database: Database, contract: str, *amounts: int, at: datetime, accepted: bool = True) -> None:
    async with database.transaction() as session:
        await agreements.offer(
            session,
            contract=contract,
            title="A work",
            client=CLIENT,
            freelancer=FREELANCER,
            milestones=[(f"Part {number}", Money(minor)) for number, minor in enumerate(amounts, start=1)],
            at=at,
        )
        if accepted:
            await agreements.accept(session, contract=contract, by=FREELANCER, at=at)


async def held(database: Database, place: str) -> int:
    async with database.transaction() as session:
        return (await ledger.balance(session, place)).minor


async def moved(session: AsyncSession, contract: str, *, source: str | None = None, target: str | None = None) -> int:
    """Add up what a contract's transfers moved out of `source` or into `target`."""
    found = select(func.sum(Transfer.amount_minor)).where(Transfer.contract_id == contract)
    if source is not None:
        found = found.where(Transfer.source == source)
    if target is not None:
        found = found.where(Transfer.target == target)
    return int(await session.scalar(found) or 0)


def escrow(contract: str) -> str:
    return places.escrow(contract)
