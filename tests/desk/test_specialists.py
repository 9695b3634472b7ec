"""What specialists can do with a chat, and what each is refused."""

import asyncio
from datetime import timedelta

import pytest

from bot.db import Database
from bot.desk import conversations, follow_ups, messages, messages_left, notes
from bot.desk.handoffs import moving, requests, specialists
from bot.desk.handoffs.states import Move, State
from bot.desk.handoffs.wrap_up import REASONS
from bot.desk.messages import Draft
from bot.desk.models import Author, Owner
from bot.desk.presence import Status
from bot.desk.promise import FollowUpState
from bot.desk.staff.roles import Role
from bot.errors import Refused
from tests.desk.staffed import DESIGN, SECOND, WEB, Desk

HANDS = 20


async def code_of(doing):
    with pytest.raises(Refused) as refusal:
        await doing
    return refusal.value.code


def said(number):
    return Draft(Author.SPECIALIST, "Ann", f"s{number}", f"words {number}")


async def say(desk, conversation, by, number=1):
    async with desk() as session:
        return await specialists.say(session, conversation=conversation, by=by, draft=said(number), now=desk.now)


async def test_of_twenty_claims_at_once_one_gets_the_chat(desk, database_url):
    for number in range(HANDS):
        await desk.hire(f"hand-{number}", WEB)
    asked = (await desk.ask("client", WEB)).ticket
    gateways = [Database(database_url) for _ in range(4)]

    async def claim(number):
        try:
            return await Desk(gateways[number % 4], desk.clock).make("claim", handoff=asked.id, by=f"hand-{number}")
        except Refused as refusal:
            return refusal.code

    came = await asyncio.gather(*(claim(number) for number in range(HANDS)))
    await asyncio.gather(*(gateway.close() for gateway in gateways))
    (moved,) = [each for each in came if not isinstance(each, str)]
    assert [each for each in came if isinstance(each, str)] == ["taken"] * (HANDS - 1)
    after = await desk.ticket(asked.id)
    assert (after.state, after.specialist) == (State.ACTIVE, moved.ticket.specialist)
    async with desk() as session:
        assert [each.move for each in await moving.moves_of(session, handoff=asked.id)] == [Move.QUEUE, Move.CLAIM]


async def test_of_twenty_routings_at_once_each_place_is_given_away_once(desk, database_url):
    for number in range(3):
        await desk.hire(f"hand-{number}", WEB, capacity=2)
    asked = []
    for number in range(10):
        desk.clock.forward(SECOND)
        asked.append((await desk.ask(f"client-{number}", WEB)).ticket.id)
    gateways = [Database(database_url) for _ in range(4)]
    moved = await asyncio.gather(*(Desk(gateways[number % 4], desk.clock).route() for number in range(HANDS)))
    await asyncio.gather(*(gateway.close() for gateway in gateways))
    offered = [each.ticket.id for moves in moved for each in moves]
    assert sorted(offered) == sorted(asked[:6])
    held = [each.specialist for each in await desk.line() if each.specialist]
    assert sorted(held) == sorted(2 * ["hand-0", "hand-1", "hand-2"])


async def test_accepting_and_leaving_at_once_ends_one_way(desk, database_url):
    await desk.hire("ann", WEB)
    other = Database(database_url)
    for number in range(5):
        asked = (await desk.ask(f"client-{number}", WEB)).ticket
        await desk.route()
        came = await asyncio.gather(
            desk.make("accept", handoff=asked.id, by="ann"),
            Desk(other, desk.clock).make("leave_queue", conversation=asked.conversation),
            return_exceptions=True,
        )
        after = await desk.ticket(asked.id)
        (refusal,) = [each for each in came if isinstance(each, Refused)]
        expected = {
            State.ACTIVE: ("not_waiting", Owner.SPECIALIST),
            State.ABANDONED: ("offer_over", Owner.ASSISTANT),
        }
        assert (refusal.code, await desk.owner(asked.conversation)) == expected[after.state]
        if after.state is State.ACTIVE:
            await desk.make("give_back", conversation=asked.conversation, by="ann")
    await other.close()


