"""The desk's hours: weekly windows in the zone of the people who sit there, and the days that differ."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.desk.special_days import SpecialDay, Window

DAYS_AHEAD = 62  # longer than any desk is closed

type Week = Mapping[int, tuple[Window, ...]]
type Span = tuple[datetime, datetime]  # in UTC, without its end

ONE_DAY = timedelta(days=1)

# Monday is 0. Source: facts.md, ask_specialist_hours.
WEEKDAYS: Week = MappingProxyType(dict.fromkeys(range(5), ((time(6), time(17)),)))


@dataclass(frozen=True, slots=True)
class Hours:
    """When the desk is open.

    A window that ends no later than it starts ends on the next day, and belongs to the day on which it starts.
    Of what is said about a day, a special day of its own counts before a yearly one, that before a holiday, and
    that before the week. A wall clock's time that comes twice is meant the first time; one that is skipped is meant
    as long after the change as it would have been after the hour before.
    """

    zone: ZoneInfo
    week: Week
    special: tuple[SpecialDay, ...] = ()
    holidays: Container[object] = frozenset()

    def is_open(self, at: datetime) -> bool:
        """Tell whether the desk is open at a moment."""
        return self._around(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """Return when the desk that is open at `at` closes; None while closed, and if that is not in sight."""
        span = self._around(at)
        return None if span is None or span[1] >= self._horizon(at) else span[1]

    def opens_at(self, at: datetime) -> datetime | None:
        """Return when the desk next opens; None while it is open, and for a desk that never does."""
        for start, end in self.spans(at):
            if start <= at < end:
                return None
            if start > at:
                return start
        return None

    def spans(self, at: datetime) -> Iterator[Span]:
        """Go through the times at which the desk is open, from the one before or at `at` on, while it is in sight."""
        today = at.astimezone(self.zone).date()
        held: Span | None = None
        for ahead in range(-1, DAYS_AHEAD + 1):
            for start, end in self._day(today + timedelta(days=ahead)):
                if held is None or start > held[1]:
                    if held is not None:
                        yield held
                    held = (start, end)
                else:
                    held = (held[0], max(held[1], end))
        if held is not None:
            yield held

    def windows_of(self, day: date) -> tuple[Window, ...]:
        """Return the windows that start on a day."""
        for special in sorted(self.special, key=lambda special: special.yearly):
            if special.covers(day):
                return special.windows
        return () if day in self.holidays else self.week.get(day.weekday(), ())

    def last_closing(self, day: date) -> datetime | None:
        """Return when the last of the windows that start on a day ends; None for a closed day."""
        return max((end for _, end in self._day(day)), default=None)

    def _around(self, at: datetime) -> Span | None:
        for start, end in self.spans(at):
            if start <= at < end:
                return start, end
            if start > at:
                break
        return None

    def _horizon(self, at: datetime) -> datetime:
        return self._moment(at.astimezone(self.zone).date() + timedelta(days=DAYS_AHEAD), time())

    def _day(self, day: date) -> list[Span]:
        spans = [
            (self._moment(day, opening), self._moment(day if opening < closing else day + ONE_DAY, closing))
            for opening, closing in self.windows_of(day)
        ]
        # A window that lies in the skipped hour alone is not there on that day.
        return sorted(span for span in spans if span[0] < span[1])

    def _moment(self, day: date, at: time) -> datetime:
        # Through UTC: comparing two moments of one zone would compare their wall clocks and
        # forget that one may be before and the other after the clocks were moved.
        return datetime.combine(day, at, self.zone).astimezone(UTC)
