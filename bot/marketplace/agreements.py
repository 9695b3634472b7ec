"""A contract's own life: offered, accepted, paused, ended (facts.md §1.3)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import audit, funding, ledger, places
from bot.marketplace.contract import Contract
from bot.marketplace.money import Money
from bot.marketplace.moves import move_contract
from bot.marketplace.parties import in_escrow, require_account, require_contract, require_party
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.standing import Act, require


class EscrowNotEmpty(Refused):
    """Escrow is released or asked back before a contract can end."""

    code = "escrow_not_empty"
    sentence = "There is money in escrow; it has to be released or asked back first."


async def offer(
    session: AsyncSession,
    *,
    contract: str,
    title: str,
    client: str,
    freelancer: str,
    milestones: Sequence[tuple[str, Money]],
    at: datetime,
) -> Contract:
    """Send an offer: the first of its `milestones` (title, amount) is charged at once (P1).

    Raises UnknownRecord, StandingForbids, TooSmall.
    """
    paying = await require_account(session, client)
    require(paying.role, paying.standing, Act.SEND_OFFER)
    await require_account(session, freelancer)
    offered = Contract(
        id=contract,
        title=title,
        client_id=client,
        freelancer_id=freelancer,
        status=ContractStatus.OFFERED,
        offered_at=at,
        milestones=[],
    )
    session.add(offered)
    await ledger.open_places(session, [places.escrow(contract)])
    for name, amount in milestones:
        funding.add(session, offered, title=name, amount=amount, by=client, at=at)
    audit.record(session, at=at, actor=client, act="offer", subject=contract, status=offered.status)
    await funding.deposit(session, offered, offered.milestones[0], by=client, at=at)
    await session.flush()
    return offered


async def accept(session: AsyncSession, *, contract: str, by: str, at: datetime) -> Contract:
    """Accept an offer. Raises WrongMove, StandingForbids."""
    offered = await require_contract(session, contract)
    require_party(offered, by=by, role=Role.FREELANCER, act=Act.ACCEPT_OFFER)
    offered.accepted_at = at
    _move(session, offered, ContractStatus.ACTIVE, act="accept", by=by, at=at)
    return offered


async def pause(session: AsyncSession, *, contract: str, because_of: str, reason: str, at: datetime) -> Contract:
    """Pause a contract because of a problem of one party's account, which alone is told the `reason`.

    Raises WrongMove.
    """
    paused = await require_contract(session, contract)
    paused.paused_reason = reason
    paused.paused_for_id = because_of
    _move(session, paused, ContractStatus.PAUSED, act="pause", by=audit.PLATFORM, at=at)
    return paused


async def resume(session: AsyncSession, *, contract: str, at: datetime) -> Contract:
    """Go on with a paused contract, once its problem is cleared. Raises WrongMove."""
    resumed = await require_contract(session, contract)
    resumed.paused_reason = None
    resumed.paused_for_id = None
    _move(session, resumed, ContractStatus.ACTIVE, act="resume", by=audit.PLATFORM, at=at)
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


def _move(
    session: AsyncSession, contract: Contract, target: ContractStatus, *, act: str, by: str, at: datetime
) -> None:
    contract.status = move_contract(contract.status, target)
    audit.record(session, at=at, actor=by, act=act, subject=contract.id, status=contract.status)
