"""Money moves once, never below nothing, and never by halves."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.marketplace import entries, ledger, places, review
from bot.marketplace.ledger import InsufficientFunds, Post, Transfer
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove
from bot.marketplace.posting import Between, Posting
from tests.marketplace.scene import CLIENT, FREELANCER, held, hire, open_both

OF = Between(contract="K-1", client=CLIENT, freelancer=FREELANCER)
LEGS = {
    Posting.DEPOSIT: ["billing:ada", "client:ada", "escrow:K-1"],
    Posting.CLIENT_FEE: ["billing:ada", "client:ada", "platform:fees"],
    Posting.RELEASE: ["escrow:K-1", "client:ada", "pending:bob"],
    Posting.SERVICE_FEE: ["pending:bob", "platform:fees"],
    Posting.AVAILABLE: ["pending:bob", "available:bob"],
    Posting.REFUND: ["escrow:K-1", "client:ada", "billing:ada"],
    Posting.BONUS: ["billing:ada", "client:ada", "pending:bob"],
    Posting.FEE_RETURN: ["platform:fees", "client:ada", "billing:ada"],
}


@pytest.fixture
async def funded(database, clock):
    """A contract with 600.00 in escrow."""
    await open_both(database, at=clock.now())
    await hire(database, OF.contract, 600_00, at=clock.now())
    return database


@pytest.mark.parametrize("posting", list(Posting))
def test_every_event_moves_the_amount_along_its_places(posting):
    legs = entries.POSTINGS[posting](OF, Money(7))
    assert [legs[0].source, *(leg.target for leg in legs)] == LEGS[posting]
    assert all(before.target == after.source for before, after in pairwise(legs))
    assert {leg.amount for leg in legs} == {Money(7)}


@given(st.sampled_from(list(Posting)), st.integers(min_value=1, max_value=10**12))
def test_nothing_stays_on_the_clients_account(posting, minor):
    net = 0
    for leg in entries.POSTINGS[posting](OF, Money(minor)):
        net += minor * ((leg.target == places.client(CLIENT)) - (leg.source == places.client(CLIENT)))
    assert net == 0


async def test_the_same_cause_twice_moves_money_once(funded, clock):
    for _ in range(2):
        async with funded.transaction() as session:
            await ledger.post(session, Posting.RELEASE, of=OF, amount=Money(200_00), cause="one", at=clock.now())
    assert await held(funded, "escrow:K-1") == 400_00
    assert await held(funded, "pending:bob") == 200_00


async def test_a_cause_that_moved_something_else_is_a_bug(funded, clock):
    async with funded.transaction() as session:
        await ledger.post(session, Posting.RELEASE, of=OF, amount=Money(200_00), cause="one", at=clock.now())
    with pytest.raises(AssertionError):
        async with funded.transaction() as session:
            await ledger.post(session, Posting.RELEASE, of=OF, amount=Money(100_00), cause="one", at=clock.now())


@pytest.mark.parametrize("posting", [Posting.RELEASE, Posting.REFUND, Posting.SERVICE_FEE, Posting.FEE_RETURN])
async def test_no_place_pays_more_than_it_holds(funded, clock, posting):
    with pytest.raises(InsufficientFunds):
        async with funded.transaction() as session:
            await ledger.post(session, posting, of=OF, amount=Money(600_01), cause="more", at=clock.now())
    assert await held(funded, "escrow:K-1") == 600_00


async def test_events_posted_together_spend_what_earlier_ones_brought_and_each_once(funded, clock):
    paid = Post(Posting.RELEASE, of=OF, amount=Money(200_00), cause="one", at=clock.now())
    fee = replace(paid, posting=Posting.SERVICE_FEE, amount=Money(20_00))
    async with funded.transaction() as session:
        await ledger.post_all(session, [paid, fee, paid])
    assert await held(funded, "escrow:K-1") == 400_00
    assert await held(funded, "pending:bob") == 180_00


async def test_of_events_posted_together_none_moves_where_one_falls_short(funded, clock):
    paid = Post(Posting.RELEASE, of=OF, amount=Money(400_00), cause="one", at=clock.now())
    with pytest.raises(InsufficientFunds):
        async with funded.transaction() as session:
            await ledger.post_all(session, [paid, replace(paid, cause="two")])
    assert await held(funded, "escrow:K-1") == 600_00


async def test_a_billing_method_is_charged_without_a_floor(funded, clock):
    async with funded.transaction() as session:
        await ledger.post(session, Posting.CLIENT_FEE, of=OF, amount=Money(30_00), cause="fee", at=clock.now())
    assert await held(funded, "billing:ada") == -630_00
    assert await held(funded, "platform:fees") == 30_00


async def test_a_transfer_cannot_be_changed_or_deleted(funded):
    with pytest.raises(AssertionError):
        async with funded.transaction() as session:
            (await session.get_one(Transfer, 1)).amount_minor = 1
    with pytest.raises(AssertionError):
        async with funded.transaction() as session:
            await session.delete(await session.get_one(Transfer, 1))


async def test_releases_that_race_never_pay_out_more_than_there_is(funded, clock):
    async def release(number: int) -> bool:
        try:
            async with funded.transaction() as session:
                await ledger.post(
                    session, Posting.RELEASE, of=OF, amount=Money(200_00), cause=f"racer-{number}", at=clock.now()
                )
        except InsufficientFunds:
            return False
        return True

    passed = await asyncio.gather(*(release(number) for number in range(8)))
    assert sum(passed) == 3
    assert await held(funded, "escrow:K-1") == 0
    assert await held(funded, "pending:bob") == 600_00


async def test_retries_that_race_are_one_release(funded, clock):
    async def release() -> None:
        async with funded.transaction() as session:
            await ledger.post(session, Posting.RELEASE, of=OF, amount=Money(200_00), cause="retried", at=clock.now())

    await asyncio.gather(*(release() for _ in range(6)))
    assert await held(funded, "escrow:K-1") == 400_00


async def test_approvals_that_race_pay_once(funded, clock):
    async with funded.transaction() as session:
        await review.submit(session, contract="K-1", number=1, note="Done.", by=FREELANCER, at=clock.now())

    async def approve() -> Refused | None:
        try:
            async with funded.transaction() as session:
                await review.approve(session, contract="K-1", number=1, by=CLIENT, at=clock.now())
        except WrongMove as refusal:
            return refusal
        return None

    answers = await asyncio.gather(*(approve() for _ in range(6)))
    assert answers.count(None) == 1
    assert await held(funded, "pending:bob") == 600_00
