"""The desk's hours: weekly windows in the zone of the people who sit there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

DAYS_AHEAD = 14  # longer than any run of closed days

type Window = tuple[time, time]

# Monday is 0. Source: demo.md.
WEEKDAYS: Mapping[int, Window] = MappingProxyType(dict.fromkeys(range(5), (time(6), time(17))))


@dataclass(frozen=True, slots=True)
class Hours:
    """When the desk is open. A day that is missing from `week`, or is a holiday, is closed."""

    zone: ZoneInfo
    week: Mapping[int, Window]
    holidays: frozenset[date] = frozenset()

    def is_open(self, at: datetime) -> bool:
        """Tell whether the desk is open at a moment."""
        window = self._window(at.astimezone(self.zone).date())
        return window is not None and window[0] <= at < window[1]

    def closes_at(self, at: datetime) -> datetime | None:
        """Return when the window that is open at `at` closes; None while closed."""
        window = self._window(at.astimezone(self.zone).date())
        return window[1] if window is not None and window[0] <= at < window[1] else None

    def opens_at(self, at: datetime) -> datetime | None:
        """Return when the desk next opens; None while it is open, and for a desk that never does."""
        if self.is_open(at):
            return None
        today = at.astimezone(self.zone).date()
        for ahead in range(DAYS_AHEAD + 1):
            window = self._window(today + timedelta(days=ahead))
            if window is not None and window[0] > at:
                return window[0]
        return None

    def _window(self, day: date) -> tuple[datetime, datetime] | None:
        if day in self.holidays or day.weekday() not in self.week:
            return None
        opening, closing = self.week[day.weekday()]
        return self._moment(day, opening), self._moment(day, closing)

    def _moment(self, day: date, at: time) -> datetime:
        # Through UTC: comparing two moments of one zone would compare their wall clocks and
        # forget that one may be before and the other after the clocks were moved.
        local = datetime.combine(day, at, self.zone)
        return local.astimezone(ZoneInfo("UTC"))
