"""When the clocks of the marketplace run out. Days are 24 hours, counted in UTC (facts.md §1.4, §1.5)."""

from datetime import datetime, timedelta

REVIEW_TIME = timedelta(days=14)  # facts.md §1.4, submit: then silence is approval
REFUND_ANSWER_TIME = timedelta(days=7)  # facts.md §1.5: then silence is consent
SECURITY_TIME = timedelta(days=5)  # facts.md §1.2 P5: pending before it can be withdrawn
BONUS_TIME = timedelta(days=365)  # facts.md §1.3, ENDED: how long after the end a bonus may be given
# A run takes the bonuses that were asked for this long before it; a later one waits for the next.
BONUS_CUT_OFF = timedelta(hours=6)

DAY = timedelta(days=1)
SATURDAY = 5


def review_due(submitted_at: datetime) -> datetime:
    """Return when submitted work counts as approved."""
    return submitted_at + REVIEW_TIME


def respond_by(requested_at: datetime) -> datetime:
    """Return when an unanswered refund request counts as agreed to."""
    return requested_at + REFUND_ANSWER_TIME


def available_at(released_at: datetime) -> datetime:
    """Return when released money can be withdrawn."""
    return released_at + SECURITY_TIME


def last_bonus_at(ended_at: datetime) -> datetime:
    """Return until when a bonus may be given on a contract that has ended."""
    return ended_at + BONUS_TIME


def bonus_run(requested_at: datetime, *, hour: int) -> datetime:
    """Return the daily run, at `hour` in UTC, that charges a bonus."""
    ready = requested_at + BONUS_CUT_OFF
    run = ready.replace(hour=hour, minute=0, second=0, microsecond=0)
    return run if run >= ready else run + DAY


def business_days_after(at: datetime, days: int) -> datetime:
    """Return the same time of the day, `days` working days later: Monday to Friday, in UTC.

    What begins on a weekend begins with Monday.
    """
    due = at
    while due.weekday() >= SATURDAY:
        due = (due + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    for _ in range(days):
        due += DAY
        while due.weekday() >= SATURDAY:
            due += DAY
    return due