async def test_routing_goes_on_whatever_people_do_at_the_same_moment(desk, database_url):
    await desk.hire("ann", WEB, capacity=10)
    await desk.hire("bea", WEB, there=False)
    other = Desk(Database(database_url), desk.clock)
    asked = [(await desk.ask(f"client-{number}", WEB)).ticket for number in range(8)]
    await desk.route()
    desk.clock.forward(timedelta(seconds=30))  # every offer has run out, and is taken or left at this moment
    await desk.beat("ann")
    here = {each.conversation for each in asked}
    came = await asyncio.gather(
        *(desk.make("accept", handoff=each.id, by="ann") for each in asked[:3]),
        *(desk.make("leave_queue", conversation=each.conversation) for each in asked[3:6]),
        *(desk.make("decline", handoff=each.id, by="ann") for each in asked[6:]),
        *(gateway.route(present=here) for gateway in (desk, other) * 3),
        return_exceptions=True,
    )
    await other.database.close()
    assert not [each for each in came[8:] if isinstance(each, Exception)]
    assert {each.code for each in came[:8] if isinstance(each, Exception)} <= {"offer_over"}
    assert {(await desk.ticket(each.id)).state for each in asked[3:6]} == {State.ABANDONED}


async def test_an_answer_of_the_assistants_comes_before_the_specialist_or_not_at_all(desk, database_url):
    await desk.hire("ann", WEB)
    other = Desk(Database(database_url), desk.clock)
    for number in range(8):
        asked = (await desk.ask(f"client-{number}", WEB)).ticket
        async with desk() as session:
            await requests.keep_talking(session, conversation=asked.conversation)
            version = (await conversations.find(session, conversation=asked.conversation)).version
        await desk.route()

        async def take_over(asked=asked):
            await desk.make("accept", handoff=asked.id, by="ann")
            await say(desk, asked.conversation, "ann")

        async def answer(asked=asked, version=version, number=number):
            for attempt in range(3):
                async with other() as session:
                    await conversations.answer(
                        session, conversation=asked.conversation, version=version, now=desk.now,
                        draft=Draft(Author.ASSISTANT, "Assistant", f"a{number}-{attempt}", "Words"),
                    )  # fmt: skip

        await asyncio.gather(take_over(), answer())
        async with desk() as session:
            log = (await messages.after(session, asked.conversation, 0)).messages
        kinds = [said.kind for said in log]
        assert kinds == ["assistant"] * (len(kinds) - 1) + ["specialist"]
        await desk.make("give_back", conversation=asked.conversation, by="ann")
    await other.database.close()


