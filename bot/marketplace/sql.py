"""The Marketplace port over our own tables."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from bot.clock import Clock
from bot.db import Database
from bot.marketplace import places
from bot.marketplace.account import Account
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.incident import Incident
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.port import (
    ContractStatus,
    IncidentView,
    MarketplaceUnavailable,
    Records,
    Role,
    TransactionView,
)
from bot.marketplace.posting import Posting
from bot.marketplace.statement import line, lines_of
from bot.marketplace.views import account_view, contract_view

MAX_CONTRACTS = 100  # shown of one account; open ones first, then the latest
MAX_TRANSACTIONS = 100  # at once
READ_DEADLINE_S = 5.0

OVER = (ContractStatus.ENDED, ContractStatus.OFFER_CLOSED)
# One moment for all queries of a read, and no lock that a writer would wait for.
SNAPSHOT: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"begin": "BEGIN"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


class SqlMarketplace:
    """Reads what the marketplace's moves wrote."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read from `database`; `clock` says as of when."""
        self._database = database
        self._clock = clock

    async def records(self, account: str) -> Records | None:
        """Read everything an account may see of itself; None if it is not known.

        Raises MarketplaceUnavailable.
        """
        async with self._reading() as session:
            as_of = self._clock.now()
            owner = await _find_account(session, account)
            if owner is None:
                return None
            contracts = await _contracts(session, account)
            shown = [places.pending(account), places.available(account)]
            held = await _balances(session, [*shown, *(places.escrow(row.id) for row in contracts)])
            released = await _released(session, [row.id for row in contracts])
            earned = await _last_earned_at(session, account)

        def holds(place: str) -> Money:
            return Money(held.get(place, 0))

        return Records(
            as_of=as_of,
            account=account_view(owner, holds=holds, last_earned_at=earned),
            contracts=tuple(
                contract_view(
                    row,
                    role=Role.CLIENT if row.client_id == account else Role.FREELANCER,
                    holds=holds,
                    released=released,
                )
                for row in contracts
            ),
            escrow=sum((holds(places.escrow(row.id)) for row in contracts if row.client_id == account), Money(0)),
        )

    async def transactions(self, account: str, *, limit: int) -> tuple[TransactionView, ...]:
        """Read the account's last lines of Transaction History, newest first, at most MAX_TRANSACTIONS.

        Raises MarketplaceUnavailable.
        """
        async with self._reading() as session:
            found = await session.scalars(
                select(Transfer)
                .where(lines_of(account))
                .order_by(Transfer.at.desc(), Transfer.id.desc())
                .limit(min(max(limit, 0), MAX_TRANSACTIONS))
            )
            return tuple(line(account, transfer) for transfer in found)

    async def incident(self) -> IncidentView | None:
        """Read the incident that is open now, if one is; the latest of several.

        Raises MarketplaceUnavailable.
        """
        async with self._reading() as session:
            found = await session.scalar(
                select(Incident).where(Incident.resolved_at.is_(None)).order_by(Incident.started_at.desc()).limit(1)
            )
        if found is None:
            return None
        return IncidentView(title=found.title, impact=found.impact, url=found.url, started_at=found.started_at)

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncSession]:
        try:
            async with asyncio.timeout(READ_DEADLINE_S), self._database.transaction() as session:
                options = SNAPSHOT[self._database.engine.dialect.name]
                await session.connection(execution_options=options)
                yield session
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
            raise MarketplaceUnavailable from error


async def _find_account(session: AsyncSession, account: str) -> Account | None:
    found: Account | None = await session.scalar(
        select(Account)
        .where(Account.id == account)
        .options(
            joinedload(Account.profile),
            selectinload(Account.holds),
            selectinload(Account.billing_methods),
            selectinload(Account.profile_requests),
            selectinload(Account.past_dues),
        )
    )
    return found


async def _contracts(session: AsyncSession, account: str) -> list[Contract]:
    found = await session.scalars(
        select(Contract)
        .where(or_(Contract.client_id == account, Contract.freelancer_id == account))
        .order_by(Contract.status.in_(OVER), Contract.offered_at.desc())
        .limit(MAX_CONTRACTS)
        .options(
            joinedload(Contract.client, innerjoin=True),
            joinedload(Contract.freelancer, innerjoin=True),
            selectinload(Contract.milestones).selectinload(Milestone.submissions),
            selectinload(Contract.milestones).selectinload(Milestone.change_requests),
            selectinload(Contract.refund_requests),
            selectinload(Contract.bonuses),
        )
    )
    return sorted(found, key=lambda contract: (len(contract.id), contract.id))


async def _balances(session: AsyncSession, shown: list[str]) -> dict[str, int]:
    signed = union_all(
        select(Transfer.target.label("place"), Transfer.amount_minor.label("minor")).where(Transfer.target.in_(shown)),
        select(Transfer.source, -Transfer.amount_minor).where(Transfer.source.in_(shown)),
    ).subquery()
    found = await session.execute(select(signed.c.place, func.sum(signed.c.minor)).group_by(signed.c.place))
    return {place: int(minor) for place, minor in found}


async def _released(session: AsyncSession, contracts: list[str]) -> dict[tuple[str, int | None], int]:
    found = await session.execute(
        select(Transfer.contract_id, Transfer.milestone, func.sum(Transfer.amount_minor))
        .where(
            Transfer.contract_id.in_(contracts),
            Transfer.posting == Posting.RELEASE,
            Transfer.source.startswith(places.escrow("")),
        )
        .group_by(Transfer.contract_id, Transfer.milestone)
    )
    return {(contract, milestone): int(minor) for contract, milestone, minor in found}


async def _last_earned_at(session: AsyncSession, account: str) -> datetime | None:
    return await session.scalar(select(func.max(Transfer.at)).where(Transfer.target == places.pending(account)))
