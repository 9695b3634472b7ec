"""Asking escrow back: the request, and the refund by consent or silence (facts.md §1.5)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, escrow, events
from bot.marketplace.audit import CLOCK
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Contract, RefundRequest
from bot.marketplace.deadlines import respond_by
from bot.marketplace.moves import move_contract
from bot.marketplace.parties import funded_milestone, in_escrow, require_contract, require_party
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.review import require_in_time
from bot.marketplace.standing import Act

APPROVED = "approved"
SILENCE = "silence"
DISPUTED = "disputed"


class NothingInEscrow(Refused):
    """Only money in escrow can be asked back here."""

    code = "nothing_in_escrow"
    sentence = "There is nothing in escrow on this contract."


class NoRefundRequest(Refused):
    """There is no open request to answer."""

    code = "no_refund_request"
    sentence = "There is no open refund request on this contract."


class AnswerTimeRunning(Refused):
    """The freelancer may still answer."""

    code = "answer_time_running"
    sentence = "The freelancer's time to answer is not over yet."


async def request_refund(session: AsyncSession, *, contract: str, by: str, at: datetime) -> RefundRequest:
    """Ask for all that is in escrow. Paying another amount is a part release before this.

    Raises WrongMove, NothingInEscrow, ReviewOver.
    """
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.CLIENT, act=Act.REQUEST_REFUND)
    agreed.status = move_contract(agreed.status, ContractStatus.REFUND_REQUESTED)
    amount = await in_escrow(session, agreed)
    if not amount.minor:
        raise NothingInEscrow
    milestone = funded_milestone(agreed)
    if milestone is not None:
        require_in_time(milestone, at=at)
    request = RefundRequest(
        contract_id=agreed.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        requested_at=at,
        respond_by=respond_by(at),
    )
    agreed.refund_requests.append(request)
    await clocks.stop(session, ClockKind.REVIEW, contract=agreed.id)
    await clocks.start(
        session,
        ClockKind.REFUND_ANSWER,
        contract=agreed.id,
        at=at,
        due_at=request.respond_by,
        account=agreed.freelancer_id,
    )
    events.record(session, agreed, at=at, actor=by, act="request_refund", amount=amount)
    return request


async def approve_refund(session: AsyncSession, *, contract: str, by: str, at: datetime) -> RefundRequest:
    """Agree to an open request, as the freelancer. Raises NoRefundRequest."""
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.FREELANCER, act=Act.ANSWER_REFUND_REQUEST)
    return await _refund(session, agreed, open_request(agreed), outcome=APPROVED, by=by, at=at)


async def refund_by_silence(session: AsyncSession, *, contract: str, at: datetime) -> RefundRequest:
    """Refund a request that was not answered in time. Raises NoRefundRequest, AnswerTimeRunning."""
    agreed = await require_contract(session, contract)
    request = open_request(agreed)
    if at < request.respond_by:
        raise AnswerTimeRunning
    return await _refund(session, agreed, request, outcome=SILENCE, by=CLOCK, at=at)


def open_request(contract: Contract) -> RefundRequest:
    """Find the request that is not decided. Raises NoRefundRequest."""
    for request in contract.refund_requests:
        if request.outcome is None:
            return request
    raise NoRefundRequest


async def _refund(
    session: AsyncSession, contract: Contract, request: RefundRequest, *, outcome: str, by: str, at: datetime
) -> RefundRequest:
    await decide(session, contract, request, outcome=outcome, at=at)
    contract.status = move_contract(contract.status, ContractStatus.ENDED)
    contract.ended_at = at
    amount = await escrow.give_back(session, contract, cause=f"{contract.id}/refund-request-{request.id}", at=at)
    events.record(session, contract, at=at, actor=by, act="refund", amount=amount)
    return request


async def decide(
    session: AsyncSession, contract: Contract, request: RefundRequest, *, outcome: str, at: datetime
) -> None:
    """Note what became of a request, which stops its clock."""
    request.outcome = outcome
    request.decided_at = at
    await clocks.stop(session, ClockKind.REFUND_ANSWER, contract=contract.id)
