"""From work handed in to money released: submit, request changes, approve, or say nothing (facts.md §1.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, events, payouts
from bot.marketplace.audit import CLOCK
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import ChangeRequest, Contract, Milestone, Submission
from bot.marketplace.deadlines import review_due
from bot.marketplace.ledger import Post
from bot.marketplace.money import Money
from bot.marketplace.moves import FUNDED, WrongMove, move_milestone
from bot.marketplace.parties import (
    between,
    require_active,
    require_contract,
    require_contracts,
    require_milestone,
    require_party,
)
from bot.marketplace.port import MilestoneStatus, Role
from bot.marketplace.posting import Posting
from bot.marketplace.standing import Act


class ReviewOver(Refused):
    """The time in which changes could be asked for has passed."""

    code = "review_over"
    sentence = "The review time of this milestone is over."


class ReviewRunning(Refused):
    """The client may still answer."""

    code = "review_running"
    sentence = "The review time of this milestone is not over yet."


class NotAPart(Refused):
    """A part is more than nothing and less than everything."""

    code = "not_a_part"
    sentence = "A part has to be more than nothing and less than the milestone's amount."


@dataclass(frozen=True, slots=True)
class Silence:
    """A milestone on which the client said nothing until the end of the review time."""

    contract: str
    number: int
    at: datetime


async def submit(session: AsyncSession, *, contract: str, number: int, note: str, by: str, at: datetime) -> Milestone:
    """Hand in work, or hand it in again: the client's review time starts afresh. Raises WrongMove."""
    agreed, milestone = await _working(session, contract, number, by=by, role=Role.FREELANCER, act=Act.SUBMIT_WORK)
    milestone.status = move_milestone(milestone.status, MilestoneStatus.SUBMITTED)
    milestone.review_due_at = review_due(at)
    await clocks.start(
        session,
        ClockKind.REVIEW,
        contract=agreed.id,
        at=at,
        due_at=milestone.review_due_at,
        account=agreed.client_id,
        milestone=number,
    )
    session.add(Submission(milestone_id=milestone.id, at=at, note=note))
    _record(session, agreed, milestone, act="submit", by=by, at=at)
    return milestone


async def request_changes(
    session: AsyncSession, *, contract: str, number: int, message: str, by: str, at: datetime
) -> Milestone:
    """Ask for changes, which stops the clock. Raises WrongMove, ReviewOver."""
    agreed, milestone = await _working(session, contract, number, by=by, role=Role.CLIENT, act=Act.REQUEST_CHANGES)
    milestone.status = move_milestone(milestone.status, MilestoneStatus.CHANGES_REQUESTED)
    require_in_time(milestone, at=at)
    milestone.review_due_at = None
    await clocks.stop(session, ClockKind.REVIEW, contract=agreed.id)
    session.add(ChangeRequest(milestone_id=milestone.id, at=at, message=message))
    _record(session, agreed, milestone, act="request_changes", by=by, at=at)
    return milestone


async def approve(session: AsyncSession, *, contract: str, number: int, by: str, at: datetime) -> Milestone:
    """Approve work handed in, which releases the whole milestone. Raises WrongMove."""
    agreed, milestone = await _working(session, contract, number, by=by, role=Role.CLIENT, act=Act.RELEASE_PAYMENT)
    if milestone.status is not MilestoneStatus.SUBMITTED:
        raise WrongMove(current=milestone.status.value)
    amount = milestone.amount
    return await release(session, agreed, milestone, MilestoneStatus.RELEASED, amount=amount, by=by, at=at)


async def release_early(session: AsyncSession, *, contract: str, number: int, by: str, at: datetime) -> Milestone:
    """Release the whole milestone before anything was handed in. Raises WrongMove."""
    agreed, milestone = await _working(session, contract, number, by=by, role=Role.CLIENT, act=Act.RELEASE_PAYMENT)
    if milestone.status is not MilestoneStatus.FUNDED:
        raise WrongMove(current=milestone.status.value)
    amount = milestone.amount
    return await release(session, agreed, milestone, MilestoneStatus.RELEASED, amount=amount, by=by, at=at)


