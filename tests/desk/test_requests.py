"""What a person can ask of the desk, in hours and after hours, and what becomes of the assistant's own work."""

import pytest

from bot.desk import conversations, messages_left, turns
from bot.desk.handoffs import moving, requests, ticket
from bot.desk.handoffs.states import Move, Reason, State
from bot.desk.messages import Draft
from bot.desk.models import Author, Owner
from bot.desk.presence import Status
from bot.errors import Refused
from tests.desk.scene import owe
from tests.desk.staffed import FRIDAY_EVENING, SECOND, WEB


@pytest.mark.parametrize("reason", Reason)
async def test_a_person_is_called_for_a_reason_that_is_written_down(desk, reason):
    await desk.hire("ann", WEB)
    asked = (await desk.ask("client", WEB, reason=reason)).ticket
    async with desk() as session:
        (move,) = await moving.moves_of(session, handoff=asked.id)
    assert (move.move, move.was, move.state, move.reason, move.actor) == (
        "queue",
        "requested",
        "queued",
        reason,
        "user",
    )
    assert asked.reason == reason


async def test_asking_twice_is_asking_once(desk):
    await desk.hire("ann", WEB)
    first = await desk.ask("client", WEB)
    desk.clock.forward(SECOND)
    again = await desk.ask("client", "Design")
    assert (again.move, again.ticket) == (None, first.ticket)
    chat = await desk.accepted("client", "ann", WEB)
    assert (await desk.ask("client", WEB)).ticket == chat


@pytest.mark.parametrize("missing", ["closed", "nobody"])
async def test_after_hours_and_with_nobody_there_a_message_is_asked_for(desk, missing):
    await desk.hire("ann", WEB, there=missing == "closed")
    if missing == "closed":
        desk.clock.at = FRIDAY_EVENING
        await desk.beat("ann")
    asked = await desk.ask("client", WEB)
    assert (asked.move, asked.ticket.state, asked.ticket.missing) == (Move.DEFER, State.AFTER_HOURS, missing)
    assert await desk.owner(asked.ticket.conversation) == Owner.NOBODY
    again = await desk.ask("client", WEB)
    assert (again.move, again.ticket) == (None, asked.ticket)


async def test_asking_again_when_somebody_is_there_puts_one_in_line(desk):
    await desk.hire("ann", WEB, there=False)
    asked = (await desk.ask("client", WEB)).ticket
    await desk.come("ann")
    again = await desk.ask("client", WEB)
    assert (again.move, again.ticket.id, again.ticket.state) == (Move.REOPEN, asked.id, State.QUEUED)
    assert await desk.owner(asked.conversation) == Owner.QUEUE


async def test_who_waits_can_leave_the_line_at_any_moment(desk):
    await desk.hire("ann", WEB)
    for offered in (False, True):
        asked = (await desk.ask("client", WEB)).ticket
        if offered:
            await desk.route()
        left = await desk.make("leave_queue", conversation=asked.conversation)
        assert (left.ticket.state, left.released) == (State.ABANDONED, "ann" if offered else None)
        assert await desk.owner(asked.conversation) == Owner.ASSISTANT
        assert await desk.line() == []


async def test_who_waits_can_talk_to_the_assistant_and_keeps_the_place(desk):
    await desk.hire("ann", WEB, capacity=1)
    await desk.accepted("other", "ann", WEB)
    asked = (await desk.ask("client", WEB)).ticket
    for act, owner in (
        (requests.keep_talking, Owner.ASSISTANT),
        (requests.wait_quietly, Owner.QUEUE),
        (requests.keep_talking, Owner.ASSISTANT),
    ):
        for _ in range(2):
            async with desk() as session:
                kept = await act(session, conversation=asked.conversation)
            assert (kept.id, kept.state, await desk.owner(asked.conversation)) == (asked.id, State.QUEUED, owner)
    async with desk() as session:  # an answer of the assistant's is on its way when the specialist comes
        turn = await owe(session, asked.conversation, 1, desk.clock, by="gateway")
        version = (await conversations.find(session, conversation=asked.conversation)).version
    await desk.hire("bea", WEB)
    await desk.route()
    await desk.make("accept", handoff=asked.id, by="bea")
    async with desk() as session:
        late = await conversations.answer(
            session,
            conversation=asked.conversation,
            version=version,
            draft=Draft(Author.ASSISTANT, "Assistant", "late", "Too late"),
            now=desk.now,
        )
    assert (turn is not None, late) == (True, None)


