"""What a freelancer earns: released, held for the security period, then withdrawable (facts.md §1.2 P3 to P5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, events, fees, ledger
from bot.marketplace.audit import CLOCK
from bot.marketplace.clocks import ClockKind, Start
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.deadlines import available_at
from bot.marketplace.events import Hearing
from bot.marketplace.ledger import Post
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove
from bot.marketplace.parties import between, require_contract, require_contracts, require_milestone
from bot.marketplace.posting import Posting

EARNINGS = (Posting.RELEASE, Posting.BONUS)
MATURING = (*EARNINGS, Posting.SERVICE_FEE, Posting.AVAILABLE)  # what is looked at when a payment matures


class SecurityRunning(Refused):
    """The security period is not over."""

    code = "security_running"
    sentence = "The security period of this payment is not over yet."


@dataclass(frozen=True, slots=True)
class Matured:
    """A payment whose security period is over: what it was paid for, and when it becomes available."""

    contract: str
    cause: str
    at: datetime
    milestone: int | None


async def earn(session: AsyncSession, earnings: Sequence[Post]) -> None:
    """Pay freelancers, out of escrow or as a bonus, and start each payment's security period.

    Raises InsufficientFunds.
    """
    await ledger.post_all(
        session, [post for paid in earnings for post in (paid, fees.service_fee(session, paid)) if post is not None]
    )
    await clocks.start_all(
        session,
        ClockKind.SECURITY,
        [
            Start(
                contract=paid.of.contract,
                at=paid.at,
                due_at=available_at(paid.at),
                milestone=paid.milestone,
                about=paid.cause,
            )
            for paid in earnings
        ],
    )


async def make_available(session: AsyncSession, *, contract: str, number: int, at: datetime) -> Milestone:
    """Let the freelancer withdraw what a milestone earned, less fees. A second time nothing moves.

    Raises WrongMove when nothing was released, SecurityRunning.
    """
    agreed = await require_contract(session, contract)
    milestone = require_milestone(agreed, number)
    if milestone.released_at is None:
        raise WrongMove(current=milestone.status.value)
    if at < available_at(milestone.released_at):
        raise SecurityRunning
    await _mature(
        session, [(agreed, Matured(contract=agreed.id, cause=f"{agreed.id}/{number}", at=at, milestone=number))]
    )
    return milestone


async def mature(session: AsyncSession, payments: Sequence[Matured]) -> None:
    """Let freelancers withdraw what payments brought whose security period is over, in their order."""
    contracts = await require_contracts(session, [payment.contract for payment in payments])
    await _mature(session, list(zip(contracts, payments, strict=True)))


async def _mature(session: AsyncSession, payments: Sequence[tuple[Contract, Matured]]) -> None:
    await clocks.stop_each(session, ClockKind.SECURITY, [(paid.contract, paid.cause) for _, paid in payments])
    moved = await ledger.moved_by_each(session, [(posting, paid.cause) for _, paid in payments for posting in MATURING])
    posts: list[Post] = []
    for contract, paid in payments:
        earned = sum((moved[posting, paid.cause] for posting in EARNINGS), Money(0))
        earned -= moved[Posting.SERVICE_FEE, paid.cause]
        if moved[Posting.AVAILABLE, paid.cause].minor or not earned.minor:
            continue
        posts.append(
            Post(
                Posting.AVAILABLE,
                of=between(contract),
                amount=earned,
                cause=paid.cause,
                at=paid.at,
                milestone=paid.milestone,
            )
        )
        events.record(
            session,
            contract,
            at=paid.at,
            actor=CLOCK,
            act="make_available",
            milestone=paid.milestone,
            amount=earned,
            hearing=Hearing.FREELANCER,
        )
    await ledger.post_all(session, posts)
