"""An hours file says everything about the hours, and every mistake in it is named."""

import tomllib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk import hours_file
from bot.desk.hours_file import WrongHours
from bot.settings import ROOT

OTHERWISE = hours_file.weekdays(ZoneInfo("America/Los_Angeles"))
EXAMPLE = ROOT / "docs" / "desk-hours.toml"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def told(text: str):
    return hours_file.timetable(tomllib.loads(text), otherwise=OTHERWISE)


def test_without_a_file_the_desk_is_open_from_monday_to_friday():
    assert OTHERWISE.of(None).is_open(at("2026-03-02T06:00-08:00"))
    assert not OTHERWISE.of(None).is_open(at("2026-03-01T12:00-08:00"))
    assert OTHERWISE.of(None).is_open(at("2026-11-26T12:00-08:00"))  # no holidays, unless they are set


def test_holidays_are_set_without_a_file_too():
    timetable = hours_file.weekdays(ZoneInfo("America/Los_Angeles"), "US, US-CA")
    assert not timetable.of(None).is_open(at("2026-11-26T12:00-08:00"))
    with pytest.raises(WrongHours, match="'XY'"):
        hours_file.weekdays(ZoneInfo("America/Los_Angeles"), "US,XY")


@pytest.mark.parametrize(
    ("category", "moment", "is_open"),
    [
        (None, "2026-03-02T11:59-08:00", True),
        (None, "2026-03-02T12:30-08:00", False),
        (None, "2026-03-02T13:00-08:00", True),
        (None, "2026-03-08T01:59-08:00", True),  # Saturday night
        (None, "2026-12-24T11:00-08:00", True),
        (None, "2026-12-24T13:00-08:00", False),
        (None, "2027-03-03T12:00-08:00", False),
        (None, "2027-12-31T10:00-08:00", True),  # every year, twice said: as the first says
        (None, "2027-12-28T12:00-08:00", False),
        (None, "2026-11-26T12:00-08:00", False),
        ("Design & Creative", "2026-03-02T08:00+01:00", True),
        ("Design & Creative", "2026-03-03T08:00+01:00", False),
        ("Design & Creative", "2026-12-24T11:00+01:00", True),  # special days are everybody's
        ("Design & Creative", "2026-12-24T13:00+01:00", False),
    ],
)
def test_the_example_says_what_it_says(category, moment, is_open):
    timetable = hours_file.read(EXAMPLE, otherwise=OTHERWISE)
    assert timetable.of(category).is_open(at(moment)) is is_open
    assert (timetable.last_call, timetable.reply_time) == (timedelta(minutes=15), timedelta(hours=4))


def test_what_a_file_does_not_say_is_as_without_it():
    assert told("") == OTHERWISE
    assert told("last_call_minutes = 0\n").last_call == timedelta(0)


@pytest.mark.parametrize("end", ["24:00", "00:00"])
def test_a_window_may_end_at_midnight(end):
    desk = told(f'zone = "UTC"\n[week]\nmonday = ["20:00-{end}"]').default
    assert desk.closes_at(at("2026-03-02T21:00Z")) == at("2026-03-03T00:00Z")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('zone = "Mars/Olympus"', "zone: 'Mars/Olympus' is no IANA time zone"),
        ("zone = 7", "zone: 7 is no IANA time zone"),
        ('zone = "../etc/passwd"', "zone: "),
        ('holidays = "XX"', "holidays: there is no holiday calendar 'XX'"),
        ("holidays = [7]", "holidays: a list of calendars"),
        ("opening = 6", "opening: unknown; known are category"),
        ("[week]\nmoonday = []", "week.moonday: unknown; known are friday"),
        ("week = 7", "week: a table is expected"),
        ('[week]\nmonday = "06:00-17:00"', "week.monday: a list of at most 12 windows"),
        ('[week]\nmonday = ["6-17"]', "week.monday: '6-17' is no window such as"),
        ('[week]\nmonday = ["06:00-25:00"]', "week.monday: '06:00-25:00' is no window"),
        ('[week]\nmonday = ["06:00-17:61"]', "week.monday: '06:00-17:61' is no window"),
        ("[week]\nmonday = [6]", "week.monday: 6 is no window"),
        ('[week]\nmonday = ["06:00-12:00", "11:00-17:00"]', "week.monday: the windows overlap at 11:00"),
        ('[week]\nmonday = ["06:00-02:00", "11:00-17:00"]', "week.monday: the window from 06:00 runs over midnight"),
        ("last_call_minutes = -1", "last_call_minutes: a whole number from 0 to 240"),
        ("last_call_minutes = 1.5", "last_call_minutes: a whole number"),
        ("reply_hours = true", "reply_hours: a whole number from 0 to 400"),
        ("special = 7", "special: at most 366 tables"),
        ("[[special]]\nhours = []", "special[1]: day = …, yearly = … or from"),
        ("[[special]]\nday = 2026-12-24\nto = 2026-12-25", "special[1]: day = …"),
        ("[[special]]\nday = 2026-12-24T06:00:00", "special[1]: "),
        ('[[special]]\nyearly = "12-32"', "special[1]: '12-32' is no date"),
        ("[[special]]\nyearly = 2026-12-24", "special[1]: a yearly day is a text"),
        ('[[special]]\nfrom = 2026-12-24\nto = "12-25"', "special[1]: '12-25' is no date"),
        ("[[special]]\nfrom = 2026-12-24\nto = 2026-12-01", "special[1]: it ends before it begins"),
        ("[[special]]\nday = 2026-12-24\nopen = 7", "special[1].open: unknown"),
        ("[[special]]\nday = 2026-12-24\nhours = [7]", "special[1].hours: 7 is no window"),
        ("[category.Design]\nreply_hours = 4", "category.Design.reply_hours: unknown"),
        ("category = 7", "category: a table is expected"),
        ("[category]\nDesign = 7", "category.Design: a table is expected"),
    ],
)
def test_every_mistake_is_named_with_its_place(text, named):
    with pytest.raises(WrongHours) as wrong:
        told(text)
    assert str(wrong.value).startswith(named)


@pytest.mark.parametrize("text", ["[week", "\xff"])
def test_a_file_that_is_no_toml_is_named(tmp_path, text):
    path = tmp_path / "hours.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(WrongHours, match=r"hours\.toml is not TOML"):
        hours_file.read(path, otherwise=OTHERWISE)


def test_a_mistake_names_the_file_too(tmp_path):
    path = tmp_path / "hours.toml"
    path.write_text("zone = 7")
    with pytest.raises(WrongHours, match=r"hours\.toml: zone: 7"):
        hours_file.read(path, otherwise=OTHERWISE)
