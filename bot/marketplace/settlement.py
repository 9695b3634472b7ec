"""How a dispute is closed: the escrow is divided and the contract ends."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, escrow, events
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Contract
from bot.marketplace.dispute import Dispute, Outcome, move_stage
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove, move_contract
from bot.marketplace.parties import in_escrow
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.port import DisputeStage as Stage
from bot.marketplace.refunds import AnswerTimeRunning

OF_DISPUTES = (
    ClockKind.DISPUTE_ANSWER,
    ClockKind.PROPOSAL,
    ClockKind.PROPOSAL_ANSWER,
    ClockKind.ARBITRATION,
)


class AnswerTimeOver(Refused):
    """The time to answer has passed."""

    code = "answer_time_over"
    sentence = "The time to answer is over."


def require_before(answer_by: datetime, *, at: datetime) -> None:
    """Refuse what comes too late. Raises AnswerTimeOver."""
    if at >= answer_by:
        raise AnswerTimeOver


def require_due(answer_by: datetime, *, at: datetime) -> None:
    """Refuse to count somebody as silent who may still answer. Raises AnswerTimeRunning."""
    if at < answer_by:
        raise AnswerTimeRunning("The time to answer is not over yet.")


async def divide(
    session: AsyncSession,
    contract: Contract,
    dispute: Dispute,
    *,
    to_freelancer: Money,
    outcome: Outcome,
    by: str,
    at: datetime,
) -> Dispute:
    """Release `to_freelancer` out of escrow, refund the rest, and end the contract. Raises NotInEscrow."""
    escrow.require_within(to_freelancer, await in_escrow(session, contract))
    cause = f"{contract.id}/dispute-{dispute.id}"
    await close(session, contract, dispute, outcome=outcome, at=at)
    await escrow.pay(session, contract, to_freelancer, cause=cause, by=by, at=at)
    returned = await escrow.give_back(session, contract, cause=cause, at=at)
    contract.status = move_contract(contract.status, ContractStatus.ENDED)
    contract.ended_at = at
    events.record(session, contract, at=at, actor=by, act=f"dispute_{outcome}", amount=returned)
    return dispute


async def close(session: AsyncSession, contract: Contract, dispute: Dispute, *, outcome: Outcome, at: datetime) -> None:
    """Close a dispute, which stops its clocks. Raises WrongMove."""
    move_stage(dispute, Stage.CLOSED)
    dispute.outcome = outcome.value
    dispute.closed_at = at
    for kind in OF_DISPUTES:
        await clocks.stop(session, kind, contract=contract.id)


async def ask_both(
    session: AsyncSession, kind: ClockKind, contract: Contract, *, at: datetime, due_at: datetime
) -> None:
    """Start a clock for each party."""
    for role in Role:
        account = contract.client_id if role is Role.CLIENT else contract.freelancer_id
        await clocks.start(session, kind, contract=contract.id, at=at, due_at=due_at, account=account, about=role.value)


async def answer(
    session: AsyncSession, kind: ClockKind, contract: Contract, dispute: Dispute, *, by: str, agrees: bool
) -> None:
    """Note what a party says in the present stage, which stops its clock; it may not be unsaid. Raises WrongMove."""
    role = Role.CLIENT if by == contract.client_id else Role.FREELANCER
    said = dispute.client_agrees if role is Role.CLIENT else dispute.freelancer_agrees
    if said is not None:
        raise WrongMove(current=dispute.stage.value)
    if role is Role.CLIENT:
        dispute.client_agrees = agrees
    else:
        dispute.freelancer_agrees = agrees
    await clocks.stop(session, kind, contract=contract.id, about=role.value)
