"""Sending an offer: who can be asked, what it takes, and the number of the contract that it becomes."""

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace.account import Account, BillingMethod, PastDue
from bot.marketplace.commands import SendOffer
from bot.marketplace.contract import Contract
from bot.marketplace.offers import offer
from bot.marketplace.parties import require_account
from bot.marketplace.port import Role
from bot.marketplace.standing import ALLOWED, Act, require

#: Numbers of contracts made here have eight digits; those of the demo have four.
FIRST_NUMBER, NUMBERS = 10_000_000, 90_000_000
#: A day is over when it is over everywhere on earth.
LAST_ZONE = timedelta(hours=-12)


class NoSuchFreelancer(Refused):
    """Nobody of that handle takes offers. Why not is nobody else's business, so there is one answer to all of it."""

    code = "no_such_freelancer"
    sentence = "There is no freelancer with that handle who can take an offer now."


class NoBillingMethod(Refused):
    """A deposit is charged at once, and there is nothing to charge."""

    code = "no_billing_method"
    sentence = "Your account has no primary billing method, and the deposit is charged to it at once."


class BalancePastDue(Refused):
    """What is owed is paid before anything new is charged (facts.md, ask_past_due_balance)."""

    code = "past_due"
    sentence = "A balance of your account is past due; it has to be paid before a new offer is sent."


class BadTerms(Refused):
    """What is to be delivered is said: it is what counts in a dispute (facts.md, make_offer)."""

    code = "bad_terms"
    sentence = "An offer says what is to be delivered."


class DayOver(Refused):
    """Nothing can be due on a day that is over."""

    code = "day_over"
    sentence = "The day on which the first milestone is due is over already."


async def send(session: AsyncSession, wanted: SendOffer, *, by: str, at: datetime) -> Contract:
    """Send the offer that is wanted, which charges its deposit at once.

    Raises UnknownRecord, StandingForbids, NoSuchFreelancer, BalancePastDue, NoBillingMethod, BadTerms, DayOver,
    BadTitle, TooSmall.
    """
    client = await require_account(session, by)
    require(client.role, client.standing, Act.SEND_OFFER)
    await _require_freelancer(session, wanted.freelancer)
    if await session.scalar(select(exists().where(PastDue.account_id == by, PastDue.settled_at.is_(None)))):
        raise BalancePastDue
    if not await session.scalar(select(exists().where(BillingMethod.account_id == by, BillingMethod.primary))):
        raise NoBillingMethod
    if not wanted.scope.strip():
        raise BadTerms
    if wanted.due_on is not None and wanted.due_on < first_day_left(at):
        raise DayOver
    return await offer(
        session,
        contract=await _new_number(session),
        title=wanted.title,
        scope=wanted.scope,
        client=by,
        freelancer=wanted.freelancer,
        milestones=[(wanted.first, wanted.amount)],
        due_on=wanted.due_on,
        at=at,
    )


async def dealings(session: AsyncSession, *, client: str, freelancer: str) -> int:
    """Count the contracts between two; another one makes it another state of things."""
    between = select(func.count()).where(Contract.client_id == client, Contract.freelancer_id == freelancer)
    return await session.scalar(between) or 0


async def freelancer_name(session: AsyncSession, handle: str) -> str:
    """Return the name of a freelancer who takes offers. Raises NoSuchFreelancer."""
    return (await _require_freelancer(session, handle)).name


def first_day_left(at: datetime) -> date:
    """Return the earliest day that is not over yet, wherever somebody is."""
    return (at + LAST_ZONE).date()


async def _require_freelancer(session: AsyncSession, handle: str) -> Account:
    found = await session.get(Account, handle)
    if found is None or found.role is not Role.FREELANCER or Act.ACCEPT_OFFER not in ALLOWED[found.standing]:
        raise NoSuchFreelancer
    return found


async def _new_number(session: AsyncSession) -> str:
    """Pick a number that no contract has. They are picked at random, so that none tells how many there are."""
    while True:
        number = f"C-{FIRST_NUMBER + secrets.randbelow(NUMBERS)}"
        if not await session.scalar(select(exists().where(Contract.id == number))):
            return number
