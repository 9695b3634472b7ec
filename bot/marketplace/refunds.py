"""Asking escrow back: the request, and the refund by consent or silence (facts.md §1.5)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import audit, ledger
from bot.marketplace.contract import Contract, RefundRequest
from bot.marketplace.deadlines import respond_by
from bot.marketplace.moves import move_contract, move_milestone
from bot.marketplace.parties import between, funded_milestone, in_escrow, require_contract, require_party
from bot.marketplace.port import ContractStatus, MilestoneStatus, Role
from bot.marketplace.posting import Posting
from bot.marketplace.standing import Act

APPROVED = "approved"
SILENCE = "silence"


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

    Raises WrongMove, NothingInEscrow.
    """
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.CLIENT, act=Act.REQUEST_REFUND)
    agreed.status = move_contract(agreed.status, ContractStatus.REFUND_REQUESTED)
    amount = await in_escrow(session, agreed)
    if not amount.minor:
        raise NothingInEscrow
    request = RefundRequest(
        contract_id=agreed.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        requested_at=at,
        respond_by=respond_by(at),
    )
    agreed.refund_requests.append(request)
    audit.record(session, at=at, actor=by, act="request_refund", subject=agreed.id, status=agreed.status, amount=amount)
    return request


async def approve_refund(session: AsyncSession, *, contract: str, by: str, at: datetime) -> RefundRequest:
    """Agree to an open request, as the freelancer. Raises NoRefundRequest."""
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.FREELANCER, act=Act.ANSWER_REFUND_REQUEST)
    return await _refund(session, agreed, _open_request(agreed), outcome=APPROVED, by=by, at=at)


async def refund_by_silence(session: AsyncSession, *, contract: str, at: datetime) -> RefundRequest:
    """Refund a request that was not answered in time. Raises NoRefundRequest, AnswerTimeRunning."""
    agreed = await require_contract(session, contract)
    request = _open_request(agreed)
    if at < request.respond_by:
        raise AnswerTimeRunning
    return await _refund(session, agreed, request, outcome=SILENCE, by=audit.CLOCK, at=at)


def _open_request(contract: Contract) -> RefundRequest:
    for request in contract.refund_requests:
        if request.outcome is None:
            return request
    raise NoRefundRequest


async def _refund(
    session: AsyncSession, contract: Contract, request: RefundRequest, *, outcome: str, by: str, at: datetime
) -> RefundRequest:
    milestone = funded_milestone(contract)
    if milestone is not None:
        milestone.status = move_milestone(milestone.status, MilestoneStatus.REFUNDED)
        milestone.review_due_at = None
    contract.status = move_contract(contract.status, ContractStatus.ENDED)
    contract.ended_at = at
    request.outcome = outcome
    request.decided_at = at
    await ledger.post(
        session,
        Posting.REFUND,
        of=between(contract),
        amount=request.amount,
        cause=f"{contract.id}/refund-request-{request.id}",
        at=at,
        milestone=None if milestone is None else milestone.number,
    )
    audit.record(
        session, at=at, actor=by, act="refund", subject=contract.id, status=contract.status, amount=request.amount
    )
    return request