async def release_part(
    session: AsyncSession, *, contract: str, number: int, amount: Money, by: str, at: datetime
) -> Milestone:
    """Release a part; the rest stays in escrow for the next milestone (P6).

    Raises WrongMove, NotAPart, ReviewOver.
    """
    agreed, milestone = await _working(session, contract, number, by=by, role=Role.CLIENT, act=Act.RELEASE_PAYMENT)
    if milestone.status in FUNDED and not Money(0) < amount < milestone.amount:
        raise NotAPart
    require_in_time(milestone, at=at)
    return await release(session, agreed, milestone, MilestoneStatus.PART_RELEASED, amount=amount, by=by, at=at)


async def auto_release(session: AsyncSession, *, contract: str, number: int, at: datetime) -> Milestone:
    """Release a milestone on which the client was silent until the end. Raises WrongMove, ReviewRunning."""
    [milestone] = await auto_release_all(session, [Silence(contract=contract, number=number, at=at)])
    return milestone


async def auto_release_all(session: AsyncSession, silences: Sequence[Silence]) -> list[Milestone]:
    """Release milestones of different contracts, in their order. Raises WrongMove, ReviewRunning."""
    contracts = await require_contracts(session, [silence.contract for silence in silences])
    released: list[Milestone] = []
    earnings: list[Post] = []
    for agreed, silence in zip(contracts, silences, strict=True):
        # Whether the clock runs while a contract is paused is not stated anywhere: nothing is released by itself.
        require_active(agreed)
        milestone = require_milestone(agreed, silence.number)
        if milestone.review_due_at is not None and silence.at < milestone.review_due_at:
            raise ReviewRunning
        target = MilestoneStatus.AUTO_RELEASED
        earned = _release(session, agreed, milestone, target, amount=milestone.amount, by=CLOCK, at=silence.at)
        released.append(milestone)
        earnings.append(earned)
    await clocks.stop_all(session, ClockKind.REVIEW, contracts=[contract.id for contract in contracts])
    await payouts.earn(session, earnings)
    return released


def require_in_time(milestone: Milestone, *, at: datetime) -> None:
    """Refuse what only a client who has not been silent until the end may do. Raises ReviewOver."""
    if milestone.review_due_at is not None and at >= milestone.review_due_at:
        raise ReviewOver


async def release(
    session: AsyncSession,
    contract: Contract,
    milestone: Milestone,
    target: MilestoneStatus,
    *,
    amount: Money,
    by: str,
    at: datetime,
) -> Milestone:
    """Release a milestone of a contract that is held already. Raises WrongMove."""
    earned = _release(session, contract, milestone, target, amount=amount, by=by, at=at)
    await clocks.stop(session, ClockKind.REVIEW, contract=contract.id)
    await payouts.earn(session, [earned])
    return milestone


def _release(
    session: AsyncSession,
    contract: Contract,
    milestone: Milestone,
    target: MilestoneStatus,
    *,
    amount: Money,
    by: str,
    at: datetime,
) -> Post:
    """Change the milestone, and return what the freelancer is still to be paid for it."""
    milestone.status = move_milestone(milestone.status, target)
    milestone.released_at = at
    milestone.review_due_at = None
    _record(session, contract, milestone, act="release", by=by, at=at, amount=amount)
    return Post(
        Posting.RELEASE,
        of=between(contract),
        amount=amount,
        cause=f"{contract.id}/{milestone.number}",
        at=at,
        milestone=milestone.number,
    )


async def _working(
    session: AsyncSession, contract: str, number: int, *, by: str, role: Role, act: Act
) -> tuple[Contract, Milestone]:
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=role, act=act)
    require_active(agreed)
    return agreed, require_milestone(agreed, number)


def _record(
    session: AsyncSession,
    contract: Contract,
    milestone: Milestone,
    *,
    act: str,
    by: str,
    at: datetime,
    amount: Money | None = None,
) -> None:
    events.record(
        session,
        contract,
        at=at,
        actor=by,
        act=act,
        milestone=milestone.number,
        status=milestone.status,
        amount=amount,
    )
