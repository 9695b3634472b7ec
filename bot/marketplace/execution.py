"""What each command does, by the marketplace's moves, and what came of it in money."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace import (
    agreements,
    arbitration,
    bonuses,
    funding,
    hiring,
    mediation,
    offers,
    places,
    refunds,
    review,
)
from bot.marketplace.audit import AuditEntry
from bot.marketplace.commands import (
    AcceptClaim,
    AcceptOffer,
    AcceptProposal,
    Action,
    AddMilestone,
    AgreeToRefund,
    Approve,
    CancelContract,
    Command,
    DeclineArbitration,
    DeclineClaim,
    DeclineOffer,
    DeclineProposal,
    DisputeRefund,
    EndContract,
    FundMilestone,
    GiveBonus,
    LeaveContract,
    LineKind,
    OnContract,
    OpenDispute,
    PayArbitration,
    QuoteLine,
    ReleaseEarly,
    ReleasePart,
    RequestChanges,
    SendOffer,
    SubmitWork,
    WithdrawDispute,
    WithdrawOffer,
)
from bot.marketplace.contract import Contract
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.parties import funded_milestone, in_escrow
from bot.marketplace.posting import Posting

#: The lines of each action's quote; the first is its amount, and further ones are left out where they are nothing.
LINES: dict[Action, tuple[LineKind, ...]] = {
    Action.APPROVE: (LineKind.RELEASED, LineKind.LEFT_IN_ESCROW),
    Action.RELEASE_PART: (LineKind.RELEASED, LineKind.LEFT_IN_ESCROW),
    Action.REQUEST_CHANGES: (LineKind.LEFT_IN_ESCROW,),
    Action.FUND: (LineKind.CHARGED, LineKind.FROM_ESCROW, LineKind.FEE),
    Action.ADD_AND_FUND: (LineKind.CHARGED, LineKind.FROM_ESCROW, LineKind.FEE),
    Action.BONUS: (LineKind.BONUS,),
    Action.END: (LineKind.RELEASED, LineKind.ASKED_BACK),
    Action.CANCEL: (LineKind.ASKED_BACK,),
    Action.RELEASE_EARLY: (LineKind.RELEASED, LineKind.LEFT_IN_ESCROW),
    Action.SUBMIT: (LineKind.LEFT_IN_ESCROW,),
    Action.AGREE_TO_REFUND: (LineKind.REFUNDED,),
    Action.DISPUTE_REFUND: (LineKind.LEFT_IN_ESCROW,),
    Action.SEND_OFFER: (LineKind.CHARGED, LineKind.FEE),
    Action.ACCEPT_OFFER: (LineKind.LEFT_IN_ESCROW,),
    Action.DECLINE_OFFER: (LineKind.REFUNDED,),
    Action.WITHDRAW_OFFER: (LineKind.REFUNDED,),
    Action.LEAVE: (LineKind.REFUNDED,),
    Action.OPEN_DISPUTE: (LineKind.LEFT_IN_ESCROW,),
    Action.WITHDRAW_DISPUTE: (LineKind.REFUNDED, LineKind.LEFT_IN_ESCROW),
    Action.ACCEPT_CLAIM: (LineKind.RELEASED,),
    Action.DECLINE_CLAIM: (LineKind.LEFT_IN_ESCROW,),
    Action.ACCEPT_PROPOSAL: (LineKind.RELEASED, LineKind.REFUNDED, LineKind.LEFT_IN_ESCROW),
    Action.DECLINE_PROPOSAL: (LineKind.LEFT_IN_ESCROW,),
    # What it leads to would tell what the other side has answered.
    Action.PAY_ARBITRATION: (LineKind.AT_STAKE,),
    Action.DECLINE_ARBITRATION: (LineKind.AT_STAKE,),
}


#: Moves that need nothing but the contract.
OF_CONTRACT: dict[type[OnContract], Callable[..., Awaitable[object]]] = {
    CancelContract: refunds.request_refund,
    AgreeToRefund: refunds.approve_refund,
    DisputeRefund: mediation.open_dispute,
    AcceptOffer: offers.accept,
    DeclineOffer: offers.decline,
    WithdrawOffer: offers.withdraw,
    LeaveContract: agreements.leave,
    OpenDispute: mediation.open_dispute,
    WithdrawDispute: mediation.withdraw_dispute,
    AcceptClaim: mediation.accept_claim,
    DeclineClaim: mediation.decline_claim,
    AcceptProposal: partial(mediation.answer_proposal, agrees=True),
    DeclineProposal: partial(mediation.answer_proposal, agrees=False),
    PayArbitration: partial(arbitration.answer_arbitration, pays=True),
    DeclineArbitration: partial(arbitration.answer_arbitration, pays=False),
}


async def perform(session: AsyncSession, command: Command, *, by: str, at: datetime) -> str:
    """Do it, and return the contract that it was done on. Raises what the moves raise; then nothing may be committed."""
    if isinstance(command, SendOffer):
        return (await hiring.send(session, command, by=by, at=at)).id
    await _perform(session, command, by=by, at=at)
    return command.contract


async def _perform(session: AsyncSession, command: OnContract, *, by: str, at: datetime) -> None:
    match command:
        case Approve(contract, number):
            await review.approve(session, contract=contract, number=number, by=by, at=at)
        case ReleasePart(contract, number, amount):
            await review.release_part(session, contract=contract, number=number, amount=amount, by=by, at=at)
        case RequestChanges(contract, number, message):
            await review.request_changes(session, contract=contract, number=number, message=message, by=by, at=at)
        case FundMilestone(contract, number):
            await funding.fund(session, contract=contract, number=number, by=by, at=at)
        case AddMilestone(contract, title, amount):
            added = await funding.define(session, contract=contract, title=title, amount=amount, by=by, at=at)
            await session.flush()
            await funding.fund(session, contract=contract, number=added.number, by=by, at=at)
        case GiveBonus(contract, amount):
            await bonuses.request_bonus(session, contract=contract, amount=amount, by=by, at=at)
        case EndContract(contract, pay):
            await agreements.end_paying(session, contract=contract, pay=pay, by=by, at=at)
        case ReleaseEarly(contract, number):
            await review.release_early(session, contract=contract, number=number, by=by, at=at)
        case SubmitWork(contract, number, note):
            await review.submit(session, contract=contract, number=number, note=note, by=by, at=at)
        case _:
            await OF_CONTRACT[type(command)](session, contract=command.contract, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Before:
    """A contract before a command: which change was its last, and how far its ledger has come.

    Every move writes an audit row, so any move makes another version.
    """

    version: int
    last_transfer: int = 0


async def before(session: AsyncSession, contract: str) -> Before:
    """Look at a contract that is held for the transaction."""
    last_change = select(func.max(AuditEntry.id)).where(AuditEntry.subject == contract)
    last_transfer = select(func.max(Transfer.id)).where(Transfer.contract_id == contract)
    row = await session.execute(select(last_change.scalar_subquery(), last_transfer.scalar_subquery()))
    return Before(*(number or 0 for number in row.one()))


async def posted(session: AsyncSession, contract: str, since: Before) -> list[Transfer]:
    """Read what was posted for the contract since, in its order."""
    found = await session.scalars(
        select(Transfer)
        .where(Transfer.contract_id == contract, Transfer.id > since.last_transfer)
        .order_by(Transfer.id)
    )
    return list(found)


async def lines(
    session: AsyncSession, action: Action, command: Command, contract: Contract, since: Before
) -> tuple[QuoteLine, ...]:
    """Say what came of a command, as the lines of its quote."""
    await session.flush()
    moved = await posted(session, contract.id, since)
    kinds = LINES[action]
    left = await in_escrow(session, contract) if {LineKind.LEFT_IN_ESCROW, LineKind.AT_STAKE} & {*kinds} else Money(0)

    def total(posting: Posting, source: str) -> int:
        return sum(row.amount_minor for row in moved if row.posting is posting and row.source == source)

    escrow, billing = places.escrow(contract.id), places.billing(contract.client_id)
    charged = total(Posting.DEPOSIT, billing)
    released, refunded = total(Posting.RELEASE, escrow), total(Posting.REFUND, escrow)
    funded = funded_milestone(contract)
    came_of: dict[LineKind, int] = {
        LineKind.RELEASED: released,
        LineKind.CHARGED: charged,
        LineKind.FROM_ESCROW: funded.amount_minor - charged if funded else 0,
        LineKind.FEE: total(Posting.CLIENT_FEE, billing),
        LineKind.BONUS: command.amount.minor if isinstance(command, GiveBonus) else 0,
        LineKind.ASKED_BACK: sum(each.amount_minor for each in contract.refund_requests if each.outcome is None),
        LineKind.REFUNDED: refunded,
        LineKind.LEFT_IN_ESCROW: left.minor,
        LineKind.AT_STAKE: left.minor + released + refunded,
    }
    first, *further = kinds
    return (
        QuoteLine(first, Money(came_of[first])),
        *(QuoteLine(kind, Money(came_of[kind])) for kind in further if came_of[kind]),
    )
