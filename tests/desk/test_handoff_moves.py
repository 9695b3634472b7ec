"""Every move of a hand-off and every refusal: what it changes, who answers then, and what is written down."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.desk import conversations, roster
from bot.desk.handoffs import moving, ticket
from bot.desk.handoffs.handoff import Handoff
from bot.desk.handoffs.states import HELD, LIVE, MOVES, OVER, WAITING, Move, State, Why, WrongMove
from bot.desk.models import CONVERSATIONS, Owner
from tests.desk.staffed import WEB, Desk


async def standing(desk: Desk, state: State, owner: Owner):
    """Make a hand-off that stands somewhere, held by a specialist where it can be."""
    await desk.hire("ann", WEB)
    asked = (await desk.ask("client", WEB)).ticket
    async with desk() as session:
        await stand(session, asked, state, owner)
        return await ticket.find(session, handoff=asked.id)


async def stand(session, asked, state, owner):
    specialist = "ann" if state in HELD else None
    await session.execute(update(Handoff).where(Handoff.id == asked.id).values(state=state, specialist=specialist))
    await session.execute(update(CONVERSATIONS).values(owner=owner))


def owner_in(state: State) -> Owner:
    """Whose the conversation is in a state, if nobody has gone back to the assistant."""
    match state:
        case State.ACTIVE:
            return Owner.SPECIALIST
        case State.AFTER_HOURS:
            return Owner.NOBODY
        case _ if state in WAITING:
            return Owner.QUEUE
        case _:
            return Owner.ASSISTANT


@pytest.mark.parametrize("move", Move)
async def test_a_move_starts_where_the_table_says_and_nowhere_else(desk, move):
    first = await standing(desk, State.QUEUED, Owner.QUEUE)
    rule = MOVES[move]
    for state in State:
        owner = owner_in(state)
        async with desk() as session:
            await stand(session, first, state, owner)
            before = await ticket.find(session, handoff=first.id)
            given = {"specialist": "ann"} if rule.ends in HELD else {}
            if state not in rule.starts:
                with pytest.raises(WrongMove) as refusal:
                    await moving.move(session, before, move, actor="ann", why=Why.CHOSEN, now=desk.now, **given)
                assert refusal.value.details == {"move": move, "current": state}
                assert await ticket.find(session, handoff=first.id) == before
                continue
            moved = await moving.move(session, before, move, actor="ann", why=Why.CHOSEN, now=desk.now, **given)
            after = await ticket.find(session, handoff=first.id)
            written = (await moving.moves_of(session, handoff=first.id))[-1]
            opened = await conversations.find(session, conversation=first.conversation)
        assert moved.ticket == after
        assert (after.state, after.version) == (rule.ends, before.version + 1)
        assert (written.move, written.was, written.state) == (move, state, rule.ends)
        assert (written.actor, written.reason, written.at) == ("ann", "chosen", desk.now)
        assert moved.released == ("ann" if state in HELD and rule.ends not in HELD else None)
        assert opened.owner == (rule.owner if rule.owner and owner in rule.takes_from else owner)


def test_every_state_is_reached_and_every_state_but_the_last_ones_is_left():
    assert {rule.ends for rule in MOVES.values()} == set(State) - {State.REQUESTED}
    assert {state for rule in MOVES.values() for state in rule.starts} == set(State) - OVER
    assert set(MOVES) == set(Move)


def test_the_groups_of_states_say_what_they_mean():
    assert WAITING < LIVE
    assert not LIVE & OVER
    assert State.WRAP_UP in HELD - LIVE  # the person is the assistant's again, the place is not free yet


@pytest.mark.parametrize(
    ("move", "state", "owner", "then"),
    [
        # Whoever went back to the assistant stays there until somebody comes.
        (Move.OFFER, State.QUEUED, Owner.ASSISTANT, Owner.ASSISTANT),
        (Move.EXPIRE, State.OFFERED, Owner.ASSISTANT, Owner.ASSISTANT),
        (Move.REASSIGN, State.QUEUED, Owner.ASSISTANT, Owner.ASSISTANT),
        (Move.MISS, State.QUEUED, Owner.ASSISTANT, Owner.ASSISTANT),
        (Move.REOPEN, State.AWAITING_REPLY, Owner.ASSISTANT, Owner.ASSISTANT),
        (Move.ABANDON, State.QUEUED, Owner.ASSISTANT, Owner.ASSISTANT),
        (Move.ACCEPT, State.OFFERED, Owner.ASSISTANT, Owner.SPECIALIST),
        (Move.CLAIM, State.QUEUED, Owner.ASSISTANT, Owner.SPECIALIST),
        # Whoever did not is taken along.
        (Move.MISS, State.QUEUED, Owner.QUEUE, Owner.NOBODY),
        (Move.REOPEN, State.AFTER_HOURS, Owner.NOBODY, Owner.QUEUE),
        (Move.LEAVE_MESSAGE, State.AFTER_HOURS, Owner.NOBODY, Owner.ASSISTANT),
        (Move.LOSE, State.ACTIVE, Owner.SPECIALIST, Owner.QUEUE),
    ],
)
async def test_a_move_gives_the_conversation_to_whom_it_should(desk, move, state, owner, then):
    before = await standing(desk, state, owner)
    version = await version_of(desk, before.conversation)
    async with desk() as session:
        given = {"specialist": "ann"} if MOVES[move].ends in HELD else {}
        await moving.move(session, before, move, actor="ann", why=Why.CHOSEN, now=desk.now, **given)
    assert await desk.owner(before.conversation) == then
    # The same owner is no other owner: an answer that is on its way still counts.
    assert await version_of(desk, before.conversation) == version + (owner is not then)


async def version_of(desk, conversation):
    async with desk() as session:
        return (await conversations.find(session, conversation=conversation)).version


async def test_a_hand_off_that_was_read_before_another_move_is_not_moved(desk):
    before = await standing(desk, State.QUEUED, Owner.QUEUE)
    async with desk() as session:
        await moving.move(session, before, Move.OFFER, actor="desk", why=Why.NEXT, now=desk.now, specialist="ann")
        await moving.move(
            session,
            await ticket.find(session, handoff=before.id),
            Move.EXPIRE,
            actor="desk",
            why=Why.NO_ANSWER,
            now=desk.now,
        )
    with pytest.raises(WrongMove):
        async with desk() as session:
            await moving.move(session, before, Move.ABANDON, actor="user", why=Why.USER_LEFT, now=desk.now)
    assert (await desk.ticket(before.id)).state is State.QUEUED


async def test_a_specialist_who_is_free_again_has_waited_from_then_on(desk):
    chat = await desk.accepted("client", await hired(desk))
    later = desk.clock.forward(timedelta(minutes=9))
    await desk.make("wrap_up", conversation=chat.conversation, by="ann", reason="solved")
    async with desk() as session:
        assert (await roster.present(session, handle="ann", now=later)).idle_since == later


async def hired(desk):
    await desk.hire("ann", WEB)
    return "ann"
