"""Emptying a contract's escrow: what is paid out of it, and what goes back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, events, fees, ledger, payouts, review
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Contract
from bot.marketplace.ledger import Post
from bot.marketplace.money import Money
from bot.marketplace.moves import move_milestone
from bot.marketplace.parties import between, funded_milestone, in_escrow
from bot.marketplace.port import MilestoneStatus
from bot.marketplace.posting import Posting


class NotInEscrow(Refused):
    """What is paid at the end comes out of escrow."""

    code = "not_in_escrow"
    sentence = "The amount has to be between nothing and all that is in escrow."


def require_within(amount: Money, held: Money) -> None:
    """Refuse an amount that the escrow does not hold. Raises NotInEscrow."""
    if not Money(0) <= amount <= held:
        raise NotInEscrow


async def give_back(session: AsyncSession, contract: Contract, *, cause: str, at: datetime) -> Money:
    """Refund all that is in escrow (P8), and the initiation fee where nothing was released (P10)."""
    milestone = funded_milestone(contract)
    if milestone is not None:
        milestone.status = move_milestone(milestone.status, MilestoneStatus.REFUNDED)
        milestone.review_due_at = None
    await clocks.stop(session, ClockKind.REVIEW, contract=contract.id)
    # The fee first: payments out of the platform's account queue before those out of escrow, always.
    await fees.return_initiation(session, contract, at=at)
    amount = await in_escrow(session, contract)
    if amount.minor:
        await ledger.post(
            session,
            Posting.REFUND,
            of=between(contract),
            amount=amount,
            cause=cause,
            at=at,
            milestone=None if milestone is None else milestone.number,
        )
    return amount


async def pay(session: AsyncSession, contract: Contract, amount: Money, *, cause: str, by: str, at: datetime) -> None:
    """Release an amount: of the funded milestone first, then of what earlier ones left. Raises InsufficientFunds."""
    milestone = funded_milestone(contract)
    if milestone is not None and amount.minor:
        part = min(amount, milestone.amount)
        whole = part == milestone.amount
        target = MilestoneStatus.RELEASED if whole else MilestoneStatus.PART_RELEASED
        await review.release(session, contract, milestone, target, amount=part, by=by, at=at)
        amount -= part
    if amount.minor:
        await payouts.earn(session, [Post(Posting.RELEASE, of=between(contract), amount=amount, cause=cause, at=at)])
        events.record(session, contract, at=at, actor=by, act="release", amount=amount)
