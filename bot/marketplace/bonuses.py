"""Bonuses: asked for now, charged in the daily run, never out of escrow (facts.md, give_bonus)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace import clocks, events, fees, payouts
from bot.marketplace.audit import CLOCK
from bot.marketplace.clocks import ClockKind
from bot.marketplace.contract import Bonus
from bot.marketplace.deadlines import bonus_run, last_bonus_at
from bot.marketplace.events import Hearing
from bot.marketplace.ledger import Post
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove
from bot.marketplace.parties import UnknownRecord, between, require_contract, require_party
from bot.marketplace.port import ContractStatus, Role
from bot.marketplace.posting import Posting
from bot.marketplace.standing import Act
from bot.marketplace.terms import terms_of

GIVEN_ON = frozenset({ContractStatus.ACTIVE, ContractStatus.ENDED})


class NotABonus(Refused):
    """A bonus is more than nothing."""

    code = "not_a_bonus"
    sentence = "A bonus has to be more than nothing."


class BonusTooLate(Refused):
    """The contract ended too long ago."""

    code = "bonus_too_late"
    sentence = "This contract ended too long ago for a bonus."


async def request_bonus(session: AsyncSession, *, contract: str, amount: Money, by: str, at: datetime) -> Bonus:
    """Ask for a bonus. Nothing is charged yet. Raises NotABonus, BonusTooLate, WrongMove."""
    agreed = await require_contract(session, contract)
    require_party(agreed, by=by, role=Role.CLIENT, act=Act.GIVE_BONUS)
    if amount.minor <= 0:
        raise NotABonus
    if agreed.status not in GIVEN_ON:
        raise WrongMove(current=agreed.status.value)
    if agreed.ended_at is not None and at > last_bonus_at(agreed.ended_at):
        raise BonusTooLate
    bonus = Bonus(contract_id=agreed.id, amount_minor=amount.minor, currency=amount.currency, requested_at=at)
    session.add(bonus)
    events.record(session, agreed, at=at, actor=by, act="request_bonus", amount=amount, hearing=Hearing.CLIENT)
    await session.flush()  # the bonus is named by its id
    await clocks.start(
        session,
        ClockKind.BONUS,
        contract=agreed.id,
        at=at,
        due_at=bonus_run(at, hour=terms_of(session).bonus_run_hour),
        about=str(bonus.id),
    )
    return bonus


async def charge_bonus(session: AsyncSession, *, bonus: int, at: datetime) -> Bonus:
    """Charge a bonus, as the daily run does; once, however often it runs. Raises UnknownRecord."""
    contract = await session.scalar(select(Bonus.contract_id).where(Bonus.id == bonus))
    if contract is None:
        raise UnknownRecord
    agreed = await require_contract(session, contract)
    row = await session.get_one(Bonus, bonus, populate_existing=True)
    if row.charged_at is not None:
        return row
    row.charged_at = at
    cause = f"{agreed.id}/bonus-{row.id}"
    await clocks.stop(session, ClockKind.BONUS, contract=agreed.id, about=str(row.id))
    await payouts.earn(session, [Post(Posting.BONUS, of=between(agreed), amount=row.amount, cause=cause, at=at)])
    await fees.charge_client(session, agreed, row.amount, cause=cause, at=at)
    events.record(session, agreed, at=at, actor=CLOCK, act="charge_bonus", amount=row.amount)
    return row
