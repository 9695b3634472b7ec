"""A dispute's last stages: who pays for arbitration, and its award (facts.md §1.6, 4)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace import clocks, events
from bot.marketplace.audit import CLOCK, PLATFORM
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Contract
from bot.marketplace.dispute import Dispute, Outcome, move_stage, require_dispute
from bot.marketplace.money import Money
from bot.marketplace.parties import in_escrow, require_contract, require_party
from bot.marketplace.port import DisputeStage as Stage
from bot.marketplace.port import Role
from bot.marketplace.settlement import answer, ask_both, divide, require_before, require_due
from bot.marketplace.standing import Act
from bot.marketplace.terms import terms_of


async def begin(session: AsyncSession, contract: Contract, dispute: Dispute, *, by: str, at: datetime) -> None:
    """Send the notice that mediation has failed: both parties may now accept arbitration and pay. Raises WrongMove."""
    move_stage(dispute, Stage.ARBITRATION)
    dispute.answer_by = at + terms_of(session).arbitration_time
    for kind in (ClockKind.PROPOSAL, ClockKind.PROPOSAL_ANSWER):
        await clocks.stop(session, kind, contract=contract.id)
    await ask_both(session, ClockKind.ARBITRATION, contract, at=at, due_at=dispute.answer_by)
    events.record(session, contract, at=at, actor=by, act="mediation_failed")


async def answer_arbitration(session: AsyncSession, *, contract: str, pays: bool, by: str, at: datetime) -> Dispute:
    """Accept arbitration and pay a share of it, or decline; when both have said so, it goes on.

    Raises WrongMove, NoDispute, AnswerTimeOver.
    """
    agreed = await require_contract(session, contract)
    role = Role.CLIENT if by == agreed.client_id else Role.FREELANCER
    require_party(agreed, by=by, role=role, act=Act.ANSWER_DISPUTE)
    dispute = await require_dispute(session, contract, Stage.ARBITRATION)
    require_before(dispute.answer_by, at=at)
    await answer(session, ClockKind.ARBITRATION, agreed, dispute, by=by, agrees=pays)
    events.record(session, agreed, at=at, actor=by, act="pay_arbitration" if pays else "decline_arbitration")
    if None not in {dispute.client_agrees, dispute.freelancer_agrees}:
        await _decide(session, agreed, dispute, by=by, at=at)
    return dispute


async def arbitration_by_silence(session: AsyncSession, *, contract: str, at: datetime) -> Dispute:
    """Count whoever was silent as having declined. Raises WrongMove, NoDispute, AnswerTimeRunning."""
    agreed = await require_contract(session, contract)
    dispute = await require_dispute(session, contract, Stage.ARBITRATION)
    require_due(dispute.answer_by, at=at)
    await _decide(session, agreed, dispute, by=CLOCK, at=at)
    return dispute


async def award(session: AsyncSession, *, contract: str, to_freelancer: Money, at: datetime) -> Dispute:
    """Divide the escrow as the arbitrator decided. Raises WrongMove, NoDispute, NotInEscrow."""
    agreed = await require_contract(session, contract)
    dispute = await require_dispute(session, contract, Stage.ARBITRATING)
    return await divide(
        session, agreed, dispute, to_freelancer=to_freelancer, outcome=Outcome.AWARD, by=PLATFORM, at=at
    )


async def _decide(session: AsyncSession, contract: Contract, dispute: Dispute, *, by: str, at: datetime) -> None:
    client, freelancer = bool(dispute.client_agrees), bool(dispute.freelancer_agrees)
    if client and freelancer:
        move_stage(dispute, Stage.ARBITRATING)
        await clocks.stop(session, ClockKind.ARBITRATION, contract=contract.id)
        events.record(session, contract, at=at, actor=by, act="begin_arbitration")
        return
    # Only one has paid: all is theirs. Nobody has: it goes back to the client.
    share = await in_escrow(session, contract) if freelancer else Money(0)
    outcome = Outcome.ONE_PAID if client or freelancer else Outcome.NOBODY_PAID
    await divide(session, contract, dispute, to_freelancer=share, outcome=outcome, by=by, at=at)
