"""An estimate of the wait is made from what is known, and is none where nothing is."""

from datetime import timedelta

import pytest

from bot.desk.handoffs import estimate, queue, ticket
from bot.desk.handoffs.estimate import NOTHING_LEFT_S, SAMPLE_MIN, Desk, InLine, left_s, waits
from bot.desk.handoffs.handoff import Handoff
from bot.desk.handoffs.states import State
from bot.desk.presence import Status
from tests.desk.staffed import DESIGN, SECOND, WEB

SERVICE = [60.0, 80.0, 100.0, 120.0, 140.0]  # 100 on average
ANN, BEA = frozenset({"ann"}), frozenset({"bea"})


@pytest.mark.parametrize(
    ("line", "desks", "expected"),
    [
        # nobody in the way
        ([ANN], [Desk("ann", 1, ())], [0]),
        ([ANN, ANN], [Desk("ann", 2, ())], [0, 0]),
        # one after the other at one place
        ([ANN, ANN, ANN], [Desk("ann", 1, ())], [0, 100, 200]),
        # a chat that has just begun, one that has lasted, one that lasts longer than any
        ([ANN], [Desk("ann", 1, (0.0,))], [100]),
        ([ANN], [Desk("ann", 1, (90.0,))], [30]),
        ([ANN], [Desk("ann", 1, (999.0,))], [NOTHING_LEFT_S]),
        # the first place that gets free
        ([ANN, ANN], [Desk("ann", 2, (0.0, 90.0))], [30, 100]),
        ([ANN | BEA, ANN | BEA], [Desk("ann", 1, (0.0,)), Desk("bea", 1, ())], [0, 100]),
        # others do not stand in the way of who is served by somebody else
        ([ANN, ANN, BEA], [Desk("ann", 1, ()), Desk("bea", 1, (90.0,))], [0, 100, 30]),
        # nobody to serve them
        ([frozenset(), BEA], [Desk("ann", 1, ())], [None, None]),
    ],
)
def test_the_line_is_played_out(line, desks, expected):
    estimated = waits([InLine(str(number), eligible) for number, eligible in enumerate(line)], desks, SERVICE)
    assert list(estimated.values()) == expected


def test_a_few_chats_say_nothing():
    few = SERVICE[: SAMPLE_MIN - 1]
    assert waits([InLine("1", ANN)], [Desk("ann", 1, ())], few) == {"1": None}


@pytest.mark.parametrize(("taken", "left"), [(0, 100), (60, 50), (119, 11), (139.5, 0.5), (140, NOTHING_LEFT_S)])
def test_a_chat_has_left_what_those_like_it_had(taken, left):
    assert left_s(taken, SERVICE) == left


async def test_who_waits_is_told_place_and_wait_and_both_grow_smaller(desk):
    await desk.hire("ann", WEB, capacity=1)
    await desk.hire("dora", DESIGN, there=False)
    began = desk.now
    for number in range(SAMPLE_MIN):  # chats of a hundred seconds
        done = (await desk.ask(f"earlier-{number}", WEB)).ticket
        async with desk() as session:
            row = await session.get(Handoff, done.id)
            row.state, row.accepted_at, row.closed_at = State.CLOSED, began - 200 * SECOND, began - 100 * SECOND
    await desk.accepted("served", "ann", WEB)
    asked = []
    for who, category in (("a", WEB), ("b", WEB), ("c", DESIGN)):
        desk.clock.forward(SECOND)
        asked.append((await desk.ask(who, category)).ticket)
    assert asked[2].state is State.AFTER_HOURS  # nobody of Design is there
    desk.clock.at = began + 40 * SECOND
    await desk.beat("ann")

    async def told():
        async with desk() as session:
            return [
                (each.conversation, each.position, each.wait_s, each.state)
                for each in await queue.line(session, now=desk.now)
            ]

    first, second = asked[0].conversation, asked[1].conversation
    assert await told() == [(first, 1, 60, State.QUEUED), (second, 2, 160, State.QUEUED)]
    await desk.make("wrap_up", conversation=(await served(desk)).conversation, by="ann", reason="solved")
    await desk.route()
    assert await told() == [(first, 1, 0, State.OFFERED), (second, 2, 90, State.QUEUED)]
    await desk.come("ann", Status.AWAY)
    assert [wait for _, _, wait, _ in await told()] == [None, None]
    async with desk() as session:
        assert (await queue.place(session, conversation=second, now=desk.now)).position == 2
        assert await queue.place(session, conversation=asked[2].conversation, now=desk.now) is None
        assert len(await estimate.recent_service_s(session)) == SAMPLE_MIN + 1


async def served(desk):

    async with desk() as session:
        return (await ticket.held_by(session, handle="ann"))[0]


async def test_places_are_counted_within_a_category(desk):
    await desk.hire("ann", WEB, DESIGN, capacity=1)
    await desk.accepted("served", "ann", WEB)
    for who, category in (("a", WEB), ("b", DESIGN), ("c", WEB), ("d", None)):
        desk.clock.forward(timedelta(seconds=1))
        await desk.ask(who, category)
    async with desk() as session:
        assert [each.position for each in await queue.line(session, now=desk.now)] == [1, 1, 2, 1]
