"""From pending to withdrawable: the end of the security period (facts.md §1.2 P5)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import audit, ledger, places
from bot.marketplace.contract import Milestone
from bot.marketplace.deadlines import available_at
from bot.marketplace.moves import WrongMove
from bot.marketplace.parties import between, require_contract, require_milestone
from bot.marketplace.posting import Posting


class SecurityRunning(Refused):
    """The security period is not over."""

    code = "security_running"
    sentence = "The security period of this payment is not over yet."


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
    earned = await ledger.balance(session, places.pending(agreed.freelancer_id), contract=agreed.id, milestone=number)
    if earned.minor:
        await ledger.post(
            session,
            Posting.AVAILABLE,
            of=between(agreed),
            amount=earned,
            cause=f"{agreed.id}/{number}",
            at=at,
            milestone=number,
        )
        audit.record(
            session,
            at=at,
            actor=audit.CLOCK,
            act="make_available",
            subject=agreed.id,
            milestone=number,
            status=milestone.status,
            amount=earned,
        )
    return milestone
