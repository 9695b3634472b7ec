"""The hours file: the desk's week, its special days and holidays as TOML, with every mistake named.

docs/desk-hours.toml is an example with everything in it.
"""

import re
import tomllib
from collections.abc import Container, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.desk.hours import WEEKDAYS, Hours, Week
from bot.desk.special_days import Calendars, SpecialDay, UnknownCalendar, Window, month_and_day
from bot.desk.timetable import LAST_CALL, REPLY_TIME, Timetable

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SPECIAL_MAX = 366
WINDOWS_MAX = 12  # of a day
LAST_CALL_MAX_MINUTES = 240
REPLY_MAX_HOURS = 400

_WINDOW = re.compile(r"(\d{2}:\d{2})\s*-\s*(\d{2}:\d{2})")
_OF_HOURS = frozenset({"zone", "holidays", "week", "special"})
_OF_FILE = _OF_HOURS | {"last_call_minutes", "reply_hours", "category"}


class WrongHours(ValueError):  # noqa: N818 - shown to whoever wrote the file
    """The hours cannot be read; the message names the place and what is expected there."""


def read(path: Path, *, otherwise: Timetable) -> Timetable:
    """Read an hours file; what it does not say is as in `otherwise`. Raises WrongHours, OSError."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise WrongHours(f"{path} is not TOML: {wrong}") from wrong
    try:
        return timetable(told, otherwise=otherwise)
    except WrongHours as wrong:
        raise WrongHours(f"{path}: {wrong}") from wrong


def timetable(told: Mapping[str, Any], *, otherwise: Timetable) -> Timetable:
    """Make a timetable of what a file says. Raises WrongHours."""
    _known(told, _OF_FILE, "")
    default = _hours(told, otherwise.default, "")
    categories = _table(told.get("category", {}), "category")
    return Timetable(
        default=default,
        categories={
            name: _hours(_table(each, f"category.{name}"), default, f"category.{name}.", only=_OF_HOURS)
            for name, each in categories.items()
        },
        last_call=timedelta(
            minutes=_whole(
                told, "last_call_minutes", otherwise.last_call // timedelta(minutes=1), LAST_CALL_MAX_MINUTES
            )
        ),
        reply_time=timedelta(
            hours=_whole(told, "reply_hours", otherwise.reply_time // timedelta(hours=1), REPLY_MAX_HOURS)
        ),
    )


def weekdays(
    zone: ZoneInfo, calendars: str = "", *, last_call: timedelta = LAST_CALL, reply_time: timedelta = REPLY_TIME
) -> Timetable:
    """Make the timetable that counts without a file: the week of facts.md, `calendars` separated by commas.

    Raises WrongHours.
    """
    names = [name for name in calendars.split(",") if name.strip()]
    return Timetable(
        Hours(zone, WEEKDAYS, holidays=_calendars(names, "holidays")), last_call=last_call, reply_time=reply_time
    )


def _hours(told: Mapping[str, Any], otherwise: Hours, place: str, *, only: frozenset[str] = _OF_FILE) -> Hours:
    _known(told, only, place)
    return Hours(
        zone=_zone(told["zone"], f"{place}zone") if "zone" in told else otherwise.zone,
        week=_week(told["week"], f"{place}week") if "week" in told else otherwise.week,
        special=_special(told["special"], f"{place}special") if "special" in told else otherwise.special,
        holidays=_calendars(told["holidays"], f"{place}holidays") if "holidays" in told else otherwise.holidays,
    )


def _zone(name: Any, place: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        _wrong(place, f"{name!r} is no IANA time zone such as America/Los_Angeles")


def _week(told: Any, place: str) -> Week:
    days = _table(told, place)
    _known(days, frozenset(DAYS), f"{place}.")
    return {DAYS.index(day): _windows(windows, f"{place}.{day}") for day, windows in days.items()}


def _windows(told: Any, place: str) -> tuple[Window, ...]:
    if not isinstance(told, list) or len(told) > WINDOWS_MAX:
        _wrong(place, f'a list of at most {WINDOWS_MAX} windows such as ["06:00-17:00"] is expected')
    windows = sorted(_window(each, place) for each in told)
    for (_, end), (start, _) in pairwise(windows):
        if start < end:
            _wrong(place, f"the windows overlap at {start:%H:%M}")
    # Only the day's last window may run over midnight.
    for start, end in windows[:-1]:
        if end <= start:
            _wrong(place, f"the window from {start:%H:%M} runs over midnight and over those after it")
    return tuple(windows)


def _window(told: Any, place: str) -> Window:
    found = _WINDOW.fullmatch(told) if isinstance(told, str) else None
    if found is None:
        _wrong(place, f"{told!r} is no window such as 06:00-17:00")
    opens, closes = found.groups()
    try:
        # 24:00 is the midnight at which the day ends, and 00:00 as an end is the same.
        return time.fromisoformat(opens), time() if closes == "24:00" else time.fromisoformat(closes)
    except ValueError:
        _wrong(place, f"{told!r} is no window such as 06:00-17:00")


def _special(told: Any, place: str) -> tuple[SpecialDay, ...]:
    if not isinstance(told, list) or len(told) > SPECIAL_MAX:
        _wrong(place, f"at most {SPECIAL_MAX} tables [[special]] are expected")
    return tuple(
        _special_day(_table(each, f"{place}[{number}]"), f"{place}[{number}]") for number, each in enumerate(told, 1)
    )


def _special_day(told: Mapping[str, Any], place: str) -> SpecialDay:
    _known(told, frozenset({"day", "yearly", "from", "to", "hours", "name"}), f"{place}.")
    match told:
        case {"day": day, **rest} if not {"yearly", "from", "to"} & rest.keys():
            first = last = day
        case {"yearly": day, **rest} if not {"from", "to"} & rest.keys():
            first = last = day
        case {"from": first, "to": last}:
            pass
        case _:
            _wrong(place, "day = …, yearly = … or from = … and to = … is expected")
    # A date with its year is that of TOML; a yearly one is a text such as "12-24".
    yearly = isinstance(first, str)
    begins, ends = (_date(each, place, yearly=yearly) for each in (first, last))
    if "yearly" in told and not yearly:
        _wrong(place, 'a yearly day is a text such as "12-24"')
    if not yearly and ends < begins:
        _wrong(place, "it ends before it begins")
    windows = _windows(told["hours"], f"{place}.hours") if "hours" in told else ()
    return SpecialDay(begins, ends, windows, yearly=yearly, name=str(told.get("name", "")))


def _date(told: Any, place: str, *, yearly: bool) -> date:
    match told:
        case date() if not yearly and not isinstance(told, datetime):
            return told
        case str() if yearly:
            with suppress(ValueError):
                return month_and_day(told)
    raise _wrongly(place, f'{told!r} is no date such as 2026-12-24, nor a yearly one such as "12-24"')


def _calendars(told: Any, place: str) -> Container[object]:
    names = [told] if isinstance(told, str) else told
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        _wrong(place, 'a list of calendars such as ["US", "US-CA"] is expected')
    try:
        return Calendars(names) if names else frozenset()
    except UnknownCalendar as unknown:
        _wrong(place, str(unknown))


def _whole(told: Mapping[str, Any], name: str, otherwise: int, greatest: int) -> int:
    value = told.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= greatest:
        _wrong(name, f"a whole number from 0 to {greatest} is expected")
    return value


def _table(told: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(told, Mapping):
        _wrong(place, "a table is expected")
    return told


def _known(told: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    for name in told:
        if name not in known:
            _wrong(f"{place}{name}", f"unknown; known are {', '.join(sorted(known))}")


def _wrong(place: str, sentence: str) -> NoReturn:
    raise _wrongly(place, sentence)


def _wrongly(place: str, sentence: str) -> WrongHours:
    return WrongHours(f"{place}: {sentence}")
