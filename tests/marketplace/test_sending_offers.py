"""An offer is sent by two keys: its deposit is charged with it, once, and goes back with the offer."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.errors import Refused
from bot.marketplace import clockwork, membership, offers, past_dues
from bot.marketplace.account import BillingMethod
from bot.marketplace.commands import Action, SendOffer
from bot.marketplace.contract import Contract
from bot.marketplace.money import Money
from bot.marketplace.port import ContractStatus, Standing
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.marketplace.terms import Terms
from tests.clock import NOON
from tests.marketplace.scene import CLIENT, FREELANCER, escrow, held, hire, open_both
from tests.marketplace.test_quotes import FRESH, nobody, said
from tests.patience import PATIENCE_S

OFFER = SendOffer(FREELANCER, "Signage", "Two signs, as drawn.", "Sketches", Money(400_00), NOON.date())
DAY = timedelta(days=1)


@pytest.fixture
async def commands(database, clock):
    await open_both(database, at=clock.now())
    async with database.transaction() as session:
        session.add(BillingMethod(account_id=CLIENT, label="Visa ending 1111", primary=True))
    return SqlCommands(database, clock)


async def confirm(commands, quote, *, press="p"):
    return await commands.confirm(quote.account, quote.id, auth_age=FRESH, press=press, witness=nobody)


async def contracts(database):
    async with database.reading() as session:
        return (await session.scalars(select(Contract).order_by(Contract.offered_at))).all()


async def test_a_quote_sends_nothing_and_its_confirmation_sends_what_it_said(commands, database, clock):
    quote = await commands.quote(CLIENT, OFFER)
    assert (quote.action, quote.contract, quote.contract_title) == (Action.SEND_OFFER, None, "Signage")
    assert (quote.milestone_title, quote.payee, quote.words) == ("Sketches", "Bob", "Two signs, as drawn.")
    assert (said(quote), quote.due_on) == ([("charged", 400_00)], NOON.date())
    assert await contracts(database) == []

    receipt = await confirm(commands, quote)
    [contract] = await contracts(database)
    assert receipt.contract == contract.id
    assert receipt.due_at == contract.expires_at == clock.now() + 7 * DAY
    assert [(line.kind, line.amount.minor) for line in receipt.lines] == [("fixed_price_charge", -400_00)]
    assert await held(database, escrow(contract.id)) == 400_00
    assert await confirm(commands, quote, press="again") == receipt
    assert await commands.receipt(CLIENT, quote.id) == receipt
    assert len(await contracts(database)) == 1


async def test_both_sides_see_its_terms_and_each_others_handle(commands, database, clock):
    await confirm(commands, await commands.quote(CLIENT, OFFER))
    for account, other in ((CLIENT, FREELANCER), (FREELANCER, CLIENT)):
        [contract] = (await SqlMarketplace(database, clock, deadline_s=PATIENCE_S).records(account)).contracts
        assert (contract.counterpart_id, contract.scope, contract.milestones[0].due_on) == (
            other, "Two signs, as drawn.", NOON.date()
        )  # fmt: skip


async def test_fees_are_lines_of_the_quote(commands, database):
    Terms(initiation_fee=Money(4_99), client_fee=300).agree(database)
    assert said(await commands.quote(CLIENT, OFFER)) == [("charged", 400_00), ("fee", 4_99 + 12_00)]


async def test_the_same_offer_quoted_twice_is_sent_once(commands, database):
    quotes = [await commands.quote(CLIENT, OFFER) for _ in range(5)]
    done = await asyncio.gather(*(confirm(commands, quote) for quote in quotes), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["QuoteVoid"] * 4 + ["Receipt"]
    assert len(await contracts(database)) == 1


async def test_an_offer_that_is_not_answered_is_closed_and_its_deposit_goes_back(commands, database, clock):
    receipt = await confirm(commands, await commands.quote(CLIENT, OFFER))
    while await clockwork.settle_due(database, clock.forward(7 * DAY)):
        pass
    [contract] = await contracts(database)
    assert contract.status is ContractStatus.OFFER_CLOSED
    assert await held(database, escrow(receipt.contract)) == 0


async def blocked(session, at):
    await membership.suspend(
        session, account=FREELANCER, to=Standing.ON_HOLD, reason="x", lifted_by=None, due_at=None, appealable=False,
        at=at,
    )  # fmt: skip


async def suspended(session, at):
    await membership.suspend(
        session, account=CLIENT, to=Standing.ON_HOLD, reason="x", lifted_by=None, due_at=None, appealable=False, at=at
    )


async def owing(session, at):
    await past_dues.owe(session, account=CLIENT, amount=Money(10_00), at=at)


async def moneyless(session, _at):
    method = await session.scalar(select(BillingMethod).where(BillingMethod.account_id == CLIENT))
    method.primary = False


async def as_it_is(_session, _at):
    """Nothing in the way."""


IMPOSSIBLE = [
    # what is in the way, who, what is wanted, the code
    (as_it_is, FREELANCER, OFFER, "not_allowed"),
    (as_it_is, "nobody", OFFER, "unknown_record"),
    (suspended, CLIENT, OFFER, "not_allowed"),
    (blocked, CLIENT, OFFER, "no_such_freelancer"),
    (as_it_is, CLIENT, replace(OFFER, freelancer="nobody"), "no_such_freelancer"),
    (as_it_is, CLIENT, replace(OFFER, freelancer=""), "no_such_freelancer"),
    (as_it_is, CLIENT, replace(OFFER, freelancer="x" * 5_000), "no_such_freelancer"),
    (as_it_is, CLIENT, replace(OFFER, freelancer=CLIENT), "no_such_freelancer"),
    (owing, CLIENT, OFFER, "past_due"),
    (moneyless, CLIENT, OFFER, "no_billing_method"),
    (as_it_is, CLIENT, replace(OFFER, scope=" "), "bad_terms"),
    (as_it_is, CLIENT, replace(OFFER, scope="x" * 5_001), "too_many_words"),
    (as_it_is, CLIENT, replace(OFFER, title=" "), "bad_title"),
    (as_it_is, CLIENT, replace(OFFER, title="x" * 201), "bad_title"),
    (as_it_is, CLIENT, replace(OFFER, first=""), "bad_title"),
    (as_it_is, CLIENT, replace(OFFER, amount=Money(4_99)), "amount_too_small"),
    (as_it_is, CLIENT, replace(OFFER, amount=Money(-1)), "amount_too_small"),
    (as_it_is, CLIENT, replace(OFFER, amount=Money(400_00, "EUR")), "other_currency"),
    (as_it_is, CLIENT, replace(OFFER, due_on=date(2020, 1, 1)), "day_over"),
    (as_it_is, CLIENT, replace(OFFER, due_on=None), None),
    (as_it_is, CLIENT, replace(OFFER, amount=Money(5_00)), None),
]


@pytest.mark.parametrize("row", IMPOSSIBLE, ids=lambda row: f"{row[0].__name__}-{row[3]}")
async def test_what_cannot_be_offered_is_refused_with_its_code_and_changes_nothing(commands, database, clock, row):
    in_the_way, by, wanted, code = row
    async with database.transaction() as session:
        await in_the_way(session, clock.now())
    if code is None:
        assert (await commands.quote(by, wanted)).amount == wanted.amount
        return
    with pytest.raises(Refused) as refused:
        await commands.quote(by, wanted)
    assert (refused.value.code, refused.value.message[-1]) == (code, ".")
    assert await contracts(database) == []


@pytest.mark.parametrize(
    ("meanwhile", "code"), [(blocked, "quote_void"), (owing, "quote_void"), (suspended, "not_allowed")]
)
async def test_what_changed_meanwhile_voids_it(commands, database, clock, meanwhile, code):
    quote = await commands.quote(CLIENT, OFFER)
    async with database.transaction() as session:
        await meanwhile(session, clock.now())
    with pytest.raises(Refused) as refused:
        await confirm(commands, quote)
    assert refused.value.code == code
    assert await contracts(database) == []


async def test_why_a_freelancer_takes_no_offers_is_nobody_elses_business(commands, database, clock):
    async def sentence(wanted):
        with pytest.raises(Refused) as refused:
            await commands.quote(CLIENT, wanted)
        return refused.value.message, refused.value.details

    unknown = await sentence(replace(OFFER, freelancer="nobody"))
    async with database.transaction() as session:
        await blocked(session, clock.now())
    assert await sentence(OFFER) == unknown


async def test_another_account_reads_no_receipt(commands):
    quote = await commands.quote(CLIENT, OFFER)
    assert await commands.receipt(CLIENT, quote.id) is None
    await confirm(commands, quote)
    assert await commands.receipt(FREELANCER, quote.id) is None


async def test_an_offer_declined_can_be_made_again(commands, database, clock):
    receipt = await confirm(commands, await commands.quote(CLIENT, OFFER))
    async with database.transaction() as session:
        await offers.decline(session, contract=receipt.contract, by=FREELANCER, at=clock.now())
    assert await held(database, escrow(receipt.contract)) == 0
    again = await confirm(commands, await commands.quote(CLIENT, OFFER))
    assert again.contract != receipt.contract


async def test_a_contract_that_there_is_does_not_stand_in_the_way(commands, database, clock):
    await hire(database, "K-1", 100_00, at=clock.now())
    await confirm(commands, await commands.quote(CLIENT, OFFER))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Contract)) == 2
