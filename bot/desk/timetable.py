"""The timetable: the desk's hours of each category, how long live chats start, and what may be promised by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import business_time
from bot.desk.hours import Hours

LAST_CALL = timedelta(minutes=15)  # about as long as a chat takes: one that starts can end before closing
REPLY_TIME = timedelta(hours=4)  # of open time: a message left at night is answered the next morning


@dataclass(frozen=True, slots=True)
class Opening:
    """How the desk's hours stand at a moment. `live` says that a chat may still start."""

    open: bool
    live: bool
    closes_at: datetime | None
    opens_at: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A moment on the desk's wall clock, and on the reader's where that shows something else."""

    desk: datetime
    reader: datetime | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """The hours that count for everybody, and those of categories that have their own."""

    default: Hours
    categories: Mapping[str, Hours] = field(default_factory=dict)
    last_call: timedelta = LAST_CALL
    reply_time: timedelta = REPLY_TIME

    def of(self, category: str | None) -> Hours:
        """Return the hours of a category."""
        return self.default if category is None else self.categories.get(category, self.default)

    def state(self, category: str | None, at: datetime) -> Opening:
        """Tell how the hours of a category stand."""
        hours = self.of(category)
        is_open, closes_at = hours.is_open(at), hours.closes_at(at)
        return Opening(
            open=is_open,
            live=is_open and (closes_at is None or at < closes_at - self.last_call),
            closes_at=closes_at,
            opens_at=hours.opens_at(at),
            zone=hours.zone.key,
        )

    def reply_due(self, category: str | None, at: datetime) -> datetime:
        """Return by when a message that was left at `at` is answered. Raises NeverOpen."""
        return business_time.after_open_time(self.of(category), at, self.reply_time)


def seen_from(at: datetime, *, desk: ZoneInfo, reader: ZoneInfo | None) -> Seen:
    """Show a moment on both wall clocks: "opens Monday 6:00 PT, that is 15:00 for you"."""
    there = at.astimezone(desk)
    here = None if reader is None else at.astimezone(reader)
    same = here is None or here.replace(tzinfo=None) == there.replace(tzinfo=None)
    return Seen(desk=there, reader=None if same else here)
