"""What a freelancer earns: released, held for the security period, then withdrawable (facts.md §1.2 P3 to P5)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, events, fees, ledger
from bot.marketplace.audit import CLOCK
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.deadlines import available_at
from bot.marketplace.events import Hearing
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove
from bot.marketplace.parties import between, require_contract, require_milestone
from bot.marketplace.posting import Posting


class SecurityRunning(Refused):
    """The security period is not over."""

    code = "security_running"
    sentence = "The security period of this payment is not over yet."


async def earn(
    session: AsyncSession,
    posting: Posting,
    contract: Contract,
    amount: Money,
    *,
    cause: str,
    at: datetime,
    milestone: int | None = None,
) -> None:
    """Pay a freelancer, out of escrow or as a bonus, and start the payment's security period."""
    await ledger.post(session, posting, of=between(contract), amount=amount, cause=cause, at=at, milestone=milestone)
    await fees.charge_freelancer(session, contract, amount, cause=cause, at=at, milestone=milestone)
    await clocks.start(
        session,
        ClockKind.SECURITY,
        contract=contract.id,
        at=at,
        due_at=available_at(at),
        milestone=milestone,
        about=cause,
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
    await _mature(session, agreed, cause=f"{agreed.id}/{number}", at=at, milestone=number)
    return milestone


async def mature(
    session: AsyncSession, *, contract: str, cause: str, at: datetime, milestone: int | None = None
) -> None:
    """Let the freelancer withdraw what one payment brought, when its security period is over."""
    await _mature(session, await require_contract(session, contract), cause=cause, at=at, milestone=milestone)


async def _mature(
    session: AsyncSession, contract: Contract, *, cause: str, at: datetime, milestone: int | None
) -> None:
    await clocks.stop(session, ClockKind.SECURITY, contract=contract.id, about=cause)
    if (await ledger.moved_by(session, Posting.AVAILABLE, cause=cause)).minor:
        return
    earned = Money(0)
    for posting in (Posting.RELEASE, Posting.BONUS):
        earned += await ledger.moved_by(session, posting, cause=cause)
    earned -= await ledger.moved_by(session, Posting.SERVICE_FEE, cause=cause)
    if not earned.minor:
        return
    await ledger.post(
        session,
        Posting.AVAILABLE,
        of=between(contract),
        amount=earned,
        cause=cause,
        at=at,
        milestone=milestone,
    )
    events.record(
        session,
        contract,
        at=at,
        actor=CLOCK,
        act="make_available",
        milestone=milestone,
        amount=earned,
        hearing=Hearing.FREELANCER,
    )
