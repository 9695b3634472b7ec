"""Who is there, for how long a silence is believed, and how many chats each can take."""

from datetime import timedelta

import pytest

from bot.desk import availability, roster
from bot.desk.availability import Missing
from bot.desk.presence import Status
from bot.desk.staff import members
from tests.desk.staffed import DESIGN, SECOND, WEB, Desk


async def status(desk: Desk, handle="ann"):
    async with desk() as session:
        return (await roster.present(session, handle=handle, now=desk.now)).status


async def test_who_beats_is_there_and_who_is_silent_is_lost(desk):
    await desk.hire("ann", WEB)
    for _ in range(4):
        desk.clock.forward(roster.BEAT_EVERY)
        await desk.beat("ann")
    desk.clock.forward(roster.LOST_AFTER - SECOND)
    assert await status(desk) is Status.ONLINE
    desk.clock.forward(SECOND)
    assert await status(desk) is Status.OFFLINE
    await desk.beat("ann")
    assert await status(desk) is Status.ONLINE  # the network was away, not they


async def test_two_beats_may_get_lost():
    assert roster.LOST_AFTER >= 3 * roster.BEAT_EVERY


async def test_one_console_of_several_is_enough(desk):
    await desk.hire("ann", WEB)
    async with desk() as session:
        await roster.console_opened(session, console="second", handle="ann", now=desk.now)
        await roster.console_closed(session, console="ann-console", now=desk.now)
    desk.clock.forward(roster.RELOAD_GRACE)
    assert await status(desk) is Status.ONLINE
    async with desk() as session:
        await roster.console_closed(session, console="second", now=desk.now)
    assert await status(desk) is Status.ONLINE
    desk.clock.forward(roster.RELOAD_GRACE)
    assert await status(desk) is Status.OFFLINE


async def test_a_console_that_has_closed_beats_no_more_until_it_is_opened_again(desk):
    await desk.hire("ann", WEB)
    async with desk() as session:
        await roster.console_closed(session, console="ann-console", now=desk.now)
    await desk.beat("ann")
    desk.clock.forward(roster.RELOAD_GRACE)
    assert await status(desk) is Status.OFFLINE
    async with desk() as session:
        await roster.console_opened(session, console="ann-console", handle="ann", now=desk.now)
    assert await status(desk) is Status.ONLINE


@pytest.mark.parametrize(
    ("absence", "expected"),
    [(timedelta(minutes=5), Status.ONLINE), (roster.STATUS_KEPT + roster.LOST_AFTER + SECOND, Status.AWAY)],
)
async def test_who_was_gone_for_long_takes_no_chats_before_saying_so(desk, absence, expected):
    await desk.hire("ann", WEB)
    desk.clock.forward(absence)
    async with desk() as session:
        await roster.console_opened(session, console="next-day", handle="ann", now=desk.now)
    assert await status(desk) is expected


async def test_who_comes_for_the_first_time_is_away(desk):
    await desk.hire("ann", WEB, there=False)
    assert await status(desk) is Status.OFFLINE
    async with desk() as session:
        await roster.console_opened(session, console="c", handle="ann", now=desk.now)
    assert await status(desk) is Status.AWAY


async def test_saying_the_same_again_does_not_start_the_wait_anew(desk):
    await desk.hire("ann", WEB)
    began = desk.now
    desk.clock.forward(SECOND)
    await desk.come("ann")
    async with desk() as session:
        present = await roster.present(session, handle="ann", now=desk.now)
    assert (present.since, present.idle_since) == (began, began)


async def test_places_are_counted_and_can_be_changed(desk):
    await desk.hire("ann", WEB, capacity=2)
    await desk.accepted("a", "ann", WEB)
    async with desk() as session:
        (ann,) = await roster.team(session, now=desk.now)
        assert (ann.chats, ann.free) == (1, 1)
        await roster.set_capacity(session, handle="ann", capacity=1)
        for wrong in (0, 11):
            with pytest.raises(members.WrongMember):
                await roster.set_capacity(session, handle="ann", capacity=wrong)
    async with desk() as session:
        assert (await roster.present(session, handle="ann", now=desk.now)).free == 0
        await roster.set_status(session, handle="ann", status=Status.AWAY, now=desk.now)
        assert (await roster.present(session, handle="nobody", now=desk.now)) is None
    async with desk() as session:
        assert [(each.status, each.free) for each in await roster.team(session, now=desk.now)] == [(Status.AWAY, 0)]


async def test_resuming_while_another_gateway_is_up_changes_nothing(desk):
    await desk.hire("ann", WEB)
    desk.clock.forward(roster.LOST_AFTER)
    await desk.hire("bea", WEB)
    async with desk() as session:
        await roster.resume(session, now=desk.now)
    assert await status(desk) is Status.OFFLINE


@pytest.mark.parametrize(
    ("staff", "category", "hour", "missing"),
    [
        ({"ann": Status.ONLINE}, WEB, 10, None),
        ({"ann": Status.ONLINE}, None, 10, None),
        ({"ann": Status.ONLINE}, DESIGN, 10, Missing.NOBODY),
        ({"ann": Status.AWAY}, WEB, 10, Missing.NOBODY),
        ({}, None, 10, Missing.NOBODY),
        ({"ann": Status.ONLINE}, WEB, 16, None),
        ({"ann": Status.ONLINE}, WEB, 16.9, Missing.CLOSING),
        ({"ann": Status.AWAY}, WEB, 16.9, Missing.CLOSING),
        ({"ann": Status.ONLINE}, WEB, 18, Missing.CLOSED),
        ({}, WEB, 18, Missing.CLOSED),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_it_is_told_whether_the_hours_or_the_people_are_missing(desk, staff, category, hour, missing):
    desk.clock.forward(timedelta(hours=hour - 10))
    for handle, wish in staff.items():
        await desk.hire(handle, WEB, there=False)
        await desk.come(handle, wish)
    async with desk() as session:
        stands = await availability.of(session, timetable=desk.timetable, category=category, now=desk.now)
    assert (stands.missing, stands.available) == (missing, missing is None)
    assert (stands.open, stands.zone) == (missing is not Missing.CLOSED, "America/Los_Angeles")
    assert (stands.closes_at is None, stands.opens_at is None) == (not stands.open, stands.open)
