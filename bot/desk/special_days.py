"""Days that differ from the week: closed or with other hours, once or every year, and public holidays."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

import holidays

type Window = tuple[time, time]

_ANY_YEAR = 2024  # a leap year, so that 29 February can be named


class UnknownCalendar(ValueError):  # noqa: N818 - shown to whoever wrote the settings
    """There is no holiday calendar of that name."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """Days from `first` to `last` with hours of their own; without windows they are closed.

    A yearly one goes by month and day alone, and may run over the year's end.
    """

    first: date
    last: date
    windows: tuple[Window, ...] = ()
    yearly: bool = False
    name: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether a day is one of these."""
        if not self.yearly:
            return self.first <= day <= self.last
        first, last, this = ((each.month, each.day) for each in (self.first, self.last, day))
        return first <= this <= last if first <= last else this >= first or this <= last


class Calendars(Container[object]):
    """Public holidays of one or several calendars, of any year."""

    def __init__(self, names: Iterable[str]) -> None:
        """Open calendars by country, or country and region: `US`, `US-CA`. Raises UnknownCalendar."""
        self._calendars = [_calendar(name) for name in names]

    def __contains__(self, day: object) -> bool:
        """Tell whether a date is a holiday in any of them."""
        # The library would also read texts and numbers as dates.
        return isinstance(day, date) and not isinstance(day, datetime) and any(day in each for each in self._calendars)


def month_and_day(text: str) -> date:
    """Read `12-24`, the date of a yearly day. Raises ValueError."""
    return date.fromisoformat(f"{_ANY_YEAR}-{text}")


def _calendar(name: str) -> holidays.HolidayBase:
    country, _, region = name.strip().partition("-")
    try:
        return holidays.country_holidays(country.upper(), subdiv=region.upper() or None)
    except NotImplementedError as unknown:
        raise UnknownCalendar(f"there is no holiday calendar {name!r}") from unknown
