"""A contract's own life after its offer: paused, resumed, ended (facts.md §1.3)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, escrow, events, refunds
from bot.marketplace.audit import PLATFORM
from bot.marketplace.contract import Contract
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove, move_contract
from bot.marketplace.offers import accept, offer
from bot.marketplace.parties import funded_milestone, in_escrow, require_active, require_contract, require_party
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.review import require_in_time
from bot.marketplace.standing import Act

__all__ = ["EscrowNotEmpty", "accept", "end", "end_paying", "leave", "offer", "pause", "resume"]


class EscrowNotEmpty(Refused):
    """Escrow is released or asked back before a contract can end."""

    code = "escrow_not_empty"
    sentence = "There is money in escrow; it has to be released or asked back first."


async def pause(session: AsyncSession, *, contract: str, because_of: str, reason: str, at: datetime) -> Contract:
    """Pause a contract because of a problem of one party's account, which alone is told the `reason`.

    Its clocks stand still. Raises WrongMove.
    """
    paused = await require_contract(session, contract)
    paused.paused_reason = reason
    paused.paused_for_id = because_of
    await clocks.hold(session, contract, at=at)
    _move(session, paused, ContractStatus.PAUSED, act="pause", by=PLATFORM, at=at)
    return paused


async def resume(session: AsyncSession, *, contract: str, at: datetime) -> Contract:
    """Go on with a paused contract, once its problem is cleared. Raises WrongMove."""
    resumed = await require_contract(session, contract)
    if resumed.status is not ContractStatus.PAUSED:  # a dispute goes back to work by another way
        raise WrongMove(current=resumed.status.value)
    resumed.paused_reason = None
    resumed.paused_for_id = None
    await clocks.resume(session, resumed, at=at)
    _move(session, resumed, ContractStatus.ACTIVE, act="resume", by=PLATFORM, at=at)
    return resumed


async def end(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Contract:
    """End a contract whose escrow is empty, as the client. Raises WrongMove, EscrowNotEmpty."""
    ended = await require_contract(session, contract)
    require_party(ended, by=by, role=Role.CLIENT, act=Act.END_CONTRACT)
    if (await in_escrow(session, ended)).minor:
        raise EscrowNotEmpty
    ended.ended_at = at
    _move(session, ended, ContractStatus.ENDED, act="end", by=by, at=at)
    return ended


async def end_paying(session: AsyncSession, *, contract: str, pay: Money, by: str, at: datetime) -> Contract:
    """End a contract as the client: release `pay`, and ask back what is then left in escrow.

    All that is in escrow ends it at once; another amount, or nothing, begins a refund request.
    Raises WrongMove, NotInEscrow, ReviewOver.
    """
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.CLIENT, act=Act.END_CONTRACT)
    require_active(agreed)
    held = await in_escrow(session, agreed)
    escrow.require_within(pay, held)
    milestone = funded_milestone(agreed)
    if milestone is not None and pay < held:
        require_in_time(milestone, at=at)
    await escrow.pay(session, agreed, pay, cause=f"{contract}/end", by=by, at=at)
    await session.flush()  # what follows reads the contract again
    if pay < held:
        await refunds.request_refund(session, contract=contract, by=by, at=at)
        return agreed
    return await end(session, contract=contract, by=by, at=at)


async def leave(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Contract:
    """End a contract as the freelancer: the whole escrow goes back (facts.md §1.3). Raises WrongMove, ReviewOver."""
    left = await require_contract(session, contract)
    require_party(left, by=by, role=Role.FREELANCER, act=Act.END_CONTRACT)
    require_active(left)
    milestone = funded_milestone(left)
    if milestone is not None:
        require_in_time(milestone, at=at)
    amount = await escrow.give_back(session, left, cause=f"{contract}/left", at=at)
    left.ended_at = at
    _move(session, left, ContractStatus.ENDED, act="leave", by=by, at=at, amount=amount)
    return left


def _move(
    session: AsyncSession,
    contract: Contract,
    target: ContractStatus,
    *,
    act: str,
    by: str,
    at: datetime,
    amount: Money | None = None,
) -> None:
    contract.status = move_contract(contract.status, target)
    events.record(session, contract, at=at, actor=by, act=act, amount=amount)
