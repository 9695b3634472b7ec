"""Fifty people and five specialists for ten minutes, with crashes: nobody is lost, and nobody is served by two."""

from itertools import pairwise
from statistics import median

from bot.db import Database
from bot.desk import messages
from bot.desk.handoffs import moving
from bot.desk.handoffs.states import Move, State
from tests.desk.rush_hour import RushHour

WORTH_AN_ESTIMATE_S = 15  # who waits for less is not told anything anyway


async def test_a_rush_hour_with_crashes_loses_nobody(desk, database_url):
    other = Database(database_url)
    rush = RushHour(desk, other, people=50, staff=5, seed=7)
    await rush.open()
    await rush.run()
    await other.close()

    served = [person for person in rush.people if not person.left]
    assert rush.lost >= 2  # the crashes did take chats from people
    assert len(served) > 40
    for person in rush.people:
        after = await desk.ticket(person.handoff)
        assert after.state is (State.ABANDONED if person.left else State.CLOSED)
        await one_at_a_time(desk, after)

    waits = [
        (person.estimate_s, (person.accepted_at - person.asked_at).total_seconds())
        for person in served
        if person.estimate_s is not None
        and (person.accepted_at - person.asked_at).total_seconds() > WORTH_AN_ESTIMATE_S
    ]
    assert len(waits) > 15
    ratio = median((estimate + 1) / actual for estimate, actual in waits)
    assert 0.5 <= ratio <= 2


async def one_at_a_time(desk, after):
    """Whoever spoke had the chat at that moment, by the record of its moves."""
    async with desk() as session:
        moves = await moving.moves_of(session, handoff=after.id)
        log = await messages.after(session, after.conversation, 0)
    assert [move.version for move in moves] == list(range(1, len(moves) + 1))
    for earlier, later in pairwise(moves):
        assert earlier.state == later.was
    for said in log.messages:
        speakers = {
            move.specialist
            for move, following in zip(moves, [*moves[1:], None], strict=True)
            if move.move in {Move.ACCEPT, Move.CLAIM}
            and move.at <= said.at
            and (following is None or said.at <= following.at)
        }
        assert said.name in speakers
