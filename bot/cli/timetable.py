"""The desk's timetable as the settings describe it."""

from datetime import timedelta

from bot.cli.refusal import Misused
from bot.desk import hours_file
from bot.desk.hours_file import WrongHours
from bot.desk.timetable import Timetable
from bot.settings import Settings


def timetable(settings: Settings) -> Timetable:
    """Make the timetable. Raises Misused."""
    try:
        weekdays = hours_file.weekdays(
            settings.zone,
            settings.desk_holidays,
            last_call=timedelta(minutes=settings.desk_last_call_minutes),
            reply_time=timedelta(hours=settings.desk_reply_hours),
        )
        return weekdays if settings.desk_hours is None else hours_file.read(settings.desk_hours, otherwise=weekdays)
    except (OSError, WrongHours) as wrong:
        raise Misused(f"MILEPOST_DESK_HOURS or MILEPOST_DESK_HOLIDAYS cannot be used: {wrong}") from wrong
