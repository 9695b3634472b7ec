"""What is promised is due in open hours, and is told on both wall clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.business_time import NeverOpen, after_open_days, after_open_time, open_time_between
from bot.desk.hours import WEEKDAYS, Hours
from bot.desk.special_days import SpecialDay
from bot.desk.timetable import Timetable, seen_from

PACIFIC = ZoneInfo("America/Los_Angeles")
DESK = Hours(PACIFIC, WEEKDAYS, holidays=frozenset({date(2026, 11, 26)}))
ALWAYS = Hours(PACIFIC, dict.fromkeys(range(7), ((time(), time()),)))
NEVER = Hours(PACIFIC, {})
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02T09:00-08:00", 4, "2026-03-02T13:00-08:00"),
        ("2026-03-02T13:00-08:00", 4, "2026-03-02T17:00-08:00"),  # as it closes
        ("2026-03-02T13:01-08:00", 4, "2026-03-03T06:01-08:00"),
        ("2026-03-06T17:05-08:00", 4, "2026-03-09T10:00-07:00"),  # Friday night; the clocks go forward on Sunday
        ("2026-10-30T16:00-07:00", 4, "2026-11-02T09:00-08:00"),  # and back
        ("2026-11-25T16:00-08:00", 2, "2026-11-27T07:00-08:00"),  # over Thanksgiving
        ("2026-03-07T12:00-08:00", 0, "2026-03-09T06:00-07:00"),
        ("2026-03-02T06:00-08:00", 110, "2026-03-13T17:00-07:00"),  # ten days of eleven hours
        ("2026-03-02T06:00-08:00", 11 * 5 * 20, "2026-07-17T17:00-07:00"),  # farther than hours look at once
    ],
)
def test_an_amount_of_open_time_is_due_when_the_desk_was_open_for_so_long(start, hours, due):
    assert after_open_time(DESK, at(start), hours * HOUR) == at(due)
    assert open_time_between(DESK, at(start), at(due)) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-03-02T09:00-08:00", 0, "2026-03-02T17:00-08:00"),
        ("2026-03-02T09:00-08:00", 1, "2026-03-03T17:00-08:00"),
        ("2026-03-06T16:59-08:00", 1, "2026-03-09T17:00-07:00"),
        ("2026-03-06T17:05-08:00", 1, "2026-03-10T17:00-07:00"),  # Friday night counts for Monday
        ("2026-11-25T09:00-08:00", 1, "2026-11-27T17:00-08:00"),
        ("2026-03-02T09:00-08:00", 100, "2026-07-20T17:00-07:00"),
    ],
)
def test_so_many_open_days_end_with_the_last_of_them(start, days, due):
    assert after_open_days(DESK, at(start), days) == at(due)


def test_a_night_belongs_to_the_day_on_which_it_began():
    nights = Hours(PACIFIC, dict.fromkeys(range(5), ((time(22), time(2)),)))
    assert after_open_days(nights, at("2026-03-03T01:00-08:00"), 0) == at("2026-03-03T02:00-08:00")
    assert after_open_days(nights, at("2026-03-03T01:00-08:00"), 1) == at("2026-03-04T02:00-08:00")


def test_a_desk_that_never_closes_counts_every_hour_and_every_day():
    assert after_open_time(ALWAYS, at("2026-03-07T12:00Z"), 3000 * HOUR) == at("2026-03-07T12:00Z") + 3000 * HOUR
    assert after_open_days(ALWAYS, at("2026-03-07T12:00-08:00"), 1) == at("2026-03-09T00:00-07:00")


@pytest.mark.parametrize("count", [after_open_days, after_open_time])
def test_a_desk_that_never_opens_promises_nothing(count):
    with pytest.raises(NeverOpen):
        count(NEVER, at("2026-03-02T12:00Z"), 1 if count is after_open_days else HOUR)
    assert open_time_between(NEVER, at("2026-03-02T12:00Z"), at("2026-05-02T12:00Z")) == timedelta(0)


def test_a_desk_that_is_closed_for_good_promises_nothing():
    gone = Hours(PACIFIC, WEEKDAYS, (SpecialDay(date(2026, 3, 3), date(2099, 1, 1)),))
    assert after_open_time(gone, at("2026-03-02T09:00-08:00"), HOUR) == at("2026-03-02T10:00-08:00")
    with pytest.raises(NeverOpen):
        after_open_time(gone, at("2026-03-02T16:30-08:00"), HOUR)


DESIGN = Hours(ZoneInfo("Europe/Berlin"), {0: ((time(8), time(12)),)})
TIMETABLE = Timetable(DESK, {"Design": DESIGN}, last_call=timedelta(minutes=15), reply_time=4 * HOUR)


@pytest.mark.parametrize(
    ("category", "moment", "is_open", "live"),
    [
        (None, "2026-03-02T05:59-08:00", False, False),
        (None, "2026-03-02T06:00-08:00", True, True),
        (None, "2026-03-02T16:44:59-08:00", True, True),
        (None, "2026-03-02T16:45-08:00", True, False),  # the last chat has begun
        (None, "2026-03-02T17:00-08:00", False, False),
        ("Web", "2026-03-02T06:00-08:00", True, True),  # has no hours of its own
        ("Design", "2026-03-02T06:00-08:00", False, False),
        ("Design", "2026-03-02T11:44+01:00", True, True),
        ("Design", "2026-03-02T11:45+01:00", True, False),
    ],
)
def test_live_chats_start_until_the_last_call_in_the_hours_of_their_category(category, moment, is_open, live):
    state = TIMETABLE.state(category, at(moment))
    assert (state.open, state.live) == (is_open, live)
    assert (state.closes_at is not None, state.opens_at is None) == (is_open, is_open)


def test_a_desk_that_never_closes_has_no_last_call():
    assert Timetable(ALWAYS).state(None, at("2026-03-02T12:00Z")).live


def test_a_reply_is_due_in_the_hours_of_its_category():
    friday = at("2026-03-06T17:05-08:00")
    assert TIMETABLE.reply_due(None, friday) == at("2026-03-09T10:00-07:00")
    assert TIMETABLE.reply_due("Design", friday) == at("2026-03-09T12:00+01:00")


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        ("Europe/Berlin", "2026-03-09 14:00"),  # five days before Europe moves its clocks, eight hours and not nine
        ("Asia/Kolkata", "2026-03-09 18:30"),
        ("Pacific/Auckland", "2026-03-10 02:00"),  # the next day
        ("America/Tijuana", None),  # the same wall clock
        ("America/Vancouver", None),
        (None, None),
    ],
)
def test_a_moment_is_told_on_the_readers_clock_where_that_shows_something_else(reader, shown):
    seen = seen_from(at("2026-03-09T06:00-07:00"), desk=PACIFIC, reader=reader and ZoneInfo(reader))
    assert f"{seen.desk:%A %H:%M}" == "Monday 06:00"
    assert (seen.reader and f"{seen.reader:%Y-%m-%d %H:%M}") == shown
