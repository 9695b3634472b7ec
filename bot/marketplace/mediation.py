"""A dispute until it is agreed or goes to arbitration: claim, answer, proposal (facts.md §1.6, 1 to 3)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace import arbitration, clocks, escrow, events, refunds
from bot.marketplace.audit import CLOCK, PLATFORM
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Contract
from bot.marketplace.deadlines import business_days_after
from bot.marketplace.dispute import Dispute, Outcome, move_stage, require_dispute
from bot.marketplace.money import Money
from bot.marketplace.moves import move_contract
from bot.marketplace.parties import funded_milestone, in_escrow, require_contract, require_party
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.port import DisputeStage as Stage
from bot.marketplace.refunds import NothingInEscrow
from bot.marketplace.review import require_in_time
from bot.marketplace.settlement import answer, ask_both, close, divide, require_before, require_due
from bot.marketplace.standing import Act
from bot.marketplace.terms import terms_of

WITHDRAWABLE = (Stage.ANSWERING, Stage.PROPOSING, Stage.PROPOSED, Stage.ARBITRATION)


async def open_dispute(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Dispute:
    """Claim what is in escrow, as the freelancer: against a refund request, or while work goes on.

    Raises WrongMove, NothingInEscrow, AnswerTimeOver, ReviewOver.
    """
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.FREELANCER, act=Act.OPEN_DISPUTE)
    refund_asked = agreed.status is ContractStatus.REFUND_REQUESTED
    agreed.status = move_contract(agreed.status, ContractStatus.DISPUTED)
    if refund_asked:
        request = refunds.open_request(agreed)
        require_before(request.respond_by, at=at)
        await refunds.decide(session, agreed, request, outcome=refunds.DISPUTED, at=at)
    claimed = await in_escrow(session, agreed)
    if not claimed.minor:
        raise NothingInEscrow
    milestone = funded_milestone(agreed)
    if milestone is not None and not refund_asked:
        require_in_time(milestone, at=at)
    await clocks.hold(session, contract, at=at)
    answer_by = business_days_after(at, terms_of(session).dispute_answer_days)
    dispute = Dispute(
        contract_id=contract, stage=Stage.ANSWERING, refund_asked=refund_asked, opened_at=at, answer_by=answer_by
    )
    session.add(dispute)
    await clocks.start(
        session, ClockKind.DISPUTE_ANSWER, contract=contract, at=at, due_at=answer_by, account=agreed.client_id
    )
    events.record(session, agreed, at=at, actor=by, act="open_dispute", amount=claimed)
    await session.flush()  # the dispute is named by its id
    return dispute


async def accept_claim(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Dispute:
    """Accept the freelancer's claim, as the client: all that is in escrow is released. Raises WrongMove, NoDispute."""
    agreed, dispute = await _answering(session, contract, by=by)
    return await _to_freelancer(session, agreed, dispute, outcome=Outcome.ACCEPTED, by=by, at=at)