@pytest.mark.parametrize("act", [requests.leave_queue, requests.end, requests.keep_talking, requests.wait_quietly])
@pytest.mark.parametrize("state", [None, State.ACTIVE, State.ABANDONED])
async def test_who_does_not_wait_cannot_leave_the_line_or_wait_on(desk, act, state):
    await desk.hire("ann", WEB)
    conversation = await desk.open("client")
    if state is State.ACTIVE:
        await desk.accepted("client", "ann", WEB)
    if state is State.ABANDONED:
        await desk.ask("client", WEB)
        await desk.make("leave_queue", conversation=conversation)
    how = {"now": desk.now} if act in (requests.leave_queue, requests.end) else {}
    async with desk() as session:
        if (act, state) == (requests.end, State.ACTIVE):
            ended = await act(session, conversation=conversation, **how)
            assert (ended.ticket.state, ended.ticket.specialist, ended.released) == (State.WRAP_UP, "ann", None)
        else:
            with pytest.raises(requests.NotWaiting) as refusal:
                await act(session, conversation=conversation, **how)
            assert refusal.value.code == "not_waiting"


async def test_who_ends_the_wait_leaves_the_line(desk):
    await desk.hire("ann", WEB)
    asked = (await desk.ask("client", WEB)).ticket
    assert (await desk.make("end", conversation=asked.conversation)).ticket.state is State.ABANDONED


async def test_what_the_assistant_still_owed_is_dropped_when_a_person_is_called(desk):
    await desk.hire("ann", WEB)
    conversation = await desk.open("client")
    async with desk() as session:
        running = await owe(session, conversation, 1, desk.clock, by="gateway")
        assert await owe(session, conversation, 2, desk.clock, by="gateway") is None
    await desk.ask("client", WEB)
    async with desk() as session:
        assert await turns.finish(session, running, by="gateway", state="dropped", now=desk.now) is None
        assert await turns.take_over(session, by="other", now=desk.clock.forward(turns.LEASE + SECOND)) == []


async def test_somebody_can_ask_again_after_everything_is_over(desk):
    await desk.hire("ann", WEB)
    chat = await desk.accepted("client", "ann", WEB)
    await desk.make("end", conversation=chat.conversation, by="ann")
    desk.clock.forward(SECOND)
    again = (await desk.ask("client", WEB)).ticket  # ann still writes down how it went
    assert (again.id != chat.id, again.state) == (True, State.QUEUED)
    async with desk() as session:
        assert (await ticket.live(session, conversation=chat.conversation)).id == again.id
        assert (await ticket.latest(session, conversation=chat.conversation)).id == again.id
        assert [each.id for each in await ticket.held_by(session, handle="ann")] == [chat.id]


async def test_who_left_a_message_can_ask_for_somebody_live(desk):
    await desk.hire("ann", WEB, there=False)
    asked = (await desk.ask("client", WEB)).ticket
    async with desk() as session:
        await messages_left.leave(
            session, conversation=asked.conversation, what="Help", timetable=desk.timetable, now=desk.now
        )
    await desk.come("ann")
    desk.clock.forward(SECOND)
    live = (await desk.ask("client", WEB)).ticket
    assert (live.state, live.id != asked.id) == (State.QUEUED, True)
    # and is in line once, although the older request would be brought back by now
    assert [each.ticket.id for each in await desk.route(present={asked.conversation})] == [live.id]


async def test_nothing_is_known_of_a_hand_off_that_does_not_exist(desk):
    async with desk() as session:
        with pytest.raises(Refused) as refusal:
            await ticket.find(session, handoff="none")
    assert refusal.value.code == "unknown_handoff"


async def test_a_member_who_is_away_is_nobody(desk):
    await desk.hire("ann", WEB)
    await desk.come("ann", Status.AWAY)
    assert (await desk.ask("client", WEB)).ticket.missing == "nobody"
