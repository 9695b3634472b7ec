"""One reminder for each clock and step, delivered once, and none when it does not matter any more."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.mail.outbox import Letter
from bot.marketplace import agreements, clockwork, nudges, refunds, review
from bot.marketplace.clocks import ClockKind
from bot.marketplace.nudges import DueNudge, Nudge
from bot.marketplace.terms import Terms
from tests.marketplace.scene import CLIENT, FREELANCER, hire, open_both

K = "K-1"
DAY = timedelta(days=1)
INSTANT = timedelta(milliseconds=1)


@pytest.fixture
async def do(database, clock):
    """Make a move; on K-1 work was submitted now, and is due in 14 days."""
    await open_both(database, at=clock.now())

    async def make(move, **how):
        async with database.transaction() as session:
            return await move(session, **{"contract": K, "at": clock.now(), **how})

    await hire(database, K, 600_00, at=clock.now())
    await make(review.submit, number=1, note="Done.", by=FREELANCER)
    return make


async def leased(database, now, by="gateway-1"):
    async with database.transaction() as session:
        return list(await nudges.due_nudges(session, by=by, now=now))


async def are_due(database, now):
    async with database.reading() as session:
        return await nudges.are_due(session, now=now)


async def delivered(database, nudge, now, by="gateway-1"):
    async with database.transaction() as session:
        return await nudges.deliver(session, nudge, by=by, now=now)


async def test_each_step_nudges_once_at_its_moment(do, database, clock):
    due = clock.now() + 14 * DAY
    written = []
    for step in (5 * DAY, 2 * DAY, DAY):
        assert await clockwork.write_nudges(database, due - step - INSTANT) == 0
        both = await asyncio.gather(*(clockwork.write_nudges(database, due - step) for _ in range(2)))
        written.append(sum(both))
    assert written == [1, 1, 1]
    assert await clockwork.write_nudges(database, due - INSTANT) == 0
    async with database.reading() as session:
        told = (await session.scalars(select(Nudge).order_by(Nudge.id))).all()
    assert [(nudge.account_id, nudge.milestone, nudge.due_at) for nudge in told] == [(CLIENT, 1, due)] * 3
    assert len({nudge.key for nudge in told}) == 3


async def test_steps_that_were_slept_through_are_one_nudge(do, database, clock):
    due = clock.now() + 14 * DAY
    assert await clockwork.write_nudges(database, due - 1.5 * DAY) == 1
    assert await clockwork.write_nudges(database, due - DAY) == 1


async def test_a_clock_shorter_than_a_step_begins_with_the_next_one(do, database, clock):
    Terms(nudges=(14 * DAY, DAY)).agree(database)
    await do(review.request_changes, number=1, message="Bluer.", by=CLIENT)
    await do(review.submit, number=1, note="Bluer now.", by=FREELANCER)
    assert await clockwork.write_nudges(database, clock.now()) == 0
    assert await clockwork.write_nudges(database, clock.now() + 13 * DAY) == 1


async def test_a_nudge_is_leased_to_one_gateway_and_delivered_once(do, database, clock):
    now = clock.now() + 9 * DAY
    assert not await are_due(database, now)
    await clockwork.write_nudges(database, now)
    assert await are_due(database, now)
    both = await asyncio.gather(leased(database, now), leased(database, now, by="gateway-2"))
    [nudge] = [nudge for found in both for nudge in found]
    assert nudge == DueNudge(nudge.id, ClockKind.REVIEW, CLIENT, K, 1, clock.now() + 14 * DAY)
    holder, other = ("gateway-1", "gateway-2") if both[0] else ("gateway-2", "gateway-1")
    assert not await delivered(database, nudge, now, by=other)
    assert await delivered(database, nudge, now, by=holder)
    assert not await delivered(database, nudge, now, by=holder)
    assert not await are_due(database, now + nudges.LEASE)
    assert await leased(database, now + nudges.LEASE) == []


async def test_a_gateway_that_dies_leaves_its_nudge_to_another(do, database, clock):
    now = clock.now() + 9 * DAY
    await clockwork.write_nudges(database, now)
    [nudge] = await leased(database, now)
    assert await leased(database, now + nudges.LEASE - INSTANT, by="gateway-2") == []
    assert await leased(database, now + nudges.LEASE, by="gateway-2") == [nudge]
    assert not await delivered(database, nudge, now + nudges.LEASE)


async def test_a_clock_that_has_stopped_nudges_nobody(do, database, clock):
    now = clock.now() + 9 * DAY
    await clockwork.write_nudges(database, now)
    await do(review.approve, number=1, by=CLIENT)
    assert await leased(database, now) == []


async def test_a_nudge_in_hand_is_not_delivered_when_its_clock_has_stopped(do, database, clock):
    now = clock.now() + 9 * DAY
    await clockwork.write_nudges(database, now)
    [nudge] = await leased(database, now)
    await do(review.request_changes, number=1, message="Bluer.", by=CLIENT)
    await do(review.submit, number=1, note="Bluer now.", by=FREELANCER, at=now)
    assert not await delivered(database, nudge, now)


async def test_nothing_is_nudged_for_while_a_contract_is_paused(do, database, clock):
    await do(agreements.pause, because_of=CLIENT, reason="a check")
    assert await clockwork.write_nudges(database, clock.now() + 10 * DAY) == 0
    await do(agreements.resume, at=clock.now() + 10 * DAY)
    assert await clockwork.write_nudges(database, clock.now() + 19 * DAY - INSTANT) == 0
    assert await clockwork.write_nudges(database, clock.now() + 19 * DAY) == 1


async def test_the_freelancer_is_nudged_about_a_refund_request(do, database, clock):
    await do(refunds.request_refund, by=CLIENT)
    now = clock.now() + 2 * DAY
    assert await clockwork.write_nudges(database, now) == 1
    [nudge] = await leased(database, now)
    assert (nudge.account, nudge.kind) == (FREELANCER, ClockKind.REFUND_ANSWER)


async def test_a_letter_is_owed_once(do, database, clock):
    now = clock.now() + 9 * DAY
    await clockwork.write_nudges(database, now)
    [nudge] = await leased(database, now)
    put = []
    for _ in range(2):
        async with database.transaction() as session:
            put.append(await nudges.mail(session, nudge, at=now))
    assert put == [True, False]
    async with database.reading() as session:
        [letter] = (await session.scalars(select(Letter))).all()
    assert (letter.kind, letter.account, letter.address) == ("nudge", CLIENT, "ada@example.com")
    assert letter.subject_data["contract"] == K
    assert (letter.attempts, letter.sent_at, letter.due_at) == (0, None, now)