async def decline_claim(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Dispute:
    """Decline the freelancer's claim, as the client: mediation begins. Raises WrongMove, NoDispute, AnswerTimeOver."""
    agreed, dispute = await _answering(session, contract, by=by)
    require_before(dispute.answer_by, at=at)
    move_stage(dispute, Stage.PROPOSING)
    dispute.answer_by = at + terms_of(session).proposal_time
    await clocks.stop(session, ClockKind.DISPUTE_ANSWER, contract=contract)
    await clocks.start(session, ClockKind.PROPOSAL, contract=contract, at=at, due_at=dispute.answer_by)
    events.record(session, agreed, at=at, actor=by, act="decline_claim")
    return dispute


async def claim_by_silence(session: AsyncSession, *, contract: str, at: datetime) -> Dispute:
    """Release all, because the client was silent. Raises WrongMove, NoDispute, AnswerTimeRunning."""
    agreed = await require_contract(session, contract)
    dispute = await require_dispute(session, contract, Stage.ANSWERING)
    require_due(dispute.answer_by, at=at)
    return await _to_freelancer(session, agreed, dispute, outcome=Outcome.SILENCE, by=CLOCK, at=at)


async def propose(session: AsyncSession, *, contract: str, to_freelancer: Money, at: datetime) -> Dispute:
    """Propose, as the platform, how to divide the escrow; it binds nobody.

    Raises WrongMove, NoDispute, NotInEscrow, AnswerTimeOver.
    """
    agreed = await require_contract(session, contract)
    dispute = await require_dispute(session, contract, Stage.PROPOSING)
    require_before(dispute.answer_by, at=at)
    escrow.require_within(to_freelancer, await in_escrow(session, agreed))
    move_stage(dispute, Stage.PROPOSED)
    dispute.proposed_minor = to_freelancer.minor
    dispute.answer_by = at + terms_of(session).proposal_answer_time
    await clocks.stop(session, ClockKind.PROPOSAL, contract=contract)
    await ask_both(session, ClockKind.PROPOSAL_ANSWER, agreed, at=at, due_at=dispute.answer_by)
    events.record(session, agreed, at=at, actor=PLATFORM, act="propose", amount=to_freelancer)
    return dispute


async def answer_proposal(session: AsyncSession, *, contract: str, agrees: bool, by: str, at: datetime) -> Dispute:
    """Accept or decline the proposal; both acceptances carry it out, one refusal ends mediation.

    Raises WrongMove, NoDispute, AnswerTimeOver.
    """
    agreed = await require_contract(session, contract)
    role = Role.CLIENT if by == agreed.client_id else Role.FREELANCER
    require_party(agreed, by=by, role=role, act=Act.ANSWER_DISPUTE)
    dispute = await require_dispute(session, contract, Stage.PROPOSED)
    require_before(dispute.answer_by, at=at)
    await answer(session, ClockKind.PROPOSAL_ANSWER, agreed, dispute, by=by, agrees=agrees)
    events.record(session, agreed, at=at, actor=by, act="accept_proposal" if agrees else "decline_proposal")
    if not agrees:
        await arbitration.begin(session, agreed, dispute, by=by, at=at)
    elif dispute.client_agrees and dispute.freelancer_agrees:
        share = Money(dispute.proposed_minor or 0)
        await divide(session, agreed, dispute, to_freelancer=share, outcome=Outcome.AGREED, by=by, at=at)
    return dispute


async def mediation_by_silence(session: AsyncSession, *, contract: str, at: datetime) -> Dispute:
    """End mediation, because nothing was proposed in time or somebody did not answer.

    Raises WrongMove, NoDispute, AnswerTimeRunning.
    """
    agreed = await require_contract(session, contract)
    dispute = await require_dispute(session, contract, Stage.PROPOSING, Stage.PROPOSED)
    require_due(dispute.answer_by, at=at)
    await arbitration.begin(session, agreed, dispute, by=CLOCK, at=at)
    return dispute


async def withdraw_dispute(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Dispute:
    """Give the claim up, as the freelancer: a refund that was asked for is made, otherwise work goes on.

    Raises WrongMove, NoDispute, AnswerTimeOver.
    """
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.FREELANCER, act=Act.ANSWER_DISPUTE)
    dispute = await require_dispute(session, contract, *WITHDRAWABLE)
    require_before(dispute.answer_by, at=at)
    if dispute.refund_asked:
        nothing, outcome = Money(0), Outcome.WITHDRAWN
        return await divide(session, agreed, dispute, to_freelancer=nothing, outcome=outcome, by=by, at=at)
    await close(session, agreed, dispute, outcome=Outcome.WITHDRAWN, at=at)
    agreed.status = move_contract(agreed.status, ContractStatus.ACTIVE)
    await clocks.resume(session, agreed, at=at)
    events.record(session, agreed, at=at, actor=by, act="dispute_withdrawn")
    return dispute


async def _answering(session: AsyncSession, contract: str, *, by: str) -> tuple[Contract, Dispute]:
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.CLIENT, act=Act.ANSWER_DISPUTE)
    return agreed, await require_dispute(session, contract, Stage.ANSWERING)


async def _to_freelancer(
    session: AsyncSession, contract: Contract, dispute: Dispute, *, outcome: Outcome, by: str, at: datetime
) -> Dispute:
    held = await in_escrow(session, contract)
    return await divide(session, contract, dispute, to_freelancer=held, outcome=outcome, by=by, at=at)
