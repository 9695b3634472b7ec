"""What each party may do with a milestone, and when (facts.md §1.4, §1.5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.marketplace import agreements, bonuses, funding, membership, payouts, refunds, review
from bot.marketplace.audit import AuditEntry
from bot.marketplace.deadlines import available_at, last_bonus_at, respond_by, review_due
from bot.marketplace.money import Money
from bot.marketplace.moves import WrongMove
from bot.marketplace.parties import UnknownRecord
from bot.marketplace.port import ContractStatus, MilestoneStatus, Standing
from bot.marketplace.standing import StandingForbids
from tests.marketplace.scene import CLIENT, FREELANCER, escrow, held, hire, open_both

K = "K-1"
DAY = timedelta(days=1)
INSTANT = timedelta(milliseconds=1)


@pytest.fixture
async def do(database, clock):
    """Make a move in a transaction of its own; a contract of 600.00 and 300.00 is running."""
    await open_both(database, at=clock.now())
    await hire(database, K, 600_00, 300_00, at=clock.now())

    async def make(move, **how):
        async with database.transaction() as session:
            return await move(session, **{"contract": K, "at": clock.now(), **how})

    return make


async def submit(do, number=1):
    return await do(review.submit, number=number, note="Done.", by=FREELANCER)


def test_the_deadlines_are_those_of_the_facts(clock):
    now = clock.now()
    assert review_due(now) == now + 14 * DAY
    assert respond_by(now) == now + 7 * DAY
    assert available_at(now) == now + 5 * DAY
    assert last_bonus_at(now) == now + 365 * DAY


async def test_silence_releases_after_the_review_time_and_not_before(do, database, clock):
    due = (await submit(do)).review_due_at
    with pytest.raises(review.ReviewRunning):
        await do(review.auto_release, number=1, at=due - INSTANT)
    milestone = await do(review.auto_release, number=1, at=due)
    assert (milestone.status, milestone.review_due_at) == (MilestoneStatus.AUTO_RELEASED, None)
    assert await held(database, escrow(K)) == 0


async def test_a_change_request_stops_the_clock_and_new_work_starts_it_afresh(do, clock):
    await submit(do)
    clock.forward(10 * DAY)
    assert (await do(review.request_changes, number=1, message="Bluer.", by=CLIENT)).review_due_at is None
    with pytest.raises(WrongMove):
        await do(review.auto_release, number=1, at=clock.now() + 60 * DAY)
    with pytest.raises(WrongMove):
        await do(review.approve, number=1, by=CLIENT)
    clock.forward(3 * DAY)
    assert (await submit(do)).review_due_at == clock.now() + 14 * DAY


async def test_changes_cannot_be_asked_for_when_the_review_time_is_over(do):
    due = (await submit(do)).review_due_at
    with pytest.raises(review.ReviewOver):
        await do(review.request_changes, number=1, message="Bluer.", by=CLIENT, at=due)
    await do(review.request_changes, number=1, message="Bluer.", by=CLIENT, at=due - INSTANT)


async def test_only_the_client_approves_and_only_the_freelancer_submits(do):
    with pytest.raises(StandingForbids):
        await do(review.submit, number=1, note="Mine.", by=CLIENT)
    await submit(do)
    with pytest.raises(StandingForbids):
        await do(review.approve, number=1, by=FREELANCER)


async def test_a_stranger_cannot_tell_a_contract_from_none(do):
    with pytest.raises(UnknownRecord) as of_others:
        await do(review.approve, number=1, by="mallory")
    with pytest.raises(UnknownRecord) as of_nobody:
        await do(review.approve, contract="K-404", number=1, by="mallory")
    assert of_others.value.message == of_nobody.value.message


async def test_approval_needs_work_and_early_release_needs_none(do, database):
    with pytest.raises(WrongMove):
        await do(review.approve, number=1, by=CLIENT)
    await do(review.release_early, number=1, by=CLIENT)
    assert await held(database, "pending:bob") == 600_00


@pytest.mark.parametrize("minor", [-1, 0, 600_00, 600_01])
async def test_a_part_is_more_than_nothing_and_less_than_all(do, minor):
    with pytest.raises(review.NotAPart):
        await do(review.release_part, number=1, amount=Money(minor), by=CLIENT)


async def test_what_a_part_release_leaves_lowers_the_next_charge(do, database):
    await do(review.release_part, number=1, amount=Money(500_00), by=CLIENT)
    await do(funding.fund, number=2, by=CLIENT)
    assert await held(database, escrow(K)) == 300_00
    assert await held(database, "billing:ada") == -800_00


async def test_one_milestone_is_funded_at_a_time(do):
    with pytest.raises(funding.AnotherIsFunded):
        await do(funding.fund, number=2, by=CLIENT)
    await do(review.release_early, number=1, by=CLIENT)
    await do(funding.fund, number=2, by=CLIENT)
    with pytest.raises(WrongMove):
        await do(funding.fund, number=2, by=CLIENT)


async def test_a_milestone_costs_at_least_five_dollars(do):
    with pytest.raises(funding.TooSmall):
        await do(funding.define, title="Tiny", amount=Money(499), by=CLIENT)
    assert (await do(funding.define, title="Small", amount=Money(500), by=CLIENT)).number == 3


async def test_pending_money_becomes_available_after_the_security_period_once(do, database, clock):
    await do(review.release_early, number=1, by=CLIENT)
    with pytest.raises(payouts.SecurityRunning):
        await do(payouts.make_available, number=1, at=clock.now() + 5 * DAY - INSTANT)
    for _ in range(2):
        await do(payouts.make_available, number=1, at=clock.now() + 5 * DAY)
    assert await held(database, "available:bob") == 600_00
    assert await held(database, "pending:bob") == 0


@pytest.mark.parametrize("answered", [True, False])
async def test_escrow_goes_back_by_consent_or_by_silence(do, database, clock, answered):
    request = await do(refunds.request_refund, by=CLIENT)
    if answered:
        await do(refunds.approve_refund, by=FREELANCER)
    else:
        with pytest.raises(refunds.AnswerTimeRunning):
            await do(refunds.refund_by_silence, at=request.respond_by - INSTANT)
        await do(refunds.refund_by_silence, at=request.respond_by)
    assert await held(database, escrow(K)) == 0
    assert await held(database, "billing:ada") == 0
    with pytest.raises(refunds.NoRefundRequest):
        await do(refunds.approve_refund, by=FREELANCER)


async def test_nothing_is_released_while_a_refund_is_asked_for(do, clock):
    await submit(do)
    await do(refunds.request_refund, by=CLIENT)
    with pytest.raises(WrongMove):
        await do(review.approve, number=1, by=CLIENT)
    with pytest.raises(WrongMove):
        await do(review.auto_release, number=1, at=clock.now() + 15 * DAY)


async def test_a_contract_ends_only_with_empty_escrow(do):
    with pytest.raises(agreements.EscrowNotEmpty):
        await do(agreements.end, by=CLIENT)
    await do(review.release_early, number=1, by=CLIENT)
    with pytest.raises(refunds.NothingInEscrow):
        await do(refunds.request_refund, by=CLIENT)
    assert (await do(agreements.end, by=CLIENT)).status is ContractStatus.ENDED


async def test_a_bonus_is_charged_in_the_run_once_and_never_out_of_escrow(do, database):
    bonus = await do(bonuses.request_bonus, amount=Money(50_00), by=CLIENT)
    assert await held(database, "pending:bob") == 0
    for _ in range(2):
        async with database.transaction() as session:
            await bonuses.charge_bonus(session, bonus=bonus.id, at=bonus.requested_at + DAY)
    assert await held(database, "pending:bob") == 50_00
    assert await held(database, escrow(K)) == 600_00


async def test_a_bonus_can_be_given_until_a_year_after_the_end(do, clock):
    await do(review.release_early, number=1, by=CLIENT)
    ended = (await do(agreements.end, by=CLIENT)).ended_at
    with pytest.raises(bonuses.NotABonus):
        await do(bonuses.request_bonus, amount=Money(0), by=CLIENT)
    await do(bonuses.request_bonus, amount=Money(1), by=CLIENT, at=ended + 365 * DAY)
    with pytest.raises(bonuses.BonusTooLate):
        await do(bonuses.request_bonus, amount=Money(1), by=CLIENT, at=ended + 365 * DAY + INSTANT)


async def test_on_a_paused_contract_nothing_moves_until_it_goes_on(do, clock):
    await submit(do)
    await do(agreements.pause, because_of=CLIENT, reason="a check")
    with pytest.raises(WrongMove):
        await do(review.auto_release, number=1, at=clock.now() + 20 * DAY)
    await do(agreements.resume)
    await do(review.approve, number=1, by=CLIENT)


async def suspend(database, clock, account, to):
    async with database.transaction() as session:
        await membership.suspend(
            session,
            account=account,
            to=to,
            reason="a check",
            lifted_by=None,
            due_at=None,
            appealable=True,
            at=clock.now(),
        )


async def test_on_hold_running_work_goes_on_and_new_work_does_not(do, database, clock):
    await suspend(database, clock, FREELANCER, Standing.ON_HOLD)
    await submit(do)
    await hire(database, "K-2", 10_00, at=clock.now(), accepted=False)
    with pytest.raises(StandingForbids):
        async with database.transaction() as session:
            await agreements.accept(session, contract="K-2", by=FREELANCER, at=clock.now())


async def test_a_blocked_client_releases_nothing_until_reinstated(do, database, clock):
    await submit(do)
    await suspend(database, clock, CLIENT, Standing.BLOCKED)
    with pytest.raises(StandingForbids):
        await do(review.approve, number=1, by=CLIENT)
    async with database.transaction() as session:
        await membership.reinstate(session, account=CLIENT, at=clock.now())
    await do(review.approve, number=1, by=CLIENT)


async def test_a_hold_that_becomes_a_block_leaves_one_open_hold(do, database, clock):
    await suspend(database, clock, CLIENT, Standing.ON_HOLD)
    await suspend(database, clock, CLIENT, Standing.BLOCKED)
    with pytest.raises(WrongMove):
        await suspend(database, clock, CLIENT, Standing.ON_HOLD)


async def test_every_move_is_written_down_with_who_made_it(do, database, clock):
    await submit(do)
    await do(review.auto_release, number=1, at=clock.now() + 14 * DAY)
    async with database.transaction() as session:
        entries = (
            await session.scalars(select(AuditEntry).where(AuditEntry.subject == K).order_by(AuditEntry.id))
        ).all()
    assert [(entry.act, entry.actor, entry.status) for entry in entries][-3:] == [
        ("accept", FREELANCER, "active"),
        ("submit", FREELANCER, "submitted"),
        ("release", "clock", "auto_released"),
    ]
    assert entries[-1].amount_minor == 600_00


async def test_a_refused_move_leaves_no_trace(do, database):
    with pytest.raises(WrongMove):
        await do(review.approve, number=1, by=CLIENT)
    async with database.transaction() as session:
        assert await session.scalar(select(AuditEntry.id).where(AuditEntry.act == "release")) is None


async def test_a_freelancer_cannot_send_offers(database, clock):
    await open_both(database, at=clock.now())
    with pytest.raises(StandingForbids):
        async with database.transaction() as session:
            await agreements.offer(
                session,
                contract="K-9",
                title="Turned around",
                client=FREELANCER,
                freelancer=CLIENT,
                milestones=[("Part", Money(10_00))],
                at=clock.now(),
            )
