"""The whole table of moves, and every refusal of it."""

import pytest
from sqlalchemy import update

from bot.verification import moving, visits
from bot.verification.states import HELD, MOVES, OVER, Move, State, Why, WrongMove
from bot.verification.visit import Visit


@pytest.mark.parametrize("move", list(Move))
async def test_every_move_is_made_from_where_the_table_says_and_from_nowhere_else(people, move):
    await people.open(*State)
    for state in State:
        visit = await people.does(visits.begin, account=state)
        async with people.database.transaction() as session:
            put = update(Visit).where(Visit.id == visit.id)
            await session.execute(put.values(state=state, verifier="v" if state in HELD else None))
        await (made if state in MOVES[move].starts else refused)(people, visit.id, move, state)


async def made(people, visit, move, state):
    async with people.database.transaction() as session:
        current = await moving.find(session, visit=visit)
        moved = await moving.move(session, current, move, actor="v", why=Why.ASKED, now=people.clock.now())
        assert moved.visit.state is MOVES[move].ends
        assert moved.visit.version == 1
        assert moved.released == ("v" if state in HELD and moved.visit.state not in HELD else None)
        [audit] = await moving.moves_of(session, visit=visit)
        assert (audit.was, audit.state, audit.move, audit.actor) == (state, MOVES[move].ends, move, "v")


async def refused(people, visit, move, state):
    async with people.database.transaction() as session:
        current = await moving.find(session, visit=visit)
        with pytest.raises(WrongMove):
            await moving.move(session, current, move, actor="v", why=Why.ASKED, now=people.clock.now())
        assert (await moving.find(session, visit=visit)).state is state
        assert await moving.moves_of(session, visit=visit) == []


async def test_a_move_on_what_has_moved_meanwhile_is_refused(people):
    await people.open("ann")
    visit = await people.does(visits.begin, account="ann")
    await people.queue("ann")
    async with people.database.transaction() as session:
        with pytest.raises(WrongMove):
            await moving.move(session, visit, Move.CHECK, actor="p", why=Why.ASKED, now=people.clock.now())


def test_nothing_follows_on_a_verdict():
    assert all(not OVER & rule.starts for rule in MOVES.values())
