"""When the desk is open: around the clock changes, over midnight, on special days and holidays."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.desk.hours import WEEKDAYS, Hours
from bot.desk.special_days import Calendars, SpecialDay, UnknownCalendar

PACIFIC = ZoneInfo("America/Los_Angeles")
DESK = Hours(PACIFIC, WEEKDAYS, holidays=frozenset({date(2026, 11, 26)}))
SUNDAYS = Hours(PACIFIC, {6: ((time(1), time(4)),)})
NIGHTS = Hours(PACIFIC, {4: ((time(22), time(2)),), 5: ((time(22), time(2)),)})
ALWAYS = Hours(PACIFIC, dict.fromkeys(range(7), ((time(), time()),)))
LUNCH = Hours(PACIFIC, {0: ((time(6), time(12)), (time(13), time(17)))})
DELHI = Hours(ZoneInfo("Asia/Kolkata"), {0: ((time(9, 30), time(18)),)})
CHATHAM = Hours(ZoneInfo("Pacific/Chatham"), {6: ((time(1), time(4)),)})  # 45 minutes off, and it has summer time
LORD_HOWE = Hours(ZoneInfo("Australia/Lord_Howe"), {6: ((time(1), time(3)),)})  # moves its clocks by half an hour


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "opens", "closes"),
    [
        ("2026-03-02T13:59:59Z", "2026-03-02T14:00Z", None),  # Monday 05:59:59, winter time
        ("2026-03-02T14:00Z", None, "2026-03-03T01:00Z"),
        ("2026-03-03T00:59:59Z", None, "2026-03-03T01:00Z"),
        ("2026-03-03T01:00Z", "2026-03-03T14:00Z", None),
        ("2026-03-06T14:30Z", None, "2026-03-07T01:00Z"),  # Friday, still winter time
        ("2026-03-07T01:00Z", "2026-03-09T13:00Z", None),  # the weekend in which the clocks go forward
        ("2026-03-09T12:59Z", "2026-03-09T13:00Z", None),  # Monday 05:59, summer time
        ("2026-03-09T13:00Z", None, "2026-03-10T00:00Z"),
        ("2026-10-31T01:00Z", "2026-11-02T14:00Z", None),  # the weekend in which they go back
        ("2026-11-02T13:30Z", "2026-11-02T14:00Z", None),
        ("2026-11-25T23:00Z", None, "2026-11-26T01:00Z"),
        ("2026-11-26T01:00Z", "2026-11-27T14:00Z", None),  # Thanksgiving is closed
        ("2026-11-26T18:00Z", "2026-11-27T14:00Z", None),
        ("2026-12-31T23:30Z", None, "2027-01-01T01:00Z"),  # across the year's end
    ],
)
def test_the_desk_opens_and_closes_by_its_own_wall_clock(moment, opens, closes):
    assert DESK.opens_at(at(moment)) == (None if opens is None else at(opens))
    assert DESK.closes_at(at(moment)) == (None if closes is None else at(closes))
    assert DESK.is_open(at(moment)) is (closes is not None)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        (SUNDAYS, "2026-03-08T08:59Z", False),  # the hour from 02:00 to 03:00 does not exist
        (SUNDAYS, "2026-03-08T09:00Z", True),  # 01:00
        (SUNDAYS, "2026-03-08T10:59Z", True),  # 03:59
        (SUNDAYS, "2026-03-08T11:00Z", False),  # 04:00
        (SUNDAYS, "2026-11-01T08:00Z", True),  # 01:00, for the first time
        (SUNDAYS, "2026-11-01T09:30Z", True),  # 01:30, for the second time
        (SUNDAYS, "2026-11-01T11:59Z", True),  # 03:59
        (SUNDAYS, "2026-11-01T12:00Z", False),
        (NIGHTS, "2026-03-07T05:59Z", False),  # Friday 21:59
        (NIGHTS, "2026-03-07T06:00Z", True),  # Friday 22:00
        (NIGHTS, "2026-03-07T09:59Z", True),  # Saturday 01:59
        (NIGHTS, "2026-03-07T10:00Z", False),
        (NIGHTS, "2026-03-08T09:59Z", True),  # Sunday 01:59, the last minute before the clocks go forward
        (NIGHTS, "2026-03-08T10:00Z", False),
        (NIGHTS, "2026-11-01T08:59Z", True),  # Sunday 01:59 for the first time
        (NIGHTS, "2026-11-01T09:00Z", True),  # and 01:00 once more: 02:00 comes after it
        (NIGHTS, "2026-11-01T10:00Z", False),
        (LUNCH, "2026-03-02T19:59Z", True),
        (LUNCH, "2026-03-02T20:00Z", False),  # Monday noon
        (LUNCH, "2026-03-02T21:00Z", True),
        (DELHI, "2026-03-02T03:59Z", False),  # 09:29, half an hour off
        (DELHI, "2026-03-02T04:00Z", True),
        (DELHI, "2026-03-02T12:29Z", True),
        (DELHI, "2026-03-02T12:30Z", False),
        (CHATHAM, "2026-04-04T11:14Z", False),  # Sunday 00:59, summer time, 13:45 ahead
        (CHATHAM, "2026-04-04T11:15Z", True),
        (CHATHAM, "2026-04-04T15:14Z", True),  # 03:59, 12:45 ahead: the window is an hour longer
        (CHATHAM, "2026-04-04T15:15Z", False),
        (CHATHAM, "2026-09-26T12:15Z", True),  # 01:00, 12:45 ahead
        (CHATHAM, "2026-09-26T14:14Z", True),  # 03:59, 13:45 ahead: an hour shorter
        (CHATHAM, "2026-09-26T14:15Z", False),
        (LORD_HOWE, "2026-04-04T13:59Z", False),  # Sunday 00:59, 11 hours ahead
        (LORD_HOWE, "2026-04-04T14:00Z", True),
        (LORD_HOWE, "2026-04-04T16:29Z", True),  # 02:59, 10:30 ahead: half an hour longer
        (LORD_HOWE, "2026-04-04T16:30Z", False),
        (ALWAYS, "2026-03-08T10:00Z", True),
    ],
)
def test_a_window_is_as_long_as_its_day_makes_it(hours, moment, is_open):
    assert hours.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("opening", "closing", "open_for_minutes"),
    [
        (time(1), time(3), 60),
        (time(1), time(2, 30), 90),  # an end that is skipped is as long after the change
        (time(2, 30), time(4), 30),
        (time(2), time(3), 0),  # nothing is left of it
        (time(2, 30), time(3), 0),
    ],
)
def test_a_window_in_the_skipped_hour_is_what_is_left_of_it(opening, closing, open_for_minutes):
    spans = list(
        Hours(PACIFIC, {}, (SpecialDay(date(2026, 3, 8), date(2026, 3, 8), ((opening, closing),)),)).spans(
            at("2026-03-08T00:00Z")
        )
    )
    assert sum((end - start).total_seconds() for start, end in spans) == open_for_minutes * 60


def test_a_desk_without_days_never_opens():
    never = Hours(ZoneInfo("UTC"), {})
    assert never.opens_at(at("2026-03-02T12:00Z")) is None
    assert not never.is_open(at("2026-03-02T12:00Z"))


def test_a_desk_that_never_closes_has_no_closing_time():
    assert ALWAYS.is_open(at("2026-03-02T12:00Z"))
    assert ALWAYS.closes_at(at("2026-03-02T12:00Z")) is None
    assert ALWAYS.opens_at(at("2026-03-02T12:00Z")) is None


def test_windows_that_meet_at_midnight_are_one():
    desk = Hours(ZoneInfo("UTC"), {0: ((time(20), time()),), 1: ((time(), time(4)),)})
    assert desk.closes_at(at("2026-03-02T23:00Z")) == at("2026-03-03T04:00Z")


@pytest.mark.parametrize(
    ("day", "open_at_noon"),
    [
        ("2026-12-23", True),
        ("2026-12-24", False),  # every year
        ("2026-12-31", False),
        ("2027-01-04", True),
        ("2027-12-24", False),
        ("2027-03-01", False),  # once
        ("2028-03-01", True),
        ("2027-01-02", False),  # the yearly ones run over the year's end; a Saturday besides
        ("2026-12-28", True),  # this once not, although every year
    ],
)
def test_special_days_go_before_the_week_and_what_is_once_before_what_is_yearly(day, open_at_noon):
    desk = Hours(
        ZoneInfo("UTC"),
        WEEKDAYS,
        special=(
            SpecialDay(date(2024, 12, 24), date(2024, 1, 2), yearly=True),
            SpecialDay(date(2027, 3, 1), date(2027, 3, 5)),
            SpecialDay(date(2026, 12, 28), date(2026, 12, 28), ((time(10), time(13)),)),
        ),
    )
    assert desk.is_open(at(f"{day}T12:00Z")) is open_at_noon


@pytest.mark.parametrize(
    ("name", "day", "holiday"),
    [
        ("US", date(2026, 11, 26), True),  # Thanksgiving
        ("US", date(2026, 7, 3), True),  # Independence Day is a Saturday in 2026, observed the day before
        ("US", date(2026, 3, 31), False),
        ("US-CA", date(2026, 3, 31), True),  # Cesar Chavez Day, in California
        ("us", date(2031, 1, 1), True),
        ("DE-BY", date(2026, 1, 6), True),
        ("DE", date(2026, 1, 6), False),
    ],
)
def test_a_calendar_knows_the_holidays_of_its_place(name, day, holiday):
    assert (day in Calendars([name])) is holiday
    desk = Hours(PACIFIC, dict.fromkeys(range(7), ((time(6), time(17)),)), holidays=Calendars([name]))
    assert bool(desk.windows_of(day)) is not holiday


def test_a_special_day_opens_on_a_holiday():
    desk = Hours(
        PACIFIC,
        WEEKDAYS,
        (SpecialDay(date(2026, 11, 26), date(2026, 11, 26), ((time(6), time(9)),)),),
        Calendars(["US"]),
    )
    assert desk.is_open(at("2026-11-26T14:00Z"))
    assert not desk.is_open(at("2026-11-26T17:00Z"))


@pytest.mark.parametrize("name", ["XX", "US-XX", "", "U"])
def test_an_unknown_calendar_is_named(name):
    with pytest.raises(UnknownCalendar, match="no holiday calendar"):
        Calendars([name])


def test_a_calendar_takes_nothing_but_dates():
    calendar = Calendars(["US"])
    assert "2026-11-26" not in calendar
    assert datetime(2026, 11, 26, tzinfo=UTC) not in calendar
