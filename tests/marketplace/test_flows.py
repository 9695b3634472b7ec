"""Each flow from its first step to its last cent: offers, endings, disputes, fees, debts (facts.md §1)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.marketplace import (
    agreements,
    arbitration,
    bonuses,
    clockwork,
    funding,
    mediation,
    offers,
    past_dues,
    refunds,
    review,
)
from bot.marketplace.contract import Contract
from bot.marketplace.dispute import STAGES, NoDispute
from bot.marketplace.escrow import NotInEscrow
from bot.marketplace.events import MarketplaceEvent
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove
from bot.marketplace.port import ContractStatus, MilestoneStatus
from bot.marketplace.port import DisputeStage as Stage
from bot.marketplace.settlement import AnswerTimeOver
from bot.marketplace.standing import StandingForbids
from bot.marketplace.terms import Terms, share
from tests.marketplace.scene import CLIENT, FREELANCER, escrow, held, hire, open_both

K = "K-1"
DAY = timedelta(days=1)


@pytest.fixture
async def do(database, clock):
    """Make a move in a transaction of its own; a contract of 600.00 and 300.00 is running."""
    await open_both(database, at=clock.now())
    await hire(database, K, 600_00, 300_00, at=clock.now())

    async def make(move, **how):
        async with database.transaction() as session:
            return await move(session, **{"contract": K, "at": clock.now(), **how})

    return make


async def money(database, contract=K):
    """What is in escrow, what the freelancer has, and what the client has paid."""
    earned = await held(database, "pending:bob") + await held(database, "available:bob")
    return await held(database, escrow(contract)), earned, -await held(database, "billing:ada")


async def contract_of(database, contract=K):
    async with database.reading() as session:
        return await session.get_one(Contract, contract)


@pytest.mark.parametrize(("close", "by"), [(offers.decline, FREELANCER), (offers.withdraw, CLIENT)])
async def test_an_offer_that_is_closed_gives_the_deposit_back(database, clock, close, by):
    await open_both(database, at=clock.now())
    await hire(database, K, 600_00, at=clock.now(), accepted=False)
    assert await money(database) == (600_00, 0, 600_00)
    other = CLIENT if by == FREELANCER else FREELANCER
    async with database.transaction() as session:
        with pytest.raises(StandingForbids):
            await close(session, contract=K, by=other, at=clock.now())
    async with database.transaction() as session:
        closed = await close(session, contract=K, by=by, at=clock.now())
    assert closed.status is ContractStatus.OFFER_CLOSED
    assert await money(database) == (0, 0, 0)
    for move, how in ((offers.accept, {"by": FREELANCER}), (offers.expire, {}), (close, {"by": by})):
        async with database.transaction() as session:
            with pytest.raises(WrongMove):
                await move(session, contract=K, at=clock.now() + 9 * DAY, **how)


async def test_an_offer_is_accepted_once_and_never_to_end_a_pause_or_a_dispute(do):
    with pytest.raises(WrongMove):
        await do(offers.accept, by=FREELANCER)
    await do(agreements.pause, because_of=CLIENT, reason="a check")
    with pytest.raises(WrongMove):
        await do(offers.accept, by=FREELANCER)
    await do(agreements.resume)
    await do(mediation.open_dispute, by=FREELANCER)
    with pytest.raises(WrongMove):
        await do(offers.accept, by=FREELANCER)


async def test_an_offer_that_nobody_answers_runs_out(database, clock):
    await open_both(database, at=clock.now())
    await hire(database, K, 600_00, at=clock.now(), accepted=False)
    async with database.transaction() as session:
        with pytest.raises(offers.OfferRunning):
            await offers.expire(session, contract=K, at=clock.now())
    await clockwork.settle_due(database, clock.now() + 7 * DAY)
    assert (await contract_of(database)).status is ContractStatus.OFFER_CLOSED
    assert await money(database) == (0, 0, 0)


# What is paid at the end, the state after it, and (escrow, earned, paid by the client) then and when silence is over.
ENDINGS = [
    (600_00, "ended", (0, 600_00, 600_00), (0, 600_00, 600_00)),
    (250_00, "refund_requested", (350_00, 250_00, 600_00), (0, 250_00, 250_00)),
    (0, "refund_requested", (600_00, 0, 600_00), (0, 0, 0)),
]


@pytest.mark.parametrize("ending", ENDINGS, ids=["all", "another amount", "nothing"])
@pytest.mark.parametrize("state", ["funded", "submitted", "changes_requested"])
async def test_ending_pays_all_another_amount_or_nothing(do, database, clock, state, ending):
    pay, status, then, later = ending
    if state != "funded":
        await do(review.submit, number=1, note="Done.", by=FREELANCER)
    if state == "changes_requested":
        await do(review.request_changes, number=1, message="Bluer.", by=CLIENT)
    await do(agreements.end_paying, pay=Money(pay), by=CLIENT)
    assert (await contract_of(database)).status == status
    assert await money(database) == then
    await clockwork.settle_due(database, clock.now() + 7 * DAY)
    assert (await contract_of(database)).status is ContractStatus.ENDED
    assert await money(database) == later


async def test_ending_also_pays_what_an_earlier_milestone_left(do, database):
    await do(review.release_part, number=1, amount=Money(100_00), by=CLIENT)
    await do(funding.fund, number=2, by=CLIENT)
    assert await money(database) == (500_00, 100_00, 600_00)
    await do(agreements.end_paying, pay=Money(500_00), by=CLIENT)
    assert await money(database) == (0, 600_00, 600_00)


@pytest.mark.parametrize("pay", [-1, 600_01])
async def test_an_ending_pays_no_more_than_escrow_holds(do, database, pay):
    with pytest.raises(NotInEscrow):
        await do(agreements.end_paying, pay=Money(pay), by=CLIENT)
    assert await money(database) == (600_00, 0, 600_00)


async def test_a_freelancer_who_leaves_gives_the_whole_escrow_back(do, database):
    await do(review.submit, number=1, note="Done.", by=FREELANCER)
    with pytest.raises(StandingForbids):
        await do(agreements.leave, by=CLIENT)
    await do(agreements.leave, by=FREELANCER)
    assert (await contract_of(database)).status is ContractStatus.ENDED
    assert await money(database) == (0, 0, 0)


async def claim(do):
    await do(refunds.request_refund, by=CLIENT)
    return await do(mediation.open_dispute, by=FREELANCER)


def test_every_stage_of_a_dispute_is_decided_and_leads_to_its_end():
    assert set(STAGES) == set(Stage)
    assert all(stage not in targets for stage, targets in STAGES.items())
    assert all(Stage.CLOSED in targets for stage, targets in STAGES.items() if stage is not Stage.CLOSED)


async def test_a_claim_that_the_client_accepts_or_ignores_goes_to_the_freelancer(do, database, clock):
    await claim(do)
    await do(mediation.accept_claim, by=CLIENT)
    assert await money(database) == (0, 600_00, 600_00)
    with pytest.raises(NoDispute):
        await do(mediation.decline_claim, by=CLIENT)


async def test_a_dispute_comes_too_late_when_the_answer_time_is_over(do, clock):
    request = await do(refunds.request_refund, by=CLIENT)
    with pytest.raises(AnswerTimeOver):
        await do(mediation.open_dispute, by=FREELANCER, at=request.respond_by)
    await do(mediation.open_dispute, by=FREELANCER, at=request.respond_by - timedelta(seconds=1))


async def test_a_proposal_that_both_accept_divides_the_escrow(do, database):
    await claim(do)
    await do(mediation.decline_claim, by=CLIENT)
    with pytest.raises(NotInEscrow):
        await do(mediation.propose, to_freelancer=Money(600_01))
    await do(mediation.propose, to_freelancer=Money(450_00))
    await do(mediation.answer_proposal, agrees=True, by=FREELANCER)
    with pytest.raises(WrongMove):
        await do(mediation.answer_proposal, agrees=False, by=FREELANCER)
    assert await money(database) == (600_00, 0, 600_00)
    await do(mediation.answer_proposal, agrees=True, by=CLIENT)
    assert await money(database) == (0, 450_00, 450_00)
    assert (await contract_of(database)).status is ContractStatus.ENDED


# Who pays for arbitration (None is silence), and what the freelancer gets; an award would be 100.00.
ARBITRATIONS = [
    (False, False, 0),
    (None, None, 0),
    (True, None, 0),
    (True, False, 0),
    (None, True, 600_00),
    (False, True, 600_00),
    (True, True, 100_00),
]


@pytest.mark.parametrize("payers", ARBITRATIONS, ids=str)
async def test_arbitration_goes_to_whoever_pays_and_by_award_if_both_do(do, database, clock, payers):
    client, freelancer, earned = payers
    await claim(do)
    await do(mediation.decline_claim, by=CLIENT)
    await do(mediation.propose, to_freelancer=Money(300_00))
    await do(mediation.answer_proposal, agrees=False, by=CLIENT)
    for by, pays in ((CLIENT, client), (FREELANCER, freelancer)):
        if pays is not None:
            await do(arbitration.answer_arbitration, pays=pays, by=by)
    await clockwork.settle_due(database, clock.now() + 7 * DAY)
    if client and freelancer:
        await do(arbitration.award, to_freelancer=Money(100_00))
    assert await money(database) == (0, earned, earned)


async def test_a_claim_withdrawn_while_work_went_on_lets_it_go_on(do, database, clock):
    await do(review.submit, number=1, note="Done.", by=FREELANCER)
    clock.forward(10 * DAY)
    await do(mediation.open_dispute, by=FREELANCER)
    with pytest.raises(WrongMove):
        await do(agreements.resume)
    clock.forward(3 * DAY)
    await do(mediation.withdraw_dispute, by=FREELANCER)
    assert (await contract_of(database)).status is ContractStatus.ACTIVE
    assert await clockwork.settle_due(database, clock.now() + 4 * DAY) == 1
    assert await money(database) == (0, 600_00, 600_00)


async def test_a_claim_against_a_refund_withdrawn_is_the_refund(do, database):
    await claim(do)
    await do(mediation.withdraw_dispute, by=FREELANCER)
    assert await money(database) == (0, 0, 0)


async def test_a_past_due_balance_pauses_its_clients_contracts_until_it_is_settled(do, database, clock):
    await do(review.submit, number=1, note="Done.", by=FREELANCER)
    async with database.transaction() as session:
        await past_dues.owe(session, account=CLIENT, amount=Money(120_00), at=clock.now())
    assert (await contract_of(database)).status is ContractStatus.PAUSED
    assert await clockwork.settle_due(database, clock.forward(20 * DAY)) == 0
    async with database.transaction() as session:
        await past_dues.settle(session, account=CLIENT, at=clock.now())
    assert (await contract_of(database)).status is ContractStatus.ACTIVE
    async with database.transaction() as session:
        with pytest.raises(past_dues.NothingOwed):
            await past_dues.settle(session, account=CLIENT, at=clock.now())


@pytest.mark.parametrize(
    ("minor", "points", "fee"), [(100_00, 300, 3_00), (1, 5_000, 1), (1, 4_999, 0), (333, 1_000, 33)]
)
def test_a_share_is_rounded_to_the_nearest_cent(minor, points, fee):
    assert share(Money(minor), points) == Money(fee)


@pytest.fixture
async def with_fees(database, clock):
    Terms(initiation_fee=Money(4_99), client_fee=300, service_fee=1_000).agree(database)
    await open_both(database, at=clock.now())
    await hire(database, K, 600_00, 300_00, at=clock.now())
    return database


async def test_fees_are_charged_beside_deposits_and_out_of_earnings(with_fees, clock):
    database = with_fees
    assert await money(database) == (600_00, 0, 622_99)
    async with database.transaction() as session:
        await review.release_early(session, contract=K, number=1, by=CLIENT, at=clock.now())
        await funding.fund(session, contract=K, number=2, by=CLIENT, at=clock.now())
        await bonuses.request_bonus(session, contract=K, amount=Money(50_00), by=CLIENT, at=clock.now())
    await clockwork.settle_due(database, clock.now() + DAY)
    assert await money(database) == (300_00, 585_00, 622_99 + 309_00 + 51_50)
    while await clockwork.settle_due(database, clock.now() + 9 * DAY):
        pass
    assert await held(database, "available:bob") == 585_00
    assert await held(database, "platform:fees") == 4_99 + 18_00 + 9_00 + 1_50 + 60_00 + 5_00


@pytest.mark.parametrize(("paid", "fees"), [(0, 18_00), (100_00, 18_00 + 4_99 + 10_00)])
async def test_the_initiation_fee_goes_back_only_if_nothing_was_ever_released(with_fees, clock, paid, fees):
    async with with_fees.transaction() as session:
        await agreements.end_paying(session, contract=K, pay=Money(paid), by=CLIENT, at=clock.now())
        await session.flush()
        await refunds.approve_refund(session, contract=K, by=FREELANCER, at=clock.now())
    assert await held(with_fees, "platform:fees") == fees


async def test_what_only_one_party_may_hear_is_told_to_nobody_else(do, database, clock):
    await do(bonuses.request_bonus, amount=Money(50_00), by=CLIENT)
    await do(review.release_early, number=1, by=CLIENT)
    await clockwork.settle_due(database, clock.now() + 6 * DAY)
    async with database.reading() as session:
        events = (await session.scalars(select(MarketplaceEvent).order_by(MarketplaceEvent.id))).all()
    hearing = {event.kind: (event.client_id, event.freelancer_id) for event in events}
    assert hearing["request_bonus"] == (CLIENT, None)
    assert hearing["charge_bonus"] == hearing["release"] == hearing["offer"] == (CLIENT, FREELANCER)
    assert hearing["make_available"] == (None, FREELANCER)


async def test_a_milestone_paid_at_the_end_is_released_in_full_or_in_part(do, database):
    await do(agreements.end_paying, pay=Money(1_00), by=CLIENT)
    async with database.reading() as session:
        status = await session.scalar(select(review.Milestone.status).where(review.Milestone.number == 1))
    assert status is MilestoneStatus.PART_RELEASED
