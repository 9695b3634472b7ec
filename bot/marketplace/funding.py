"""Defining milestones and bringing their money into escrow (facts.md §1.4)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import events, fees, ledger
from bot.marketplace.columns import TITLE_LENGTH
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.money import Money
from bot.marketplace.moves import move_milestone
from bot.marketplace.parties import (
    between,
    funded_milestone,
    in_escrow,
    require_active,
    require_contract,
    require_milestone,
    require_party,
)
from bot.marketplace.port import MilestoneStatus, Role
from bot.marketplace.posting import Posting
from bot.marketplace.standing import Act

LEAST_MILESTONE = Money(500)  # facts.md §1.4, define
MAX_MILESTONES = 100  # of one contract


class TooSmall(Refused):
    """A milestone costs at least LEAST_MILESTONE."""

    code = "amount_too_small"
    sentence = "A milestone costs at least 5.00 USD."


class BadTitle(Refused):
    """A contract and a milestone have a name, of at most TITLE_LENGTH characters."""

    code = "bad_title"
    sentence = f"A name is needed, of at most {TITLE_LENGTH} characters."


class TooMany(Refused):
    """A contract has at most MAX_MILESTONES."""

    code = "too_many_milestones"
    sentence = "This contract has as many milestones as one can have."


class AnotherIsFunded(Refused):
    """Only one milestone is funded at a time."""

    code = "another_is_funded"
    sentence = "The milestone that is funded now has to be released first."


async def define(
    session: AsyncSession, *, contract: str, title: str, amount: Money, by: str, at: datetime
) -> Milestone:
    """Add a milestone at the end of a contract. Raises BadTitle, TooSmall, TooMany, WrongMove."""
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.CLIENT, act=Act.FUND_MILESTONE)
    require_active(agreed)
    return add(session, agreed, title=title, amount=amount, by=by, at=at)


async def fund(session: AsyncSession, *, contract: str, number: int, by: str, at: datetime) -> Milestone:
    """Activate a milestone: charge the client for what escrow does not hold already.

    Raises AnotherIsFunded, WrongMove.
    """
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.CLIENT, act=Act.FUND_MILESTONE)
    require_active(agreed)
    return await deposit(session, agreed, require_milestone(agreed, number), by=by, at=at)


def add(session: AsyncSession, contract: Contract, *, title: str, amount: Money, by: str, at: datetime) -> Milestone:
    """Add a milestone to a contract that is held already. Raises BadTitle, TooSmall, TooMany."""
    require_title(title)
    if amount < LEAST_MILESTONE:
        raise TooSmall
    if len(contract.milestones) >= MAX_MILESTONES:
        raise TooMany
    milestone = Milestone(
        contract_id=contract.id,
        number=len(contract.milestones) + 1,
        title=title,
        amount_minor=amount.minor,
        currency=amount.currency,
        status=MilestoneStatus.DEFINED,
    )
    contract.milestones.append(milestone)
    events.record(
        session,
        contract,
        at=at,
        actor=by,
        act="define",
        milestone=milestone.number,
        status=milestone.status,
        amount=amount,
    )
    return milestone


def require_title(title: str) -> None:
    """Refuse a name that is none, or too long. Raises BadTitle."""
    if not title.strip() or len(title) > TITLE_LENGTH:
        raise BadTitle


async def deposit(
    session: AsyncSession, contract: Contract, milestone: Milestone, *, by: str, at: datetime
) -> Milestone:
    """Fund a milestone of a contract that is held already. Raises AnotherIsFunded, WrongMove."""
    if funded_milestone(contract) not in {None, milestone}:
        raise AnotherIsFunded
    milestone.status = move_milestone(milestone.status, MilestoneStatus.FUNDED)
    milestone.funded_at = at
    # P7: what an earlier milestone left in escrow is used first.
    due = milestone.amount - await in_escrow(session, contract)
    if due > Money(0):
        cause = f"{contract.id}/{milestone.number}"
        await ledger.post(
            session,
            Posting.DEPOSIT,
            of=between(contract),
            amount=due,
            cause=cause,
            at=at,
            milestone=milestone.number,
        )
        await fees.charge_client(session, contract, due, cause=cause, at=at)
    events.record(
        session,
        contract,
        at=at,
        actor=by,
        act="fund",
        milestone=milestone.number,
        status=milestone.status,
        amount=max(due, Money(0)),
    )
    return milestone