async def test_an_offer_is_for_whom_it_was_made_to_and_is_accepted_once(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", WEB)
    asked = (await desk.ask("client", WEB)).ticket.id
    assert await code_of(desk.make("accept", handoff=asked, by="ann")) == "offer_over"  # none was made yet
    await desk.route()
    for act in ("accept", "decline"):
        assert await code_of(desk.make(act, handoff=asked, by="bea")) == "offer_over"
        assert await code_of(desk.make(act, handoff="none", by="ann")) == "unknown_handoff"
    accepted = await desk.make("accept", handoff=asked, by="ann")
    again = await desk.make("accept", handoff=asked, by="ann")
    assert (again.move, again.ticket) == (None, accepted.ticket)
    assert await code_of(desk.make("decline", handoff=asked, by="ann")) == "offer_over"


async def test_a_claim_takes_the_first_in_line_of_what_one_may_serve(desk):
    await desk.hire("ann", WEB, capacity=1)
    await desk.hire("lead", WEB, role=Role.SUPERVISOR)
    await desk.hire("vera", "Verification", role=Role.VERIFIER)
    await desk.hire("dora", DESIGN)
    first, second, third = [(await desk.ask(who, WEB)).ticket.id for who in "abc" if desk.clock.forward(SECOND)]
    assert await code_of(desk.make("claim", handoff=second, by="ann")) == "not_first"
    assert await code_of(desk.make("claim", handoff=first, by="dora")) == "not_allowed"
    assert await code_of(desk.make("claim", handoff=first, by="vera")) == "not_allowed"
    assert await code_of(desk.make("claim", handoff=first, by="nobody")) == "not_free"
    assert (await desk.make("claim", handoff=third, by="lead")).ticket.specialist == "lead"  # a supervisor chooses
    assert (await desk.make("claim", handoff=first, by="ann")).ticket.specialist == "ann"
    assert (await desk.make("claim", handoff=first, by="ann")).move is None
    assert await code_of(desk.make("claim", handoff=second, by="ann")) == "at_capacity"
    assert await code_of(desk.make("claim", handoff=first, by="lead")) == "taken"


async def test_only_who_has_the_chat_speaks_in_it(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", WEB)
    asked = (await desk.ask("client", WEB)).ticket
    await desk.route()
    for by in ("ann", "bea"):
        assert await code_of(say(desk, asked.conversation, by)) == "not_yours"
    await desk.make("accept", handoff=asked.id, by="ann")
    appended = await say(desk, asked.conversation, "ann")
    assert (appended.message.seq, appended.new, appended.owner) == (1, True, Owner.SPECIALIST)
    again = await say(desk, asked.conversation, "ann")
    assert (again.message.wire(), again.new) == (appended.message.wire(), False)
    assert await code_of(say(desk, asked.conversation, "bea", 2)) == "not_yours"
    await desk.make("end", conversation=asked.conversation, by="ann")
    assert await code_of(say(desk, asked.conversation, "ann", 3)) == "not_yours"
    repeated = await say(desk, asked.conversation, "ann")  # its console never heard that it was said
    assert (repeated.message.seq, repeated.new) == (1, False)


async def test_a_transfer_to_a_person_goes_to_them_with_its_note(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", DESIGN, capacity=1)
    chat = await desk.accepted("client", "ann", WEB)
    waiting = (await desk.ask("other", DESIGN)).ticket
    moved = await desk.make(
        "transfer", conversation=chat.conversation, by="ann", to_specialist="bea", note="Needs a logo."
    )
    assert (moved.ticket.state, moved.released, moved.ticket.category) == (State.QUEUED, "ann", WEB)
    assert await desk.owner(chat.conversation) == Owner.QUEUE
    assert [(each.ticket.id, each.ticket.specialist) for each in await desk.route()] == [(chat.id, "bea")]
    assert (await desk.ticket(waiting.id)).state is State.QUEUED  # who was being served goes first
    async with desk() as session:
        (note,) = await notes.of(session, conversation=chat.conversation)
    assert (note.author_name, note.text) == ("Ann", "Needs a logo.")


async def test_a_transfer_to_a_category_goes_to_the_head_of_its_line(desk):
    await desk.hire("ann", WEB, DESIGN)
    await desk.hire("bea", DESIGN, capacity=1)
    await desk.come("bea", Status.AWAY)
    chat = await desk.accepted("client", "ann", WEB)
    await desk.make("transfer", conversation=chat.conversation, by="ann", to_category=DESIGN, note="Design.")
    assert (await desk.ticket(chat.id)).category == DESIGN
    assert await desk.route() == []  # ann has just passed it on
    await desk.come("bea")
    assert [each.ticket.specialist for each in await desk.route()] == ["bea"]


async def test_a_transfer_needs_somebody_who_is_there_and_has_a_place(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", WEB, capacity=1)
    await desk.hire("cid", WEB, there=False)
    chat = await desk.accepted("client", "ann", WEB)
    told = {"conversation": chat.conversation, "note": "x"}
    for to, code in (("ann", "not_free"), ("cid", "not_free"), ("dan", "unknown_member")):
        assert await code_of(desk.make("transfer", by="ann", to_specialist=to, **told)) == code
    other = (await desk.ask("other", WEB)).ticket
    await desk.make("claim", handoff=other.id, by="bea")
    assert await code_of(desk.make("transfer", by="ann", to_specialist="bea", **told)) == "not_free"
    assert await code_of(desk.make("transfer", by="ann", to_category="Weaving", **told)) == "unknown_category"
    assert await code_of(desk.make("transfer", by="bea", to_category=WEB, **told)) == "not_yours"
    assert (await desk.ticket(chat.id)) == chat
    async with desk() as session:
        assert await notes.of(session, conversation=chat.conversation) == []


async def test_whom_it_was_meant_for_may_let_it_go_to_the_others(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", WEB)
    await desk.hire("cid", WEB)
    chat = await desk.accepted("client", "ann", WEB)
    await desk.make("transfer", conversation=chat.conversation, by="ann", to_specialist="bea", note="x")
    await desk.route()
    await desk.make("decline", handoff=chat.id, by="bea")
    assert [each.ticket.specialist for each in await desk.route()] == ["cid"]


@pytest.mark.parametrize("state", [State.QUEUED, State.OFFERED, State.ACTIVE])
async def test_a_supervisor_reassigns_and_nobody_else_does(desk, state):
    await desk.hire("ann", WEB)
    await desk.hire("bea", DESIGN)
    await desk.hire("lead", role=Role.SUPERVISOR, there=False)
    asked = (await desk.ask("client", WEB)).ticket
    if state is not State.QUEUED:
        await desk.route()
    if state is State.ACTIVE:
        await desk.make("accept", handoff=asked.id, by="ann")
    assert await code_of(desk.make("reassign", handoff=asked.id, to="bea", by="ann")) == "not_allowed"
    moved = await desk.make("reassign", handoff=asked.id, to="bea", by="lead")
    assert moved.released == (None if state is State.QUEUED else "ann")
    assert [each.ticket.specialist for each in await desk.route()] == ["bea"]
    await desk.make("accept", handoff=asked.id, by="bea")
    assert await code_of(desk.make("reassign", handoff=asked.id, to="bea", by="lead")) == "not_free"
    await desk.make("give_back", conversation=asked.conversation, by="bea")
    assert await code_of(desk.make("reassign", handoff=asked.id, to="ann", by="lead")) == "wrong_move"


async def test_giving_back_ends_it_and_the_assistant_answers_again(desk):
    await desk.hire("ann", WEB)
    chat = await desk.accepted("client", "ann", WEB)
    moved = await desk.make("give_back", conversation=chat.conversation, by="ann", note="All said.")
    assert (moved.ticket.state, moved.released, moved.ticket.ended_at) == (State.RETURNED, "ann", desk.now)
    async with desk() as session:
        opened = await conversations.find(session, conversation=chat.conversation)
        answered = await conversations.answer(
            session,
            conversation=chat.conversation,
            version=opened.version,
            draft=Draft(Author.ASSISTANT, "Assistant", "a", "Back"),
            now=desk.now,
        )
        assert [note.text for note in await notes.of(session, conversation=chat.conversation)] == ["All said."]
    assert answered is not None
    for act in ("give_back", "end"):
        assert await code_of(desk.make(act, conversation=chat.conversation, by="ann")) == "not_yours"


async def test_a_wrap_up_says_how_it_ended(desk):
    await desk.hire("ann", WEB)
    for reason in REASONS:
        chat = await desk.accepted("client", "ann", WEB)
        told = {"conversation": chat.conversation, "by": "ann", "reason": reason}
        if reason == "solved":  # in two steps, or in one
            await desk.make("end", conversation=chat.conversation, by="ann")
        moved = await desk.make("wrap_up", note="Good.", **told)
        assert (moved.ticket.state, moved.ticket.wrap_up_reason, moved.released) == (State.CLOSED, reason, "ann")
        assert await code_of(desk.make("wrap_up", **told)) == "not_yours"


async def test_a_wrap_up_has_a_reason_that_can_be_counted_and_is_ones_own(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", WEB)
    chat = await desk.accepted("client", "ann", WEB)
    told = {"conversation": chat.conversation}
    for reason in ("", "bored", "not_told"):
        assert await code_of(desk.make("wrap_up", by="ann", reason=reason, **told)) == "unknown_reason"
    assert await code_of(desk.make("wrap_up", by="bea", reason="solved", **told)) == "not_yours"


@pytest.mark.parametrize("spoke", [True, False])
async def test_who_left_a_message_and_was_talked_to_has_the_answer(desk, spoke):
    await desk.hire("ann", WEB, there=False)
    asked = (await desk.ask("client", WEB)).ticket
    async with desk() as session:
        left = await messages_left.leave(
            session, conversation=asked.conversation, what="Help", timetable=desk.timetable, now=desk.now
        )
    await desk.come("ann")
    await desk.route(present={asked.conversation})
    await desk.make("accept", handoff=asked.id, by="ann")
    if spoke:
        await say(desk, asked.conversation, "ann")
    await desk.make("end", conversation=asked.conversation, by="ann")
    async with desk() as session:
        after = await follow_ups.find(session, follow_up=left.follow_up.id)
        log = await messages.after(session, asked.conversation, 0)
    assert after.state is (FollowUpState.KEPT if spoke else FollowUpState.OWED)
    assert len(log.messages) == spoke
