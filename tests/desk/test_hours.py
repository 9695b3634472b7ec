"""When the desk is open, around the clock changes too."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.desk.hours import WEEKDAYS, Hours

DESK = Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS, frozenset({date(2026, 11, 26)}))
SUNDAYS = Hours(ZoneInfo("America/Los_Angeles"), {6: (time(1), time(4))})


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
    ("moment", "is_open"),
    [
        ("2026-03-08T08:59Z", False),  # the hour from 02:00 to 03:00 does not exist
        ("2026-03-08T09:00Z", True),  # 01:00
        ("2026-03-08T10:59Z", True),  # 03:59
        ("2026-03-08T11:00Z", False),  # 04:00
        ("2026-11-01T08:00Z", True),  # 01:00, for the first time
        ("2026-11-01T09:30Z", True),  # 01:30, for the second time
        ("2026-11-01T11:59Z", True),  # 03:59
        ("2026-11-01T12:00Z", False),
    ],
)
def test_a_window_over_the_clock_change_is_as_long_as_the_day_makes_it(moment, is_open):
    assert SUNDAYS.is_open(at(moment)) is is_open


def test_a_desk_without_days_never_opens():
    never = Hours(ZoneInfo("UTC"), {})
    assert never.opens_at(at("2026-03-02T12:00Z")) is None
    assert not never.is_open(at("2026-03-02T12:00Z"))
