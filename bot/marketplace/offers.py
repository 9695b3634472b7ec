"""An offer's life: sent with its first deposit, then accepted or closed (facts.md §1.3)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, escrow, events, fees, funding, ledger, places
from bot.marketplace.audit import CLOCK
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Contract
from bot.marketplace.funding import require_title
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove, move_contract
from bot.marketplace.parties import require_account, require_contract, require_party
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.standing import Act, require
from bot.marketplace.terms import terms_of


class OfferOver(Refused):
    """The time in which an offer could be accepted has passed."""

    code = "offer_over"
    sentence = "This offer has run out."


class OfferRunning(Refused):
    """The freelancer may still accept."""

    code = "offer_running"
    sentence = "This offer can still be accepted."


async def offer(
    session: AsyncSession,
    *,
    contract: str,
    title: str,
    client: str,
    freelancer: str,
    milestones: Sequence[tuple[str, Money]],
    at: datetime,
    scope: str = "",
    due_on: date | None = None,
) -> Contract:
    """Send an offer: the first of its `milestones` (title, amount) is charged at once (P1), and due on a day, if any.

    Raises UnknownRecord, StandingForbids, BadTitle, TooSmall.
    """
    paying = await require_account(session, client)
    require(paying.role, paying.standing, Act.SEND_OFFER)
    await require_account(session, freelancer)
    require_title(title)
    offered = Contract(
        id=contract,
        title=title,
        scope=scope,
        client_id=client,
        freelancer_id=freelancer,
        status=ContractStatus.OFFERED,
        offered_at=at,
        expires_at=at + terms_of(session).offer_time,
        milestones=[],
    )
    session.add(offered)
    await ledger.open_places(session, [places.escrow(contract)])
    for name, amount in milestones:
        funding.add(session, offered, title=name, amount=amount, by=client, at=at)
    offered.milestones[0].due_on = due_on
    events.record(session, offered, at=at, actor=client, act="offer")
    await funding.deposit(session, offered, offered.milestones[0], by=client, at=at)
    await fees.charge_initiation(session, offered, at=at)
    await session.flush()
    await clocks.start(
        session, ClockKind.OFFER, contract=contract, at=at, due_at=offered.expires_at, account=freelancer
    )
    return offered


async def accept(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Contract:
    """Accept an offer, as the freelancer. Raises WrongMove, StandingForbids, OfferOver."""
    offered = await require_contract(session, contract)
    require_party(offered, by=by, role=Role.FREELANCER, act=Act.ACCEPT_OFFER)
    if offered.status is not ContractStatus.OFFERED:  # pauses and disputes end in work too, but not by this
        raise WrongMove(current=offered.status.value)
    offered.status = move_contract(offered.status, ContractStatus.ACTIVE)
    if at >= offered.expires_at:
        raise OfferOver
    offered.accepted_at = at
    await clocks.stop(session, ClockKind.OFFER, contract=contract)
    events.record(session, offered, at=at, actor=by, act="accept")
    return offered


async def decline(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Contract:
    """Decline an offer, as the freelancer; the deposit goes back. Raises WrongMove, StandingForbids."""
    offered = await require_contract(session, contract)
    require_party(offered, by=by, role=Role.FREELANCER, act=Act.DECLINE_OFFER)
    return await _close(session, offered, act="decline", by=by, at=at)


async def withdraw(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Contract:
    """Withdraw an offer, as the client; the deposit goes back. Raises WrongMove, StandingForbids."""
    offered = await require_contract(session, contract)
    require_party(offered, by=by, role=Role.CLIENT, act=Act.WITHDRAW_OFFER)
    return await _close(session, offered, act="withdraw", by=by, at=at)


async def expire(session: AsyncSession, *, contract: str, at: datetime) -> Contract:
    """Close an offer that was not answered in time; the deposit goes back. Raises WrongMove, OfferRunning."""
    offered = await require_contract(session, contract)
    if offered.status is ContractStatus.OFFERED and at < offered.expires_at:
        raise OfferRunning
    return await _close(session, offered, act="expire", by=CLOCK, at=at)


async def _close(session: AsyncSession, offered: Contract, *, act: str, by: str, at: datetime) -> Contract:
    offered.status = move_contract(offered.status, ContractStatus.OFFER_CLOSED)
    await clocks.stop(session, ClockKind.OFFER, contract=offered.id)
    amount = await escrow.give_back(session, offered, cause=f"{offered.id}/offer-closed", at=at)
    events.record(session, offered, at=at, actor=by, act=act, amount=amount)
    return offered
