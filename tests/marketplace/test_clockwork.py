"""What is due is done once, at its moment, in its order, by however many workers, and in spite of what fails."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from bot.marketplace import agreements, bonuses, clocks, clockwork, mediation, offers, refunds, review
from bot.marketplace.audit import AuditEntry
from bot.marketplace.clocks import ClockKind, RunningClock
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.deadlines import bonus_run, business_days_after, review_due
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.port import MilestoneStatus
from bot.marketplace.terms import Terms
from tests.marketplace.scene import CLIENT, FREELANCER, escrow, held, hire, open_both
from tests.patience import PATIENCE_S

K = "K-1"
DAY = timedelta(days=1)
INSTANT = timedelta(milliseconds=1)


@pytest.fixture
async def parties(database, clock):
    await open_both(database, at=clock.now())
    return database


@pytest.fixture
def do(parties, clock):
    async def make(move, **how):
        async with parties.transaction() as session:
            return await move(session, **{"contract": K, "at": clock.now(), **how})

    return make


async def submitted(do, parties, clock, *contracts):
    for contract in contracts:
        await hire(parties, contract, 100_00, at=clock.now())
        await do(review.submit, contract=contract, number=1, note="Done.", by=FREELANCER)


async def acts(database, contract=K):
    async with database.reading() as session:
        found = select(AuditEntry.act, AuditEntry.at).where(AuditEntry.subject == contract).order_by(AuditEntry.id)
        return [tuple(row) for row in await session.execute(found)]


async def begin_offer(do, parties, clock):
    await hire(parties, K, 100_00, at=clock.now(), accepted=False)


async def begin_review(do, parties, clock):
    await submitted(do, parties, clock, K)


async def begin_refund(do, parties, clock):
    await hire(parties, K, 100_00, at=clock.now())
    await do(refunds.request_refund, by=CLIENT)


async def begin_claim(do, parties, clock):
    await begin_refund(do, parties, clock)
    await do(mediation.open_dispute, by=FREELANCER)


async def begin_mediation(do, parties, clock):
    await begin_claim(do, parties, clock)
    await do(mediation.decline_claim, by=CLIENT)


async def begin_proposal(do, parties, clock):
    await begin_mediation(do, parties, clock)
    await do(mediation.propose, to_freelancer=Money(40_00))


async def begin_arbitration(do, parties, clock):
    await begin_proposal(do, parties, clock)
    await do(mediation.answer_proposal, agrees=False, by=CLIENT)


async def begin_bonus(do, parties, clock):
    await hire(parties, K, 100_00, at=clock.now())
    await do(bonuses.request_bonus, amount=Money(50_00), by=CLIENT)


async def begin_security(do, parties, clock):
    await hire(parties, K, 100_00, at=clock.now())
    await do(review.release_early, number=1, by=CLIENT)


# What starts a clock (on Monday at noon), how long it runs, what it does then.
SILENCES = [
    (ClockKind.OFFER, begin_offer, 7 * DAY, "expire"),
    (ClockKind.REVIEW, begin_review, 14 * DAY, "release"),
    (ClockKind.REFUND_ANSWER, begin_refund, 7 * DAY, "refund"),
    (ClockKind.DISPUTE_ANSWER, begin_claim, 7 * DAY, "dispute_silence"),  # five business days
    (ClockKind.PROPOSAL, begin_mediation, 2 * DAY, "mediation_failed"),
    (ClockKind.PROPOSAL_ANSWER, begin_proposal, 2 * DAY, "mediation_failed"),
    (ClockKind.ARBITRATION, begin_arbitration, 7 * DAY, "dispute_nobody_paid"),
    (ClockKind.BONUS, begin_bonus, timedelta(hours=12), "charge_bonus"),  # midnight
    (ClockKind.SECURITY, begin_security, 5 * DAY, "make_available"),
]


def test_every_clock_has_an_effect_and_a_row_here():
    assert set(clockwork.EFFECTS) == {kind for kind, *_ in SILENCES} == set(ClockKind)


@pytest.mark.parametrize("silence", SILENCES, ids=[kind.value for kind, *_ in SILENCES])
async def test_silence_takes_effect_on_the_second_and_not_before(do, parties, clock, silence):
    _, begin, wait, act = silence
    await begin(do, parties, clock)
    due = clock.now() + wait
    assert await clockwork.settle_due(parties, due - INSTANT) == 0
    # The worker comes an hour late: what it does is done as of the moment at which it was due.
    assert await clockwork.settle_due(parties, due + timedelta(hours=1)) == 1
    assert (await acts(parties))[-1] == (act, due)


async def test_after_a_long_sleep_things_are_done_in_the_order_in_which_they_were_due(do, parties, clock):
    await submitted(do, parties, clock, "K-1")
    clock.forward(DAY)
    await hire(parties, "K-2", 100_00, at=clock.now(), accepted=False)
    clock.forward(DAY)
    await submitted(do, parties, clock, "K-3")
    now = clock.forward(90 * DAY)
    while await clockwork.settle_due(parties, now):
        pass
    async with parties.reading() as session:
        found = select(AuditEntry.subject, AuditEntry.act).where(AuditEntry.actor == "clock").order_by(AuditEntry.id)
        done = [tuple(row) for row in await session.execute(found)]
        assert await session.scalar(select(func.count()).select_from(RunningClock)) == 0
    silences = [row for row in done if row[1] != "make_available"]
    assert silences == [("K-2", "expire"), ("K-1", "release"), ("K-3", "release")]
    assert done.count(("K-1", "make_available")) == 1  # five days after the release, however late both were done
    assert (await acts(parties))[-1][1] == (await acts(parties))[-2][1] + 5 * DAY


async def test_two_workers_do_each_thing_once(do, parties, clock):
    contracts = [f"K-{number}" for number in range(1, 25)]
    await submitted(do, parties, clock, *contracts)
    now = clock.forward(14 * DAY)
    done = await asyncio.gather(*(clockwork.settle_due(parties, now) for _ in range(2)))
    done.append(await clockwork.settle_due(parties, now))
    assert sum(done) == len(contracts)
    assert await held(parties, "pending:bob") == len(contracts) * 100_00
    async with parties.reading() as session:
        released = select(func.count()).where(Milestone.status == MilestoneStatus.AUTO_RELEASED)
        assert await session.scalar(released) == len(contracts)


async def test_a_worker_and_a_client_who_answers_at_the_last_moment_agree_on_one_outcome(do, parties, clock):
    contracts = [f"K-{number}" for number in range(1, 9)]
    await submitted(do, parties, clock, *contracts)
    due = clock.now() + 14 * DAY

    async def ask_for_changes(contract):
        try:
            await do(review.request_changes, contract=contract, number=1, message="Bluer.", by=CLIENT, at=due - INSTANT)
        except review.WrongMove:
            return 0
        return 1

    settled, *asked = await asyncio.gather(
        clockwork.settle_due(parties, due), *(ask_for_changes(contract) for contract in contracts)
    )
    settled += await clockwork.settle_due(parties, due)
    assert settled + sum(asked) == len(contracts)
    assert await held(parties, "pending:bob") == settled * 100_00


async def test_what_fails_is_put_off_and_stops_nothing_else(do, parties, clock):
    await submitted(do, parties, clock, "K-1", "K-2")
    async with parties.transaction() as session:
        (await session.get_one(Contract, "K-1")).status = "paused"  # behind the clock's back
    now = clock.forward(14 * DAY)
    while await clockwork.settle_due(parties, now):
        pass
    assert await held(parties, escrow("K-1")) == 100_00
    assert await held(parties, escrow("K-2")) == 0
    async with parties.transaction() as session:
        [clock_row] = await clocks.against(session, CLIENT)
        assert (clock_row.attempts, clock_row.retry_at) == (1, now + clockwork.RETRY_AFTER)
        (await session.get_one(Contract, "K-1")).status = "active"
    assert await clockwork.settle_due(parties, now) == 0
    assert await clockwork.settle_due(parties, now + clockwork.RETRY_AFTER) == 1
    assert (await acts(parties))[-1] == ("release", now)


async def test_what_fails_among_many_is_put_off_alone(do, parties, clock):
    contracts = [f"K-{number}" for number in range(1, 8)]
    await submitted(do, parties, clock, *contracts)
    async with parties.transaction() as session:
        (await session.get_one(Contract, "K-4")).status = "paused"  # behind the clock's back
    now = clock.forward(14 * DAY)
    while await clockwork.settle_due(parties, now):
        pass
    assert await held(parties, "pending:bob") == 6 * 100_00
    async with parties.reading() as session:
        failed = await session.execute(
            select(RunningClock.contract_id, RunningClock.attempts).where(RunningClock.attempts > 0)
        )
        assert failed.all() == [("K-4", 1)]
    assert [await acts(parties, contract) for contract in contracts].count(await acts(parties, "K-1")) == 6


async def test_what_matures_together_is_each_payment_less_its_own_fee(do, parties, clock):
    Terms(service_fee=1_000).agree(parties)
    await submitted(do, parties, clock, "K-1", "K-2", "K-3")
    now = clock.forward(19 * DAY)
    while await clockwork.settle_due(parties, now):
        pass
    assert await held(parties, "available:bob") == 3 * 90_00
    assert await held(parties, "pending:bob") == 0
    assert await held(parties, "platform:fees") == 3 * 10_00


async def test_a_pass_does_no_more_than_its_limit(do, parties, clock):
    await submitted(do, parties, clock, "K-1", "K-2", "K-3")
    now = clock.forward(14 * DAY)
    assert [await clockwork.settle_due(parties, now, limit=2) for _ in range(3)] == [2, 1, 0]


async def test_the_worker_settles_and_nudges_until_it_is_stopped(do, parties, clock):
    await submitted(do, parties, clock, K)
    clock.forward(14 * DAY)
    stop = asyncio.Event()
    worker = asyncio.create_task(clockwork.run(parties, clock, stop))
    async with asyncio.timeout(PATIENCE_S):
        while await held(parties, escrow(K)):  # noqa: ASYNC110 - the worker is seen by what it does
            await asyncio.sleep(0.02)
        stop.set()
        await worker


async def test_a_paused_contracts_review_goes_on_with_the_time_that_was_left(do, parties, clock):
    await submitted(do, parties, clock, K)
    clock.forward(10 * DAY)
    await do(agreements.pause, because_of=CLIENT, reason="a check")
    assert await clockwork.settle_due(parties, clock.forward(30 * DAY)) == 0
    await do(agreements.resume)
    due = clock.now() + 4 * DAY
    async with parties.reading() as session:
        assert await session.scalar(select(Milestone.review_due_at)) == due
    assert await clockwork.settle_due(parties, due - INSTANT) == 0
    assert await clockwork.settle_due(parties, due) == 1


async def test_an_answer_after_the_end_is_refused_even_before_the_worker_has_come(do, parties, clock):
    await submitted(do, parties, clock, K)
    clock.forward(14 * DAY)
    for move, how in (
        (review.request_changes, {"number": 1, "message": "Bluer.", "by": CLIENT}),
        (review.release_part, {"number": 1, "amount": Money(1_00), "by": CLIENT}),
        (refunds.request_refund, {"by": CLIENT}),
        (agreements.end_paying, {"pay": Money(0), "by": CLIENT}),
        (agreements.leave, {"by": FREELANCER}),
        (mediation.open_dispute, {"by": FREELANCER}),
    ):
        with pytest.raises(review.ReviewOver):
            await do(move, **how)
    await hire(parties, "K-2", 100_00, at=clock.now(), accepted=False)
    with pytest.raises(offers.OfferOver):
        await do(offers.accept, contract="K-2", by=FREELANCER, at=clock.now() + 7 * DAY)


async def test_no_cause_moves_money_twice_when_a_clock_is_wound_up_again(do, parties, clock):
    await begin_security(do, parties, clock)
    now = clock.forward(5 * DAY)
    await clockwork.settle_due(parties, now)
    async with parties.transaction() as session:
        await session.execute(delete(RunningClock))
        await clocks.start(session, ClockKind.SECURITY, contract=K, at=now, due_at=now, milestone=1, about=f"{K}/1")
        before = await session.scalar(select(func.count()).select_from(Transfer))
    assert await clockwork.settle_due(parties, now) == 1
    async with parties.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Transfer)) == before


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("submitted_at", "due"),
    [
        ("2026-03-01T09:00:00-08:00", "2026-03-15T10:00:00-07:00"),  # Los Angeles puts its clocks forward between
        ("2026-10-25T01:30:00-07:00", "2026-11-08T00:30:00-08:00"),  # and back
        ("2026-03-20T12:00:00+01:00", "2026-04-03T13:00:00+02:00"),  # Berlin
        ("2028-02-20T12:00:00+00:00", "2028-03-05T12:00:00+00:00"),  # over a leap day
        ("2027-02-20T12:00:00+00:00", "2027-03-06T12:00:00+00:00"),
        ("2028-02-29T23:59:59+00:00", "2028-03-14T23:59:59+00:00"),
        ("2026-12-25T00:00:00+00:00", "2027-01-08T00:00:00+00:00"),
    ],
)
def test_fourteen_days_are_fourteen_times_24_hours(submitted_at, due):
    assert review_due(at(submitted_at)) == at(due)


@pytest.mark.parametrize(
    ("opened_at", "due"),
    [
        ("2026-03-02T12:00Z", "2026-03-09T12:00Z"),  # Monday to Monday
        ("2026-03-06T23:59:59Z", "2026-03-13T23:59:59Z"),  # Friday to Friday
        ("2026-03-07T00:00Z", "2026-03-16T00:00Z"),  # Saturday begins with Monday
        ("2026-03-08T23:59Z", "2026-03-16T00:00Z"),
        ("2028-02-25T12:00Z", "2028-03-03T12:00Z"),  # over a leap day
        ("2026-03-06T16:30:00-08:00", "2026-03-16T00:00Z"),  # Friday there, Saturday in UTC
    ],
)
def test_business_days_are_monday_to_friday_in_utc(opened_at, due):
    assert business_days_after(at(opened_at), 5) == at(due)


@pytest.mark.parametrize(
    ("requested_at", "hour", "run"),
    [
        ("2026-03-02T12:00Z", 18, "2026-03-02T18:00Z"),  # six hours before: just in time
        ("2026-03-02T12:00:01Z", 18, "2026-03-03T18:00Z"),
        ("2026-03-02T12:00Z", 0, "2026-03-03T00:00Z"),
        ("2026-03-02T23:00Z", 0, "2026-03-04T00:00Z"),
        ("2028-02-28T19:00Z", 0, "2028-03-01T00:00Z"),
        ("2026-03-07T20:00:00-08:00", 12, "2026-03-08T12:00Z"),  # the night that Los Angeles changes its clocks
    ],
)
def test_a_bonus_waits_for_the_daily_run(requested_at, hour, run):
    assert bonus_run(at(requested_at), hour=hour) == at(run)


async def test_the_terms_of_a_marketplace_set_its_waits(do, parties, clock):
    Terms(offer_time=DAY, bonus_run_hour=20).agree(parties)
    await hire(parties, "K-2", 100_00, at=clock.now(), accepted=False)
    assert await clockwork.settle_due(parties, clock.now() + DAY) == 1
    await begin_bonus(do, parties, clock)
    assert await clockwork.settle_due(parties, clock.now() + timedelta(hours=8)) == 1
