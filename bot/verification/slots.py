"""Slots: the times at which somebody can come instead of waiting now."""

from datetime import UTC, datetime, timedelta

from bot.desk.hours import Hours

EVERY = timedelta(minutes=30)
FROM_NOW = timedelta(minutes=30)  # sooner than that, waiting is as good
AHEAD = timedelta(days=7)
EARLY, LATE = timedelta(minutes=5), timedelta(minutes=15)  # around the time, one still counts as on time
SLOTS_MAX = 24


def is_due(at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody who has this appointment is on time."""
    return at is not None and at - EARLY <= now <= at + LATE


def offered(hours: Hours, now: datetime) -> list[datetime]:
    """List the times within the hours that could be booked, the next ones first (UTC)."""
    step = int(EVERY.total_seconds())
    first = now + FROM_NOW
    at = datetime.fromtimestamp((int(first.timestamp()) // step + 1) * step, tz=UTC)
    found: list[datetime] = []
    while at <= now + AHEAD and len(found) < SLOTS_MAX:
        if hours.is_open(at) and hours.is_open(at + EVERY - timedelta(seconds=1)):
            found.append(at)
        at += EVERY
    return found
