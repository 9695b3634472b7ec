"""The Marketplace port over our own tables."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, func, null, or_, select, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.clock import Clock
from bot.db import Database, UtcDateTime
from bot.marketplace import places
from bot.marketplace.account import Account, Hold, PastDue
from bot.marketplace.contract import Contract, RefundRequest
from bot.marketplace.dispute import Dispute
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
READ_DEADLINE_S = 5.0  # then an answer says that the records cannot be read now

OVER = (ContractStatus.ENDED, ContractStatus.OFFER_CLOSED)


class SqlMarketplace:
    """Reads what the marketplace's moves wrote."""

    def __init__(self, database: Database, clock: Clock, *, deadline_s: float = READ_DEADLINE_S) -> None:
        """Read from `database`, for so many seconds at most; `clock` says as of when."""
        self._database = database
        self._clock = clock
        self._deadline_s = deadline_s

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
            disputes = await _disputes(session, contracts)
            own = [places.pending(account), places.available(account)]
            sums = await _sums(session, [*own, *(places.escrow(row.id) for row in contracts)])

        def holds(place: str) -> Money:
            return Money(sum(row.minor for row in sums if row.place == place))

        def released(contract: str, milestone: int) -> Money:
            key = (places.escrow(contract), Posting.RELEASE, milestone)
            return Money(-sum(row.minor for row in sums if (row.place, row.posting, row.milestone) == key))

        return Records(
            as_of=as_of,
            account=account_view(owner, holds=holds, last_earned_at=_last_earned_at(sums, account)),
            contracts=tuple(
                contract_view(
                    row,
                    disputes.get(row.id),
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
            async with asyncio.timeout(self._deadline_s), self._database.reading(brief=True) as session:
                yield session
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
            raise MarketplaceUnavailable from error


@dataclass(frozen=True, slots=True)
class _Sum:
    """What an event brought into a place, less what it took out; of an escrow, by milestone."""

    place: str
    posting: Posting
    milestone: int | None
    minor: int
    last_in_at: datetime | None


# The statements are written once: to put such a one together takes longer than to run it.

# Each of these is one row or a few, so that one query for all of them is the cheapest.
_ACCOUNT = (
    select(Account)
    .where(Account.id == bindparam("account"))
    .options(
        joinedload(Account.profile),
        joinedload(Account.holds.and_(Hold.ended_at.is_(None))),
        joinedload(Account.past_dues.and_(PastDue.settled_at.is_(None))),
        joinedload(Account.billing_methods),
        joinedload(Account.cases),
    )
)
_CONTRACTS = (
    select(Contract)
    .where(or_(Contract.client_id == bindparam("account"), Contract.freelancer_id == bindparam("account")))
    .order_by(Contract.status.in_(OVER), Contract.offered_at.desc())
    .limit(MAX_CONTRACTS)
    .options(
        joinedload(Contract.client, innerjoin=True),
        joinedload(Contract.freelancer, innerjoin=True),
        joinedload(Contract.refund_requests.and_(RefundRequest.outcome.is_(None))),
        joinedload(Contract.bonuses),
        joinedload(Contract.milestones),
    )
)


def _sums_of_places() -> Select[Any]:
    shown: BindParameter[Any] = bindparam("shown", expanding=True)
    into = select(
        Transfer.target.label("place"),
        Transfer.posting,
        case((Transfer.target.startswith(places.escrow("")), Transfer.milestone)).label("milestone"),
        Transfer.amount_minor.label("minor"),
        Transfer.at.label("in_at"),
    ).where(Transfer.target.in_(shown))
    out = select(
        Transfer.source,
        Transfer.posting,
        case((Transfer.source.startswith(places.escrow("")), Transfer.milestone)),
        -Transfer.amount_minor,
        null(),
    ).where(Transfer.source.in_(shown))
    both = union_all(into, out).subquery()
    key = (both.c.place, both.c.posting, both.c.milestone)
    return select(*key, func.sum(both.c.minor), func.max(both.c.in_at, type_=UtcDateTime())).group_by(*key)


_SUMS = _sums_of_places()


async def _find_account(session: AsyncSession, account: str) -> Account | None:
    found = await session.scalars(_ACCOUNT, {"account": account})
    return found.unique().one_or_none()


async def _contracts(session: AsyncSession, account: str) -> list[Contract]:
    found = await session.scalars(_CONTRACTS, {"account": account})
    return sorted(found.unique(), key=lambda contract: (len(contract.id), contract.id))


async def _disputes(session: AsyncSession, contracts: list[Contract]) -> dict[str, Dispute]:
    disputed = [contract.id for contract in contracts if contract.status is ContractStatus.DISPUTED]
    if not disputed:
        return {}
    found = await session.scalars(select(Dispute).where(Dispute.contract_id.in_(disputed), Dispute.closed_at.is_(None)))
    return {dispute.contract_id: dispute for dispute in found}


async def _sums(session: AsyncSession, shown: list[str]) -> list[_Sum]:
    found = await session.execute(_SUMS, {"shown": shown})
    return [_Sum(place, posting, milestone, int(minor), at) for place, posting, milestone, minor, at in found]


def _last_earned_at(sums: list[_Sum], account: str) -> datetime | None:
    own = places.pending(account)
    return max((row.last_in_at for row in sums if row.place == own and row.last_in_at), default=None)
