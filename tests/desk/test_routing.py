"""Who is offered whom, and what happens by itself when nobody does anything."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.desk import messages_left, roster
from bot.desk.handoffs import requests, routing
from bot.desk.handoffs.states import Move, State
from bot.desk.models import Owner
from bot.desk.presence import Status
from bot.desk.staff import members
from bot.desk.staff.roles import Role
from bot.mail.outbox import Letter
from tests.desk.staffed import DESIGN, FRIDAY_EVENING, PACIFIC, SECOND, WEB

MINUTE = timedelta(minutes=1)


def offers(moved):
    return {each.ticket.id: each.ticket.specialist for each in moved if each.move is Move.OFFER}


async def test_a_person_who_asks_is_offered_to_a_specialist_who_accepts(desk):
    await desk.hire("ann", WEB)
    asked = await desk.ask("client", WEB)
    assert (asked.move, asked.ticket.state, await desk.owner(asked.ticket.conversation)) == (
        Move.QUEUE,
        State.QUEUED,
        Owner.QUEUE,
    )
    (offer,) = await desk.route()
    assert (offer.ticket.specialist, offer.ticket.offer_until) == ("ann", desk.now + routing.OFFER_TIME)
    accepted = await desk.make("accept", handoff=asked.ticket.id, by="ann")
    assert (accepted.ticket.state, await desk.owner(asked.ticket.conversation)) == (State.ACTIVE, Owner.SPECIALIST)
    assert await desk.route() == []


async def test_the_first_to_come_is_the_first_to_be_served_within_a_category(desk):
    await desk.hire("ann", WEB, capacity=1)
    await desk.hire("bea", DESIGN, capacity=1)
    first = (await desk.ask("a", WEB)).ticket
    desk.clock.forward(SECOND)
    second = (await desk.ask("b", WEB)).ticket
    other = (await desk.ask("c", DESIGN)).ticket
    assert offers(await desk.route()) == {first.id: "ann", other.id: "bea"}
    await desk.make("accept", handoff=first.id, by="ann")
    assert offers(await desk.route()) == {}
    await desk.make("give_back", conversation=first.conversation, by="ann")
    assert offers(await desk.route()) == {second.id: "ann"}


@pytest.mark.parametrize(
    ("staff", "chosen"),
    [
        # category before everything, then language, then load, then who has waited longest
        ({"ann": {"categories": (DESIGN,)}, "bea": {}}, "bea"),
        ({"ann": {"languages": ("en",)}, "bea": {"languages": ("de", "en")}}, "bea"),
        ({"ann": {"languages": ("de",), "busy": 1}, "bea": {"languages": ("en",)}}, "ann"),
        ({"ann": {"busy": 1}, "bea": {}}, "bea"),
        ({"ann": {"busy": 1, "capacity": 4}, "bea": {"busy": 1, "capacity": 2}}, "ann"),
        ({"ann": {"came": 5}, "bea": {"came": 9}}, "bea"),
        ({"ann": {"came": 9}, "bea": {"came": 5}}, "ann"),
        ({"ann": {}, "bea": {}}, "ann"),
        # who cannot
        ({"ann": {"busy": 1, "capacity": 1}, "bea": {"busy": 1, "capacity": 2}}, "bea"),
        ({"ann": {"status": Status.AWAY}, "bea": {}}, "bea"),
        ({"ann": {"there": False}, "bea": {}}, "bea"),
        ({"ann": {"role": Role.ADMIN}, "bea": {}}, "bea"),
        ({"ann": {"status": Status.AWAY}, "bea": {"busy": 1, "capacity": 1}}, None),
    ],
)
async def test_an_offer_goes_by_category_language_load_and_idle_time(desk, staff, chosen):
    began, staff = desk.now, {handle: dict(how) for handle, how in staff.items()}
    for handle, how in staff.items():
        desk.clock.at = began - how.pop("came", 0) * MINUTE
        busy, status = how.pop("busy", 0), how.pop("status", Status.ONLINE)
        await desk.hire(handle, *how.pop("categories", (WEB,)), **how)
        for number in range(busy):
            await desk.ask(f"{handle}-{number}", WEB)
            (line,) = [each for each in await desk.line() if each.state is State.QUEUED]
            await desk.make("claim", handoff=line.id, by=handle)
        if how.get("there", True):
            await desk.come(handle, status)
    desk.clock.at = began
    await desk.beat(*(handle for handle, how in staff.items() if how.get("there", True)))
    asked = (await desk.ask("client", WEB, language="de-AT")).ticket.id
    assert offers(await desk.route()).get(asked) == chosen


async def test_an_offer_that_is_declined_or_not_answered_goes_to_the_next_and_keeps_its_place(desk):
    await desk.hire("ann", WEB, capacity=1)
    desk.clock.forward(SECOND)
    await desk.hire("bea", WEB, capacity=1)
    first = (await desk.ask("a", WEB)).ticket.id
    desk.clock.forward(SECOND)
    second = (await desk.ask("b", WEB)).ticket.id
    assert offers(await desk.route()) == {first: "ann", second: "bea"}
    await desk.make("decline", handoff=first, by="ann")
    assert (await desk.ticket(first)).state is State.QUEUED
    await desk.route()  # bea has an offer already, and ann has just said no
    assert (await desk.ticket(first)).state is State.QUEUED
    await desk.make("decline", handoff=second, by="bea")
    assert offers(await desk.route()) == {first: "bea", second: "ann"}
    desk.clock.forward(routing.OFFER_TIME)
    await desk.beat("ann", "bea")
    assert {each.move for each in await desk.route()} == {Move.EXPIRE}  # both have let both of them go
    assert [each.id for each in await desk.line()] == [first, second]
    desk.clock.forward(routing.OFFER_PAUSE)
    await desk.beat("ann", "bea")
    assert set(offers(await desk.route())) == {first, second}


async def test_somebody_alone_is_asked_again_after_a_pause(desk):
    await desk.hire("ann", WEB)
    asked = (await desk.ask("a", WEB)).ticket.id
    await desk.route()
    await desk.make("decline", handoff=asked, by="ann")
    assert offers(await desk.route()) == {}
    desk.clock.forward(routing.OFFER_PAUSE)
    await desk.beat("ann")
    assert offers(await desk.route()) == {asked: "ann"}


async def test_a_chat_whose_specialist_is_lost_goes_to_the_head_of_the_line(desk):
    await desk.hire("ann", WEB, capacity=1)
    lost = await desk.accepted("a", "ann", WEB)
    desk.clock.forward(SECOND)
    earlier = (await desk.ask("b", WEB)).ticket.id
    desk.clock.forward(roster.LOST_AFTER)  # a browser that has crashed says nothing
    await desk.hire("bea", WEB, capacity=1)
    moved = await desk.route()
    assert [(each.move, each.ticket.id, each.released) for each in moved[:1]] == [(Move.LOSE, lost.id, "ann")]
    assert offers(moved) == {lost.id: "bea"}
    assert await desk.owner(lost.conversation) == Owner.QUEUE
    assert (await desk.ticket(earlier)).state is State.QUEUED


async def test_an_offer_is_taken_from_who_goes_away(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", WEB)
    asked = (await desk.ask("a", WEB)).ticket.id
    assert offers(await desk.route()) == {asked: "ann"}
    await desk.come("ann", Status.AWAY)
    moved = await desk.route()
    assert [each.move for each in moved] == [Move.WITHDRAW, Move.OFFER]
    assert offers(moved) == {asked: "bea"}


async def test_who_is_away_keeps_the_chats_they_have(desk):
    await desk.hire("ann", WEB)
    chat = await desk.accepted("a", "ann", WEB)
    await desk.come("ann", Status.AWAY)
    assert await desk.route() == []
    assert (await desk.ticket(chat.id)).state is State.ACTIVE


async def test_a_console_that_is_reloaded_loses_nothing(desk):
    await desk.hire("ann", WEB)
    chat = await desk.accepted("a", "ann", WEB)
    async with desk() as session:
        await roster.console_closed(session, console="ann-console", now=desk.now)
    desk.clock.forward(roster.RELOAD_GRACE - SECOND)
    assert await desk.route() == []
    async with desk() as session:
        await roster.console_opened(session, console="another", handle="ann", now=desk.now)
    desk.clock.forward(roster.RELOAD_GRACE)
    assert await desk.route() == []
    assert (await desk.ticket(chat.id)).state is State.ACTIVE


async def test_everybody_comes_back_after_all_gateways_were_down(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", WEB)
    chat = await desk.accepted("a", "ann", WEB)
    async with desk() as session:
        await roster.console_closed(session, console="bea-console", now=desk.now)
    desk.clock.forward(5 * MINUTE)
    async with desk() as session:
        await roster.resume(session, now=desk.now)
        assert {each.member.handle: each.status for each in await roster.team(session, now=desk.now)} == {
            "ann": Status.ONLINE,
            "bea": Status.OFFLINE,  # she had closed hers
        }
    assert await desk.route() == []
    desk.clock.forward(roster.LOST_AFTER)  # ann did not come back
    assert [each.move for each in await desk.route()] == [Move.LOSE]
    assert (await desk.ticket(chat.id)).state is State.QUEUED


async def test_nobody_waits_for_nobody(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", DESIGN)
    await desk.open("a", address="a@example.com")
    asked = (await desk.ask("a", WEB)).ticket
    await desk.come("ann", Status.AWAY)
    assert await desk.route() == []
    desk.clock.forward(routing.NOBODY_PATIENCE)
    await desk.beat("ann", "bea")
    (missed,) = await desk.route()
    assert (missed.move, missed.ticket.state, missed.ticket.missing) == (Move.MISS, State.AFTER_HOURS, "nobody")
    assert await desk.owner(asked.conversation) == Owner.NOBODY
    async with desk() as session:
        (letter,) = (await session.scalars(select(Letter))).all()
    assert (letter.kind, letter.address, letter.conversation) == ("handoff_missed", "a@example.com", asked.conversation)
    assert letter.subject_data == {"category": WEB}


async def test_somebody_who_comes_back_in_time_starts_the_patience_anew(desk):
    await desk.hire("ann", WEB, capacity=1)
    await desk.accepted("b", "ann", WEB)
    asked = (await desk.ask("a", WEB)).ticket
    for status in (Status.AWAY, Status.ONLINE, Status.AWAY, Status.ONLINE):
        await desk.come("ann", status)
        assert await desk.route() == []
        desk.clock.forward(routing.NOBODY_PATIENCE - SECOND)
        await desk.beat("ann")
    assert await desk.route() == []
    assert (await desk.ticket(asked.id)).state is State.QUEUED


async def test_at_closing_whoever_waits_is_asked_for_a_message_and_whoever_talks_goes_on(desk):
    desk.clock.at = datetime(2026, 3, 2, 16, 40, tzinfo=PACIFIC).astimezone(UTC)
    await desk.hire("ann", WEB, capacity=1)
    talking = await desk.accepted("a", "ann", WEB)
    waiting = (await desk.ask("b", WEB)).ticket
    late = (await desk.ask("c", WEB)).ticket
    desk.clock.forward(6 * MINUTE)
    await desk.beat("ann")
    assert (await desk.ask("d", WEB)).ticket.missing == "closing"
    assert await desk.route() == []
    async with desk() as session:  # c has gone back to the assistant meanwhile
        await requests.keep_talking(session, conversation=late.conversation)
    desk.clock.at = datetime(2026, 3, 2, 17, 0, tzinfo=PACIFIC).astimezone(UTC)
    await desk.beat("ann")
    moved = await desk.route()
    assert {(each.move, each.ticket.id, each.ticket.missing) for each in moved} == {
        (Move.MISS, waiting.id, "closed"),
        (Move.MISS, late.id, "closed"),
    }
    assert await desk.owner(waiting.conversation) == Owner.NOBODY
    assert await desk.owner(late.conversation) == Owner.ASSISTANT
    assert (await desk.ticket(talking.id)).state is State.ACTIVE


async def test_opening_time_brings_back_who_is_there_in_the_order_in_which_they_asked(desk):
    await desk.hire("ann", WEB, capacity=1, there=False)
    desk.clock.at = FRIDAY_EVENING
    gone, form, left = [
        (await desk.ask(who, WEB)).ticket for who in ("gone", "form", "left") if desk.clock.forward(SECOND)
    ]
    assert {each.missing for each in (gone, form, left)} == {"closed"}
    async with desk() as session:
        message = await messages_left.leave(
            session, conversation=left.conversation, what="Help", timetable=desk.timetable, now=desk.now
        )
    desk.clock.at = datetime(2026, 3, 9, 6, 0, tzinfo=PACIFIC).astimezone(UTC)
    here = {form.conversation, left.conversation}
    assert await desk.route(present=here) == []  # open, and nobody there yet
    await desk.come("ann")
    new = (await desk.ask("new", WEB)).ticket
    moved = await desk.route(present=here)
    assert [(each.move, each.ticket.id) for each in moved] == [
        (Move.REOPEN, form.id),
        (Move.REOPEN, left.id),
        (Move.OFFER, form.id),
    ]
    assert await desk.owner(form.conversation) == Owner.QUEUE
    assert await desk.owner(left.conversation) == Owner.ASSISTANT  # who has thanked them, and can still talk
    assert [each.id for each in await desk.line()] == [form.id, left.id, new.id]
    assert (await desk.ticket(gone.id)).state is State.AFTER_HOURS
    assert message.follow_up.handoff == left.id


async def test_nobody_is_sent_to_who_has_gone_and_their_place_is_kept_for_a_while(desk):
    await desk.hire("ann", WEB, capacity=1)
    gone = (await desk.ask("gone", WEB)).ticket
    desk.clock.forward(SECOND)
    here = (await desk.ask("here", WEB)).ticket
    await desk.come("ann", Status.AWAY)
    for _ in range(12):  # both wait; one of them has closed the page
        desk.clock.forward(10 * SECOND)
        await desk.beat("ann")
        assert await desk.route(present={here.conversation}) == []
    await desk.come("ann")
    assert offers(await desk.route(present={here.conversation})) == {here.id: "ann"}
    await desk.make("decline", handoff=here.id, by="ann")
    assert [each.id for each in await desk.line()] == [gone.id, here.id]
    assert offers(await desk.route(present={gone.conversation})) == {gone.id: "ann"}  # back, and first again


async def test_who_does_not_come_back_leaves_the_line(desk):
    await desk.hire("ann", WEB, capacity=1)
    await desk.accepted("served", "ann", WEB)
    asked = (await desk.ask("gone", WEB)).ticket
    desk.clock.forward(routing.LEFT_AFTER - SECOND)
    await desk.beat("ann")
    assert await desk.route() == []
    desk.clock.forward(SECOND)
    (moved,) = await desk.route()
    assert (moved.move, moved.ticket.id, moved.ticket.state) == (Move.ABANDON, asked.id, State.ABANDONED)
    assert await desk.owner(asked.conversation) == Owner.ASSISTANT


async def test_who_chose_to_leave_a_message_is_not_put_in_line_again(desk):
    await desk.hire("ann", WEB)
    asked = (await desk.ask("a", WEB)).ticket
    async with desk() as session:
        await messages_left.leave(
            session, conversation=asked.conversation, what="Help", timetable=desk.timetable, now=desk.now
        )
    assert await desk.route(present={asked.conversation}) == []
    assert (await desk.ticket(asked.id)).state is State.AWAITING_REPLY


@pytest.mark.parametrize(
    ("state", "after", "move", "ends"),
    [
        (State.WRAP_UP, timedelta(minutes=2), Move.WRAP_UP, State.CLOSED),
        (State.ANSWERED, routing.SETTLED_AFTER, Move.SETTLE, State.CLOSED),
        (State.AFTER_HOURS, routing.MESSAGE_TIME, Move.ABANDON, State.ABANDONED),
    ],
)
async def test_what_nobody_ends_ends_by_itself(desk, state, after, move, ends):
    await desk.hire("ann", WEB)
    if state is State.WRAP_UP:
        ticket = await desk.accepted("a", "ann", WEB)
        await desk.make("end", conversation=ticket.conversation, by="ann")
    else:
        await desk.come("ann", Status.AWAY)
        ticket = (await desk.ask("a", WEB)).ticket
    if state is State.ANSWERED:
        async with desk() as session:
            left = await messages_left.leave(
                session, conversation=ticket.conversation, what="Help", timetable=desk.timetable, now=desk.now
            )
            ann = await members.find(session, handle="ann")
            await messages_left.answer(
                session, follow_up=left.follow_up.id, by=ann, text="Yes", message_id="m", now=desk.now
            )
    assert (await desk.ticket(ticket.id)).state is state
    desk.clock.forward(after - SECOND)
    await desk.beat("ann")
    assert await desk.route() == []
    desk.clock.forward(SECOND)
    (moved,) = await desk.route()
    assert (moved.move, moved.ticket.state) == (move, ends)
    assert moved.ticket.wrap_up_reason == ("not_told" if state is State.WRAP_UP else None)
    async with desk() as session:
        assert await routing.is_any(session) is False


async def test_a_wrap_up_takes_a_place_until_it_is_over(desk):
    await desk.hire("ann", WEB, capacity=1)
    chat = await desk.accepted("a", "ann", WEB)
    asked = (await desk.ask("b", WEB)).ticket.id
    await desk.make("end", conversation=chat.conversation, by="ann")
    assert await desk.owner(chat.conversation) == Owner.ASSISTANT
    assert offers(await desk.route()) == {}
    await desk.make("wrap_up", conversation=chat.conversation, by="ann", reason="solved")
    assert offers(await desk.route()) == {asked: "ann"}


async def test_chats_of_no_category_are_for_specialists_and_not_for_verifiers(desk):
    await desk.hire("vera", "Verification", role=Role.VERIFIER)
    assert (await desk.ask("a")).ticket.missing == "nobody"
    await desk.hire("ann", WEB)
    asked = (await desk.ask("b")).ticket.id
    assert offers(await desk.route()) == {asked: "ann"}
    of_vera = (await desk.ask("c", "Verification")).ticket.id
    assert offers(await desk.route()) == {of_vera: "vera"}


async def test_a_category_that_nobody_has_is_none(desk):
    await desk.hire("ann", WEB)
    asked = (await desk.ask("b", "Basket weaving")).ticket
    assert asked.category is None
    assert offers(await desk.route()) == {asked.id: "ann"}
