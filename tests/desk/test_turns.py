"""Turns are leased by one gateway at a time, one at a time per conversation, and never forgotten."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.desk import turns
from bot.desk.models import Turn, TurnState
from tests.desk.scene import opened, owe

LATER = turns.LEASE + timedelta(seconds=1)


@pytest.fixture
async def conversation(database, clock):
    return await opened(database, clock)


async def owed(database, conversation, number, clock, by="here"):
    async with database.transaction() as session:
        return await owe(session, conversation, number, clock, by)


async def finish(database, turn, clock, by="here", state=TurnState.DONE):
    async with database.transaction() as session:
        return await turns.finish(session, turn, by=by, state=state, now=clock.now())


async def take_over(database, by, clock):
    async with database.transaction() as session:
        return await turns.take_over(session, by=by, now=clock.now())


async def states(database):
    async with database.reading() as session:
        return [tuple(row) for row in await session.execute(select(Turn.state, Turn.leased_by).order_by(Turn.seq))]


async def test_the_first_turn_runs_at_once_and_the_next_wait_for_it(database, conversation, clock):
    first = await owed(database, conversation, 1, clock)
    assert (first.seq, first.message_id, first.attempts) == (1, "m1", 1)
    assert await owed(database, conversation, 2, clock) is None
    assert await owed(database, conversation, 3, clock) is None
    second = await finish(database, first, clock)
    assert (second.seq, second.request) == (2, {"message": "message 2"})
    assert await states(database) == [("done", None), ("running", "here"), ("queued", None)]


async def test_what_is_said_while_the_turn_before_it_ends_is_not_forgotten(database, conversation, clock):
    first = await owed(database, conversation, 1, clock)
    async with database.transaction() as session:
        await owe(session, conversation, 2, clock, "here")  # it is queued behind a turn …
        ending = asyncio.create_task(finish(database, first, clock))  # … that ends before this is committed
        await asyncio.sleep(0.1)
        assert not ending.done()
    assert (await ending).seq == 2


async def test_two_gateways_take_a_forgotten_turn_over_only_once(database, clock):
    for account in ("a", "b", "c"):
        await owed(database, await opened(database, clock, account), 1, clock, by="dead")
    assert await take_over(database, "here", clock) == []
    clock.forward(LATER)
    taken = await asyncio.gather(take_over(database, "here", clock), take_over(database, "there", clock))
    both = [turn.conversation for turns_ in taken for turn in turns_]
    assert len(both) == len(set(both)) == 3
    assert all(turn.attempts == 2 for turns_ in taken for turn in turns_)


async def test_a_turn_behind_a_forgotten_one_is_not_taken_over_before_it(database, conversation, clock):
    await owed(database, conversation, 1, clock, by="dead")
    await owed(database, conversation, 2, clock, by="dead")
    clock.forward(LATER)
    (first,) = await take_over(database, "here", clock)
    assert first.seq == 1
    assert await take_over(database, "there", clock) == []
    assert (await finish(database, first, clock)).seq == 2


async def test_a_queued_turn_that_nobody_leased_is_taken_over(database, conversation, clock):
    """As when a gateway dies after its commit that ended the turn before."""
    first = await owed(database, conversation, 1, clock)
    await owed(database, conversation, 2, clock)
    async with database.transaction() as session:
        (await session.get(Turn, (conversation, first.seq))).state = TurnState.DONE
    clock.forward(LATER)
    assert [turn.seq for turn in await take_over(database, "there", clock)] == [2]


async def test_a_kept_lease_is_not_taken_over_and_a_lost_one_is_noticed(database, conversation, clock):
    first = await owed(database, conversation, 1, clock)
    clock.forward(turns.LEASE * 0.9)
    async with database.transaction() as session:
        assert await turns.renew(session, first, by="here", now=clock.now())
    clock.forward(turns.LEASE * 0.9)
    assert await take_over(database, "there", clock) == []
    clock.forward(LATER)
    (taken,) = await take_over(database, "there", clock)
    async with database.transaction() as session:
        assert not await turns.renew(session, first, by="here", now=clock.now())
    assert await finish(database, first, clock) is None
    assert await states(database) == [("running", "there")]
    await finish(database, taken, clock, by="there", state=TurnState.DROPPED)
    assert await states(database) == [("dropped", None)]
